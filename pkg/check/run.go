package check

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// Run asks every check of every device, and the checks about the fleet once. A check runs
// on a device if the policy for that device gives it a severity. Findings stand in the
// order of the fleet's devices and of the checks, whatever the machine; a check that
// panics costs its own finding only.
func Run(checks []Check, fleet *facts.Fleet, p *policy.Policy) Results {
	r := runner{
		checks:  checks,
		fleet:   fleet,
		graph:   topology.Build(fleet),
		policy:  p,
		waivers: newWaivers(p, fleet),
		common:  make(map[any]any),
	}
	results := Results{Devices: make([][]Finding, len(fleet.Devices)), Waived: make([]*policy.Waiver, len(fleet.Devices))}
	for i := range fleet.Devices {
		results.Devices[i] = r.device(i)
		results.Waived[i] = r.waivers.whole(&fleet.Devices[i])
	}
	results.Fleet = append(r.fleetFindings(), r.waivers.lapsed()...)
	return results
}

type runner struct {
	checks  []Check
	fleet   *facts.Fleet
	graph   *topology.Graph
	policy  *policy.Policy
	waivers *waivers
	common  map[any]any // see OnceForAll
}

func (r *runner) device(i int) []Finding {
	d := &r.fleet.Devices[i]
	pass := &Pass{Device: d, Fleet: r.fleet, Graph: r.graph, Node: i, Policy: r.policy.For(d.Found()), common: r.common}
	findings := make([]Finding, 0, len(r.checks))
	for k := range r.checks {
		c := &r.checks[k]
		severity := pass.Policy.Level(c.ID)
		if c.Run == nil || severity == policy.Off {
			continue
		}
		for _, f := range pass.ask(c, severity) {
			finish(f)
			f.Controls = controlsFor(c.Controls, d)
			r.waivers.apply(f, d)
			findings = append(findings, *f)
		}
	}
	return findings
}

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

func (r *runner) fleetFindings() []Finding {
	var findings []Finding
	devices := make(map[string]*facts.Device, len(r.fleet.Devices))
	for i := range r.fleet.Devices {
		devices[r.fleet.Devices[i].Name] = &r.fleet.Devices[i]
	}
	for k := range r.checks {
		c := &r.checks[k]
		severity := r.policy.Level(c.ID)
		if c.RunFleet == nil || severity == policy.Off {
			continue
		}
		for _, f := range r.askFleet(c, severity) {
			finish(f)
			f.Controls = controlsFor(c.Controls, r.concerned(f, devices)...)
			r.waivers.applyFleet(f, devices)
			findings = append(findings, *f)
		}
	}
	return findings
}

// concerned are the devices that a finding about the fleet names; all, where it names none.
func (r *runner) concerned(f *Finding, byName map[string]*facts.Device) []*facts.Device {
	var devices []*facts.Device
	for _, name := range f.Devices {
		if d := byName[name]; d != nil {
			devices = append(devices, d)
		}
	}
	if len(f.Devices) > 0 {
		return devices
	}
	for i := range r.fleet.Devices {
		devices = append(devices, &r.fleet.Devices[i])
	}
	return devices
}

// askFleet puts one check to the fleet. Where nothing was said, the fleet passes.
func (r *runner) askFleet(c *Check, severity policy.Severity) []*Finding {
	p := &FleetPass{Fleet: r.fleet, Graph: r.graph, Policy: r.policy, check: c, severity: severity}
	whole := newFinding(c, severity)
	if reason, missing := missingEverywhere(r.fleet, c.Needs); missing {
		for i := range r.fleet.Devices {
			whole.Devices = append(whole.Devices, r.fleet.Devices[i].Name)
		}
		Answer{whole}.NotMeasuredf("%s", reason)
		return []*Finding{whole}
	}
	whole.guard(func() { c.RunFleet(p) })
	if whole.Status != "" || len(p.findings) == 0 {
		return append(p.findings, whole)
	}
	return p.findings
}

// missingEverywhere tells why nothing can be said about the fleet: no device gave what is needed.
func missingEverywhere(fleet *facts.Fleet, needs []facts.Kind) (reason string, all bool) {
	for i := range fleet.Devices {
		d := &fleet.Devices[i]
		lacks := func(kind facts.Kind) bool {
			_, missing := missing(d, kind)
			return missing
		}
		if !slices.ContainsFunc(needs, lacks) {
			return "", false
		}
	}
	return "no device answered what this needs", len(needs) > 0
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
		f.Changes, f.ByHand = nil, nil
	}
}
