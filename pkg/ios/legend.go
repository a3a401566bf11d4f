package ios

import "strings"

// isHeader recognizes the line of column titles.
func isHeader(text string) bool {
	f := strings.Fields(text)
	return len(f) >= 3 && f[0] == "address" && f[1] == "ref" && f[2] == "clock"
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
		return LegendNew
	}
	if strings.Contains(text, "(synced)") {
		return LegendOld
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

// whichLegend decides by the printed legend. Where it is missing, the header tells: the old
// code leaves two blanks between its titles where the new code leaves three.
func (t *table) whichLegend() string {
	if t.legend != nil {
		return legendOf(t.legend.text)
	}
	switch {
	case t.header == nil:
	case strings.Contains(t.header.text, "st   when   poll reach"):
		return LegendNew
	case strings.Contains(t.header.text, "st  when  poll reach"):
		return LegendOld
	}
	return ""
}

// role is what a legend makes of a tally. Without a legend only the two that mean the same
// in both are told.
func role(legend string, tally byte) Role {
	switch {
	case tally == '*':
		return RoleSysPeer
	case tally == 'x':
		return RoleFalseticker
	case legend == LegendNew && tally == '#':
		return RoleSelected
	case legend == LegendNew && tally == '+':
		return RoleCandidate
	case legend == LegendNew && tally == '-':
		return RoleOutlier
	case legend == LegendOld && tally == '#':
		return RoleUnsyncedMaster
	case legend == LegendOld && tally == '+':
		return RoleSelected
	case legend == LegendOld && tally == '-':
		return RoleCandidate
	}
	return RoleNone
}

// margin is the column of the tally. A publisher may have indented the whole table, or
// trimmed the blanks from its lines.
func (t *table) margin() int {
	margin := -1
	for _, r := range t.rows {
		if r.tally != 0 && (margin < 0 || r.indent < margin) {
			margin = r.indent
		}
	}
	switch {
	case margin >= 0:
		return margin
	case t.legend != nil:
		return max(t.legend.indent()-1, 0)
	case t.header != nil && t.whichLegend() == LegendOld:
		return max(t.header.indent()-6, 0)
	case t.header != nil:
		return max(t.header.indent()-2, 0)
	}
	return 0
}

// flags is what stands before the address: the tally and ~ columns.
func (r row) flags(margin int) string {
	tally, tilde := " ", " "
	if r.tally != 0 {
		tally = string(r.tally)
	}
	if r.tilde {
		tilde = "~"
	}
	if r.tally != 0 || r.indent >= margin+2 || r.tilde && r.indent > margin {
		return tally + tilde
	}
	if r.tilde {
		return tilde
	}
	return strings.Repeat(" ", max(r.indent-margin, 0))
}
