// Package measure turns stamped readings of clocks into intervals that contain the truth.
//
// Three clocks are at work: D, the device's; S, an NTP server's; and R, the reference, which
// is UTC. None is ever held against the wall clock of this host. Each is read against L, the local
// timeline: the wall clock at the start of the run plus monotonic time since. A reading bounds
// D − L or S − L at some moment between two stamps of L; readings are moved to one
// moment, intersected, and subtracted:
//
//	offset = (D − L) − (R − L)
//
// positive where the device is ahead. Nothing is assumed about the symmetry of a path. What is
// assumed has a name (A1 … A6, see Assumptions), and where readings contradict each other
// an assumption is proven false and no number is made up.
//
// The package is pure: it reads no clock, and equal arguments give equal results. All stamps are
// durations since the start of the timeline. A "shown" time is the time that a clock shows minus the wall clock
// at stamp 0, so that D − L is shown − stamp.
package measure

import "time"

// Stamp is a position on the local timeline.
type Stamp = time.Duration

// Assumption is one of the things that a result may rest on.
type Assumption string

// The assumptions.
const (
	A1 Assumption = "A1" // the time was read from the clock while the command was under way
	A2 Assumption = "A2" // the device's clock was not stepped between its readings, and keeps its rate
	A3 Assumption = "A3" // the local timeline keeps its rate and was not paused
	A4 Assumption = "A4" // the resolution of the printed time is what it seems
	A5 Assumption = "A5" // at most f of the M voting servers are wrong by more than they claim
	A6 Assumption = "A6" // the offset of the displayed zone from UTC is known
)
