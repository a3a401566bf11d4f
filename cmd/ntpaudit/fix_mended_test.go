package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// mended holds two reports against each other, between which the lines of ntpaudit fix were entered: how many of the failures
// that had lines are gone, of how many; and no device may have fewer usable sources, but for those that a line took away:
// mended BEFORE AFTER GONE/ALL
func mended(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 3 {
		ts.Fatalf("usage: mended BEFORE AFTER GONE/ALL")
	}
	before, after := readReport(ts, args[0]), readReport(ts, args[1])
	gone, all := 0, 0
	for i := range before.Devices {
		was := &before.Devices[i]
		at := slices.IndexFunc(after.Devices, func(d report.Device) bool { return d.Name == was.Name })
		if at < 0 {
			ts.Fatalf("%s is not in %s", was.Name, args[1])
		}
		is := &after.Devices[at]
		removed := 0
		for _, f := range was.Findings {
			removed += removals(f)
			if f.Status != check.StatusFail || len(f.Fix) == 0 {
				continue
			}
			all++
			if still := sameFinding(is, f); still != nil && still.Status != check.StatusPass && still.Status != check.StatusNotApplicable {
				ts.Logf("%s: %s %s: still %s: %s", was.Name, f.Check, f.Subject, still.Status, still.Message)
				continue
			}
			gone++
		}
		if had, has := usable(was), usable(is); has < had-removed {
			ts.Fatalf("%s has %d usable sources, and had %d of which %d were taken away", was.Name, has, had, removed)
		}
	}
	ts.Logf("%d of %d failures with lines are gone", gone, all)
	if got := fmt.Sprintf("%d/%d", gone, all); got != args[2] {
		ts.Fatalf("%s failures with lines are gone, want %s", got, args[2])
	}
}

// sameFinding is what another report says of the same subject, nil where it says nothing.
func sameFinding(d *report.Device, f report.Finding) *report.Finding {
	at := slices.IndexFunc(d.Findings, func(g report.Finding) bool { return g.Check == f.Check && g.Subject == f.Subject })
	if at < 0 {
		return nil
	}
	return &d.Findings[at]
}

// removals is how many sources the lines of a finding take away.
func removals(f report.Finding) int {
	n := 0
	for _, c := range f.Changes {
		if c.Verb == show.RemoveServer {
			n++
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
