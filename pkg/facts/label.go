package facts

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// FalseLabel is what the label of a zone says that its offset is not.
type FalseLabel struct {
	Text string // a clause: "lines say UTC and mean UTC+01:00"
	// Custom: only common use speaks against it, and labels are free text.
	Custom bool
}

// HoldLabel holds the label of a zone against the offset that it stands for. ok: nothing speaks against it, or what it
// should stand for is not known.
func HoldLabel(label string, offset time.Duration) (f FalseLabel, ok bool) {
	mean := interval.UTC(offset)
	if stated, numeric := statedOffset(label); numeric {
		if stated == offset {
			return f, true
		}
		text := fmt.Sprintf("lines say %s and mean %s", label, mean)
		if stated == -offset {
			text += ", unless the sign is that of POSIX, which log collectors mostly do not know"
		}
		return FalseLabel{Text: text}, false
	}
	usual, known := usualOffsets[strings.ToUpper(label)]
	if !known || slices.Contains(usual, offset) {
		return f, true
	}
	return FalseLabel{Custom: true, Text: fmt.Sprintf("%s is commonly %s; here %s", label, orOffsets(usual), mean)}, false
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
	"EST": hours("-5 +10"), "EDT": hours("-4 +11"), "CST": hours("-6 +8 -5 +9:30"), "CDT": hours("-5 -4 +10:30"),
	"MST": hours("-7 +8 +6:30"), "MDT": hours("-6"), "PST": hours("-8 +8"), "PDT": hours("-7"), "AKST": hours("-9"), "HST": hours("-10"),
	"AST": hours("-4 +3"), "NST": hours("-3:30"), "BRT": hours("-3"), "ART": hours("-3"), "WET": hours("+0"), "WEST": hours("+1"),
	"BST": hours("+1 +6"), "IST": hours("+1 +2 +5:30"),
	"CET": hours("+1"), "MEZ": hours("+1"), "MET": hours("+1"), "CEST": hours("+2"), "MESZ": hours("+2"), "MEST": hours("+2"),
	"EET": hours("+2"), "EEST": hours("+3"), "MSK": hours("+3"), "SAST": hours("+2"), "GST": hours("+4"), "PKT": hours("+5"), "NPT": hours("+5:45"),
	"ICT": hours("+7"), "WIB": hours("+7"), "SGT": hours("+8"), "HKT": hours("+8"), "AWST": hours("+8"), "JST": hours("+9"), "KST": hours("+9"),
	"ACST": hours("+9:30"), "ACDT": hours("+10:30"), "AEST": hours("+10"), "AEDT": hours("+11"), "NZST": hours("+12"), "NZDT": hours("+13"),
}

// hours reads offsets in hours: "-5 +9:30".
func hours(offsets string) (list []time.Duration) {
	for _, text := range strings.Fields(offsets) {
		if o, ok := statedOffset(text); ok {
			list = append(list, o)
		}
	}
	return list
}
