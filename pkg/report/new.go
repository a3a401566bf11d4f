package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// New makes the report of a run, judged by terms, with a plan for each device in its words. results are those of the fleet's devices
// under p, which is the policy as loaded, without the overrides of any one device.
func New(fleet *facts.Fleet, results check.Results, p *policy.Policy, terms check.Terms, words fix.Renderer) *Report {
	editions := judgedBy(fleet, p)
	r := &Report{
		Schema:     SchemaVersion,
		RunID:      fleet.RunID,
		Tool:       Tool{Name: fleet.Tool.Name, Version: fleet.Tool.Version, Zones: facts.ZoneData()},
		Started:    fleet.Started.UTC(),
		Finished:   fleet.Finished.UTC(),
		Policy:     Policy{Name: p.Name, Digest: p.Digest, Editions: newEditions(editions)},
		Complete:   fleet.Complete,
		Notes:      list(append(append([]string{}, fleet.Notes...), referenceNotes(fleet)...)),
		Collectors: newCollectors(fleet),
		Devices:    make([]Device, len(fleet.Devices)),
		Findings:   make([]FleetFinding, len(results.Fleet)),
	}
	r.Reference = only(r.Collectors)
	names, plans := deviceNames(fleet), words.Plans(fleet, results)
	for i := range fleet.Devices {
		var findings []check.Finding
		if i < len(results.Devices) { // an interrupted run may have judged fewer
			findings = results.Devices[i]
		}
		r.Devices[i] = newDevice(&fleet.Devices[i], findings, &plans[i])
		if i < len(results.Waived) {
			r.Devices[i].Waiver = newWaiver(results.Waived[i])
		}
		r.Devices[i].Collector = fleet.CollectorOf(&fleet.Devices[i]).ID
		r.Devices[i].nameSource(names)
	}
	for i, f := range results.Fleet {
		r.Findings[i] = FleetFinding{Finding: newFinding(f), Devices: list(f.Devices)}
	}
	r.Hierarchy = newHierarchy(results.Graph)
	r.order(fleet)
	r.Judge(terms)
	r.Notes = list(slices.Concat(r.Notes, withoutEdition(fleet, p), stale(fleet, editions), expiring(fleet, results), oldZones(fleet)))
	return r
}

// warnBefore is how long before its end a waiver is announced: time to renew it or to mend
// what it excuses.
const warnBefore = 30 * 24 * time.Hour

// expiring names the waivers at work that soon end, by the reference's clock.
func expiring(fleet *facts.Fleet, results check.Results) []string {
	now := fleet.ReferenceTime()
	var notes []string
	note := func(w *policy.Waiver) {
		if w != nil && w.Expires.Sub(now) <= warnBefore {
			notes = append(notes, fmt.Sprintf("the waiver of %s for %s ends on %s (%s)",
				w.Of(), strings.Join(w.Devices, " "), w.Expires.UTC().Format(time.DateOnly), w.Owner))
		}
	}
	for _, w := range results.Waived {
		note(w)
	}
	for _, findings := range append(slices.Clone(results.Devices), results.Fleet) {
		for _, f := range findings {
			if f.Status == check.StatusWaived {
				note(f.Waiver)
			}
		}
	}
	return unique(notes)
}

func newReference(r *facts.Reference, servers []facts.Server) *Reference {
	ref := &Reference{
		Tier:     r.Tier,
		Offset:   newBounds(r.Offset),
		Voters:   r.Voters,
		Faulty:   r.Faulty,
		Majority: r.Majority,
		Servers:  make([]Server, len(servers)),
	}
	for i, s := range servers {
		ref.Servers[i] = Server{
			Address: s.Address, VRF: Optional(s.VRF), Place: Optional(s.Place), Roles: list(s.Roles),
			Verdict: s.Verdict, Stratum: s.Stratum, RefID: Optional(s.RefID),
			Offset: newBounds(s.Offset), RTT: newSeconds(s.RTT), RootDistance: newSeconds(s.RootDistance),
			Samples: s.Samples, Error: Optional(s.Error),
		}
	}
	return ref
}

func newFinding(f check.Finding) Finding {
	return Finding{
		Check: f.Check, Subject: f.Subject, Status: f.Status, Settling: f.Settling, Severity: f.Severity,
		Message: f.Message, Cause: f.Cause, Expected: f.Expected, Actual: f.Actual,
		Limits: newLimits(f.Limits), Value: newBounds(f.Value),
		Evidence: list(f.Evidence), Changes: f.Changes, Fix: []string{}, ByHand: f.ByHand, Controls: list(f.Controls),
		Waiver: newWaiver(f.Waiver),
	}
}

func newLimits(limits []policy.Limit) []Limit {
	var list []Limit
	for _, l := range limits {
		list = append(list, Limit{l.Severity, Seconds(l.Value)})
	}
	return list
}

func newWaiver(w *policy.Waiver) *Waiver {
	if w == nil {
		return nil
	}
	return &Waiver{
		Check: w.Check, Devices: list(w.Devices), Reason: w.Reason, Owner: w.Owner,
		Expires: w.Expires.UTC().Format(time.DateOnly),
	}
}

// summarize counts what the report holds.
func (r *Report) summarize() {
	s := Summary{Devices: len(r.Devices), States: r.verdict.Counts}
	for i := range r.Devices {
		d := &r.Devices[i]
		switch d.Outcome {
		case Audited:
			s.Audited++
		case Unreachable:
			s.Unreachable++
		}
		for _, f := range d.Findings {
			s.Checks.Add(f.Status)
		}
	}
	for _, f := range r.Findings {
		s.Checks.Add(f.Status)
	}
	r.Summary = s
}

// newSeconds is a duration as a report has it; nil where it is not known, or is more than a Duration can say.
func newSeconds(d *time.Duration) *Seconds {
	if d == nil || !interval.Point(*d).Bounded() {
		return nil
	}
	s := Seconds(*d)
	return &s
}

// oldZones says that the laws of summer time may have changed since the zone database was built in.
func oldZones(fleet *facts.Fleet) []string {
	if !facts.ZoneDataOld(fleet.ReferenceTime()) {
		return nil
	}
	return []string{"the time zone data built in are of " + facts.ZoneData() + ", more than 18 months old: laws may have changed; use a newer ntpaudit"}
}
