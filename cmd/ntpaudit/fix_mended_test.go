package main

import (
	"os"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// mended holds two reports against each other, between which the lines of ntpaudit fix were entered. Every failure that had lines
// is gone but on the devices that are named, whose lines are a part of what mends them, and which keep some; and no device has
// fewer usable sources, but for those that a line took away: mended BEFORE AFTER [DEVICE…]
func mended(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: mended BEFORE AFTER [DEVICE…]")
	}
	before, after := readReport(ts, args[0]), readReport(ts, args[1])
	gone, all := 0, 0
	var left []string
	for i := range before.Devices {
		was := &before.Devices[i]
		at := slices.IndexFunc(after.Devices, func(d report.Device) bool { return d.Name == was.Name })
		if at < 0 {
			ts.Fatalf("%s is not in %s", was.Name, args[1])
		}
		is := &after.Devices[at]
		failures, remain := withLines(ts, was, is)
		all, gone = all+failures, gone+failures-remain
		if remain > 0 {
			left = append(left, was.Name)
		}
		if had, has, removed := usable(was), usable(is), removals(was); has < had-removed {
			ts.Fatalf("%s has %d usable sources, and had %d of which %d were taken away", was.Name, has, had, removed)
		}
	}
	ts.Logf("%d of %d failures with lines are gone", gone, all)
	slices.Sort(left)
	if want := slices.Sorted(slices.Values(args[2:])); !slices.Equal(left, want) || gone == 0 {
		ts.Fatalf("failures with lines remain on %q, want %q", left, want)
	}
}

// withLines counts the failures of a device that had lines, and those of them that remain.
func withLines(ts *testscript.TestScript, was, is *report.Device) (all, remain int) {
	for _, f := range was.Findings {
		if f.Status != check.StatusFail || len(f.Fix) == 0 {
			continue
		}
		all++
		if still := sameFinding(is, f); still != nil && still.Status != check.StatusPass && still.Status != check.StatusNotApplicable {
			ts.Logf("%s: %s %s: still %s: %s", was.Name, f.Check, f.Subject, still.Status, still.Message)
			remain++
		}
	}
	return all, remain
}

// sameFinding is what another report says of the same subject, nil where it says nothing.
func sameFinding(d *report.Device, f report.Finding) *report.Finding {
	at := slices.IndexFunc(d.Findings, func(g report.Finding) bool { return g.Check == f.Check && g.Subject == f.Subject })
	if at < 0 {
		return nil
	}
	return &d.Findings[at]
}

// removals is how many sources the lines for a device take away.
func removals(d *report.Device) int {
	n := 0
	for _, f := range d.Findings {
		for _, c := range f.Changes {
			if c.Verb == show.RemoveServer {
				n++
			}
		}
	}
	return n
}

func usable(d *report.Device) int {
	if d.NTP == nil || d.NTP.Sources.Usable == nil {
		return 0
	}
	return *d.NTP.Sources.Usable
}

func readReport(ts *testscript.TestScript, name string) *report.Report {
	file, err := os.Open(ts.MkAbs(name))
	ts.Check(err)
	defer file.Close()
	r, err := report.Decode(file)
	ts.Check(err)
	return r
}
