package facts

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// system is whose answers are read, among the platforms that are known.
type system struct {
	known platform.List
	reads *platform.Platform // nil: it is not known whose they are
	told  bool               // by "show version"
}

// settle finds whose answers a device gave: "show version" says it, and where it says nothing, what the device was asked as,
// which is what the inventory says. The answers of one system, read as those of another, would show its time lines as absent;
// so where it is none that is known, nothing is concluded from them, and nothing can fail. objection says why.
func settle(known platform.List, declared inventory.Platform, d *snapshot.Device) (s system, objection string) {
	s.known = known
	if version, asked := lastAnswer(d, platform.ShowVersion); asked {
		found := known.Identify(version.Text)
		s.reads, s.told = found.Platform, found.Known()
		switch {
		case found.Known():
			return s, ""
		case found.Says != "":
			return s, "show version says " + found.Says + ", which cannot be audited; set its platform or leave it out"
		}
	}
	name := cmp.Or(d.Platform, string(declared), platform.Default)
	s.reads, _ = known.ByName(name)
	names := strings.Join(known.Names(), ", ")
	switch {
	case s.reads != nil || len(d.Answers) == 0:
		return s, ""
	case name == platform.Auto:
		return s, "show version names no system that is known; set its platform to one of " + names + ", or leave it out"
	}
	return s, fmt.Sprintf("platform %s cannot be audited; known are %s and %s; correct its platform or leave it out", name, names, platform.Auto)
}

// contradicts reports whether a device is another platform than the inventory says, and one that answers otherwise.
func (s system) contradicts(declared inventory.Platform) bool {
	if !s.told || declared == platform.Auto || declared == "" {
		return false
	}
	p, known := s.known.ByName(string(declared))
	return !known || !s.reads.Akin(p)
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
	version, asked := lastAnswer(d, platform.ShowVersion)
	if p, found := known.ByName(string(declared)); found {
		if _, same := p.Identify(version.Text); !asked || same {
			return system{known: known, reads: p, told: asked}
		}
	}
	s, _ := settle(known, declared, d)
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
	e.system.reads, e.system.told = nil, false
	e.answers.Outcome, e.answers.Error = outcome, &reason
	e.answers.Answers, e.answers.NTP = nil, nil
}
