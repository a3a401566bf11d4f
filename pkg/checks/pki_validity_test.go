package checks_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

const aDay = 24 * time.Hour

// at is a moment so long after the audit, known to the nanosecond.
func at(after time.Duration) *facts.Instant {
	t := started.Add(after)
	return &facts.Instant{Earliest: t, Latest: t}
}

// bugEnd is when the self-signed certificates of older releases end, after the audit.
var bugEnd = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Sub(started)

// factoryCertificates are what an ordinary device holds although nobody has configured any: its identity has expired,
// and its self-signed one has ended with 2019.
func factoryCertificates() []facts.Certificate {
	return []facts.Certificate{
		issued("Certificate", "CISCO_IDEVID_SUDI", at(-4000*aDay), at(-300*aDay)),
		issued("CA Certificate", "CISCO_IDEVID_SUDI", at(-5000*aDay), at(4000*aDay)),
		issued("Router Self-Signed Certificate", "TP-self-signed-1", at(-3500*aDay), at(bugEnd)),
	}
}

// issued is a certificate that is valid between two moments.
func issued(title, trustpoint string, notBefore, notAfter *facts.Instant) facts.Certificate {
	c := facts.Certificate{NotBefore: notBefore, NotAfter: notAfter}
	c.Certificate = show.Certificate{Title: title, Status: "Available", Trustpoints: []string{trustpoint}}
	if notBefore != nil {
		c.Certificate.NotBefore = &show.CertificateDate{Line: "start date: …"}
	}
	if notAfter != nil {
		c.Certificate.NotAfter = &show.CertificateDate{Line: "end   date: …"}
	}
	return c
}

// holds gives the device certificates, and a clock that is off by so much.
func holds(off time.Duration, certificates ...facts.Certificate) func(*scene) {
	return func(s *scene) {
		s.Clock = clock(interval.Around(off, 5*ms))
		s.PKI = &facts.PKI{Certificates: certificates}
	}
}

// zoneUnknown leaves the offset of the clock open by the zones from an hour behind UTC to an hour ahead.
func zoneUnknown(s *scene) {
	off := *s.Clock.Offset
	s.Clock.Offset, s.Clock.UTCOffset = nil, nil
	for _, z := range []time.Duration{-time.Hour, 0, time.Hour} {
		s.Clock.Candidates = append(s.Clock.Candidates, facts.Candidate{UTCOffset: z, Offset: off.Shift(-z)})
	}
}

