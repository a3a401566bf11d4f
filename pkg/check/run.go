package check

import (
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
		checks:   checks,
		fleet:    fleet,
		graph:    topology.Build(fleet),
		policy:   p,
		waivers:  newWaivers(p, fleet),
		common:   make(map[any]any),
		open:     make(map[int]*deviceRun),
		whole:    turns{},
		editions: make(map[*facts.Device][]*policy.Edition, len(fleet.Devices)),
		results:  Results{Devices: make([][]Finding, len(fleet.Devices)), Waived: make([]*policy.Waiver, len(fleet.Devices))},
	}
	for i := range fleet.Devices {
		r.results.Devices[i] = r.device(i)
		r.results.Waived[i] = r.waivers.whole(&fleet.Devices[i])
	}
	r.results.Fleet = append(r.fleetFindings(), r.waivers.lapsed()...)
	r.results.Graph = r.graph
	return r.results
}

// runner asks each check once, on its turn or as soon as another leaves a question to it.
type runner struct {
	checks  []Check
	fleet   *facts.Fleet
	graph   *topology.Graph
	policy  *policy.Policy
	waivers *waivers
	common  map[any]any // see OnceForAll

	editions map[*facts.Device][]*policy.Edition // that each is judged by

	results Results
	open    map[int]*deviceRun // the devices that are not finished
	whole   turns              // the checks of the fleet
}

func (r *runner) device(i int) []Finding {
	run := r.deviceRun(i)
	defer delete(r.open, i)
	r.editions[run.pass.Device] = run.pass.Policy.JudgedBy
	findings := make([]Finding, 0, len(r.checks))
	for k := range r.checks {
		c := &r.checks[k]
		if c.Run == nil || run.pass.Policy.Level(c.ID) == policy.Off {
			continue
		}
		for _, f := range run.ask(c) {
			f.name(run.pass.Policy.JudgedBy)
			r.waivers.apply(f, run.pass.Device)
			findings = append(findings, *f)
		}
	}
	return findings
}

// deviceRun is the checks at work on one device.
func (r *runner) deviceRun(i int) *deviceRun {
	run := r.open[i]
	if run == nil {
		d := &r.fleet.Devices[i]
		run = &deviceRun{turns: turns{}, pass: &Pass{
			Device: d, Fleet: r.fleet, Graph: r.graph, Node: i, Policy: r.policy.For(d.Found()), common: r.common, runner: r,
		}}
		r.open[i] = run
	}
	return run
}

func (r *runner) fleetFindings() []Finding {
	var findings []Finding
	devices := make(map[string]*facts.Device, len(r.fleet.Devices))
	for i := range r.fleet.Devices {
		devices[r.fleet.Devices[i].Name] = &r.fleet.Devices[i]
	}
	for k := range r.checks {
		c := &r.checks[k]
		if c.RunFleet == nil || r.policy.Level(c.ID) == policy.Off {
			continue
		}
		for _, f := range r.askFleet(c) {
			f.name(r.judgedBy(r.concerned(f, devices)))
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

// judgedBy are the editions by which any of some devices is judged.
func (r *runner) judgedBy(devices []*facts.Device) []*policy.Edition {
	var editions []*policy.Edition
	for _, d := range devices {
		editions = joint(editions, r.editions[d])
	}
	return editions
}

// askFleet puts one check to the fleet, once.
func (r *runner) askFleet(c *Check) []*Finding {
	return r.whole.once(c.ID, func() []*Finding { return r.runFleet(c) })
}

// runFleet gives what a check says of the fleet. Where nothing was said, the fleet passes.
func (r *runner) runFleet(c *Check) []*Finding {
	severity := r.policy.Level(c.ID)
	p := &FleetPass{Fleet: r.fleet, Graph: r.graph, Policy: r.policy, check: c, severity: severity, runner: r}
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
