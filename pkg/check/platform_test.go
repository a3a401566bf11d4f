package check_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// What a platform cannot have does not apply, whatever else is missing; what this device did not tell counts before what no
// device of the platform tells.
func TestWhatAPlatformNeverTells(t *testing.T) {
	os := &platform.Platform{Untold: []show.Untold{
		{Kind: show.KindCalendar, Reason: "no calendar"},
		{Kind: show.KindPeerOffsets, Has: true, Reason: "no offsets"},
		{Kind: show.KindPKI, Has: true, Reason: "certificates are not read"},
	}}
	lost := []facts.Gap{{Kind: show.KindStatus, Reason: "connection refused"}}
	elsewhere := []facts.Gap{{Kind: show.KindConfig, Reason: "on the APIC", Inapplicable: true}}
	for _, test := range []struct {
		name    string
		needs   []show.Kind
		gaps    []facts.Gap
		os      *platform.Platform
		status  check.Status
		message string
	}{
		{"cannot have it", []show.Kind{show.KindCalendar}, nil, os, check.StatusNotApplicable, "no calendar"},
		{"has it, and does not tell", []show.Kind{show.KindPeerOffsets}, nil, os, check.StatusNotMeasured, "no offsets"},
		{"an answer that is not read", []show.Kind{show.KindPKI}, nil, os, check.StatusNotMeasured, "certificates are not read"},
		{"cannot have it, and is down", []show.Kind{show.KindStatus, show.KindCalendar}, lost, os, check.StatusNotApplicable, "no calendar"},
		{"does not tell it, and is down", []show.Kind{show.KindPeerOffsets, show.KindStatus}, lost, os, check.StatusNotMeasured, "connection refused"},
		{"this device alone cannot have it", []show.Kind{show.KindConfig}, elsewhere, os, check.StatusNotApplicable, "on the APIC"},
		{"a platform that tells it", []show.Kind{show.KindCalendar, show.KindPeerOffsets}, nil, &platform.Platform{}, check.StatusPass, ""},
		{"no platform", []show.Kind{show.KindCalendar}, nil, nil, check.StatusPass, ""},
	} {
		fl := fleet("r1")
		fl.Devices[0].OS, fl.Devices[0].Gaps = test.os, test.gaps
		f := one(t, check.Check{Needs: test.needs, Run: func(*check.Pass, check.Subject) {}}, fl)[0]
		if low := test.message == "no offsets" || test.message == "certificates are not read"; low != (f.Severity == policy.Low) {
			t.Errorf("%s: severity %s", test.name, f.Severity)
		}
		if f.Status != test.status || f.Message != test.message {
			t.Errorf("%s: %s %q, want %s %q", test.name, f.Status, f.Message, test.status, test.message)
		}
	}
}

// The edition of a benchmark, and what depends on the platform besides, is that of what the device is.
func TestPolicyFollowsThePlatform(t *testing.T) {
	p := levels("x")
	p.Editions = []policy.OfKind[[]string]{{Kind: "ios", Value: []string{"cis-ios-15"}}, {Kind: "iosxe", Value: []string{"cis-iosxe-17"}}}
	asked := check.Check{ID: "x", Doc: doc, Run: func(p *check.Pass, _ check.Subject) { p.Failf("%s", p.Policy.JudgedBy[0].ID) }}
	fl := fleet("declared", "found")
	for i := range fl.Devices {
		fl.Devices[i].Platform = "cisco_ios"
	}
	fl.Devices[1].OS = &platform.Platform{Name: "cisco_iosxe"}
	found := check.Run([]check.Check{asked}, fl, p).Devices
	if a, b := found[0][0].Message, found[1][0].Message; a != "cis-ios-15; beyond the CIS benchmark" || b != "cis-iosxe-17; beyond the CIS benchmark" {
		t.Errorf("%q, %q", a, b)
	}
}
