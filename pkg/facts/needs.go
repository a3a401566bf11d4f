package facts

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

// needs are the commands that each kind of fact comes from. A clock and the dates of certificates need the
// configuration for their zone; a clock needs the NTP status for its tick and its rate.
var needs = []struct {
	kind     Kind
	commands []string
}{
	{KindClock, []string{ios.ShowClockDetail, ios.ShowPrivilege, ios.ShowNTPStatus, ios.ShowTimeConfig}},
	{KindStatus, []string{ios.ShowNTPStatus}},
	{KindAssociations, []string{ios.ShowNTPAssociations}},
	{KindDetail, []string{ios.ShowNTPAssociationsDetail}},
	{KindConfig, []string{ios.ShowPrivilege, ios.ShowTimeConfig}},
	{KindVersion, []string{ios.ShowVersion}},
	{KindPKI, []string{ios.ShowPrivilege, ios.ShowPKICertificates, ios.ShowTimeConfig}},
}

// Commands lists what a device is asked for these kinds of facts, in the order of ios.Commands: short answers
// first, the configuration last.
func Commands(kinds []Kind) []string {
	var wanted []string
	for _, n := range needs {
		if slices.Contains(kinds, n.kind) {
			wanted = append(wanted, n.commands...)
		}
	}
	var list []string
	for _, c := range ios.Commands() {
		if slices.Contains(wanted, c.Line) {
			list = append(list, c.Line)
		}
	}
	return list
}
