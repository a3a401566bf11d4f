package interval

import (
	"fmt"
	"time"
)

// scale is how a value below a minute is written: a decimal number of a unit.
type scale struct {
	unit     string
	decimals int
	step     time.Duration // what the last decimal stands for
}

// finest is where seconds give way to smaller units.
const finest = 100 * time.Millisecond

// scaleOf is the scale for a value of that size. A limit below a millisecond asks for microseconds; 0 is none.
func scaleOf(size, limit time.Duration) scale {
	switch {
	case size >= finest:
		return scale{"s", 3, time.Millisecond}
	case limit > 0 && limit < time.Millisecond:
		return scale{"µs", 1, 100 * time.Nanosecond}
	}
	return scale{"ms", 1, 100 * time.Microsecond}
}

// finer has more digits than a bound leaves a meaning.
func (s scale) finer() scale {
	if s.unit == "s" {
		return scale{s.unit, s.decimals + 1, s.step / 10}
	}
	return scale{s.unit, s.decimals + 2, s.step / 100}
}

// coarser has a decimal less.
func (s scale) coarser() scale { return scale{s.unit, s.decimals - 1, s.step * 10} }

// number writes n steps, without a sign.
func (s scale) number(n int64) string {
	power := int64(1)
	for range s.decimals {
		power *= 10
	}
	if power == 1 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d.%0*d", n/power, s.decimals, n%power)
}

// signed writes n steps with their sign; nothing is +0.
func (s scale) signed(n int64) string { return sign(n) + s.number(absolute(n)) }

// form is how a value from a minute on is written: in its two largest units.
type form struct {
	step    time.Duration // the smaller unit
	ratio   int64         // so many of it make the larger one
	most    int64         // steps from which on the next form is in use
	layout  string
	smaller string // layout where there is none of the larger unit
}

const (
	day   = 24 * time.Hour
	year  = 365*day + 6*time.Hour // the mean year of the Julian calendar
	month = year / 12
)

// forms lists them by rising size.
func forms() []form {
	return []form{
		{step: time.Second, ratio: 60, most: 3600, layout: "%dm%02ds", smaller: "%ds"},
		{step: time.Minute, ratio: 60, most: 24 * 60, layout: "%dh%02dm", smaller: "%dm"},
		{step: time.Hour, ratio: 24, most: 300 * 24, layout: "%dd%02dh", smaller: "%dh"},
		{step: month, ratio: 12, layout: "%dy%dmo", smaller: "%dmo"},
	}
}

// formOf is the form for d, once it is rounded in its way.
func formOf(d time.Duration, round rounding) form {
	all := forms()
	for _, f := range all[:len(all)-1] {
		if absolute(round(d, f.step)) < f.most {
			return f
		}
	}
	return all[len(all)-1]
}

// number writes n steps, without a sign.
func (f form) number(n int64) string {
	if n < f.ratio {
		return fmt.Sprintf(f.smaller, n)
	}
	return fmt.Sprintf(f.layout, n/f.ratio, n%f.ratio)
}

func (f form) signed(n int64) string { return sign(n) + f.number(absolute(n)) }

// rounding turns d into a whole number of steps.
type rounding func(d, step time.Duration) int64

// floor rounds down.
func floor(d, step time.Duration) int64 {
	if d%step < 0 {
		return int64(d/step) - 1
	}
	return int64(d / step)
}

// ceil rounds up.
func ceil(d, step time.Duration) int64 {
	if d%step > 0 {
		return int64(d/step) + 1
	}
	return int64(d / step)
}

// nearest rounds to the nearest, a half away from zero.
func nearest(d, step time.Duration) int64 {
	whole, rest := int64(d/step), (d % step).Abs()
	switch {
	case rest < step-rest:
		return whole
	case d < 0:
		return whole - 1
	}
	return whole + 1
}

func sign(n int64) string {
	if n < 0 {
		return "-"
	}
	return "+"
}

func absolute(n int64) int64 { return max(n, -n) }
