package fix

import (
	"fmt"
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// plan turns the changes into steps: what is entered, how to see that it worked, how to take it back, how to save it, and then
// what waits for that.
func (m *maker) plan() Plan {
	m.renumber()
	var p Plan
	closed, stage := false, 0
	for _, w := range m.wishes {
		if w.byHand && !closed {
			p.Steps, closed = append(p.Steps, m.closing()...), true
		}
		if step, any := m.step(w, w.byHand && w.stage != stage); any {
			p.Steps = append(p.Steps, step)
		}
		stage = w.stage
		m.account(w)
	}
	if closed {
		p.Steps = append(p.Steps, m.lastly(stage)...)
	} else {
		p.Steps = append(p.Steps, m.closing()...)
	}
	for _, k := range m.saves {
		m.outcomes[k].Changes = append(m.outcomes[k].Changes, show.Change{Verb: show.Save})
	}
	if note := m.stepsClock(); note != "" && len(p.Steps) > 0 {
		p.Steps = slices.Insert(p.Steps, 0, Step{Stage: 1, About: note, Lines: []string{}})
	}
	p.Steps = lookOnce(p.Steps)
	p.outcomes = m.outcomes
	return p
}

// lookOnce leaves a look out where the same follows with the next step by hand.
func lookOnce(steps []Step) []Step {
	for i := range len(steps) - 1 {
		if s, next := &steps[i], steps[i+1]; s.ByHand && next.ByHand && len(next.Lines) > 0 && s.Stage == next.Stage && s.Verify == next.Verify && s.Expect == next.Expect {
			s.Verify, s.Expect = "", ""
		}
	}
	return steps
}

// renumber leaves no gap between the stages. Where nothing is entered at once the first stage is one by hand.
func (m *maker) renumber() {
	last, stage := 0, 0
	for _, w := range m.wishes {
		if w.stage > last {
			last, stage = w.stage, stage+1
		}
		w.byHand, w.stage = w.stage > 1, stage
	}
}

// step is a change as it is entered, or shown for later.
func (m *maker) step(w *wish, begins bool) (s Step, any bool) {
	if len(w.lines) == 0 {
		return s, false
	}
	s = Step{Stage: w.stage, Why: m.why(w), Lines: w.lines, ByHand: w.byHand}
	if !s.ByHand {
		return s, true
	}
	if begins {
		s.About = m.about(w)
	}
	s.Verify, s.Expect = m.seen(w)
	s.Back = m.undoing(w)
	return s, true
}

// localTime is what follows the time that a device shows (Cisco's field notice 62682 for the first two).
const localTime = "local time moves, and with it time-based access lists, IP SLA schedules, kron, EEM cron, reload at and key-chain lifetimes"

// why is the reason for a change, and what else it moves; that is said with the first that does.
func (m *maker) why(w *wish) string {
	moves := func(w *wish) bool {
		switch w.change.Verb {
		case show.SetZone, show.ClearZone, show.SetSummerTime, show.ClearSummerTime:
			return len(w.lines) > 0
		}
		return false
	}
	switch first := slices.IndexFunc(m.wishes, moves); {
	case first < 0 || m.wishes[first] != w:
		return w.change.Why
	case w.change.Why != "":
		return w.change.Why + "; " + localTime
	}
	return localTime
}

// about says what a stage waits for.
func (m *maker) about(w *wish) string {
	text := ""
	switch w.change.Verb {
	case show.StopSNTP:
		text = "From SNTP to NTP in one go"
	case show.UseKey, show.AddServer, show.SetServer:
		if w.change.Verb == show.AddServer && m.outvoted() != "" {
			return "In one window with the stage that takes the wrong ones away: " + w.waits + "."
		}
		text = "One server at a time; go on only when it works"
	case show.RemoveServer:
		text = m.another()
	case show.Untrust, show.RemoveKey:
		text = fmt.Sprintf("When no line and no client uses key %s", w.change.Key.NumberText())
	case show.Trust:
		text = fmt.Sprintf("When their owners have the same type and secret under key %s", w.change.Key.NumberText())
	case show.Authenticate:
		text = "When every source with a key is authenticated"
	case show.SetSource:
		text = "On one device first: the servers must let the new address in, and have a route to it"
	default:
		text = "By hand"
	}
	if servers, peers := m.touched(w.stage); servers > 1 {
		text = "One server at a time; go on only when it works"
		if peers {
			text += "; for a peer both ends in one window"
		}
	}
	if w.waits != "" {
		return text + ": " + w.waits + "."
	}
	return text + "."
}

// touched is how many sources the lines of a stage are about, and whether one is a peer.
func (m *maker) touched(stage int) (servers int, peers bool) {
	seen := make(map[target]bool)
	for _, w := range m.wishes {
		if w.stage == stage && w.change.Server != nil && len(w.lines) > 0 {
			seen[w.target()] = true
			peers = peers || w.change.Server.Type == "peer"
		}
	}
	return len(seen), peers
}

// account tells the findings what of the plan is theirs.
func (m *maker) account(w *wish) {
	c := w.change
	if w.byHand {
		c.Stage = w.stage
	}
	for _, k := range w.findings {
		o := &m.outcomes[k]
		o.Changes = append(o.Changes, c)
		if !w.byHand {
			o.Lines = append(o.Lines, w.lines...)
		}
	}
}

// stepLimit is the offset beyond which NTP steps a clock and does not slew it (RFC 5905, STEPT).
const stepLimit = 128 * time.Millisecond

// stepsClock says that the clock will jump once the sources are in that the plan adds. Empty: it will not.
func (m *maker) stepsClock() string {
	if m.facts.Clock == nil || m.facts.Clock.Offset == nil || m.facts.Clock.Offset.Within(stepLimit) != interval.Outside {
		return ""
	}
	if slices.ContainsFunc(m.findings, func(f check.Finding) bool { return wanted(&f) && f.Cause == check.NotSteered }) {
		return "" // NTP does not set this clock, whatever its sources are
	}
	if !slices.ContainsFunc(m.wishes, m.turnsClock) {
		return ""
	}
	return fmt.Sprintf("The clock is %s and will be stepped: certificates, key chains and log stamps follow it.", m.facts.Clock.Offset.Fast())
}

// turnsClock reports whether a change gives the clock another source: it adds one, or takes the one away that is followed, and another
// that is to stay takes over.
func (m *maker) turnsClock(w *wish) bool {
	if w.change.Verb == show.AddServer {
		return true
	}
	if w.change.Verb != show.RemoveServer || m.facts.NTP == nil {
		return false
	}
	followed := func(a facts.Association) bool {
		return a.Role == show.RoleSysPeer && facts.KeyOf(a.Address) == facts.KeyOf(w.change.Server.Address)
	}
	return slices.ContainsFunc(m.facts.NTP.Associations, followed) && m.stays()
}
