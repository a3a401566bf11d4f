package ordering

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Clock is what is known of the stamps of one device.
type Clock struct {
	Offset  interval.Interval // of its clock, on the scale that all share; bounded
	Quantum time.Duration     // what a stamp leaves out: 1 ms with milliseconds, 1 s without
}

// Ends are by what the clock is reckoned early and late: AsLogged of two clocks is the larger sum of an early end of one and
// the late end of the other.
func (c Clock) Ends() (early, late time.Duration) { return c.early(), c.late() }

// AsLogged is how far apart lines of two devices must be stamped, at least, for their order to be certain as it stands in the
// logs.
func AsLogged(a, b Clock) time.Duration {
	ahead := interval.SubSat(b.Offset.Hi, a.Offset.Lo)
	behind := interval.SubSat(a.Offset.Hi, b.Offset.Lo)
	return interval.AddSat(max(ahead, behind), interval.AddSat(a.Quantum, b.Quantum))
}

// Corrected is the same once the measured offsets are subtracted from the stamps.
func Corrected(a, b Clock) time.Duration { return interval.AddSat(a.alone(), b.alone()) }

// alone is what a clock adds to every pair that it is part of.
func (c Clock) alone() time.Duration { return interval.AddSat(c.Offset.Width(), c.Quantum) }

// AtBest is what AsLogged would be at least, wherever in their intervals the clocks are: what is beyond a limit then is so for
// certain, and not for want of a closer measurement.
func AtBest(a, b Clock) time.Duration {
	apart := max(interval.SubSat(b.Offset.Lo, a.Offset.Hi), interval.SubSat(a.Offset.Lo, b.Offset.Hi), 0)
	return interval.AddSat(apart, interval.AddSat(a.Quantum, b.Quantum))
}

// late and early are the two parts of AsLogged: of two clocks, the one whose middle is the lower gives early, and the other
// late.
func (c Clock) late() time.Duration  { return interval.AddSat(c.Offset.Hi, c.Quantum) }
func (c Clock) early() time.Duration { return interval.SubSat(c.Quantum, c.Offset.Lo) }
