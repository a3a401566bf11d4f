package facts

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// proveStatus takes from the device's own answers over NTP what a platform does not say that only shows which source is
// followed: a server that claims the time, at a stratum that has it, is synchronized. What the table of the sources proves
// to be otherwise stays.
func (e *evidence) proveStatus() {
	if e.system.reads == nil || !e.answers.Outcome.Answered() {
		return
	}
	if _, untold := e.system.reads.Lacks(show.KindSync); !untold {
		return
	}
	if s := e.status(); s != nil && (!s.Enabled || s.Synchronized == nil && s.Doubt == "" || s.Synchronized != nil && !*s.Synchronized) {
		return
	}
	header, ok := e.claim()
	if !ok {
		return
	}
	if e.ntp == nil {
		e.ntp = new(NTP)
	}
	e.ntp.adopt(header)
	e.gaps = slices.DeleteFunc(e.gaps, func(g Gap) bool { return g.Kind == KindStatus })
}

// claim is the last answer of the device over NTP that claims the time.
func (e *evidence) claim() (header measure.Header, ok bool) {
	for _, x := range e.answers.NTP {
		read, readable := readExchange(x, 0)
		if readable && len(worthless(read.Faults(measure.Defaults()))) == 0 {
			header, ok = read.Header, true
		}
	}
	const unknown, lowest = 3, 15 // leap indicator and stratum: RFC 5905 §7.3
	return header, ok && header.Leap != unknown && header.Stratum >= 1 && header.Stratum <= lowest
}

// adopt takes the stratum and the source that the device claims over NTP: no command tells them.
func (n *NTP) adopt(h measure.Header) {
	yes, stratum, refID := true, h.Stratum, refIDText(h.Stratum, h.RefID)
	status := show.Status{
		Enabled: true, Synchronized: &yes, Command: "NTP query",
		Line: fmt.Sprintf("leap indicator %d, stratum %d, reference %s", h.Leap, stratum, refID),
	}
	if n.Status != nil && n.Status.Synchronized != nil {
		status = *n.Status
	}
	status.Stratum, status.RefID = &stratum, &refID
	n.Status, n.StatusLine, n.Enabled = &status, status.Line, &yes
}
