package audit

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func TestDefaults(t *testing.T) {
	o := Options{}.withDefaults()
	if o.Parallel != 64 || o.Rate != 20 || o.NTPDevices != collect.Auto {
		t.Errorf("%+v", o)
	}
	o = Options{Parallel: 3, Rate: -1, NTPDevices: collect.Never}.withDefaults()
	if o.Parallel != 3 || o.Rate != 0 || o.NTPDevices != collect.Never {
		t.Errorf("%+v", o)
	}
	for samples, want := range map[int]int{0: -1, -1: 0, 5: 5} {
		if got := furtherReadings(samples); got != want {
			t.Errorf("samples %d: facts are told %d, want %d", samples, got, want)
		}
	}
}

// A run that cannot start says why, and asks nothing.
func TestRunWithoutHostKeys(t *testing.T) {
	p, err := policy.Builtin("baseline")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), inventory.Inventory{}, p, Options{}); err == nil {
		t.Error("host keys are strict and there is no file of them, and the run starts")
	}
}
