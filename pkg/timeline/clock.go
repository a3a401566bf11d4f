package timeline

import "time"

// goClocks reads both clocks of the Go runtime in one call.
func goClocks() func() Reading {
	start := time.Now()
	return func() Reading {
		now := time.Now()
		return Reading{Mono: now.Sub(start), Wall: wall(now)}
	}
}

// wall strips the monotonic part, so that differences are differences of the wall clock.
func wall(t time.Time) time.Time { return t.Round(0).UTC() }
