package timeline

import (
	"time"

	"golang.org/x/sys/unix"
)

// systemClocks reads CLOCK_MONOTONIC_RAW, which no time daemon slews: chrony may slew
// CLOCK_MONOTONIC by up to 83 333 ppm.
func systemClocks() func() Reading {
	var probe unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC_RAW, &probe) != nil {
		return goClocks()
	}
	return readTogether
}

// A busy machine may take the processor away between the reads of the two clocks, which would look like
// a step of the wall clock. Where the reads lie further apart than 50 µs, some hundred times what they
// take, they are tried again, and what remains is said in Slack.
const (
	together = 50 * time.Microsecond
	tries    = 4
)

func readTogether() Reading {
	var r Reading
	for range tries {
		r.Mono = monotonicRaw()
		r.Wall = wall(time.Now())
		r.Slack = monotonicRaw() - r.Mono
		if r.Slack <= together {
			break
		}
	}
	return r
}

func monotonicRaw() time.Duration {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC_RAW, &ts) != nil {
		panic("CLOCK_MONOTONIC_RAW was readable at the start and is not any more")
	}
	return time.Duration(ts.Nano())
}
