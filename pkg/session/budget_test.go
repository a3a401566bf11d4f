package session_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// However many devices send configurations without end, together they take no more memory than the run has for such. A
// configuration of ordinary length has its place in any case.
func TestLongAnswersShareOneBudget(t *testing.T) {
	const endless, answer, total = 8, 32 << 10, 256 << 10
	specs := []lab.DeviceSpec{{Name: "well", Config: strings.Repeat("interface Vlan1\n ip address 192.0.2.1 255.255.255.0\n", 200)}}
	for i := range endless {
		specs = append(specs, lab.DeviceSpec{Name: fmt.Sprint("endless", i), Fault: lab.FaultSpec{At: "config", Kind: lab.FaultEndless}})
	}
	s := newSite(t, specs...)
	c := s.config()
	c.Limits.AnswerBytes, c.Limits.ConfigBytes, c.Limits.TotalBytes = answer, 16<<20, total
	ask := newAsker(t, c)
	var devices []inventory.Device
	for _, spec := range specs[1:] {
		devices = append(devices, s.devices[spec.Name])
	}
	held := 0
	for _, d := range askAll(t.Context(), ask, devices) {
		mustBe(t, d, snapshot.Partial, "size")
		if !strings.Contains(d.Error.Message, "long configurations of this run") {
			t.Errorf("message %q", d.Error.Message)
		}
		a := answerTo(t, d, ios.ShowTimeConfig)
		if held += len(a.Text); a.Cut != "size" {
			t.Errorf("cut by %q", a.Cut)
		}
	}
	if most := total + endless*(answer+8<<10); held > most {
		t.Errorf("%d bytes are kept, more than %d", held, most)
	}
	mustBe(t, askAll(t.Context(), ask, []inventory.Device{s.devices["well"]})[0], snapshot.Audited, "")
}
