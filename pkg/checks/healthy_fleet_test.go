package checks_test

import (
	"fmt"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// healthy is 42 devices at two sites: two cores each that peer, share an address by HSRP and have a last resort at 10 and 12,
// one of them with a receiver, and switches on the cores.
func healthy() *facts.Fleet {
	fl := campus()
	fl.Devices = nil
	for n := range 42 {
		site, k := n/21, n%21
		core := func(i int) string { return fmt.Sprintf("10.0.%d.%d", site, 1+i) }
		var d facts.Device
		if k < 2 {
			d = device(fmt.Sprintf("core%d%d", site, k), core(k), 2,
				source("198.51.100.1", 1, show.RoleSysPeer), source(fmt.Sprintf("198.51.100.%d", 2+k), 1, show.RoleCandidate), source(core(1-k), 2, show.RoleCandidate))
			d.Config.Interfaces = []show.Interface{{Name: "Vlan10", Addresses: []string{fmt.Sprintf("10.1.%d.%d", site, 1+k)},
				Virtual: []show.VirtualAddress{{Protocol: "HSRP", Address: fmt.Sprintf("10.1.%d.254", site)}}}}
			d.Config.NTPMaster = &show.Master{Stratum: 10 + 2*k, Explicit: true}
			d.NTP.Associations = append(d.NTP.Associations, source("127.127.1.1", 9+2*k, show.RoleNone))
		} else {
			d = device(fmt.Sprintf("sw%d%02d", site, k), core(k), 3, source(core(0), 2, show.RoleSysPeer), source(core(1), 2, show.RoleCandidate))
		}
		d.Site = fmt.Sprintf("site%d", site)
		fl.Devices = append(fl.Devices, d)
	}
	gps := &fl.Devices[0]
	gps.NTP.Associations = append([]facts.Association{source("127.127.20.0", 0, show.RoleSysPeer)}, gps.NTP.Associations...)
	gps.NTP.Associations[1].Role = show.RoleCandidate
	*gps.NTP.Status.Stratum, gps.NTP.Status.RefID = 1, ptr(".GPS.")
	for i := range fl.Devices[:21] {
		for k := range fl.Devices[i].NTP.Associations {
			if a := &fl.Devices[i].NTP.Associations[k]; a.Address == "10.0.0.1" {
				a.Stratum = 1
			}
		}
		if i > 1 {
			*fl.Devices[i].NTP.Status.Stratum = 2
		}
	}
	return fl
}

// Nothing of how time comes to a healthy fleet is worth a word.
func TestNothingIsSaidOfAHealthyFleet(t *testing.T) {
	p, err := policy.Builtin("baseline")
	if err != nil {
		t.Fatal(err)
	}
	p.Checks = append(p.Checks, policy.CheckLevel{ID: "log-ordering", Severity: policy.Medium})
	p.LogOrdering = 100 * ms
	results := check.Run(checks.All(), healthy(), p)
	for _, findings := range append(results.Devices, results.Fleet) {
		for _, f := range findings {
			if f.Status == check.StatusFail || f.Status == check.StatusInconclusive {
				t.Errorf("%s%s: %s %q %s: %s", f.Device, f.Devices, f.Check, f.Subject, f.Status, f.Message)
			}
		}
	}
}
