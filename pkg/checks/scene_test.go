package checks_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// scene is a healthy campus under the baseline policy, for a test to spoil. *Device is
// its first device, a router that follows the first of three servers.
type scene struct {
	*facts.Device
	fleet  *facts.Fleet
	policy *policy.Policy
}

// story is one way to spoil a scene, and what a check must make of it.
type story struct {
	name     string
	spoil    func(*scene)
	status   check.Status
	message  string          // the message, or its beginning up to a semicolon
	severity policy.Severity // 0: not looked at
	fix      []string        // nil: not looked at
	subject  string          // which finding is looked at; empty: that of the device itself
}

// byHand stands for a fix of which no line is written, and why is said.
var byHand = []string{"by hand"}

var started = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func newScene(t *testing.T, id string) *scene {
	t.Helper()
	p, err := policy.Builtin("baseline")
	if err != nil {
		t.Fatal(err)
	}
	own := *p
	own.Checks = nil
	for _, c := range p.Checks {
		if c.ID == id {
			own.Checks = []policy.CheckLevel{{ID: id, Severity: max(c.Severity, policy.Medium)}}
		}
	}
	fl := campus()
	return &scene{Device: &fl.Devices[0], fleet: fl, policy: &own}
}

// tell runs the check with that id on each story.
func tell(t *testing.T, id string, stories []story) {
	t.Helper()
	for _, st := range stories {
		s := newScene(t, id)
		if st.spoil != nil {
			st.spoil(s)
		}
		results := check.Run(checks.All(), s.fleet, s.policy)
		f, ok := find(append(results.Devices[0], results.Fleet...), id, st.subject)
		if !ok {
			t.Errorf("%s: no finding about %q in %+v", st.name, st.subject, results.Devices[0])
			continue
		}
		first, _, _ := strings.Cut(f.Message, ";")
		if f.Check != id || f.Status != st.status || f.Message != st.message && first != st.message {
			t.Errorf("%s: %s %q, want %s %q (expected %q, actual %q)", st.name, f.Status, f.Message, st.status, st.message, f.Expected, f.Actual)
		}
		if st.severity != 0 && f.Severity != st.severity {
			t.Errorf("%s: severity %s, want %s", st.name, f.Severity, st.severity)
		}
		if slices.Equal(st.fix, byHand) {
			if o := outcome(s, results, f); len(o.Lines) > 0 || len(o.Reasons) == 0 {
				t.Errorf("%s: lines %q, and why not: %q", st.name, o.Lines, o.Reasons)
			}
		} else if d := cmp.Diff(st.fix, lines(t, s.Device, f.Changes)); st.fix != nil && d != "" {
			t.Errorf("%s: lines (-want +got):\n%s", st.name, d)
		}
		if f.Status == check.StatusFail && f.Device != "" && len(f.Evidence) == 0 && !needsNoEvidence(id) {
			t.Errorf("%s: a failure without evidence", st.name)
		}
		if utf8.RuneCountInString(first) > 48 && f.Status == check.StatusFail {
			t.Errorf("%s: the first clause of %q does not fit a table", st.name, f.Message)
		}
	}
}

// lines are what the changes are on the device: a change is easier to judge by eye as a line.
func lines(t *testing.T, d *facts.Device, changes []show.Change) []string {
	t.Helper()
	if len(changes) == 0 {
		return nil
	}
	p, known := platforms.All().ByName(string(d.Found().Platform))
	if !known {
		t.Fatalf("%s: no platform %q", d.Name, d.Found().Platform)
	}
	var all []string
	for _, c := range changes {
		c.Release = "17.9.4a" // that takes every type of key
		l, err := p.Write(c)
		if err != nil {
			t.Errorf("%s: %+v: %v", d.Name, c, err)
		}
		all = append(all, l...)
	}
	return all
}

// outcome is what the plan of the device does about a finding.
func outcome(s *scene, results check.Results, of check.Finding) fix.Outcome {
	for k, f := range results.Devices[0] {
		if f.Check == of.Check && f.Subject == of.Subject && of.Device != "" {
			plans := fix.For(platforms.All()).Plans(s.fleet, results)
			return plans[0].Of(k)
		}
	}
	return fix.Outcome{Reasons: of.ByHand}
}