func TestPKIValidity(t *testing.T) {
	corp := issued("Certificate", "CORP", at(-100*aDay), at(100*aDay))
	ca := issued("CA Certificate", "CORP", at(-3000*aDay), at(3000*aDay))
	gone := issued("Certificate", "OLD", at(-500*aDay), at(-50*aDay))
	early := issued("Certificate", "NEXT", at(50*aDay), at(500*aDay))
	bug := issued("Router Self-Signed Certificate", "TP-self-signed-1", at(-3500*aDay), at(bugEnd))
	nearEnd := issued("Certificate", "NEAR", at(-100*aDay), at(0))
	asked := facts.Certificate{Certificate: show.Certificate{Title: "Certificate", Status: "Pending", Trustpoints: []string{"VPN1"}}}
	noEnd := issued("Certificate", "HALF", at(-100*aDay), nil)
	neverSet := func(s *scene) {
		s.Clock.NeverSet, s.Clock.Authoritative = true, ptr(false)
		unsynchronized(s)
	}
	noReference := func(s *scene) { s.Clock.At, s.Clock.Offset, s.fleet.Reference.Offset = nil, nil, nil }
	consensus := func(s *scene) { s.fleet.Reference.Tier = facts.TierConsensus }
	tell(t, "pki-validity", []story{
		{"all is well", holds(0, corp, ca), check.StatusPass, "", 0, nil, ""},
		{"wrong by a minute, and no date is near", holds(time.Minute, corp, ca), check.StatusPass, "", 0, nil, ""},
		{"slow: a good one is not yet valid", holds(-200*aDay, corp, ca), check.StatusFail,
			"not yet valid to this clock; Certificate CORP", policy.High, nil, ""},
		{"fast: a good one has expired", holds(200*aDay, corp, ca), check.StatusFail, "expired to this clock; Certificate CORP", policy.High, nil, ""},
		{"slow: an expired one looks good", holds(-60*aDay, corp, gone), check.StatusFail, "expired, and this clock hides it; Certificate OLD", 0, nil, ""},
		{"fast: one of the future looks good", holds(60*aDay, corp, early), check.StatusFail, "not yet valid, and this clock hides it; Certificate NEXT", 0, nil, ""},
		{"both at once", holds(-200*aDay, corp, gone), check.StatusFail,
			"not yet valid to this clock; Certificate CORP; expired, and this clock hides it; Certificate OLD", 0, nil, ""},
		{"thirty-three years back", holds(-33*365*aDay, corp, ca), check.StatusFail,
			"not yet valid to this clock; Certificate CORP, CA Certificate CORP", 0, nil, ""},
		{"mere expiry", holds(0, corp, gone), check.StatusPass, "", 0, nil, ""},
		{"mere expiry of all", holds(0, gone), check.StatusPass, "", 0, nil, ""},
		{"expired, and before its time to this clock", holds(-1000*aDay, gone), check.StatusPass, "", 0, nil, ""},
		{"not yet valid by both", holds(0, early), check.StatusPass, "", 0, nil, ""},
		{"a date within the bound", holds(0, corp, nearEnd), check.StatusInconclusive, "too near to one of its dates to tell; Certificate NEAR", policy.High, nil, ""},
		{"the end of 2019", holds(0, corp, bug), check.StatusPass, "", 0, nil, ""},
		{"the end of 2019, to a clock of 2018", holds(bugEnd-400*aDay, bug, ca), check.StatusPass, "", 0, nil, ""},
		{"the end of 2019, and nothing else", holds(0, bug), check.StatusNotApplicable,
			"no certificate that can be judged; ends with 2019 by a bug of the release (FN70489): Router Self-Signed Certificate TP-self-signed-1", 0, nil, ""},
		{"an ordinary one that ends then", holds(bugEnd-400*aDay, issued("Certificate", "CORP", at(-3500*aDay), at(bugEnd)), ca), check.StatusFail,
			"expired, and this clock hides it; Certificate CORP", 0, nil, ""},
		{"one is pending", holds(0, corp, asked), check.StatusPass, "", 0, nil, ""},
		{"all are pending", holds(0, asked), check.StatusNotApplicable,
			"no certificate that can be judged; pending, without dates: Certificate VPN1", 0, nil, ""},
		{"never set", all(holds(-33*365*aDay, corp, bug), neverSet), check.StatusFail,
			"PKI is down: the clock was never set; not yet valid to this clock; Certificate CORP", policy.High, nil, ""},
		{"never set, and only pending", all(holds(-33*365*aDay, asked), neverSet), check.StatusFail, "PKI is down: the clock was never set", 0, nil, ""},
		{"never set, and no reference", all(holds(0, corp), neverSet, noReference), check.StatusFail, "PKI is down: the clock was never set", 0, nil, ""},
		{"settling", all(holds(-33*365*aDay, corp), neverSet, justBooted), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"zone not known, and no date is near", all(holds(0, corp), zoneUnknown), check.StatusPass, "", 0, nil, ""},
		{"zone not known, and a date is near", all(holds(0, issued("Certificate", "NEAR", at(-aDay), at(30*time.Minute))), zoneUnknown),
			check.StatusInconclusive, "too near to one of its dates to tell", 0, nil, ""},
		{"zone not known, wrong in all", all(holds(200*aDay, corp), zoneUnknown), check.StatusFail, "expired to this clock", 0, nil, ""},
		{"the zone of the dates is not known", holds(0, issued("Certificate", "NEAR", at(-aDay),
			&facts.Instant{Earliest: started.Add(-time.Hour), Latest: started.Add(time.Hour)})), check.StatusInconclusive, "too near to one of its dates to tell", 0, nil, ""},
		{"a date was not understood", holds(0, corp, noEnd), check.StatusNotMeasured, "a date is not known; Certificate HALF", 0, nil, ""},
		{"a date was not understood, and the other tells", holds(-200*aDay, issued("Certificate", "OLD", nil, at(-100*aDay)), corp), check.StatusFail,
			"not yet valid to this clock; Certificate CORP", 0, nil, ""},
		{"a line that may be a date", func(s *scene) {
			holds(0, corp)(s)
			s.PKI.Unparsed = []string{"    end   date: soon"}
		}, check.StatusNotMeasured, "a line was not understood; end   date: soon", 0, nil, ""},
		{"consensus cannot pass", all(holds(0, corp), consensus), check.StatusInconclusive, "no reference that could vouch for the time", 0, nil, ""},
		{"consensus can fail", all(holds(200*aDay, corp), consensus), check.StatusFail, "expired to this clock", 0, nil, ""},
		{"no majority cannot pass", all(holds(0, corp), func(s *scene) { s.fleet.Reference.Majority = false }), check.StatusInconclusive,
			"no reference that could vouch for the time", 0, nil, ""},
		{"no reference", all(holds(0, corp), noReference), check.StatusNotMeasured, "no reference", 0, nil, ""},
		{"erratic", all(holds(0, corp), func(s *scene) { s.Clock.Offset, s.Clock.Erratic = nil, true }), check.StatusNotMeasured,
			"the clock could not be measured", 0, nil, ""},
		{"no certificates", holds(0), check.StatusNotApplicable, "it has no certificates", 0, nil, ""},
		{"a release without", func(s *scene) {
			s.PKI = &facts.PKI{Command: "show crypto pki certificates", Unsupported: "% Invalid input detected at '^' marker."}
		},
			check.StatusNotApplicable, "this release does not know show crypto pki certificates", 0, nil, ""},
		{"refused", all(gap(facts.KindPKI), func(s *scene) { s.PKI = nil }), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"not measured", all(holds(0, corp), gap(facts.KindClock)), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("pki-validity", holds(200*aDay, corp)), check.StatusWaived, "expired to this clock", 0, nil, ""},
	})
}

