package check

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// ask puts one check to the device, once for each subject.
func (p *Pass) ask(c *Check, severity policy.Severity) []*Finding {
	first := p.begin(c, severity, "")
	var subjects []Subject
	first.guard(func() { subjects = p.subjects(c) })
	if first.Status != "" {
		return []*Finding{first}
	}
	var findings []*Finding
	taken := make(map[string]int, len(subjects))
	for _, s := range subjects[:min(len(subjects), mostSubjects)] {
		s.Name = unique(s.Name, taken)
		f := p.begin(c, severity, s.Name)
		f.guard(func() { c.Run(p, s) })
		findings = append(findings, f)
	}
	if more := len(subjects) - mostSubjects; more > 0 {
		f := p.begin(c, severity, fmt.Sprintf("%d more", more))
		p.NotMeasuredf("%d more are not judged one by one; the first %d are", more, mostSubjects)
		findings = append(findings, f)
	}
	return findings
}

// mostSubjects is how many rows or lines of one device a check judges one by one: ten times the
// default of "ntp max-associations". A report must not grow with what a device that has gone
// mad sends; the rest is open, and no pass.
const mostSubjects = 1000

// subjects lists what the check has to be asked about, or answers that it cannot be asked.
func (p *Pass) subjects(c *Check) []Subject {
	if p.Outcome == facts.Unsupported {
		p.NotMeasuredf("%s", p.unsupported())
		return nil
	}
	if c.Applies != nil {
		if reason, applies := c.Applies(p); !applies {
			p.NotApplicablef("%s", reason)
			return nil
		}
	}
	if !p.has(c.Needs) {
		return nil
	}
	if c.Subjects == nil {
		return []Subject{{}}
	}
	subjects := c.Subjects(p)
	if len(subjects) == 0 {
		p.NotApplicablef("there is nothing to ask about")
	}
	return subjects
}

// has reports whether the facts are there. Else it answers: what the platform cannot have does not apply; then counts what
// is missing of this device, then, at low, what its platform never tells.
func (p *Pass) has(needs []facts.Kind) bool {
	for _, kind := range needs {
		if u, untold := p.Lacks(kind); untold && !u.Has {
			p.NotApplicablef("%s", u.Reason)
			return false
		}
	}
	for _, kind := range needs {
		_, untold := p.Lacks(kind)
		if reason, missing := missing(p.Device, kind); missing && !untold {
			p.NotMeasuredf("%s", reason)
			return false
		}
	}
	for _, kind := range needs {
		if u, untold := p.Lacks(kind); untold {
			p.NotMeasuredf("%s", u.Reason)
			p.GradeAtMost(policy.Low) // no device of the platform can do better: it would be unknown for ever
			return false
		}
	}
	return true
}

// unsupported is why nothing is asked of the device: what a check knows of answers holds for
// the platforms that are supported.
func (p *Pass) unsupported() string {
	if p.Error == nil {
		return "the device is not supported"
	}
	return p.Error.Message
}

// begin makes an answer the current one.
func (p *Pass) begin(c *Check, severity policy.Severity, subject string) *Finding {
	f := newFinding(c, severity)
	f.Device, f.Subject = p.Name, subject
	p.Answer = Answer{finding: f}
	return f
}

// missing tells why a kind of fact is not there.
func missing(d *facts.Device, kind facts.Kind) (reason string, missing bool) {
	if reason, missing := d.Gap(kind); missing {
		return reason, true
	}
	ntp := d.NTP
	known := true
	switch kind {
	case facts.KindClock:
		known = d.Clock != nil
	case facts.KindStatus:
		known = ntp != nil && ntp.Status != nil
	case facts.KindAssociations:
		known = ntp != nil && (ntp.Known || len(ntp.Associations) > 0)
	case facts.KindConfig:
		known = d.Config != nil
	case facts.KindVersion:
		known = d.Version != nil
	case facts.KindPKI:
		known = d.PKI != nil
	case facts.KindStartup:
		known = d.Startup != nil
	}
	return fmt.Sprintf("%s: not answered", kind), !known
}

// unique numbers the second and further subjects of one name.
func unique(name string, taken map[string]int) string {
	taken[name]++
	if n := taken[name]; n > 1 {
		return fmt.Sprintf("%s #%d", name, n)
	}
	return name
}

func newFinding(c *Check, severity policy.Severity) *Finding {
	return &Finding{Check: c.ID, Severity: severity}
}

// guard keeps a panic from losing the report: it becomes the answer.
func (f *Finding) guard(run func()) {
	defer func() {
		if cause := recover(); cause != nil {
			*f = Finding{Check: f.Check, Device: f.Device, Subject: f.Subject, Severity: f.Severity}
			Answer{f}.NotMeasuredf("check %s broke down; please report this: %v", f.Check, cause)
		}
	}()
	run()
}

// finish turns silence into a pass, and takes the remedy from what needs none.
func finish(f *Finding) {
	if f.Status == "" {
		f.Status = StatusPass
	}
	if f.Status == StatusPass || f.Status == StatusNotApplicable {
		f.Changes, f.ByHand, f.Cause = nil, nil, ""
	}
}
