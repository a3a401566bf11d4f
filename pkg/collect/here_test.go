package collect

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// What keeps a run from all of its devices lies here; what keeps it from some may be theirs.
func TestFaultsHere(t *testing.T) {
	for kinds, want := range map[string]bool{
		"route route": true, "route local resolver": true, "route dial": false, "route ": false, "route": false, "": false, "dial dial": false,
	} {
		var devices []snapshot.Device
		for _, kind := range strings.Split(kinds, " ") {
			d := snapshot.Device{Name: "r1"}
			if kind != "" {
				d.Error = &snapshot.Error{Kind: kind, Message: "no TCP connection"}
			}
			devices = append(devices, d)
		}
		if notes := faultsHere(devices); (len(notes) > 0) != want {
			t.Errorf("%q: %q", kinds, notes)
		}
	}
	if faultsHere(nil) != nil {
		t.Error("a run of no devices has a fault")
	}
}
