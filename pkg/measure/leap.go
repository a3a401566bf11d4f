package measure

import "time"

const leapSecond = time.Second

// leapWindow is how long before and after a leap second servers that smear it differ from those that do
// not: the usual smear is 24 h from noon to noon.
const leapWindow = 12 * time.Hour

// LeapCaution reports whether a leap second is near: a server announces one (leap indicator 1 or 2), and it is
// at most 12 h to or from the end of a month, the only time at which leap seconds happen (RFC 5905
// figure 9, ITU-R TF.460). An announcement may stand for weeks; most of that time nothing differs.
func LeapCaution(indicators []int, at time.Time) bool {
	for _, li := range indicators {
		if li == 1 || li == 2 {
			return nearMonthEnd(at.UTC())
		}
	}
	return false
}

func nearMonthEnd(at time.Time) bool {
	thisMonth := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
	nextMonth := thisMonth.AddDate(0, 1, 0)
	return at.Sub(thisMonth) <= leapWindow || nextMonth.Sub(at) <= leapWindow
}
