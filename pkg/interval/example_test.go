package interval_test

import (
	"fmt"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// A device's clock was read against the timeline of this host, and so was the reference.
// Their difference is the device's offset, and it either proves something about a limit or does not.
func Example() {
	device := interval.Interval{Lo: 120 * time.Millisecond, Hi: 140 * time.Millisecond}
	reference := interval.Around(2*time.Millisecond, 10*time.Millisecond)
	offset := device.Sub(reference)

	fmt.Println(offset)
	fmt.Println(offset.Within(100 * time.Millisecond))
	fmt.Println(offset.Within(120 * time.Millisecond))
	// Output:
	// [108ms, 148ms]
	// outside
	// unproven
}

// Three servers of four agree. Where at most one is wrong, the truth is covered by three.
func ExampleCoveredBy() {
	servers := []interval.Interval{
		{Lo: -4 * time.Millisecond, Hi: 6 * time.Millisecond},
		{Lo: -1 * time.Millisecond, Hi: 9 * time.Millisecond},
		{Lo: -7 * time.Millisecond, Hi: 3 * time.Millisecond},
		{Lo: 300 * time.Millisecond, Hi: 310 * time.Millisecond},
	}
	fmt.Println(interval.CoveredBy(servers, 3))
	// Output: [-1ms, 3ms] true
}

// What is printed contains what was proven, whatever rounding costs.
func ExampleInterval_Text() {
	limit := 100 * time.Millisecond
	fmt.Println(interval.Around(5001*time.Millisecond, 7600*time.Microsecond).Text(limit))
	fmt.Println(interval.Interval{Lo: -6 * time.Millisecond, Hi: 105 * time.Millisecond}.Between(limit))
	fmt.Println(interval.Around(-361*time.Second, 8*time.Millisecond).Text(limit))
	fmt.Println(interval.Around(5001*time.Millisecond, 7600*time.Microsecond).Fast())
	// Output:
	// +5.001 ±0.008 s
	// between -6.0 and +105.0 ms
	// -6m01s
	// 5.00 s fast
}
