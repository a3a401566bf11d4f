package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// Merge joins the reports of shards or sites, in their order. A device, or a run, that
// is in two of them is an error. What differs between them (policy, version, reference) is
// said in the notes; findings about the fleet speak of the shard that they come from.
func Merge(reports ...*Report) (*Report, error) {
	if len(reports) == 0 {
		return nil, errors.New("nothing to merge: name at least one report")
	}
	if err := checkMergeable(reports); err != nil {
		return nil, err
	}
	if len(reports) == 1 {
		return reports[0], nil
	}
	first := reports[0]
	m := &Report{
		Schema: SchemaVersion, Tool: first.Tool, Started: first.Started, Finished: first.Finished, Complete: true,
		Policy: first.Policy, Notes: mergeNotes(reports),
		Devices: []Device{}, Findings: []FleetFinding{},
	}
	var ids, policies []string
	for _, r := range reports {
		ids = append(ids, r.RunID)
		policies = append(policies, r.Policy.Name)
		if r.Started.Before(m.Started) {
			m.Started = r.Started
		}
		if r.Finished.After(m.Finished) {
			m.Finished = r.Finished
		}
		m.Complete = m.Complete && r.Complete
		m.Collectors = append(m.Collectors, r.Collectors...)
		m.Devices = append(m.Devices, r.Devices...)
		m.Findings = append(m.Findings, r.Findings...)
		if !r.Policy.same(first.Policy) {
			m.Policy.Digest = "mixed"
		}
		m.Policy.Editions = slices.Concat(m.Policy.Editions, r.Policy.Editions)
	}
	m.RunID = strings.Join(ids, "+")
	m.Policy.Editions = unique(m.Policy.Editions)
	if m.Policy.Digest == "mixed" {
		m.Policy.Name = strings.Join(unique(policies), "+")
	}
	m.Judge(strictest(reports))
	return m, nil
}

func checkMergeable(reports []*Report) error {
	runs, devices := make(map[string]bool), make(map[string]string)
	for _, r := range reports {
		switch {
		case r.Schema != reports[0].Schema:
			return fmt.Errorf("run %s has schema %s, run %s has %s: write both with one version", r.RunID, r.Schema, reports[0].RunID, reports[0].Schema)
		case runs[r.RunID]:
			return fmt.Errorf("run %s is there twice", r.RunID)
		}
		runs[r.RunID] = true
		for _, d := range r.Devices {
			if other, twice := devices[d.Name]; twice {
				return fmt.Errorf("%s: is in run %s and in run %s; leave one of them out", clean(d.Name), other, r.RunID)
			}
			devices[d.Name] = r.RunID
		}
	}
	return nil
}

// mergeNotes keeps every note, under its run, and adds what differs.
func mergeNotes(reports []*Report) []string {
	notes := []string{fmt.Sprintf("merged from %d runs: loops, single points and other findings about the fleet do not reach across them", len(reports))}
	var policies, versions, tiers, terms []string
	for _, r := range reports {
		policies = append(policies, r.Policy.text())
		versions = append(versions, r.Tool.Version)
		tiers = append(tiers, r.tiers()...)
		terms = append(terms, fmt.Sprintf("--fail-on %s --min-coverage %s", r.FailOn, shareText(r.MinCoverage)))
		if !r.Complete {
			notes = append(notes, r.RunID+": incomplete")
		}
		for _, n := range r.Notes {
			notes = append(notes, r.RunID+": "+n)
		}
	}
	for _, d := range []struct {
		what   string
		values []string
	}{{"policies", policies}, {"versions", versions}, {"kinds of reference", tiers}, {"terms", terms}} {
		if u := unique(d.values); len(u) > 1 {
			notes = append(notes, "different "+d.what+": "+strings.Join(u, ", "))
		}
	}
	return notes
}

// strictest is the lowest severity that counts in one of the reports, and the highest share
// that one demands.
func strictest(reports []*Report) check.Terms {
	t := reports[0].Terms()
	for _, r := range reports[1:] {
		t.FailOn, t.MinCoverage = min(t.FailOn, r.FailOn), max(t.MinCoverage, r.MinCoverage)
	}
	return t
}

// same reports whether both ask the same. Their editions differ where the devices do.
func (p Policy) same(other Policy) bool { return p.Name == other.Name && p.Digest == other.Digest }

// text names the policy and enough of its digest to tell two apart.
func (p Policy) text() string { return fmt.Sprintf("%s %.12s", p.Name, p.Digest) }
