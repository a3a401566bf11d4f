package measure

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// NextEdge returns when to send the next sample to a clock that prints whole seconds: such a clock tells most
// about itself where its second changes, so the sample is aimed to be evaluated there.
//
// clock is D − L as known so far, at about now; fraction is how far into its second the wall clock stood at
// stamp 0; trip is the shortest round trip; taken counts the samples so far. The result is not before now,
// and at most a second and a little after it. Each sample about halves the width. Once it is
// below two round trips, aiming alternates round the edge by a sixteenth of the trip (at least 1 ms), which
// harvests the fastest forward path from one side and the fastest return path from the other.
func NextEdge(clock interval.Interval, now Stamp, fraction, trip time.Duration, taken int) Stamp {
	aim := -interval.AddSat(clock.Mid()%time.Second, fraction+trip/2)
	if clock.Width() < 2*trip {
		guard := max(trip/16, time.Millisecond)
		if taken%2 == 0 {
			guard = -guard
		}
		aim += guard
	}
	wait := (aim - now) % time.Second
	if wait < 0 {
		wait += time.Second
	}
	return now + wait
}
