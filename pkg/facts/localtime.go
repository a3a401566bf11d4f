package facts

import (
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// LocalTime is how far ahead of UTC a clock shows its time, all year round: by a place of the IANA database, or by an offset
// and a rule for summer time. The zero value is UTC.
type LocalTime struct {
	place    *time.Location
	standard time.Duration
	summer   *show.SummerRule
}

// TimeIn is local time at a place.
func TimeIn(place *time.Location) LocalTime { return LocalTime{place: place} }

// TimeBy is a standard offset with a rule for summer time; nil: it has none.
func TimeBy(standard time.Duration, summer *show.SummerRule) LocalTime {
	return LocalTime{standard: standard, summer: summer}
}

// LocalTime is what the configuration makes the clock show. reason is why that is not known.
func (c *Config) LocalTime() (l LocalTime, reason string) {
	if reason, odd := c.clockMisread(); odd {
		return l, reason
	}
	if tz := c.Timezone; tz != nil && tz.Region != "" {
		place, ok := region(tz.Region)
		if !ok {
			return l, "the region " + tz.Region + " is not in the time zone database"
		}
		return TimeIn(place), ""
	}
	if tz := c.Timezone; tz != nil {
		l.standard = time.Duration(tz.OffsetMinutes) * time.Minute
	}
	switch s := c.SummerTime; {
	case s == nil:
	case s.Season == nil:
		return l, "the summer-time rule was not understood: " + s.Doubt
	default:
		l.summer = s.Season
	}
	return l, ""
}

// clockMisread says that the zone or summer time was not read.
func (c *Config) clockMisread() (reason string, odd bool) {
	if c.Misread("clock timezone") || c.Misread("clock summer-time") {
		return "a clock line of the configuration was not understood, or not read", true
	}
	return "", false
}

// Standard is the offset in winter: the smallest of the year around an instant.
func (l LocalTime) Standard(at time.Time) time.Duration {
	if l.place == nil {
		return l.standard
	}
	return min(l.Offset(at), l.Offset(at.AddDate(0, 6, 0)))
}

// Summer is the offset in summer; the same as in winter where there is no summer time.
func (l LocalTime) Summer(at time.Time) time.Duration {
	switch {
	case l.place != nil:
		return max(l.Offset(at), l.Offset(at.AddDate(0, 6, 0)))
	case l.summer != nil:
		return l.standard + l.summer.Shift
	}
	return l.standard
}

// Offset is how far ahead of UTC the time is that is shown at an instant.
func (l LocalTime) Offset(at time.Time) time.Duration {
	switch {
	case l.place != nil:
		_, offset := offsetAt(l.place, at)
		return offset
	case l.summer != nil && l.summer.InForce(at, l.standard):
		return l.standard + l.summer.Shift
	}
	return l.standard
}

// changes are the instants in [from, to) at which the offset may change.
func (l LocalTime) changes(from, to time.Time) []time.Time {
	var list []time.Time
	add := func(at time.Time) {
		if !at.Before(from) && at.Before(to) {
			list = append(list, at)
		}
	}
	switch {
	case l.place != nil:
		return ZoneChanges(l.place, from, to)
	case l.summer != nil:
		for year := from.Year() - 1; year <= to.Year()+1; year++ {
			if start, end, ok := l.summer.Transitions(year, l.standard); ok {
				add(start)
				add(end)
			}
		}
	}
	return list
}

// Stretch is a time during which a clock shows another local time than it should.
type Stretch struct {
	From, To time.Time     // UTC
	Ahead    time.Duration // what it shows too much; negative: too little
	Begun    bool          // it had begun when the comparison begins, or follows without a break on one that had
	Open     bool          // it goes on after the comparison ends
}

// Against lists the stretches of [from, to) in which the time shown is not the one that is required, in their order.
func (l LocalTime) Against(required LocalTime, from, to time.Time) []Stretch {
	marks := append(l.changes(from, to), required.changes(from, to)...)
	marks = append(marks, from)
	slices.SortFunc(marks, time.Time.Compare)
	marks = slices.CompactFunc(marks, time.Time.Equal)
	var list []Stretch
	for i, at := range marks {
		end := to
		if i+1 < len(marks) {
			end = marks[i+1]
		}
		ahead := l.Offset(at) - required.Offset(at)
		if ahead == 0 {
			continue
		}
		s := Stretch{From: at, To: end, Ahead: ahead, Begun: i == 0, Open: end.Equal(to)}
		if n := len(list); n > 0 && list[n-1].To.Equal(at) {
			if list[n-1].Ahead == ahead {
				list[n-1].To, list[n-1].Open = end, s.Open
				continue
			}
			s.Begun = list[n-1].Begun
		}
		list = append(list, s)
	}
	return list
}
