package measure

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// zonesInUse are the offsets from UTC, in minutes, that some place of the world shows, or showed within
// the last fifteen years (tz database 2025b): routers outlive decrees.
var zonesInUse = []int{
	-12 * 60, -11 * 60, -10 * 60, -9*60 - 30, -9 * 60, -8 * 60, -7 * 60, -6 * 60, -5 * 60, -4*60 - 30, -4 * 60,
	-3*60 - 30, -3 * 60, -2*60 - 30, -2 * 60, -1 * 60, 0, 1 * 60, 2 * 60, 3 * 60, 3*60 + 30, 4 * 60, 4*60 + 30,
	5 * 60, 5*60 + 30, 5*60 + 45, 6 * 60, 6*60 + 30, 7 * 60, 8 * 60, 8*60 + 30, 8*60 + 45, 9 * 60, 9*60 + 30,
	10 * 60, 10*60 + 30, 11 * 60, 11*60 + 30, 12 * 60, 12*60 + 45, 13 * 60, 13*60 + 45, 14 * 60,
}

// ZonesInUse returns the offsets from UTC that a displayed time may have, rising.
func ZonesInUse() []time.Duration {
	zones := make([]time.Duration, len(zonesInUse))
	for i, minutes := range zonesInUse {
		zones[i] = time.Duration(minutes) * time.Minute
	}
	return zones
}

// Zoned is the offset of a clock if it displays a zone.
type Zoned struct {
	UTCOffset time.Duration
	Offset    interval.Interval
}

// EachZone turns the offset of a displayed time, taken as if it were UTC, into one offset for each zone.
// If the true zone is among them and all are outside a limit, so is the clock: that is proof.
// That one of them is inside proves nothing.
func EachZone(displayed interval.Interval, zones []time.Duration) []Zoned {
	list := make([]Zoned, len(zones))
	for i, z := range zones {
		list[i] = Zoned{UTCOffset: z, Offset: displayed.Shift(-z)}
	}
	return list
}

// quarterHour is the grid that all zones in use lie on.
const quarterHour = 15 * time.Minute

// mostApart is how far two zones can be from each other: UTC−12 and UTC+14. What is further off is no zone.
const mostApart = 26 * time.Hour

// QuarterHours returns n where an interval contains n · 15 minutes and no other multiple of it, and
// two zones can be so far apart.
func QuarterHours(i interval.Interval) (n int, ok bool) {
	if !i.Bounded() {
		return 0, false
	}
	greatest := i.Hi / quarterHour
	if i.Hi < 0 && greatest*quarterHour != i.Hi {
		greatest-- // division rounds towards 0, and the floor is wanted
	}
	at := greatest * quarterHour
	if at < -mostApart || at > mostApart {
		return 0, false
	}
	return int(greatest), i.Contains(at) && !i.Contains(interval.SubSat(at, quarterHour))
}
