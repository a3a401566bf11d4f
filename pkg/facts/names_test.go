package facts

import (
	"net/netip"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Of several runs each has its own answers: a device is judged by those of the run that asked it.
func TestWhatNamesStoodFor(t *testing.T) {
	s := measured()
	s.device("a", fine())
	s.Resolved = &snapshot.Resolution{At: origin, Names: map[string][]netip.Addr{"Time.example.net": {netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("::ffff:192.0.2.2")}}}
	f := s.facts()
	d := &f.Devices[0]
	got, known := f.Resolved(d, "time.EXAMPLE.net.")
	if !known || len(got) != 2 || got[0] != KeyOf("192.0.2.1") || got[1] != KeyOf("192.0.2.2") {
		t.Errorf("%v, known %t", got, known)
	}
	if _, known := f.Resolved(d, "other.example.net"); known {
		t.Error("a name that was not looked up is known")
	}
	later := measured()
	later.RunID, later.Started = "later", origin.Add(1)
	later.device("b", fine())
	f = From(allPlatforms, s.Snapshot, later.Snapshot)
	for i := range f.Devices {
		if _, known := f.Resolved(&f.Devices[i], "time.example.net"); known != (f.Devices[i].Name == "a") {
			t.Errorf("%s: known %t", f.Devices[i].Name, known)
		}
	}
}
