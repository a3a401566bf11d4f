package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// step is one thing to do, on one device or on several alike.
type step struct {
	do       string // an order: "enter `no ntp server 10.9.0.4`", "make %s reachable", where %s stands for the devices
	why      string
	devices  []string // on which it is done
	severity policy.Severity
	failed   bool // not only unknown
	silent   bool // one of them is wrong and says that it is synchronized
	freed    map[string]bool
}

// firstStep says what to do first: the step that helps most devices, those that follow the one it is done on among them. A
// clock that is wrong and synchronized comes before all others: it raises no alarm, and serves its time to whoever asks. Of
// equals the graver comes first, then what failed before what is not known.
func (r *Report) firstStep(o Options) string {
	steps := r.steps(o)
	if len(steps) == 0 {
		return ""
	}
	first := slices.MaxFunc(steps, func(a, b *step) int {
		return cmp.Or(
			compareBool(a.silent, b.silent), cmp.Compare(len(a.freed), len(b.freed)), cmp.Compare(a.severity, b.severity), compareBool(a.failed, b.failed),
		)
	})
	return clip(first.text(), 0)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// steps lists them in the order of the table, each once.
func (r *Report) steps(o Options) []*step {
	var list []*step
	places := map[string]int{}
	below := r.followers()
	add := func(key string, s step) *step {
		i, known := places[key]
		if !known {
			i = len(list)
			places[key] = i
			s.freed = map[string]bool{}
			list = append(list, &s)
		}
		return list[i]
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.effect(o.failOn()) == check.StateFail {
			s := add("fleet "+f.Check+f.Subject, o.advised(&f.Finding))
			for _, name := range f.Devices {
				s.take(name, f.Severity, false)
				s.freed[name] = true
			}
		}
	}
	for _, d := range r.ordered(Options{counts: o.counts}) {
		for _, p := range d.steps(o) {
			s := add(p.key, p.step)
			if s.why != p.why {
				s.why = p.common
			}
			s.take(d.Name, p.severity, p.spreads && d.silentlyWrong())
			s.freed[d.Name] = true
			if p.spreads {
				r.free(s, p.check, below[d.Name])
			}
		}
	}
	return list
}

// free counts those devices behind the one that a step is done on which have its finding, or a wrong time.
func (r *Report) free(s *step, id string, below []string) {
	for i := range r.Devices {
		d := &r.Devices[i]
		has := func(f Finding) bool {
			return f.Status == check.StatusFail && (f.Check == id || f.Check == "clock-offset" || f.Check == "ntp-falseticker")
		}
		if slices.Contains(below, d.Name) && slices.ContainsFunc(d.Findings, has) {
			s.freed[d.Name] = true
		}
	}
}

// take adds a device on which the step is done.
func (s *step) take(device string, severity policy.Severity, silent bool) {
	if !slices.Contains(s.devices, device) {
		s.devices = append(s.devices, device)
	}
	s.severity, s.silent = max(s.severity, severity), s.silent || silent
}

// deviceStep is a step for a device. Steps with one key are one step for several.
type deviceStep struct {
	step
	key      string
	check    string
	common   string // why, where the reasons of several devices differ
	severity policy.Severity
	spreads  bool // what it corrects, the device gives to those that follow it
}

// steps are what helps the device: what corrects its first problem, and lines that correct others.
func (d *Device) steps(o Options) []deviceStep {
	if d.State != check.StateFail {
		return d.stepToKnow(o)
	}
	var list []deviceStep
	for i, f := range d.Problems(o.failOn()) {
		if f.effect(o.failOn()) != check.StateFail || i > 0 && len(f.Changes) == 0 {
			continue
		}
		of, s := d.action(o, f)
		list = append(list, deviceStep{
			step: s, key: of.Check + " " + s.do, check: of.Check, common: of.Check + " fails", severity: f.Severity, spreads: spreads(of),
		})
	}
	return list
}

// spreads reports whether a finding is about the time that the device has and gives to others, and not about how it writes
// it down, whom it answers and how its packets look.
func spreads(f *Finding) bool {
	switch f.Check {
	case "clock-offset", "clock-set", "clock-step":
		return true
	case "ntp-authentication", "ntp-access", "ntp-control", "ntp-source-interface", "ntp-approved", "ntp-served":
		return false
	}
	return strings.HasPrefix(f.Check, "ntp-")
}

// stepToKnow is what has to be done before anything can be said of the device.
func (d *Device) stepToKnow(o Options) []deviceStep {
	if d.State != check.StateUnknown || d.sign() == check.StateWaived {
		return nil
	}
	if d.Outcome != Audited {
		do := cmp.Or(orders[string(d.Outcome)], "look at %s")
		return []deviceStep{{step: step{do: do, why: d.errorMessage()}, key: do, check: string(d.Outcome), common: "each is listed below", severity: policy.Medium}}
	}
	for _, f := range d.Problems(o.failOn()) {
		if f.effect(o.failOn()) == check.StateUnknown {
			return []deviceStep{{step: step{do: "look at %s", why: f.Check + ": " + f.about()}, key: f.Check, check: f.Check, common: f.Check + " is not known", severity: f.Severity}}
		}
	}
	return nil
}

// orders are what to do about devices that did not answer in full, by their outcome.
var orders = map[string]string{
	"unreachable": "make %s reachable",
	"auth_failed": "correct the login of %s",
	"host_key":    "check the host key of %s",
	"partial":     "let the login of %s read everything",
	"unsupported": "correct the platform of %s, or leave it out",
}

// text is the step as a sentence: on dist2 enter `no ntp server 10.9.0.4`: it follows 10.9.0.4, which is 5 s fast (3 devices). It always
// says how many devices it helps.
func (s *step) text() string {
	const named = 2
	who := check.Count(len(s.devices), "device")
	if len(s.devices) > 0 && len(s.devices) <= named {
		who = strings.Join(s.devices, " and ")
	}
	text := strings.Replace(s.do, "%s", who, 1)
	if s.why != "" {
		text += ": " + s.why
	}
	return text + fmt.Sprintf(" (%s)", check.Count(len(s.freed), "device"))
}

func (d *Device) silentlyWrong() bool {
	f := d.Finding("clock-offset")
	return f != nil && f.Status == check.StatusFail && d.NTP != nil && d.NTP.Synchronized != nil && *d.NTP.Synchronized
}

// followers lists the devices that take their time from each device, directly or not.
func (r *Report) followers() map[string][]string {
	source := make(map[string]string, len(r.Devices))
	for _, d := range r.Devices {
		if d.NTP != nil && d.NTP.ReferenceIs != "" {
			source[d.Name] = string(d.NTP.ReferenceIs)
		}
	}
	below := make(map[string][]string)
	for _, d := range r.Devices {
		seen := map[string]bool{d.Name: true} // ends in a loop
		for at := source[d.Name]; at != "" && !seen[at]; at = source[at] {
			seen[at] = true
			below[at] = append(below[at], d.Name)
		}
	}
	return below
}

// mend is the first configuration line that corrects the finding, else why there is none, else the first sentence of
// the check's advice.
func (o Options) mend(f *Finding) string {
	switch more := len(f.Fix) - 1; {
	case more > 0:
		return fmt.Sprintf("%s (+%s)", f.Fix[0], check.Count(more, "line"))
	case more == 0:
		return f.Fix[0]
	case len(f.ByHand) > 0:
		return strings.TrimSuffix(f.ByHand[0], ".")
	}
	remedy, _, _ := strings.Cut(o.remedy(f), ". ")
	return strings.TrimSuffix(remedy, ".")
}
