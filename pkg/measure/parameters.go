package measure

import "time"

// Parameters are the numbers that the mathematics is fed with.
type Parameters struct {
	// Extra is how many readings may follow the first while a verdict is undecided; ExtraWhole where a
	// clock prints whole seconds.
	Extra, ExtraWhole int

	Tick time.Duration // of a device whose tick is not known

	LocalRate    PPM // how far the local timeline may be off its rate
	MaxLocalRate PPM // beyond which contradictions are not blamed on LocalRate any more
	DeviceRate   PPM // a device that is synchronized
	FreeRate     PPM // a device that is not, or is being slewed

	MaxDistance time.Duration // root distance beyond which a server does not vote
	MinDistance time.Duration // floor under the root distance that a server claims
	MaxRefAge   time.Duration // since a server's own last update
	FreshBurst  int           // readings after a step that count as a new measurement
	StallAfter  int           // readings without progress after which no more are taken
	StallShare  int           // progress is more than 1/StallShare of the width
	StaleAfter  int           // polls after which an association is stale
}

// Defaults returns the parameters that an audit uses.
func Defaults() Parameters {
	return Parameters{
		// The second to fourth reading narrow the bound by 3 ms in 27; all that follow together by less than 1 ms.
		Extra: 3,
		// Aiming at the second's edge halves the width with each sample, from 1 s to the round trip in about 8.
		ExtraWhole: 8,
		// 250 Hz is the slowest tick that "show ntp status" is known to print.
		Tick: 4 * time.Millisecond,
		// Crystals keep 100 ppm; the rest is temperature and margin.
		LocalRate: 200,
		// chrony may slew a clock by 83 333 ppm; nothing honest drifts faster.
		MaxLocalRate: 102_400,
		DeviceRate:   200,
		// NTP slews by at most 500 ppm (RFC 5905 §11.3), on top of a crystal's 100.
		FreeRate: 600,
		// As ntpd. RFC 5905 says 1 s, chrony 3 s.
		MaxDistance: 1500 * time.Millisecond,
		// 0, as a floor only hides servers that understate their dispersion.
		MinDistance: 0,
		MaxRefAge:   24 * time.Hour,
		// Three readings that agree are not the two sides of one more step.
		FreshBurst: 3,
		// Each reading is a draw from the same jitter: four in a row that bring less than a twentieth say that little is left.
		StallAfter: 4,
		StallShare: 20,
		// The reach register remembers eight polls (RFC 5905 §9.2).
		StaleAfter: 8,
	}
}

// PPM is a rate in parts per million.
type PPM int64

// Over is how far a clock that is off by the rate drifts in d, rounded up. The sign of d does not count.
func (p PPM) Over(d time.Duration) time.Duration {
	if d < 0 {
		d = -d
	}
	if d < 0 { // only the least Duration is still negative
		d = maxDuration
	}
	const million = 1_000_000
	whole, rest := d/million, d%million
	return whole*time.Duration(p) + (rest*time.Duration(p)+million-1)/million
}

const maxDuration = time.Duration(1<<63 - 1)

// Relative is how fast a clock may move against the local timeline: |C′/L′ − 1| is at most
// (clock+local)/(1−local), rounded up.
func Relative(clock, local PPM) PPM {
	const million = 1_000_000
	sum := clock + local
	return sum + (sum*local+million-local-1)/(million-local)
}
