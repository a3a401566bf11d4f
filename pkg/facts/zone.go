package facts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// zone is how far ahead of UTC a displayed time is: one offset where that is known, else those that are possible.
type zone struct {
	offsets []time.Duration
	note    string // why there are several
}

func (z zone) known() bool { return len(z.offsets) == 1 }

// zoneOf finds the offset of a displayed time by the configuration. The label is free text and never converted; it only
// tells which of two configured names is displayed. Without the configuration the label UTC is believed (A6).
func zoneOf(label string, local time.Time, config *Config) zone {
	if config == nil {
		if isUTC(label) {
			return zone{offsets: []time.Duration{0}}
		}
		return unknownZone("the zone %q is not known without the configuration", label)
	}
	if reason, odd := config.clockMisread(); odd {
		return unknownZone("%s", reason)
	}
	if tz := config.Timezone; tz != nil && tz.Region != "" {
		return zoneOfRegion(*tz, label, local)
	}
	standard, name := time.Duration(0), "UTC" // what IOS displays where none is configured
	if tz := config.Timezone; tz != nil {
		standard, name = time.Duration(tz.OffsetMinutes)*time.Minute, tz.Name
	}
	isStandard := strings.EqualFold(label, name) || config.Timezone == nil && isUTC(label)
	summer := config.SummerTime
	switch {
	case summer == nil && isStandard:
		return zone{offsets: []time.Duration{standard}}
	case summer == nil:
		return unknownZone("the configuration does not explain the zone %q", label)
	}
	isSummer := strings.EqualFold(label, summer.Name)
	if !isStandard && !isSummer {
		return unknownZone("the configuration does not explain the zone %q", label)
	}
	return seasonOf(local, *summer, standard, isStandard, isSummer)
}

func unknownZone(format string, args ...any) zone {
	return zone{offsets: measure.ZonesInUse(), note: fmt.Sprintf(format, args...)}
}

// sameZone reports whether two labels are one. UTC has several.
func sameZone(a, b string) bool { return strings.EqualFold(a, b) || isUTC(a) && isUTC(b) }

func isUTC(label string) bool {
	return slices.ContainsFunc([]string{"UTC", "GMT", "Z"}, func(u string) bool { return strings.EqualFold(label, u) })
}

// seasonOf decides between standard and summer time: by the name where the two have different ones, else by the rule.
func seasonOf(local time.Time, summer show.SummerTime, standard time.Duration, isStandard, isSummer bool) zone {
	rule := summer.Season
	switch {
	case !isSummer:
		return zone{offsets: []time.Duration{standard}}
	case rule == nil:
		return unknownZone("the summer-time rule was not understood: %s", summer.Doubt)
	case !isStandard:
		return zone{offsets: []time.Duration{standard + rule.Shift}}
	}
	both := []time.Duration{standard, standard + rule.Shift}
	offsets := rule.Offsets(local, standard)
	switch {
	case rule.Assumed && !slices.Equal(offsets, show.UnitedStatesBefore2007().Offsets(local, standard)):
		return zone{offsets: both, note: "a bare summer-time rule means other dates on releases from before 2007"}
	case len(offsets) == 0:
		return zone{offsets: both, note: "the summer-time rule does not fit: it skips the hour that is displayed"}
	case len(offsets) > 1:
		return zone{offsets: both, note: "the displayed hour comes twice when summer time ends, under one name"}
	}
	return zone{offsets: offsets}
}

func union(a, b []time.Duration) []time.Duration {
	for _, d := range b {
		if !slices.Contains(a, d) {
			a = append(a, d)
		}
	}
	return a
}