// What is no matter of the clock is said all the same.
func TestPKIValidityNamesTheRest(t *testing.T) {
	s := newScene(t, "pki-validity")
	holds(0,
		issued("Certificate", "OLD", at(-500*aDay), at(-50*aDay)),
		facts.Certificate{Certificate: show.Certificate{Title: "Certificate", Status: "Pending", Trustpoints: []string{"VPN1"}}},
	)(s)
	f := check.Run(checks.All(), s.fleet, s.policy).Devices[0][0]
	for _, want := range []string{"believes it is 2026-11-20 11:59:59 UTC", "expired whatever the clock: Certificate OLD", "pending, without dates: Certificate VPN1"} {
		if !strings.Contains(f.Actual, want) {
			t.Errorf("actual %q, want %q in it", f.Actual, want)
		}
	}
}

// A device that has gone mad must not fill the report.
func TestPKIValidityStaysShort(t *testing.T) {
	s := newScene(t, "pki-validity")
	var many []facts.Certificate
	for range 10_000 {
		many = append(many, issued("Certificate", "CORP", at(-aDay), at(aDay)))
	}
	holds(-100*aDay, many...)(s)
	f := check.Run(checks.All(), s.fleet, s.policy).Devices[0][0]
	if f.Status != check.StatusFail || len(f.Evidence) > 20 || len(f.Message) > 200 {
		t.Errorf("%s, %d lines of evidence, %d bytes of message", f.Status, len(f.Evidence), len(f.Message))
	}
}
