package policy

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// What a limit may be. The bounds keep out slips of the unit and nothing else.
const (
	longestOffset = 24 * time.Hour
	longestSettle = 24 * time.Hour
	maxStratum    = 15   // RFC 5905 §7.3: 16 is unsynchronized
	mostPolls     = 1000 // at poll 1024 s, twelve days
)

func (s *settings) readLimits(n yamlfile.Node) {
	m := n.Map("clock_offset", "peer_offset", "stratum", "reach", "fresh_polls", "settle")
	s.clockOffset = readLimit(m.At("clock_offset"), rising, readOffset)
	s.peerOffset = readLimit(m.At("peer_offset"), rising, readOffset)
	s.stratum = readLimit(m.At("stratum"), rising, func(n yamlfile.Node) (int, bool) { return n.Int(1, maxStratum) })
	s.reach = readLimit(m.At("reach"), falling, readShare)
	s.freshPolls = readLimit(m.At("fresh_polls"), rising, func(n yamlfile.Node) (int, bool) { return n.Int(1, mostPolls) })
	if settle := m.At("settle"); settle.Present() {
		if d, ok := settle.Duration(0, longestSettle); ok {
			s.settle = &d
		}
	}
}

func readOffset(n yamlfile.Node) (time.Duration, bool) {
	return n.Duration(time.Microsecond, longestOffset)
}

// readShare takes a percentage.
func readShare(n yamlfile.Node) (float64, bool) {
	text, ok := n.Text()
	if !ok {
		return 0, false
	}
	number, percent := strings.CutSuffix(text, "%")
	value, err := strconv.ParseFloat(number, 64)
	if err != nil || !percent {
		n.Problemf("write a percentage, as in 50%", "%s %s: not a percentage", n.Key(), yamlfile.Quote(text))
		return 0, false
	}
	if !(value > 0 && value <= 100) {
		n.Problemf("", "%s %s: not above 0%% and at most 100%%", n.Key(), text)
		return 0, false
	}
	return value / 100, true
}

// direction is how limits must follow one another as the severity rises.
type direction int

const (
	rising  direction = 1
	falling direction = -1
)

// readLimit takes one value, or a map from severity to value. nil: nothing (sound) is stated.
func readLimit[T cmp.Ordered](n yamlfile.Node, d direction, read func(yamlfile.Node) (T, bool)) []LimitOf[T] {
	if !n.Present() {
		return nil
	}
	if !n.IsMap() {
		if value, ok := read(n); ok {
			return []LimitOf[T]{{Value: value}}
		}
		return nil
	}
	var limits []LimitOf[T]
	pairs := n.Map(severityNames[1:]...).Pairs()
	slices.SortStableFunc(pairs, func(a, b yamlfile.Pair) int {
		return cmp.Compare(slices.Index(severityNames[:], a.Key), slices.Index(severityNames[:], b.Key))
	})
	for _, p := range pairs {
		value, ok := read(p.Value)
		if !ok {
			continue
		}
		if last := len(limits) - 1; last >= 0 && cmp.Compare(value, limits[last].Value) != int(d) {
			p.Value.Problemf("", "%s must be %s with the severity: %s is %v", n.Key(), d, limits[last].Severity, limits[last].Value)
			continue
		}
		limits = append(limits, LimitOf[T]{Severity(slices.Index(severityNames[:], p.Key)), value})
	}
	if len(pairs) == 0 {
		n.Problemf("write one value, or {low: 100ms, high: 1s}", "%s states no value", n.Key())
	}
	return limits
}

func (d direction) String() string {
	if d == falling {
		return "falling"
	}
	return "rising"
}
