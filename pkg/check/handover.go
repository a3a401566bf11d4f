package check

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// LeftTo reports whether another check answers for this device. Only then may a check excuse
// itself by it: what is asked by no check stays without an answer, and an excuse would be a pass. These do not
// answer: a check that is off for the device, one that the device is excused from, one that does not apply to it, and,
// for a finding that weighs more, one that is lowered to information, which moves no verdict.
func (p *Pass) LeftTo(id string) bool {
	severity := policy.Critical
	if p.finding != nil {
		severity = p.finding.Severity
	}
	return p.runner != nil && p.runner.answers(p.Node, id, severity)
}

// LeftTo is the same for a question about one device, by its place in Fleet.Devices.
func (p *FleetPass) LeftTo(device int, id string) bool {
	return p.runner.answers(device, id, p.severity)
}

// answers reports whether a check answers for a device in place of one of that severity.
func (r *runner) answers(device int, id string, instead policy.Severity) bool {
	at := slices.IndexFunc(r.checks, func(c Check) bool { return c.ID == id })
	if at < 0 {
		return false
	}
	c, d := &r.checks[at], r.fleet.Devices[device].Device
	switch severity := r.level(c, device); {
	case severity == policy.Off, severity == policy.Info && instead > policy.Info:
		return false
	case r.policy.WaiverFor(id, d, r.fleet.ReferenceTime()) != nil:
		return false
	case c.Run == nil:
		return slices.ContainsFunc(r.askFleet(c), (*Finding).answers)
	case r.results.Devices[device] == nil:
		return slices.ContainsFunc(r.deviceRun(device).ask(c), (*Finding).answers)
	}
	said := func(f Finding) bool { return f.Check == id && f.answers() }
	return slices.ContainsFunc(r.results.Devices[device], said)
}

// level is the severity of a check for a device. What is asked of the fleet as a whole knows no single devices.
func (r *runner) level(c *Check, device int) policy.Severity {
	switch {
	case c.Run == nil:
		return r.policy.Level(c.ID)
	case r.results.Devices[device] == nil:
		return r.deviceRun(device).pass.Policy.Level(c.ID)
	}
	return r.policy.For(r.fleet.Devices[device].Found()).Level(c.ID)
}

// answers reports whether the finding says anything of what its check asks.
func (f *Finding) answers() bool { return f.Status != StatusNotApplicable || f.Settling }

// turns holds what each check said, by its id; an entry without findings is one that is being asked. Two checks that leave one
// question to each other are told apart by it: the second has to answer.
type turns map[string][]*Finding

func (t turns) once(id string, ask func() []*Finding) []*Finding {
	if found, begun := t[id]; begun {
		return found
	}
	t[id] = nil
	found := ask()
	for _, f := range found {
		finish(f)
	}
	t[id] = found
	return found
}

// deviceRun is the checks at work on one device.
type deviceRun struct {
	turns
	pass *Pass
}

// ask puts a check to the device, once. The answer to the subject at hand stays the one that others add to.
func (d *deviceRun) ask(c *Check) []*Finding {
	return d.once(c.ID, func() []*Finding {
		current := d.pass.Answer
		defer func() { d.pass.Answer = current }()
		return d.pass.ask(c, d.pass.Policy.Level(c.ID))
	})
}
