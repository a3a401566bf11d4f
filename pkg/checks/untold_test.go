package checks_test

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// sparse is a platform that tells as little as NX-OS: no flag of the clock, no offset of its own, and of the sources no more
// than which is followed, their strata and which answer.
func sparse() *platform.Platform {
	return &platform.Platform{Name: "cisco_ios", Title: "NX-OS", Untold: []show.Untold{
		{Kind: show.KindAuthority, Reason: "no flag"},
		{Kind: show.KindSelfReport, Reason: "no offset of its own"},
		{Kind: show.KindCalendar, Reason: "no calendar"},
		{Kind: show.KindDebugStamps, Reason: "no stamps of its own for debug messages"},
		{Kind: show.KindSNTP, Reason: "no SNTP"},
		{Kind: show.KindSync, Has: true, Reason: "only the followed source"},
		{Kind: show.KindPeerOffsets, Has: true, Reason: "no offsets"},
		{Kind: show.KindPeerAge, Has: true, Reason: "no ages"},
		{Kind: show.KindFalsetickers, Has: true, Reason: "no marks of falsetickers"},
		{Kind: show.KindPKI, Has: true, Reason: "certificates are not read"},
	}}
}

// onSparse makes the device one of that platform.
func onSparse(d *facts.Device) {
	d.OS, d.PKI = sparse(), nil
	d.Clock.Authoritative, d.Clock.Synchronized = nil, nil
	stratum := *d.NTP.Status.Stratum
	d.NTP.Status = &show.Status{Command: "show ntp peer-status", Enabled: true, Synchronized: ptr(true), Stratum: &stratum}
	for i := range d.NTP.Associations {
		a := &d.NTP.Associations[i]
		a.RefClock, a.When, a.OffsetMS, a.Offset, a.Dispersion, a.Command = nil, nil, nil, nil, nil, "show ntp peer-status"
	}
	d.Config.TimestampsDebug = show.Timestamps{}
}

// followsNothing is what a table without a mark says: no stratum is concluded from it.
func followsNothing(s *scene) {
	unsynchronized(s)
	s.NTP.Status.Stratum = nil
}

// idle is NTP that is on and has no sources.
func idle(s *scene) {
	s.NTP = &facts.NTP{Enabled: ptr(false), Known: true, StatusLine: "Total peers : 0",
		Status: &show.Status{Command: "show ntp peer-status", Line: "Total peers : 0", Off: "no NTP peer or server is configured"}}
}

// everything is the baseline policy with every check on.
func everything(t *testing.T) *policy.Policy {
	t.Helper()
	p, err := policy.Builtin("baseline")
	if err != nil {
		t.Fatal(err)
	}
	own := *p
	own.Checks = nil
	for _, c := range checks.All() {
		own.Checks = append(own.Checks, policy.CheckLevel{ID: c.ID, Severity: policy.Medium})
	}
	return &own
}

// What a platform does not tell is no pass: it does not apply where the platform cannot have it, else it is not measured. What
// rests on other facts is judged as anywhere.
func TestWhatAPlatformDoesNotTell(t *testing.T) {
	want := map[string]struct {
		status  check.Status
		message string
	}{
		"clock-set":        {check.StatusNotApplicable, "no flag"},
		"clock-calendar":   {check.StatusNotApplicable, "no calendar"},
		"ntp-peer-offset":  {check.StatusNotMeasured, "no offsets"},
		"ntp-fresh":        {check.StatusNotMeasured, "no ages"},
		"ntp-self-report":  {check.StatusNotApplicable, "no offset of its own"},
		"timestamps-debug": {check.StatusNotApplicable, "no stamps of its own"},
		"pki-validity":     {check.StatusNotMeasured, "certificates are not read"},
	}
	judged := []string{"clock-offset", "ntp-enabled", "ntp-synchronized", "ntp-stratum", "ntp-sources", "ntp-reach", "ntp-falseticker", "ntp-master", "timestamps-log"}
	fl := campus()
	onSparse(&fl.Devices[0])
	for _, f := range check.Run(checks.All(), fl, everything(t)).Devices[0] {
		if w, untold := want[f.Check]; untold {
			if f.Status != w.status || !strings.Contains(f.Message, w.message) {
				t.Errorf("%s: %s %q, want %s %q", f.Check, f.Status, f.Message, w.status, w.message)
			}
			delete(want, f.Check)
		}
		for _, id := range judged {
			if f.Check == id && f.Status != check.StatusPass {
				t.Errorf("%s: %s %q", id, f.Status, f.Message)
			}
		}
		if f.Check == "timestamps-zone" && f.Subject == "debug" && f.Status != check.StatusNotApplicable {
			t.Errorf("%s %s: %s %q", f.Check, f.Subject, f.Status, f.Message)
		}
		if f.Check == "ntp-synchronized" && f.Actual != "follows 198.51.100.1" {
			t.Errorf("it is told to be %q by the source that it follows", f.Actual)
		}
	}
	for id := range want {
		t.Errorf("%s: no finding", id)
	}
}

