package report

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// Only is the report as far as it is about the devices that are wanted, judged by the same terms. What is said of a
// device was derived from the whole fleet and stays so; a finding about the fleet stays if it names one of them, and names
// no other, or if it names none at all, as one about the policy does.
func (r *Report) Only(wanted func(*Device) bool) *Report {
	only := *r
	only.Devices, only.Findings = []Device{}, []FleetFinding{}
	kept := make(map[string]bool)
	for i := range r.Devices {
		if wanted(&r.Devices[i]) {
			kept[r.Devices[i].Name] = true
			only.Devices = append(only.Devices, r.Devices[i])
		}
	}
	for _, f := range r.Findings {
		named := slices.DeleteFunc(slices.Clone(f.Devices), func(name string) bool { return !kept[name] })
		if len(named) > 0 || len(f.Devices) == 0 {
			f.Devices = list(named)
			only.Findings = append(only.Findings, f)
		}
	}
	if len(only.Devices) < len(r.Devices) {
		only.Ordering = nil // it is about the whole fleet
		only.Notes = append(slices.Clone(r.Notes), fmt.Sprintf("selected: %d of %s; each was judged as a part of the whole fleet",
			len(only.Devices), check.Count(len(r.Devices), "device")))
	}
	only.Judge(r.Terms())
	return &only
}
