package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// answered reports whether the device told anything about its time.
func (d *Device) answered() bool {
	return d.Clock != nil || d.NTP != nil || d.Timestamps != nil
}

// unanswered is what stands where a fact is missing.
func (d *Device) unanswered() string {
	if d.answered() {
		return unknownText
	}
	return nothingText
}

// ClockText is the offset of the clock for people.
func (d *Device) ClockText() string {
	switch {
	case d.Clock == nil:
		return d.unanswered()
	case d.Clock.Offset != nil:
		return d.Clock.Offset.interval().Text(d.finest())
	case len(d.Clock.Candidates) > 0:
		return "zone unknown"
	}
	return unknownText
}

// unknownText stands where a device answered and the answer was not understood,
// nothingText where it was not asked or did not answer at all.
const (
	unknownText = "unknown"
	nothingText = "-"
)

// limit is the limit of the clock's offset that decides; nil: there is none.
func (d *Device) limit() *Seconds {
	if f := d.Finding("clock-offset"); f != nil && d.Clock != nil {
		return f.Limit
	}
	return nil
}

// finest is the smallest limit of the clock's offset, by which messages choose their unit too; 0: there is none.
func (d *Device) finest() time.Duration {
	f := d.Finding("clock-offset")
	if f == nil || len(f.Limits) == 0 {
		return 0
	}
	smallest := slices.MinFunc(f.Limits, func(a, b Limit) int { return cmp.Compare(a.Seconds, b.Seconds) })
	return smallest.Seconds.Duration()
}

// LimitText is the limit that decides about the clock: "100 ms".
func (d *Device) LimitText() string {
	limit := d.limit()
	if limit == nil {
		return nothingText
	}
	return interval.Plain(limit.Duration())
}

// The words of syncWord, beside those for what is not known.
const (
	syncOff = "off"
	syncYes = "yes"
	syncNo  = "no"
)

// syncWord tells whether the device follows a source.
func (d *Device) syncWord() string {
	switch n := d.NTP; {
	case n == nil:
		return d.unanswered()
	case n.Enabled != nil && !*n.Enabled:
		return syncOff
	case n.Synchronized == nil:
		return unknownText
	case *n.Synchronized:
		return syncYes
	}
	return syncNo
}

// SyncText is how the device takes time: "st3 core1", "lost 6h ago", "never set", "off".
func (d *Device) SyncText() string {
	switch word := d.syncWord(); word {
	case syncYes:
		return strings.TrimSpace(stratumText(d.NTP.Stratum) + " " + d.NTP.SourceText())
	case syncNo:
		return d.lostText()
	default:
		return word
	}
}

func stratumText(stratum *int) string {
	if stratum == nil {
		return ""
	}
	return fmt.Sprintf("st%d", *stratum)
}

// lostText tells since when the device has been without a source.
func (d *Device) lostText() string {
	if slices.ContainsFunc(d.Findings, func(f Finding) bool {
		return f.Check == "clock-set" && f.Status == check.StatusFail
	}) {
		return "never set"
	}
	if ago, known := d.NTP.lastContact(); known {
		return "lost " + strings.ReplaceAll(interval.Age(ago), " ", "") + " ago"
	}
	return "unsynced"
}

// lastContact is how long ago the clock was last updated or, where the device does not say
// so, when a source was last heard that no longer answers; of a part of the table that says
// nothing.
func (n *NTP) lastContact() (ago time.Duration, known bool) {
	switch {
	case n.LastUpdate != nil:
		return n.LastUpdate.Duration(), true
	case n.Sources.Usable == nil:
		return 0, false
	}
	for _, a := range n.Associations {
		if a.Reach != 0 || a.When == nil {
			continue
		}
		when := time.Duration(min(*a.When, math.MaxInt32)) * time.Second
		if !known || when < ago {
			ago, known = when, true
		}
	}
	return ago, known
}

// SourceText names the source that the device follows: the audited device at that address
// where there is one, and a receiver by its kind: "GPS".
func (n *NTP) SourceText() string {
	if n.ReferenceIs != "" {
		return string(n.ReferenceIs)
	}
	for _, a := range n.Associations {
		if a.Address != string(n.Reference) {
			continue
		}
		if receiver := (facts.Association{Association: a}).Receiver(); receiver != "" {
			return receiver
		}
	}
	return string(n.Reference)
}

// SourcesText is how many sources are usable, of how many that are configured; see [facts.SourceCount.Text].
func (d *Device) SourcesText() string {
	if d.NTP == nil {
		return nothingText
	}
	return cmp.Or(d.NTP.Sources.count().Text(), nothingText)
}

// count is the numbers as facts count them.
func (s Sources) count() (c facts.SourceCount) {
	take := func(n *int) (int, bool) {
		if n == nil {
			return 0, false
		}
		return *n, true
	}
	c.Configured, c.ConfiguredKnown = take(s.Configured)
	c.Usable, c.UsableKnown = take(s.Usable)
	c.Dynamic, _ = take(s.Dynamic)
	return c
}

// LogText is what stands before the lines of the log: "date+ms", "date", "uptime", "none".
func (d *Device) LogText() string {
	if d.Timestamps == nil {
		return d.unanswered()
	}
	return stampText(d.Timestamps.Log)
}

// DebugText is LogText for debug output.
func (d *Device) DebugText() string {
	if d.Timestamps == nil {
		return d.unanswered()
	}
	return stampText(d.Timestamps.Debug)
}

func stampText(s show.Timestamps) string {
	switch {
	case s.Kind == show.StampAbsent:
		return "none"
	case s.Kind == show.StampNotApplicable:
		return "n/a"
	case s.Kind == "datetime" && slices.Contains(s.Options, "msec"):
		return "date+ms"
	case s.Kind == "datetime":
		return "date"
	}
	return s.Kind
}

// zoneWord is the label, with the offset where the two contradict each other: "UTC(+01:00)".
func (c *Clock) zoneWord() string {
	if c.UTCOffset != nil {
		if _, ok := facts.HoldLabel(string(c.Zone), c.UTCOffset.Duration()); !ok {
			return fmt.Sprintf("%s(%s)", c.Zone, strings.TrimPrefix(interval.UTC(c.UTCOffset.Duration()), "UTC"))
		}
	}
	return string(c.Zone)
}

// ZoneText is the zone as the device prints it, with its offset where that is known and not
// plain UTC: "CET UTC+01:00", or "UTC(+01:00)" where the two contradict each other.
func (d *Device) ZoneText() string {
	c := d.Clock
	if c == nil || c.Zone == "" {
		return ""
	}
	if c.UTCOffset == nil || (*c.UTCOffset == 0 && c.Zone == "UTC") {
		return string(c.Zone)
	}
	if word := c.zoneWord(); word != string(c.Zone) {
		return word
	}
	return string(c.Zone) + " " + interval.UTC(c.UTCOffset.Duration())
}
