package fix

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// outvoted says that the right sources of a device will not outnumber the wrong ones that it follows until those are gone. NTP
// takes the time of a majority (RFC 5905 §11.2.1): one that is right beside one that is wrong is none, and the device may follow
// neither. Empty: they will, or a right one is followed.
func (m *maker) outvoted() string {
	if m.stays() {
		return ""
	}
	s := &m.world.devices[m.device]
	right, wrong, followed := len(m.newcomers()), 0, false
	for i := range s.sources {
		switch x := &s.sources[i]; {
		case !x.answers:
		case !m.gone[i] && x.right:
			right++
		case m.accused()[i]:
			wrong, followed = wrong+1, followed || x.usable
		}
	}
	if !followed || right > wrong || right == 0 {
		return ""
	}
	return fmt.Sprintf("%d right against %d wrong is no majority, and the device may follow none of them until the wrong ones are gone", right, wrong)
}

// accused are the sources that the plan takes away because they are wrong.
func (m *maker) accused() map[int]bool {
	if m.wrong == nil {
		m.wrong = make(map[int]bool)
		liar := func(finding int) bool { return m.findings[finding].Check == "ntp-falseticker" }
		for _, w := range m.wishes {
			if w.change.Verb == show.RemoveServer && slices.ContainsFunc(w.findings, liar) {
				for _, i := range m.world.devices[m.device].meant(w.change.Server) {
					m.wrong[i] = true
				}
			}
		}
	}
	return m.wrong
}

// newcomers are the sources that the plan adds.
func (m *maker) newcomers() (addresses []string) {
	for _, w := range m.wishes {
		if w.change.Verb == show.AddServer && w.stage > 0 {
			addresses = append(addresses, w.change.Server.Address)
		}
	}
	return addresses
}

// another is what has to be seen before the last source that works goes.
func (m *maker) another() string {
	added := m.newcomers()
	switch {
	case len(added) == 0:
		return "When another source works"
	case m.outvoted() != "":
		return fmt.Sprintf("When reach of %s is 377, in one go: \"*\" comes only after it", list(added))
	}
	return fmt.Sprintf("When another source works, with \"*\" or \"+\" before %s", either(added))
}

// either is names of which one is enough.
func either(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return "one of " + list(names)
}