func TestOnAPlatformThatTellsLittle(t *testing.T) {
	sparsely := func(spoil func(*scene)) func(*scene) {
		return func(s *scene) {
			onSparse(s.Device)
			spoil(s)
		}
	}
	tell(t, "clock-set", []story{
		{"a date of no set clock", sparsely(func(s *scene) { s.Clock.NeverSet, s.Clock.Raw = true, "00:12:45.017 UTC Mon Mar 1 1993" }),
			check.StatusFail, "clock never set: reads 1993", 0, nil, ""},
		{"not read", sparsely(gap(facts.KindClock)), check.StatusNotMeasured, "cut off", 0, nil, ""},
	})
	tell(t, "ntp-falseticker", []story{
		{"measured wrong", sparsely(func(s *scene) { s.fleet.Servers[0] = measured("198.51.100.1", 5*sec) }), check.StatusFail,
			"follows 198.51.100.1, which is 5.00 s fast", 0, nil, ""},
		{"not measured", sparsely(func(s *scene) { s.fleet.Servers, s.Clock.Offset = nil, nil }), check.StatusNotMeasured,
			"what it follows was not measured from here", 0, nil, ""},
		{"follows nothing", sparsely(all(followsNothing, func(s *scene) { s.fleet.Servers, s.Clock.Offset = nil, nil })), check.StatusNotMeasured,
			"it follows no source", 0, nil, ""},
		{"follows its own clock", sparsely(func(s *scene) {
			s.fleet.Servers, s.Clock.Offset, s.NTP.Associations[0].Address = nil, nil, "127.127.1.0"
		}), check.StatusNotMeasured, "it follows no source", 0, nil, ""},
	})
	tell(t, "ntp-stratum", []story{
		{"follows nothing", sparsely(followsNothing), check.StatusFail, "not synchronized", 0, nil, ""},
		{"follows nothing, which ntp-synchronized says", all(sparsely(followsNothing), answered("ntp-synchronized")), check.StatusNotApplicable,
			"not synchronized", 0, nil, ""},
	})
	tell(t, "ntp-enabled", []story{
		{"no source is configured", sparsely(idle), check.StatusFail, "no NTP peer or server is configured", 0, nil, ""},
		{"and its configuration may not be read", sparsely(all(idle, gap(facts.KindConfig), func(s *scene) { s.Config = nil })), check.StatusFail,
			"no NTP peer or server is configured", 0, nil, ""},
		{"PTP steers it", sparsely(all(idle, func(s *scene) { s.Clock.Source = "PTP" })), check.StatusPass, "", 0, nil, ""},
	})
	far := offset(4990*ms, 5010*ms)
	tell(t, "clock-offset", []story{
		{"follows a wrong source", sparsely(all(far, func(s *scene) { s.fleet.Servers[0] = measured("198.51.100.1", 5*sec) })), check.StatusFail,
			"+5.000 ±0.010 s, limit ±1 s; it follows a wrong source", 0, nil, ""},
		{"follows a right source", sparsely(far), check.StatusFail, "+5.000 ±0.010 s, limit ±1 s; the source that it follows does not explain it", 0, nil, ""},
		{"its source is out of sight", sparsely(all(far, func(s *scene) { s.fleet.Servers = nil })), check.StatusFail,
			"+5.000 ±0.010 s, limit ±1 s; its source could not be measured from here", 0, nil, ""},
	})
	tell(t, "ntp-synchronized", []story{
		{"follows nothing", sparsely(unsynchronized), check.StatusFail, "not synchronized", 0, nil, ""},
		{"by its NTP answer", sparsely(func(s *scene) { s.NTP.Associations, s.NTP.Known = nil, false }), check.StatusPass, "", 0, nil, ""},
		{"not known", sparsely(all(gap(facts.KindStatus), func(s *scene) { s.NTP.Status = nil })), check.StatusNotMeasured, "cut off", 0, nil, ""},
	})
	tell(t, "timestamps-log", []story{
		{"a switch whose configuration is elsewhere", sparsely(func(s *scene) {
			s.Config, s.Gaps = nil, []facts.Gap{{Kind: facts.KindConfig, Reason: "it is on the APIC", Inapplicable: true}}
		}), check.StatusNotApplicable, "it is on the APIC", 0, nil, ""},
	})
}
