package timeline

import "time"

// goClocks reads the monotonic clock of the Go runtime.
func goClocks() func() Reading {
	start := time.Now()
	return func() Reading {
		return Reading{Mono: time.Since(start), Wall: wallNow()}
	}
}

// wallNow strips the monotonic part, so that differences are differences of the wall clock.
func wallNow() time.Time { return time.Now().Round(0).UTC() }