// needsNoEvidence: that a line is missing cannot be shown by a line.
func needsNoEvidence(id string) bool {
	switch id {
	case "clock-calendar", "ntp-access", "ntp-control", "ntp-served", "ntp-sources", "timestamps-log", "timestamps-debug", "clock-summer-time":
		return true
	}
	return false
}

func find(findings []check.Finding, id, subject string) (check.Finding, bool) {
	for _, f := range findings {
		if f.Check == id && f.Subject == subject {
			return f, true
		}
	}
	return check.Finding{}, false
}

// campus is four routers on three stratum 1 servers, and two switches on the first two routers.
func campus() *facts.Fleet {
	offset := interval.Around(0, 3*time.Millisecond)
	fl := &facts.Fleet{
		Started: started, Finished: started.Add(4 * time.Second), Complete: true,
		Reference: facts.Reference{Tier: facts.TierConfigured, Offset: &offset, Majority: true, Voters: 4, Faulty: 1},
	}
	for i := 1; i <= 3; i++ {
		fl.Servers = append(fl.Servers, measured(fmt.Sprintf("198.51.100.%d", i), 0))
	}
	for i := 1; i <= 4; i++ {
		fl.Devices = append(fl.Devices, device(fmt.Sprintf("r%d", i), fmt.Sprintf("192.0.2.%d", i), 2,
			source("198.51.100.1", 1, show.RoleSysPeer), source("198.51.100.2", 1, show.RoleCandidate), source("198.51.100.3", 1, show.RoleCandidate)))
	}
	for i := 1; i <= 2; i++ {
		fl.Devices = append(fl.Devices, device(fmt.Sprintf("s%d", i), fmt.Sprintf("192.0.2.%d", 10+i), 3,
			source("192.0.2.1", 2, show.RoleSysPeer), source("192.0.2.2", 2, show.RoleCandidate)))
	}
	return fl
}

// measured is a server that is off by so much, as the auditor found it.
func measured(address string, off time.Duration) facts.Server {
	stratum, offset := 1, interval.Around(off, 2*time.Millisecond)
	s := facts.Server{Address: address, Roles: []string{"source"}, Verdict: facts.Truechimer, Stratum: &stratum, RefID: "GPS", Offset: &offset}
	if off != 0 {
		s.Verdict = facts.Falseticker
	}
	return s
}

// source is a row of the association table with delay 2 ms, offset 0.5 ms and reach 377.
func source(address string, stratum int, role show.Role) facts.Association {
	when := 20
	refclock := ".GPS."
	switch {
	case facts.OwnClock(address):
		refclock = ".LOCL."
	case stratum > 1:
		refclock = "198.51.100.1"
	}
	dispersion := 2 * time.Millisecond
	return facts.Association{
		Association: show.Association{
			Address: address, RefClock: &refclock, Stratum: stratum, When: &when, Poll: 64, Reach: 0o377, Role: role, Configured: true,
		},
		Offset: ptr(500 * time.Microsecond), Delay: 2 * time.Millisecond, Dispersion: &dispersion, Line: "*~" + address + " …",
	}
}

// device is a healthy one that follows the first of its sources.
func device(name, address string, stratum int, sources ...facts.Association) facts.Device {
	measuredAt := started.Add(time.Second)
	d := facts.Device{
		Device: inventory.Device{Name: name, Host: address, Platform: "cisco_iosxe", Role: "router"},
		OS:     &platform.Platform{Name: "cisco_iosxe", Title: "IOS-XE", ShowControl: "show ntp packets mode control", OwnClockBelow: true}, Told: true,
		Outcome: "audited", MeasuredAt: &measuredAt, KnownBy: []netip.Addr{netip.MustParseAddr(address)},
		Version: &facts.Version{
			Model: "ISR4331/K9", OSVersion: "16.09.01", Uptime: ptr(400 * 24 * time.Hour),
			Says: facts.Evidence{Command: "show version", Line: "Cisco IOS XE Software, Version 16.09.01"},
		},
		Clock: clock(interval.Around(time.Millisecond, 5*time.Millisecond)),
		NTP: &facts.NTP{
			Enabled: ptr(true), Known: true, Uptime: ptr(400 * 24 * time.Hour), Associations: sources, StatusLine: "Clock is synchronized, …",
			Status: &show.Status{
				Command: "show ntp status", Enabled: true, Synchronized: ptr(true), Stratum: &stratum, RefID: &sources[0].Address, Poll: ptr(64), LastUpdateSeconds: ptr(50),
			},
		},
		Config:  &facts.Config{Privilege: ptr(15)},
		PKI:     &facts.PKI{Certificates: factoryCertificates()},
		Startup: &show.Startup{Command: "show startup-config", Present: true},
	}
	for _, s := range sources {
		d.Config.Servers = append(d.Config.Servers, show.ConfigServer{Type: "server", Address: s.Address, Line: "ntp server " + s.Address})
	}
	stamps := show.Timestamps{Kind: "datetime", Options: []string{"msec"}}
	d.Config.TimestampsLog, d.Config.TimestampsDebug = stamps, stamps
	d.Config.TimestampsLog.Line = "service timestamps log datetime msec"
	d.Config.TimestampsDebug.Line = "service timestamps debug datetime msec"
	return d
}

