package checks_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// allSilent is a table in which no source answers, beside a status that says otherwise.
func allSilent(s *scene) {
	rows := append([]facts.Association(nil), s.NTP.Associations...)
	for i := range rows {
		rows[i].Reach, rows[i].Stratum, rows[i].Role = 0, 16, show.RoleNone
	}
	s.NTP.Associations = rows
}

// askedTwice gives the device an earlier pair of answers, spoiled in its own way.
func askedTwice(before func(*scene)) func(*scene) {
	return func(s *scene) {
		first, now := *s.NTP, s.NTP
		status := *s.NTP.Status
		first.Status, s.NTP = &status, &first
		before(s)
		s.NTP = now
		s.NTP.Earlier = &first
	}
}

func TestNTPConsistent(t *testing.T) {
	const reach0 = "the status follows 198.51.100.1"
	asLong := func(s *scene) {}
	stratum5 := func(s *scene) { s.NTP.Status.Stratum = ptr(5) }
	tell(t, "ntp-consistent", []story{
		{"both agree", nil, check.StatusPass, "", 0, nil, ""},
		{"asked twice, and both agree", askedTwice(asLong), check.StatusPass, "", 0, nil, ""},
		{"reach 0 in both pairs", all(askedTwice(allSilent), allSilent), check.StatusFail, reach0, policy.Medium, nil, ""},
		{"a race", askedTwice(allSilent), check.StatusPass, "", 0, nil, ""},
		{"seen once", allSilent, check.StatusInconclusive, reach0, policy.Low, nil, ""},
		{"different ones", all(askedTwice(allSilent), stratum5), check.StatusInconclusive, "stratum 5, its source 198.51.100.1 is at 1", policy.Low, nil, ""},
		{"the stratum does not fit", all(askedTwice(stratum5), stratum5), check.StatusFail, "stratum 5, its source 198.51.100.1 is at 1", 0, nil, ""},
		{"still coming up", all(askedTwice(allSilent), allSilent, justBooted), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"the table is cut", all(cutTable, func(s *scene) { s.Config = nil }), check.StatusNotMeasured, "the association table was not read whole", 0, nil, ""},
		{"not synchronized, and the clock says so", all(unsynchronized, func(s *scene) { s.Clock.Synchronized = ptr(false) }), check.StatusPass, "", 0, nil, ""},
		{"not synchronized, and the clock says NTP", all(askedTwice(unsynchronized), unsynchronized), check.StatusFail, "the clock names NTP as its source", 0, nil, ""},
		{"whether it is synchronized is not known", func(s *scene) { s.NTP.Status.Synchronized = nil }, check.StatusNotMeasured, "whether it is synchronized is not known", 0, nil, ""},
		{"no word of its own", func(s *scene) { onSparse(s.Device) }, check.StatusNotApplicable, "only the followed source", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"NTP off, and ntp-enabled too", ntpOff, check.StatusPass, "", 0, nil, ""},
		{"no status", gap(facts.KindStatus), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"no table", gap(facts.KindAssociations), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-consistent", all(askedTwice(allSilent), allSilent)), check.StatusWaived, reach0, 0, nil, ""},
	})
}

// All that rests on the source is left open where the device contradicts itself, and the evidence shows every answer.
func TestWhatAContradictionTakesWithIt(t *testing.T) {
	s := newScene(t, "ntp-consistent")
	answered("clock-offset")(s)
	all(offset(4990*ms, 5010*ms), askedTwice(allSilent), allSilent)(s)
	findings := check.Run(checks.All(), s.fleet, s.policy).Devices[0]
	f, _ := find(findings, "ntp-consistent", "")
	if len(f.Evidence) != 8 { // two statuses, and three rows each
		t.Errorf("evidence %+v", f.Evidence)
	}
	f, _ = find(findings, "clock-offset", "")
	if want := "+5.000 ±0.010 s, limit ±1 s; its status and its table contradict each other"; f.Message != want {
		t.Errorf("%q, want %q", f.Message, want)
	}
}
