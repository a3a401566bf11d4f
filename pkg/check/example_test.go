package check_test

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

func Example() {
	oldRelease := check.Check{
		ID:    "old-release",
		Doc:   check.Doc{Title: "The release is maintained", Text: "…", Remedy: "Upgrade."},
		Needs: []facts.Kind{facts.KindVersion},
		Run: func(p *check.Pass, _ check.Subject) {
			p.Expectf("16 or later")
			p.Actualf("%s", p.Version.OSVersion)
			if p.Version.OSVersion < "16" {
				p.Failf("release %s; it gets no fixes", p.Version.OSVersion)
			}
		},
	}
	fl := fleet("edge1", "edge2")
	fl.Devices[0].Version.OSVersion = "12.4(24)T"
	fl.Devices[1].Version.OSVersion = "17.09.04"

	for _, findings := range check.Run([]check.Check{oldRelease}, fl, levels("old-release")).Devices {
		for _, f := range findings {
			fmt.Println(f.Device, f.Status, f.Severity, f.Message)
		}
	}
	// Output:
	// edge1 fail medium release 12.4(24)T; it gets no fixes
	// edge2 pass medium
}
