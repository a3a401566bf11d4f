package checks

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// falsehood is what a label says that its offset is not.
type falsehood struct {
	text string
	// custom: only common use speaks against it, and labels are free text.
	custom bool
}

// falseLabel holds the label of a zone against the offset that it stands for. ok: nothing speaks against it, or what it
// should stand for is not known.
func falseLabel(label string, offset time.Duration) (f falsehood, ok bool) {
	mean := interval.UTC(offset)
	if stated, numeric := statedOffset(label); numeric {
		if stated == offset {
			return f, true
		}
		text := fmt.Sprintf("lines say %s and mean %s", label, mean)
		if stated == -offset {
			text += ", unless the sign is that of POSIX, which log collectors mostly do not know"
		}
		return falsehood{text: text}, false
	}
	usual, known := usualOffsets[strings.ToUpper(label)]
	if !known || slices.Contains(usual, offset) {
		return f, true
	}
	return falsehood{custom: true, text: fmt.Sprintf("%s is commonly %s; here %s", label, orOffsets(usual), mean)}, false
}

func orOffsets(offsets []time.Duration) string {
	var parts []string
	for _, o := range offsets {
		parts = append(parts, strings.TrimPrefix(interval.UTC(o), "UTC"))
	}
	return strings.Join(parts, " or ")
}

// UTC+5, GMT-03:30, +0545, -03
var numericLabel = regexp.MustCompile(`^(?i:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?$`)

// statedOffset is the offset that a label spells out, whoever reads it: UTC and its other names, UTC+5, +0545.
func statedOffset(label string) (offset time.Duration, ok bool) {
	if slices.Contains([]string{"UTC", "GMT", "Z", "UT", "UCT"}, strings.ToUpper(label)) {
		return 0, true
	}
	m := numericLabel.FindStringSubmatch(label)
	if m == nil {
		return 0, false
	}
	hours, _ := strconv.Atoi(m[2])   // two digits at most
	minutes, _ := strconv.Atoi(m[3]) // two digits, or none: zero
	offset = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if m[1] == "-" {
		offset = -offset
	}
	return offset, true
}

// usualOffsets are what common abbreviations stand for; any of several is right. No standard says so: it is common use.
var usualOffsets = map[string][]time.Duration{
	"EST": at("-5 +10"), "EDT": at("-4 +11"), "CST": at("-6 +8 -5 +9:30"), "CDT": at("-5 -4 +10:30"),
	"MST": at("-7 +8 +6:30"), "MDT": at("-6"), "PST": at("-8 +8"), "PDT": at("-7"), "AKST": at("-9"), "HST": at("-10"),
	"AST": at("-4 +3"), "NST": at("-3:30"), "BRT": at("-3"), "ART": at("-3"), "WET": at("+0"), "WEST": at("+1"),
	"BST": at("+1 +6"), "IST": at("+1 +2 +5:30"),
	"CET": at("+1"), "MEZ": at("+1"), "MET": at("+1"), "CEST": at("+2"), "MESZ": at("+2"), "MEST": at("+2"),
	"EET": at("+2"), "EEST": at("+3"), "MSK": at("+3"), "SAST": at("+2"), "GST": at("+4"), "PKT": at("+5"), "NPT": at("+5:45"),
	"ICT": at("+7"), "WIB": at("+7"), "SGT": at("+8"), "HKT": at("+8"), "AWST": at("+8"), "JST": at("+9"), "KST": at("+9"),
	"ACST": at("+9:30"), "ACDT": at("+10:30"), "AEST": at("+10"), "AEDT": at("+11"), "NZST": at("+12"), "NZDT": at("+13"),
}

// at reads offsets in hours: "-5 +9:30".
func at(offsets string) (list []time.Duration) {
	for _, text := range strings.Fields(offsets) {
		if o, ok := statedOffset(text); ok {
			list = append(list, o)
		}
	}
	return list
}
