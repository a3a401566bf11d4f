package checks

import (
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var pkiValidity = check.Check{
	ID: "pki-validity",
	Doc: check.Doc{
		Title: "The clock does not change which certificates are valid",
		Text: `A certificate is valid from one date to another, and it is the device's clock
that decides. A clock that is slow refuses a new certificate as not yet valid,
a clock that is fast refuses a good one as expired: VPN, HTTPS and enrolment
fail, and nothing in their messages points to the clock. The other way round
a wrong clock accepts what has expired.

Each certificate is judged twice: at the time by the reference, and at the
time that the device believes it is. Fails if one of the two says valid and
the other does not, or if the device has certificates and a clock that was
never set, as IOS then does not start its PKI at all. Inconclusive if a date
lies within the uncertainty of the clock or, where the zone is not known, of
the date. Passes if the two agree on every certificate: one that has expired
by the right time as well is named, and no matter of the clock. Named and not
judged are pending ones, which have no dates, and the self-signed ones of
older releases, which end with 2019 whenever they were made (FN70489). Does
not apply to a device without certificates, or to a release that does not know
the command.`,
		Remedy: `Set the clock right: clock-offset and clock-set say what is wrong with it. A
device whose NTP servers stand behind a VPN that needs these certificates
cannot recover alone: set its clock by hand once, and give it a source outside
the tunnel. What had expired meanwhile has to be enrolled anew.`,
	},
	Needs: []facts.Kind{facts.KindClock, facts.KindPKI},
	Wants: []facts.Kind{facts.KindStatus, facts.KindConfig, facts.KindVersion},
	Applies: func(p *check.Pass) (reason string, applies bool) {
		switch {
		case p.PKI == nil:
		case p.PKI.Unsupported != "":
			return "this release does not know " + p.PKI.Command, false
		case len(p.PKI.Certificates) == 0:
			return "it has no certificates", false
		}
		return "", true
	},
	Run: runPKIValidity,
}

func runPKIValidity(p *check.Pass, _ check.Subject) {
	p.Expectf("each certificate is as valid to the clock as by the reference")
	p.Cite(p.Clock.Evidence...)
	if reason, young := settling(p); young {
		p.Settlingf("%s; its certificates wait for the clock", reason)
		return
	}
	if p.Clock.NeverSet {
		p.Failf("PKI is down: the clock was never set")
	}
	believed, ok := p.Clock.Believes()
	switch {
	case ok:
		judgeCertificates(p, *p.Clock.At, believed)
	case p.Clock.At == nil:
		p.NotMeasuredf("no reference; nothing to hold the clock against")
	default:
		p.NotMeasuredf("the clock could not be measured")
	}
}

// outcome is what was found out about a certificate.
type outcome int

const (
	refusedAsEarly outcome = iota
	refusedAsExpired
	acceptedExpired
	acceptedEarly
	tooNear
	undated
	expiredAnyway
	earlyAnyway
	pending
	endsByBug
	sound
)

// outcomes say what each means for the device; what has no status is no matter of the clock.
var outcomes = [...]struct {
	status check.Status
	text   string
}{
	refusedAsEarly:   {check.StatusFail, "not yet valid to this clock"},
	refusedAsExpired: {check.StatusFail, "expired to this clock"},
	acceptedExpired:  {check.StatusFail, "expired, and this clock hides it"},
	acceptedEarly:    {check.StatusFail, "not yet valid, and this clock hides it"},
	tooNear:          {check.StatusInconclusive, "too near to one of its dates to tell"},
	undated:          {check.StatusNotMeasured, "a date is not known"},
	expiredAnyway:    {"", "expired whatever the clock"},
	earlyAnyway:      {"", "not yet valid whatever the clock"},
	pending:          {"", "pending, without dates"},
	endsByBug:        {"", "ends with 2019 by a bug of the release (FN70489)"},
	sound:            {"", "valid"},
}

// judgeCertificates holds each certificate against the time by the reference, and against that of the clock.
func judgeCertificates(p *check.Pass, now, believed facts.Instant) {
	var sorted [len(outcomes)][]facts.Certificate
	for _, c := range p.PKI.Certificates {
		o := outcomeOf(c, now, believed)
		sorted[o] = append(sorted[o], c)
	}
	var rest []string
	for o, certificates := range sorted {
		switch {
		case len(certificates) == 0:
		case outcomes[o].status == "":
			rest = append(rest, outcomes[o].text+": "+named(certificates))
		default:
			tell(p, outcome(o), certificates)
		}
	}
	p.Actualf("%s", strings.Join(append([]string{"believes it is " + between(believed)}, rest...), "; "))
	switch {
	case len(p.PKI.Unparsed) > 0:
		p.NotMeasuredf("a line was not understood; %s", strings.TrimSpace(p.PKI.Unparsed[0]))
	case len(sorted[pending])+len(sorted[endsByBug]) == len(p.PKI.Certificates):
		p.NotApplicablef("no certificate that can be judged; %s", strings.Join(rest, "; "))
	case unproven(p.Fleet.ReferenceOf(p.Device)):
		p.Inconclusivef("no reference that could vouch for the time")
	}
}

// unproven reports whether a reference proves failures only.
func unproven(ref *facts.Reference) bool { return ref.Tier == facts.TierConsensus || !ref.Majority }

func tell(p *check.Pass, o outcome, certificates []facts.Certificate) {
	text := outcomes[o].text + "; " + named(certificates)
	switch outcomes[o].status {
	case check.StatusFail:
		p.Failf("%s", text)
	case check.StatusInconclusive:
		p.Inconclusivef("%s", text)
	default:
		p.NotMeasuredf("%s", text)
	}
	p.Cite(dates(p.PKI.Command, certificates)...)
}

func outcomeOf(c facts.Certificate, now, believed facts.Instant) outcome {
	switch {
	case c.Pending():
		return pending
	case selfSignedBug(c):
		return endsByBug
	}
	truth, seen := validityAt(c, now), validityAt(c, believed)
	switch {
	case truth == undecided || seen == undecided:
		if c.NotBefore == nil || c.NotAfter == nil {
			return undated
		}
		return tooNear
	case truth == valid && seen == notYetValid:
		return refusedAsEarly
	case truth == valid && seen == expired:
		return refusedAsExpired
	case truth == expired && seen == valid:
		return acceptedExpired
	case truth == notYetValid && seen == valid:
		return acceptedEarly
	case truth == expired:
		return expiredAnyway
	case truth == notYetValid:
		return earlyAnyway
	}
	return sound
}

// selfSignedBug recognizes what old releases make for themselves (IOS before 15.6(3)M7, 15.7(3)M5, 15.8(3)M3 or 15.9(3)M,
// IOS-XE before 16.9.1): it ends as 2020 begins, whenever it was made (FN70489, CSCvi48253).
func selfSignedBug(c facts.Certificate) bool {
	end := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	return c.SelfSigned() && c.NotAfter != nil && !end.Before(c.NotAfter.Earliest) && !end.After(c.NotAfter.Latest)
}

// validity is the state of a certificate at a time.
type validity int

const (
	undecided validity = iota
	notYetValid
	valid
	expired
)

func validityAt(c facts.Certificate, now facts.Instant) validity {
	begin, end := c.NotBefore, c.NotAfter
	switch {
	case begin != nil && now.Before(*begin):
		return notYetValid
	case end != nil && end.Before(now):
		return expired
	case begin != nil && end != nil && begin.NotAfter(now) && now.NotAfter(*end):
		return valid
	}
	return undecided
}

// between shows an instant, or both its ends where a zone lies between them.
func between(i facts.Instant) string {
	const layout = "2006-01-02 15:04:05"
	switch {
	case !i.HasEarliest() && !i.HasLatest():
		return "any time"
	case !i.HasLatest():
		return i.Earliest.Format(layout) + " UTC or later"
	case !i.HasEarliest():
		return i.Latest.Format(layout) + " UTC or earlier"
	}
	if i.Latest.Sub(i.Earliest) < quarter {
		return i.Earliest.Format(layout) + " UTC"
	}
	return fmt.Sprintf("%s to %s UTC", i.Earliest.Format(layout), i.Latest.Format(layout))
}

// named lists certificates by title and trustpoints.
func named(certificates []facts.Certificate) string {
	names := make([]string, len(certificates))
	for i, c := range certificates {
		names[i] = strings.Join(append([]string{c.Title}, c.Trustpoints...), " ")
	}
	return list(names)
}

// dates are the lines that the first few certificates were judged by.
func dates(command string, certificates []facts.Certificate) []facts.Evidence {
	const shown = 5
	var lines []facts.Evidence
	for _, c := range certificates[:min(len(certificates), shown)] {
		for _, date := range []*show.CertificateDate{c.Certificate.NotBefore, c.Certificate.NotAfter} {
			if date != nil {
				lines = append(lines, facts.Evidence{Command: command, Line: date.Line})
			}
		}
	}
	return lines
}
