package capture

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Timezone reads the words of "clock timezone": NAME HOURS [MINUTES]; the minutes take the sign of the hours.
func Timezone(words []string) (*show.Timezone, bool) {
	if len(words) < 2 || len(words) > 3 {
		return nil, false
	}
	hours, ok := Integer(words[1], -23, 23)
	minutes := 0
	if ok && len(words) == 3 {
		minutes, ok = Integer(words[2], -59, 59)
	}
	if !ok || minutes < 0 && hours > 0 {
		return nil, false
	}
	if words[1][0] == '-' {
		minutes = -max(minutes, -minutes)
	}
	return &show.Timezone{Name: words[0], OffsetMinutes: hours*60 + minutes}, true
}

// SummerTime reads the words of "clock summer-time": NAME recurring|date [RULE]. A rule that is not
// understood is kept as text.
func SummerTime(words []string) (*show.SummerTime, bool) {
	if len(words) < 2 || words[1] != "recurring" && words[1] != "date" {
		return nil, false
	}
	s := &show.SummerTime{Name: words[0], Kind: words[1]}
	if len(words) > 2 {
		s.Rule = Ptr(strings.Join(words[2:], " "))
	}
	season, err := Season(s.Kind, words[2:])
	if err != nil {
		s.Doubt = err.Error()
		return s, true
	}
	s.Season = &season
	return s, true
}

// Stamps reads what follows "service timestamps log" or "debug". Kind is unknown where it is not understood.
func Stamps(words []string) show.Timestamps {
	t := show.Timestamps{Kind: show.StampUnknown, Options: []string{}}
	switch {
	case len(words) == 0, len(words) == 1 && words[0] == "uptime":
		t.Kind = show.StampUptime
	case words[0] == "datetime" && !slices.ContainsFunc(words[1:], isNotStampOption):
		t.Kind, t.Options = show.StampDatetime, append(t.Options, words[1:]...)
	}
	return t
}

func isNotStampOption(word string) bool {
	return !slices.Contains([]string{"msec", "localtime", "show-timezone", "year"}, word)
}
