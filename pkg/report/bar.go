package report

import (
	"fmt"
	"math"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// bar is an offset drawn to a scale that is linear near zero and logarithmic beyond, so
// that a millisecond and a day fit into one picture. It is 120 wide with zero in the middle.
type bar struct {
	Band, BandWidth string // ±limit
	At, Width       string // the interval
	Class           string
	Label           string
}

const (
	barHalf  = 58.0
	barLeast = 2.5 // what can still be seen
	barKnee  = time.Millisecond
	barEnd   = 24 * time.Hour
)

// newBar draws the clock of a device; nil where its offset or its limit is not known.
func newBar(d *Device) *bar {
	if d.Clock == nil || d.Clock.Offset == nil || d.limit() == nil {
		return nil
	}
	offset := d.Clock.Offset.interval()
	low, high, limit := barAt(offset.Lo), barAt(offset.Hi), barAt(d.limit().Duration())
	if high-low < barLeast {
		middle := (low + high) / 2
		low, high = middle-barLeast/2, middle+barLeast/2
	}
	class := check.StatePass
	if f := d.Finding("clock-offset"); f != nil {
		class = f.raw()
	}
	return &bar{
		Band: coordinate(-limit), BandWidth: coordinate(2 * limit),
		At: coordinate(low), Width: coordinate(high - low), Class: string(class),
		Label: offset.Ends() + ", limit ±" + d.LimitText(),
	}
}

func barAt(d time.Duration) float64 {
	scale := func(d time.Duration) float64 { return math.Log1p(float64(d) / float64(barKnee)) }
	at := barHalf * min(scale(d.Abs())/scale(barEnd), 1)
	return math.Copysign(at, float64(d))
}

func coordinate(x float64) string { return fmt.Sprintf("%.1f", x) }
