package fix

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// follows names the checks that fail because of what a device takes its time from: once its sources are right, they are to be
// asked again.
var follows = []string{
	"clock-offset", "clock-set", "ntp-synchronized", "ntp-stratum", "ntp-sources", "ntp-reach", "ntp-peer-offset", "ntp-fresh",
	"ntp-falseticker", "ntp-self-report", "ntp-consistent", "ntp-redundancy", "ntp-enabled",
}

// refer has findings without a change of their own, and without a reason, name those whose changes they wait for.
func (m *maker) refer() {
	var by []string
	for _, w := range m.wishes {
		if w.change.Verb != show.AddServer && w.change.Verb != show.RemoveServer {
			continue
		}
		for _, k := range w.findings {
			if id := m.findings[k].Check; !slices.Contains(by, id) {
				by = append(by, id)
			}
		}
	}
	if len(by) == 0 {
		return
	}
	for k := range m.findings {
		f := &m.findings[k]
		if wanted(f) && len(f.Changes) == 0 && len(m.outcomes[k].Reasons) == 0 && slices.Contains(follows, f.Check) {
			m.because(k, "%s%s are in: they change the sources.", lookAgain, list(by))
		}
	}
}

const lookAgain = "Look again once the lines for "

// LooksAgain reports whether a reason says that a finding waits for the lines of others, which the reason names.
func LooksAgain(reason string) bool { return strings.HasPrefix(reason, lookAgain) }
