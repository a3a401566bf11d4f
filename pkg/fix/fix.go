// Package fix turns the changes that correct the findings about a device into one plan, which a person reviews and enters.
//
// The changes of all findings are joined, contradictions are settled, and what the device's platform refuses is left out with
// what rests on it. The rest is replayed on a model of the device and of the fleet: a change after which fewer sources are
// certain to work, or fewer clients are served, waits for a later stage, or is left out, with the reason. What comes out says
// what to type and types nothing.
//
//	plans := fix.For(platforms.All()).Plans(fleet, results)
//	for _, step := range plans[0].Steps { … }
//
// A plan is stored in a report, which is a file: what is printed of it is held against what plans may say, see [Sheet.Write].
package fix

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Renderer makes plans in the words of platforms. The zero value knows none.
type Renderer struct{ platforms platform.List }

// For is a renderer for the platforms of a list.
func For(platforms platform.List) Renderer { return Renderer{platforms} }

// Plan is what fixes one device: steps in the order in which they are taken, and what becomes of each finding.
type Plan struct {
	Steps    []Step
	outcomes []Outcome
}

// Step is lines that belong together, or something to look at. Comments stand around it as they are to be read.
type Step struct {
	Stage int    `json:"stage"`           // from 1; each waits until what stands before it was seen to work
	About string `json:"about,omitempty"` // what this stage, or this part of it, is for
	Why   string `json:"why,omitempty"`   // why just these lines
	// Lines are of configuration mode.
	Lines []string `json:"lines"`
	// ByHand: the lines are shown and not entered, as they depend on what is seen, or on what a person decides.
	ByHand bool     `json:"by_hand,omitempty"`
	Exec   []string `json:"exec,omitempty"`   // lines of EXEC mode, or "end" and "commit", which leave configuration mode
	Verify string   `json:"verify,omitempty"` // a line of EXEC mode that shows whether it worked
	Expect string   `json:"expect,omitempty"` // what it must show
	Back   []string `json:"back,omitempty"`   // lines of configuration mode that undo the stage
}

// Outcome is what a plan does about one finding.
type Outcome struct {
	Lines   []string      // of the plan, that are to be entered
	Changes []show.Change // in the plan, those for a later stage too
	Reasons []string      // why others that it asks for are not, or not yet, to be entered
}

// Of returns what becomes of a finding, by its place among those of the device.
func (p *Plan) Of(finding int) Outcome {
	if finding < len(p.outcomes) {
		return p.outcomes[finding]
	}
	return Outcome{}
}

// Lines are the configuration lines that are to be entered.
func (p *Plan) Lines() []string {
	var lines []string
	for _, s := range p.Steps {
		if !s.ByHand {
			lines = append(lines, s.Lines...)
		}
	}
	return lines
}

// Plans makes the plan of each device, parallel to the devices of the fleet. results are what the checks found on it.
func (r Renderer) Plans(fleet *facts.Fleet, results check.Results) []Plan {
	plans := make([]Plan, len(fleet.Devices))
	var makers []*maker
	var w *world
	for i := range fleet.Devices {
		if i >= len(results.Devices) {
			break // an interrupted run may have judged fewer
		}
		findings := results.Devices[i]
		if w == nil && slices.ContainsFunc(findings, func(f check.Finding) bool { return wanted(&f) && len(f.Changes) > 0 }) {
			w = newWorld(fleet)
		}
		makers = append(makers, r.begin(w, &fleet.Devices[i], i, findings))
	}
	for _, m := range makers {
		m.replayAccess()
		m.refer()
		plans[m.device] = m.plan()
	}
	return plans
}

// wanted reports whether lines may be written for a finding: none is for what passes, what only a person can tell, what is
// excused, and what is not proven.
func wanted(f *check.Finding) bool { return f.Status == check.StatusFail && f.Waiver == nil }

// begin settles what is changed on one device. Whom it lets in comes when all plans have their sources: a server has new clients by
// the plans of others.
func (r Renderer) begin(w *world, d *facts.Device, i int, findings []check.Finding) *maker {
	m := maker{world: w, device: i, facts: d, findings: findings, outcomes: make([]Outcome, len(findings))}
	m.system, _ = r.platforms.ByName(string(d.Found().Platform))
	for k := range findings {
		if wanted(&findings[k]) {
			m.outcomes[k].Reasons = slices.Clone(findings[k].ByHand)
		}
	}
	m.collect()
	m.settle()
	m.replay()
	return &m
}
