package report

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Seconds is a time span that is written as a decimal number of seconds, exact to the
// nanosecond: 5001 ms is 5.001. There is neither an exponent nor a needless zero.
type Seconds time.Duration

// Duration is the span as Go has it.
func (s Seconds) Duration() time.Duration { return time.Duration(s) }

// String is the exact number, without a unit and without a plus sign.
func (s Seconds) String() string { return exact(int64(s), 9) }

// milliseconds is the exact number of milliseconds.
func (s Seconds) milliseconds() string { return exact(int64(s), 6) }

// exact writes n·10^-decimals without needless zeros.
func exact(n int64, decimals int) string {
	magnitude, sign := uint64(n), ""
	if n < 0 {
		magnitude, sign = -magnitude, "-"
	}
	digits := fmt.Sprintf("%0*d", decimals+1, magnitude)
	point := len(digits) - decimals
	number := sign + digits[:point] + "." + digits[point:]
	return strings.TrimSuffix(strings.TrimRight(number, "0"), ".")
}

// MarshalJSON writes the exact number.
func (s Seconds) MarshalJSON() ([]byte, error) { return []byte(s.String()), nil }

// maxNumberLength bounds the work that a number in a foreign report can cause. The longest
// that String writes has 20 characters; other programs may rewrite it with an exponent.
const maxNumberLength = 40

// UnmarshalJSON reads a number of seconds. One that is no whole number of nanoseconds, or
// beyond ±292 years, is an error.
func (s *Seconds) UnmarshalJSON(data []byte) error {
	text := string(data)
	if text == "null" {
		return nil
	}
	nanoseconds, err := parseSeconds(text)
	if err != nil {
		return err
	}
	*s = Seconds(nanoseconds)
	return nil
}

func parseSeconds(text string) (int64, error) {
	if len(text) > maxNumberLength {
		return 0, fmt.Errorf("%.20s…: too long for a number of seconds", text)
	}
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		if exponent, err := strconv.Atoi(text[i+1:]); err != nil || exponent < -20 || exponent > 20 {
			return 0, fmt.Errorf("%s: not a number of seconds", text)
		}
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return 0, fmt.Errorf("%s: not a number of seconds", text)
	}
	r.Mul(r, big.NewRat(int64(time.Second), 1))
	if !r.IsInt() || !r.Num().IsInt64() {
		return 0, fmt.Errorf("%s seconds: finer than a nanosecond, or beyond 292 years", text)
	}
	return r.Num().Int64(), nil
}

// newBounds is an interval as a report has it; nil where nothing is known.
func newBounds(i *interval.Interval) *Bounds {
	if i == nil || i.Empty() {
		return nil
	}
	var b Bounds
	if i.HasLow() {
		b.Low = newSeconds(&i.Lo)
	}
	if i.HasHigh() {
		b.High = newSeconds(&i.Hi)
	}
	return &b
}

// newOffset adds the midpoint.
func newOffset(i *interval.Interval) *Offset {
	b := newBounds(i)
	if b == nil {
		return nil
	}
	o := &Offset{Bounds: *b}
	if mid := i.Mid(); i.Bounded() {
		o.Estimate = newSeconds(&mid)
	}
	return o
}

func (b Bounds) interval() interval.Interval {
	i := interval.Everything()
	if b.Low != nil {
		i.Lo = interval.Point(b.Low.Duration()).Lo
	}
	if b.High != nil {
		i.Hi = interval.Point(b.High.Duration()).Hi
	}
	return i
}

// Text is the offset as people read it: see [interval.Interval.Text].
func (b Bounds) Text() string { return b.interval().Text(0) }
