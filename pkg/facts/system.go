package facts

import (
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// system is whose answers are read, among the platforms that are known.
type system struct {
	known platform.List
	reads *platform.Platform // nil: it is not known whose they are
}

// settle finds whose answers a device gave: "show version" says it, and where it says nothing, the inventory. The answers
// of one system, read as those of another, would show its time lines as absent; so where it is none that is known, nothing
// is concluded from them, and nothing can fail. objection says why.
func settle(known platform.List, declared inventory.Platform, d *snapshot.Device) (s system, objection string) {
	s.known = known
	if version, asked := lastAnswer(d, platform.ShowVersion); asked {
		found := known.Identify(version.Text)
		s.reads = found.Platform
		switch {
		case found.Known():
			return s, ""
		case found.Says != "":
			return s, "show version says " + found.Says + ", which cannot be audited; set its platform or leave it out"
		}
	}
	s.reads, _ = known.ByName(string(declared))
	switch {
	case s.reads != nil || len(d.Answers) == 0:
		return s, ""
	case declared == platform.Auto || declared == "":
		return s, "show version does not tell its platform; set it in the inventory"
	}
	return s, "platform " + string(declared) + " cannot be audited; correct its platform or leave it out"
}

// Found is the device of the inventory as what it turned out to be: its platform is that of OS. Whatever depends on the
// platform, such as editions of controls, follows it.
func (d *Device) Found() inventory.Device {
	found := d.Device
	if d.OS != nil {
		found.Platform = inventory.Platform(d.OS.Name)
	}
	return found
}

// timing is settle for the while in which a device is still being asked: what the inventory says is believed unless
// "show version" denies it.
func timing(known platform.List, declared inventory.Platform, d *snapshot.Device) system {
	s := system{known: known}
	version, asked := lastAnswer(d, platform.ShowVersion)
	if p, found := known.ByName(string(declared)); found {
		if _, same := p.Identify(version.Text); !asked || same {
			s.reads = p
			return s
		}
	}
	s, _ = settle(known, declared, d)
	return s
}

// lastAnswer is the last answer to a command: a later one was asked because the earlier did not do.
func lastAnswer(d *snapshot.Device, command string) (snapshot.Answer, bool) {
	for i := len(d.Answers) - 1; i >= 0; i-- {
		if d.Answers[i].Command == command {
			return d.Answers[i], true
		}
	}
	return snapshot.Answer{}, false
}

// settle takes the word of "show version" over that of the inventory.
func (e *evidence) settle(known platform.List) {
	var objection string
	e.system, objection = settle(known, e.inventory.Platform, &e.answers)
	if objection != "" {
		e.refuse(snapshot.Unsupported, snapshot.Error{Kind: "platform", Message: objection})
	}
}

// refuse takes back what was answered.
func (e *evidence) refuse(outcome snapshot.Outcome, reason snapshot.Error) {
	e.system.reads = nil
	e.answers.Outcome, e.answers.Error = outcome, &reason
	e.answers.Answers, e.answers.NTP = nil, nil
}
