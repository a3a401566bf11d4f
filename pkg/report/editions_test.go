package report

import (
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// That a benchmark has no edition for a platform of the fleet is said once.
func TestPlatformsWithoutAnEdition(t *testing.T) {
	const note = "policy stig has no edition for NX-OS: judged by its settings; the findings name no control of it"
	for name, want := range map[string]int{"stig": 1, "baseline": 0} {
		p, err := policy.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		fleet, results := measured()
		fleet.Devices[0].OS = &platform.Platform{Name: "cisco_nxos", Title: "NX-OS"}
		fleet.Devices[1].OS = fleet.Devices[0].OS
		fleet.Devices[2].OS = &platform.Platform{Name: "cisco_iosxr", Title: "IOS-XR"} // it did not answer
		notes := New(fleet, results, p, check.DefaultTerms(), fix.For(platforms.All())).Notes
		count := 0
		for _, n := range notes {
			if n == note {
				count++
			}
		}
		if count != want || slices.ContainsFunc(notes, func(n string) bool { return n != note && len(n) > 60 }) {
			t.Errorf("%s: notes %q", name, notes)
		}
	}
}