func clock(offset interval.Interval) *facts.Clock {
	return &facts.Clock{
		At:     &facts.Instant{Earliest: started.Add(-3 * ms), Latest: started.Add(3 * ms)},
		Offset: &offset, Compared: &offset, Method: []string{"show clock"}, Raw: "12:00:01.002 UTC Fri Nov 20 2026", Zone: "UTC", UTCOffset: ptr(time.Duration(0)),
		Authoritative: ptr(true), Source: "NTP", ShowClock: &offset, Samples: 1,
		Width:    facts.Width{Path: 6 * time.Millisecond, Quantum: time.Millisecond, Reference: 3 * time.Millisecond},
		Evidence: []facts.Evidence{{Command: "show clock detail", Line: "12:00:01.002 UTC Fri Nov 20 2026"}},
	}
}

func ptr[T any](v T) *T { return &v }

// Ways to spoil a scene that several checks share.

func ntpOff(s *scene) {
	s.NTP = &facts.NTP{Enabled: ptr(false), Known: true, Status: &show.Status{}, StatusLine: "%NTP is not enabled."}
}

// answered turns on another check, so that the one that is looked at may leave the question to it.
func answered(id string) func(*scene) {
	return func(s *scene) {
		s.policy.Checks = append(s.policy.Checks, policy.CheckLevel{ID: id, Severity: policy.Medium})
	}
}

func gap(kind facts.Kind) func(*scene) {
	return func(s *scene) { s.Gaps = append(s.Gaps, facts.Gap{Kind: kind, Reason: "cut off"}) }
}

func waived(id string, spoil func(*scene)) func(*scene) {
	return func(s *scene) {
		spoil(s)
		s.policy.Waivers = []policy.Waiver{{Check: id, Devices: []string{"*"}, Reason: "known", Owner: "neteng", Expires: started.AddDate(1, 0, 0)}}
	}
}

func justBooted(s *scene) { s.NTP.Uptime = ptr(4 * time.Minute) }

func unsynchronized(s *scene) {
	s.NTP.Status.Synchronized, s.NTP.Status.Stratum, s.NTP.Status.RefID = ptr(false), ptr(16), nil
	s.NTP.StatusLine = "Clock is unsynchronized, stratum 16, no reference clock"
	for i := range s.NTP.Associations {
		s.NTP.Associations[i].Role = show.RoleNone
	}
}

func offset(lo, hi time.Duration) func(*scene) {
	return func(s *scene) { s.Clock = clock(interval.Interval{Lo: lo, Hi: hi}) }
}

// all joins several ways to spoil a scene.
func all(spoils ...func(*scene)) func(*scene) {
	return func(s *scene) {
		for _, spoil := range spoils {
			spoil(s)
		}
	}
}

type iosTimezone = show.Timezone

// trust sets what "ntp trusted-key" lines print, and what they stand for.
func trust(c *show.Config, printed ...string) {
	var ranges []show.KeyRange
	for _, p := range printed {
		r, ok := capture.KeyRange(p)
		if !ok {
			panic(p)
		}
		ranges = append(ranges, r)
	}
	c.TrustedKeys, c.Trusted, c.Trusts = printed, show.JoinRanges(ranges), ranges
}
