package ntpshow

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// isHeader recognizes the line of column titles.
func isHeader(text string) bool {
	f := strings.Fields(text)
	return len(f) >= 3 && f[0] == "address" && f[1] == "ref" && f[2] == "clock"
}

// headerLegend tells by the blanks between its titles with which legend a header is printed, where the dialect is one in which they
// differ.
func headerLegend(text string) string {
	switch {
	case strings.Contains(text, "st   when   poll reach"):
		return show.LegendNew
	case strings.Contains(text, "st  when  poll reach"):
		return show.LegendOld
	}
	return ""
}

// legendOf tells which legend a line starts, or "" where it is none. Newer texts write
// "primary" for "master", IOS-XR writes sys_peer.
func legendOf(text string) string {
	// * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured
	// * master (synced), # master (unsynced), + selected, - candidate, ~ configured
	if !strings.HasPrefix(strings.TrimLeft(text, " \t"), "* ") {
		return ""
	}
	if strings.Contains(text, "sys.peer") || strings.Contains(text, "sys_peer") {
		return show.LegendNew
	}
	if strings.Contains(text, "(synced)") {
		return show.LegendOld
	}
	return ""
}

// isLegendRest recognizes what a narrow terminal folded off a legend.
func isLegendRest(text string) bool {
	for word := range strings.FieldsSeq(text) {
		switch strings.TrimSuffix(word, ",") {
		case "*", "#", "+", "-", "x", "~", "selected", "candidate", "outlyer", "outlayer", "outlier",
			"falseticker", "configured", "master", "primary", "(unsynced)":
		default:
			return false
		}
	}
	return true
}

// role is what a legend makes of a tally. Without a legend only the two that mean the same
// in both are told.
func role(legend string, tally byte) show.Role {
	switch {
	case tally == '*':
		return show.RoleSysPeer
	case tally == 'x':
		return show.RoleFalseticker
	case legend == show.LegendNew && tally == '#':
		return show.RoleSelected
	case legend == show.LegendNew && tally == '+':
		return show.RoleCandidate
	case legend == show.LegendNew && tally == '-':
		return show.RoleOutlier
	case legend == show.LegendOld && tally == '#':
		return show.RoleUnsyncedMaster
	case legend == show.LegendOld && tally == '+':
		return show.RoleSelected
	case legend == show.LegendOld && tally == '-':
		return show.RoleCandidate
	}
	return show.RoleNone
}
