package facts

import (
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Location is the IANA time zone of that name. ok is false for a name that there is not, and for those that mean something
// only to this host: none, and Local.
func Location(name string) (zone *time.Location, ok bool) {
	if name == "" || name == "Local" {
		return nil, false
	}
	return zoneOfName(name)
}

// KnowsZone reports whether there is an IANA time zone of that name.
func KnowsZone(name string) bool {
	_, ok := Location(name)
	return ok
}

// foldedRegions are the places whose words do not each begin with a capital, so that nothing tells where they end.
var foldedRegions = []string{"America/Port_of_Spain", "Africa/Dar_es_Salaam", "Europe/Isle_of_Man"}

// region is the IANA time zone that a device names, by its own spelling or by that of IOS XR, which leaves the underscores
// out: America/NewYork.
func region(name string) (zone *time.Location, ok bool) {
	if zone, ok = Location(name); ok {
		return zone, true
	}
	for _, spelled := range foldedRegions {
		if strings.ReplaceAll(spelled, "_", "") == name {
			return Location(spelled)
		}
	}
	var b strings.Builder
	for i := range len(name) {
		if i > 0 && 'A' <= name[i] && name[i] <= 'Z' && 'a' <= name[i-1] && name[i-1] <= 'z' {
			b.WriteByte('_')
		}
		b.WriteByte(name[i])
	}
	return Location(b.String())
}

// zoneOfRegion finds the offset of a time that is displayed in a region: two in the hour that comes twice, and around one
// that is skipped. The label has to be the name that is configured, which a device may show all year, or the abbreviation of
// one of the offsets around that time: EST or EDT. Another is not that of the region.
func zoneOfRegion(tz show.Timezone, label string, local time.Time) zone {
	location, ok := region(tz.Region)
	if !ok {
		return unknownZone("the configuration names the region %q, which is not in the time zone database", tz.Region)
	}
	wall := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), time.UTC)
	var around, fit []time.Duration
	const day = 24 * time.Hour // no zone is farther from UTC
	for _, near := range []time.Time{wall.Add(-day), wall, wall.Add(day)} {
		abbreviation, offset := offsetAt(location, near)
		if slices.Contains(around, offset) || !sameZone(label, tz.Name) && !sameZone(label, abbreviation) {
			continue
		}
		around = append(around, offset)
		if _, then := offsetAt(location, wall.Add(-offset)); then == offset {
			fit = append(fit, offset)
		}
	}
	switch {
	case len(fit) == 1:
		return zone{offsets: fit}
	case len(fit) > 1:
		return zone{offsets: fit, note: "the displayed hour comes twice when summer time ends"}
	case len(around) < 2: // none has that label, or its season is another
		return unknownZone("the region %s of the configuration does not explain the zone %q", tz.Region, label)
	}
	return zone{offsets: around, note: "the region does not fit: it skips the hour that is displayed"}
}

func offsetAt(location *time.Location, at time.Time) (abbreviation string, offset time.Duration) {
	abbreviation, seconds := at.In(location).Zone()
	return abbreviation, time.Duration(seconds) * time.Second
}
