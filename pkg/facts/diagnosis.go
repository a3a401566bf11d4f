package facts

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
)

// Diagnosis says which rule of the three-way comparison explains a clock, with its numbers.
type Diagnosis = measure.Diagnosis

// The rules of the three-way comparison.
const (
	NoRule             = measure.NoRule
	ZoneWrong          = measure.ZoneWrong
	Contradiction      = measure.Contradiction
	Healthy            = measure.Healthy
	FreeRunningInLimit = measure.FreeRunningInLimit
	UndecidedRule      = measure.Undecided
	LostSync           = measure.LostSync
	FollowsFalseticker = measure.FollowsFalseticker
	ZoneSuspected      = measure.ZoneSuspected
	StaleAssociation   = measure.StaleAssociation
	PathAsymmetry      = measure.PathAsymmetry
	SelfReportWrong    = measure.SelfReportWrong
	CauseUnknown       = measure.CauseUnknown
	ReportsItself      = measure.ReportsItself
	NotExplained       = measure.NotExplained
	SourceUnproven     = measure.SourceUnproven
)

// Diagnose compares what show clock, direct NTP and the device itself say, for one limit.
func (f *Fleet) Diagnose(d *Device, limit time.Duration) Diagnosis {
	if d.Clock == nil {
		return Diagnosis{Rule: NoRule}
	}
	c := measure.Comparison{
		ShowClock: d.Clock.ShowClock, DirectNTP: d.Clock.DirectNTP, Offset: d.Clock.Offset, Limit: limit,
		SinceUpdate: d.sinceUpdate(),
	}
	yes, known := d.Synchronized()
	c.Synchronized = yes || !known // what is not known is no cause
	if source, ok := d.NTP.Selected(); ok && !d.SourceInDoubt() {
		c.Source = f.measured(d, source)
		c.Report = source.Report()
	}
	diagnosis := measure.Diagnose(c)
	if !known && diagnosis.Rule == SelfReportWrong {
		diagnosis.Rule = CauseUnknown // it may well say that it is not synchronized
	}
	return diagnosis
}

// Synchronized reports whether the device says that NTP holds its clock: in "show ntp status", and by no flag
// before the time. known is false where it says neither that nor the contrary.
func (d *Device) Synchronized() (yes, known bool) {
	switch {
	case d.Clock != nil && d.Clock.Synchronized != nil && !*d.Clock.Synchronized:
		return false, true
	case d.NTP != nil && d.NTP.Enabled != nil && !*d.NTP.Enabled:
		return false, true
	case d.NTP == nil || d.NTP.Status == nil || d.NTP.Status.Synchronized == nil:
		return false, false
	}
	return *d.NTP.Status.Synchronized, true
}

func (d *Device) sinceUpdate() *time.Duration {
	if d.NTP == nil || d.NTP.Status == nil || d.NTP.Status.LastUpdateSeconds == nil {
		return nil
	}
	since := time.Duration(*d.NTP.Status.LastUpdateSeconds) * time.Second
	return &since
}

// Report is what the device claims to be from this source, by its own table. nil: it has measured nothing yet, or the
// table lacks a number without which the claim has no bound.
func (a Association) Report() *measure.Report {
	if !a.Measured() || a.Offset == nil || a.Dispersion == nil || a.When == nil {
		return nil
	}
	since := time.Duration(*a.When) * time.Second
	r := measure.SelfReport(*a.Offset, a.Delay, *a.Dispersion, since)
	p := measure.Defaults()
	tooOld := since > time.Duration(p.StaleAfter)*time.Duration(a.Poll)*time.Second
	r.Stale = tooOld || a.Answered() < p.StaleAfter
	return &r
}

// measured is how far the source of an association is from the reference: a server that was asked, or an audited
// device. nil: neither.
func (f *Fleet) measured(d *Device, a Association) *interval.Interval {
	for i := range f.Servers {
		s := &f.Servers[i]
		if inventory.SameAddress(s.Address, a.Address) && (a.VRF == nil || s.VRF == *a.VRF) && s.Offset != nil {
			return f.SeenFrom(d, s).Offset
		}
	}
	address, ok := hostAddress(a.Address)
	if !ok {
		return nil
	}
	for i := range f.Devices {
		for _, known := range f.Devices[i].KnownBy {
			if known == address.Unmap() && f.Devices[i].Clock != nil {
				return f.Devices[i].Clock.Offset
			}
		}
	}
	return nil
}
