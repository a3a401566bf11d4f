package measure

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Rule says which line of the three-way comparison explains a clock best. The numbers are stable.
type Rule int

// The rules, in the order in which they are tried.
const (
	NoRule             Rule = 0
	ZoneWrong          Rule = 1  // the display is off by a multiple of 15 minutes, the clock is what NTP says
	Contradiction      Rule = 2  // show clock and NTP tell of different clocks
	Healthy            Rule = 3  // within the limit, and synchronized
	FreeRunningInLimit Rule = 4  // within the limit, for now
	Undecided          Rule = 5  // the bound is too wide to say
	LostSync           Rule = 6  // outside, and not synchronized
	FollowsFalseticker Rule = 7  // outside, because its source is
	ZoneSuspected      Rule = 8  // outside by what looks like a zone; only NTP or the configuration could prove it
	StaleAssociation   Rule = 9  // outside, and its own account is out of date
	PathAsymmetry      Rule = 10 // outside by no more than its path to the source can explain
	SelfReportWrong    Rule = 11 // outside, while it believes itself right: NTP does not steer the clock
	CauseUnknown       Rule = 12 // outside, and its source cannot be measured from here
	ReportsItself      Rule = 13 // outside, and the device says so: it is still converging
	NotExplained       Rule = 14 // outside, its source does not explain it, and the device reports no offset of its own
	SourceUnproven     Rule = 15 // outside, and its source was measured too coarsely to say whether it is why
)

// Comparison is what is known of a device's clock by the three ways. All offsets are positive
// where the first of the two clocks is ahead.
type Comparison struct {
	ShowClock *interval.Interval // A: D − R by show clock. nil: not measured
	DirectNTP *interval.Interval // B: D − R by asking the device over NTP
	Offset    *interval.Interval // D − R, the verdict's. nil: not known
	Limit     time.Duration

	Synchronized bool
	SinceUpdate  *time.Duration // since the device's last clock update

	Source *interval.Interval // S − R of the source that the device follows. nil: not measured
	Report *Report            // nil: the device reports none
}

// Report is what the device says about itself and the source it follows.
type Report struct {
	Claim interval.Interval // D − S
	// Path is what delay and dispersion of the association can hide: delay/2 + dispersion.
	Path  time.Duration
	Stale bool // last heard of more than some polls ago, or polls were missed
}

// SelfReport bounds D − S as the device claims it. offset is D − S at the last poll; since then the device slews
// towards the source, so that the truth lies between 0 and it, and errs by delay, dispersion and drift.
func SelfReport(offset, delay, dispersion, since time.Duration) Report {
	path := interval.AddSat(delay/2, dispersion)
	claim := interval.Point(0).Hull(interval.Point(offset))
	return Report{Claim: claim.Widen(interval.AddSat(path, phi.Over(since))), Path: path}
}

// Diagnosis is the rule that holds and its numbers.
type Diagnosis struct {
	Rule Rule
	// QuarterHours is by how many quarters of an hour the display is off (rules 1 and 8).
	QuarterHours int
	// DriftPPM is the offset over the time since the last update (rule 6), where that is known.
	DriftPPM *float64
	// ReportDisagrees is set where the device's own account cannot be true although its clock is in the limit.
	ReportDisagrees bool
}

// Diagnose compares the three ways to know a clock, by the first rule that fits.
func Diagnose(c Comparison) Diagnosis {
	if c.ShowClock != nil && c.DirectNTP != nil && !c.ShowClock.Overlaps(*c.DirectNTP) {
		return contradiction(*c.ShowClock, *c.DirectNTP)
	}
	if c.Offset == nil {
		return Diagnosis{Rule: Undecided}
	}
	switch c.Offset.Within(c.Limit) {
	case interval.Unproven:
		return Diagnosis{Rule: Undecided}
	case interval.Inside:
		return c.inLimit()
	}
	if !c.Synchronized {
		return Diagnosis{Rule: LostSync, DriftPPM: c.drift()}
	}
	return c.outside()
}

func contradiction(show, ntp interval.Interval) Diagnosis {
	if n, ok := QuarterHours(show.Sub(ntp)); ok && n != 0 {
		return Diagnosis{Rule: ZoneWrong, QuarterHours: n}
	}
	return Diagnosis{Rule: Contradiction}
}

func (c Comparison) inLimit() Diagnosis {
	if !c.Synchronized {
		return Diagnosis{Rule: FreeRunningInLimit}
	}
	reported, ok := c.reported()
	return Diagnosis{Rule: Healthy, ReportDisagrees: ok && !reported.Overlaps(*c.Offset)}
}

// reported is C: D − R as the device's own account implies it.
func (c Comparison) reported() (interval.Interval, bool) {
	if c.Source == nil || c.Report == nil {
		return interval.Interval{}, false
	}
	return c.Source.Add(c.Report.Claim), true
}

func (c Comparison) outside() Diagnosis {
	if c.followsFalseticker() {
		return Diagnosis{Rule: FollowsFalseticker}
	}
	if n, ok := c.suspectedZone(); ok {
		return Diagnosis{Rule: ZoneSuspected, QuarterHours: n}
	}
	switch {
	case c.Source == nil:
		return Diagnosis{Rule: CauseUnknown}
	case c.Source.Within(c.Limit) == interval.Unproven:
		return Diagnosis{Rule: SourceUnproven}
	case c.Report == nil:
		return Diagnosis{Rule: NotExplained}
	case c.Report.Stale:
		return Diagnosis{Rule: StaleAssociation}
	case c.Report.Claim.Within(c.Limit) == interval.Outside:
		return Diagnosis{Rule: ReportsItself}
	case nearest(*c.Offset) <= c.Report.Path:
		return Diagnosis{Rule: PathAsymmetry}
	}
	return Diagnosis{Rule: SelfReportWrong}
}

func (c Comparison) followsFalseticker() bool {
	if c.Source == nil || c.Source.Within(c.Limit) != interval.Outside {
		return false
	}
	claim := interval.Around(0, c.Limit) // a clock that its source steers is as far from it as is still right
	if c.Report != nil {
		claim = c.Report.Claim
	}
	sameSign := (c.Source.Lo > 0) == (c.Offset.Lo > 0)
	return sameSign && c.Offset.Sub(*c.Source).Overlaps(claim)
}

// suspectedZone: without NTP from the device itself, a zone can only be suspected, as its own account may be wrong too.
func (c Comparison) suspectedZone() (int, bool) {
	if c.DirectNTP != nil {
		return 0, false
	}
	off := *c.Offset
	if c.Source != nil && c.Source.Within(c.Limit) != interval.Inside {
		return 0, false
	}
	if reported, ok := c.reported(); ok {
		off = off.Sub(reported)
	}
	n, ok := QuarterHours(off)
	return n, ok && n != 0 && -farthestZones <= n && n <= farthestZones
}

// farthestZones is how many quarters of an hour lie between the zones that are farthest apart, UTC−12:00 and UTC+14:00. A
// clock that is farther off is not in another zone, however round the number.
const farthestZones = 26 * 4

func (c Comparison) drift() *float64 {
	if c.SinceUpdate == nil || *c.SinceUpdate <= 0 || !c.Offset.Bounded() {
		return nil
	}
	ppm := float64(c.Offset.Mid()) / float64(*c.SinceUpdate) * 1e6
	return &ppm
}

// nearest is the smallest magnitude in i.
func nearest(i interval.Interval) time.Duration {
	if i.Contains(0) {
		return 0
	}
	if i.Lo > 0 {
		return i.Lo
	}
	return interval.SubSat(0, i.Hi)
}
