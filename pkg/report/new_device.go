package report

import (
	"net/netip"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func newDevice(d *facts.Device, findings []check.Finding, plan *fix.Plan) Device {
	out := Device{
		Name: d.Name, Address: d.Host, Platform: string(d.Found().Platform), Declared: Optional(d.Platform), Tags: list(d.Tags),
		Outcome: Outcome(d.Outcome), Elapsed: Seconds(d.Elapsed), Notes: list(d.Notes),
		Findings: make([]Finding, len(findings)), Plan: plan.Steps,
	}
	if d.Error != nil {
		out.Error = &Error{Kind: d.Error.Kind, Message: d.Error.Message}
	}
	if d.MeasuredAt != nil {
		at := d.MeasuredAt.UTC()
		out.MeasuredAt = &at
	}
	out.setVersion(d.Version)
	for i, f := range findings {
		out.Findings[i] = newFinding(f)
		out.Findings[i].take(plan.Of(i))
	}
	out.Clock = newClock(d.Clock)
	out.NTP = newNTP(d.NTP)
	if out.NTP != nil {
		out.NTP.Sources = newSources(d.Sources())
	}
	if d.Config != nil {
		out.Timestamps = &Timestamps{Log: d.Config.TimestampsLog, Debug: d.Config.TimestampsDebug}
		out.Timestamps.Log.Options = list(out.Timestamps.Log.Options)
		out.Timestamps.Debug.Options = list(out.Timestamps.Debug.Options)
		if s, ok := d.LogStamp(); ok {
			out.Timestamps.Sample = &StampSample{Text: s.Text, At: s.Now, Bound: Seconds(s.Bound)}
		}
	}
	return out
}

// take adds what the device's plan does about the finding.
func (f *Finding) take(o fix.Outcome) {
	f.Changes, f.Fix, f.ByHand = o.Changes, list(o.Lines), o.Reasons
}

func (d *Device) setVersion(v *facts.Version) {
	if v == nil {
		return
	}
	d.Model, d.Serial, d.OSVersion = Optional(v.Model), Optional(v.Serial), Optional(v.OSVersion)
	d.Uptime = newSeconds(v.Uptime)
}

func newClock(c *facts.Clock) *Clock {
	if c == nil {
		return nil
	}
	out := &Clock{
		Candidates: []Candidate{},
		Method:     list(c.Method),
		Raw:        Optional(c.Raw), Zone: Optional(c.Zone), UTCOffset: newSeconds(c.UTCOffset),
		Authoritative: c.Authoritative, Synchronized: c.Synchronized, Source: Optional(c.Source),
		Samples: c.Samples, RTT: newSeconds(c.RTT), Assumptions: list(c.Assumptions),
	}
	for _, z := range c.Candidates {
		if b := newBounds(&z.Offset); b != nil {
			out.Candidates = append(out.Candidates, Candidate{UTCOffset: Seconds(z.UTCOffset), Offset: *b})
		}
	}
	out.Offset = newOffset(c.Offset)
	if out.Offset != nil && out.Offset.Estimate != nil {
		out.Width = &Width{
			Path: Seconds(c.Width.Path), Quantum: Seconds(c.Width.Quantum),
			Reference: Seconds(c.Width.Reference), Drift: Seconds(c.Width.Drift),
		}
	}
	return out
}

func newNTP(n *facts.NTP) *NTP {
	if n == nil {
		return nil
	}
	out := &NTP{Enabled: n.Enabled}
	if n.Known || n.Associations != nil {
		out.Associations = make([]show.Association, 0, len(n.Associations))
	}
	for _, a := range n.Associations {
		out.Associations = append(out.Associations, a.Association)
	}
	if s := n.Status; s != nil {
		out.Synchronized, out.Stratum = s.Synchronized, s.Stratum
		if s.RefID != nil {
			out.Reference = Optional(*s.RefID)
		}
		if s.LastUpdateSeconds != nil {
			ago := time.Duration(*s.LastUpdateSeconds) * time.Second
			out.LastUpdate = newSeconds(&ago)
		}
	}
	if source, ok := n.Selected(); ok {
		out.Reference = Optional(source.Address)
		if source.Measured() {
			out.ReferenceOff = newSeconds(source.Offset)
		}
	}
	return out
}

func newSources(c facts.SourceCount) (s Sources) {
	if c.ConfiguredKnown {
		s.Configured = &c.Configured
	}
	if c.UsableKnown {
		s.Usable, s.Dynamic = &c.Usable, &c.Dynamic
	}
	return s
}

// deviceNames finds the audited device at an address.
func deviceNames(fleet *facts.Fleet) map[netip.Addr]string {
	names := make(map[netip.Addr]string)
	for _, d := range fleet.Devices {
		for _, a := range d.KnownBy {
			names[a] = d.Name
		}
	}
	return names
}

// nameSource names the audited device that the device follows, if it follows one.
func (d *Device) nameSource(names map[netip.Addr]string) {
	if d.NTP == nil {
		return
	}
	if a, err := netip.ParseAddr(string(d.NTP.Reference)); err == nil {
		d.NTP.ReferenceIs = Optional(names[a.Unmap().WithZone("")])
	}
}
