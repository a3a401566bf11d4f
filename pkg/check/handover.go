package check

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// LeftTo reports whether another check says of this device what is left to it. Only then may a check excuse
// itself by it: what is said by no check stays without an answer, and an excuse would be a pass. These do not
// say it: a check that is off for the device, one that the device is excused from, one that does not apply to it, one that
// passes, as it does so for a reason of its own, and, for a finding that weighs more, one that is lowered to information,
// which moves no verdict.
func (p *Pass) LeftTo(id string) bool { return p.answeredBy(id, (*Finding).tells) }

// Asked reports whether another check is put to this device and applies to it, whatever it says: for a question that its
// pass answers as well.
func (p *Pass) Asked(id string) bool { return p.answeredBy(id, (*Finding).applies) }

func (p *Pass) answeredBy(id string, by func(*Finding) bool) bool {
	severity := policy.Critical
	if p.finding != nil {
		severity = p.finding.Severity
	}
	return p.runner != nil && p.runner.answers(p.Node, id, severity, by)
}

// LeftTo is the same for a question about one device, by its place in Fleet.Devices.
func (p *FleetPass) LeftTo(device int, id string) bool {
	return p.runner.answers(device, id, p.severity, (*Finding).tells)
}

// Asked is the same for a question about one device, by its place in Fleet.Devices.
func (p *FleetPass) Asked(device int, id string) bool {
	return p.runner.answers(device, id, p.severity, (*Finding).applies)
}

// Said is the status of what the same check says of one device and subject, a waiver applied. Empty: it is not asked there.
func (p *FleetPass) Said(device int, subject string) Status {
	for _, f := range p.runner.results.Devices[device] {
		if f.Check == p.check.ID && f.Subject == subject {
			return f.Status
		}
	}
	return ""
}

// answers reports whether a check answers for a device in place of one of that severity.
func (r *runner) answers(device int, id string, instead policy.Severity, by func(*Finding) bool) bool {
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
		return slices.ContainsFunc(r.askFleet(c), func(f *Finding) bool { return f.concerns(d.Name) && by(f) })
	case r.results.Devices[device] == nil:
		return slices.ContainsFunc(r.deviceRun(device).ask(c), by)
	}
	said := func(f Finding) bool { return f.Check == id && by(&f) }
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

// applies reports whether the finding says anything of what its check asks.
func (f *Finding) applies() bool { return f.Status != StatusNotApplicable || f.Settling }

// tells reports whether the finding says that something is wrong, or not known.
func (f *Finding) tells() bool { return f.Status != StatusPass && f.applies() }

// concerns reports whether a finding about the fleet is about a device, too: as its subject, or among those that it names.
// One that names none is about all.
func (f *Finding) concerns(device string) bool {
	return len(f.Devices) == 0 || f.Subject == device || slices.Contains(f.Devices, device)
}

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
