package session

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// errOther means that the session goes by another platform from now on.
var errOther = errors.New("the device is of another platform")

// declared is the platform that a session with a device begins by.
func (a *Asker) declared(d inventory.Device) (*platform.Platform, error) {
	p, known := a.platforms.Declared(string(d.Platform))
	if !known {
		return nil, unsupported(fmt.Sprintf("platform %s cannot be audited; known are %s and %s; correct its platform or leave it out",
			d.Platform, strings.Join(a.platforms.Names(), ", "), platform.Auto))
	}
	return p, nil
}

func unsupported(message string) *fault {
	return &fault{"platform", snapshot.Unsupported, message}
}

// settledOn names the platform that a device was asked as at the end. Empty: it was not asked, or did not tell.
func settledOn(p *platform.Platform, d *snapshot.Device) string {
	if p == nil || p.Name == platform.Auto || len(d.Answers) == 0 {
		return ""
	}
	return p.Name
}

// terminal is that of the platform that the session goes by.
func (s *shell) terminal() *platform.Terminal { return &s.login.platform.Terminal }

// oneAhead reports whether a line is typed only where the device sits at its prompt.
func (s *shell) oneAhead() bool { return s.terminal().Ahead == 1 }

// has reports whether a command was answered in full.
func (s *shell) has(command string) bool {
	_, answered := last(s.device, command)
	return answered
}

// identify finds out by "show version" what the device is, once. errOther: another platform than the session went by. Where the
// device is none that is known, or nothing tells, that is the end: answers to the lines of one system, read as those of
// another, would be worse than none.
func (s *shell) identify() error {
	a, answered := last(s.device, platform.ShowVersion)
	if s.identified || !answered {
		return nil
	}
	s.identified = true
	was := s.login.platform
	is := s.platforms.Identify(a.Text)
	switch {
	case is.Says != "":
		return unsupported(fmt.Sprintf("show version says %.200s, which cannot be audited; set its platform or leave it out", s.login.sanitize(is.Says)))
	case !is.Known() && was.Name == platform.Auto:
		return unsupported(s.undecided(a.Text))
	case !is.Known() || is.Platform.Name == was.Name:
		return nil
	}
	s.goBy(is.Platform)
	switch {
	case is.Platform.Akin(was):
		return nil
	case was.Name != platform.Auto && s.login.device.Platform != "":
		s.note("asked as %s: show version says so, the inventory says %s", is.Platform.Title, was.Name)
	}
	return errOther
}

// undecided says why nothing tells what the device is.
func (s *shell) undecided(version string) string {
	why := "show version names no system that is known"
	if refused, found := refusal(s.terminal(), version); found {
		why = fmt.Sprintf("show version was refused (%.80s), so that nothing tells what the device is", s.login.sanitize(refused))
	}
	return fmt.Sprintf("%s; set its platform to one of %s, or leave it out", why, strings.Join(s.platforms.Names(), ", "))
}

// goBy has the session go by a platform from now on. A device that was lost because its terminal takes one line at a time is not
// lost to a platform of which that is known.
func (s *shell) goBy(p *platform.Platform) {
	if p.Terminal.Ahead == 1 && !s.oneAhead() {
		s.lineByLine = false
		s.device.Notes = slices.DeleteFunc(s.device.Notes, func(n string) bool { return strings.HasPrefix(n, aLineAtATime) })
	}
	s.login.platform = p
	s.wire.writes.platform = p
	s.restart(s.prompt)
}

// unfit says why a session that has come to its prompt, or ended before it, cannot be audited. Where the device is to tell its
// platform, each that is known is asked.
func (s *shell) unfit() error {
	line := s.heard.lastLine()
	prompt := strings.TrimSpace(s.login.sanitize(string(line)))
	greeting := s.login.sanitize(string(s.heard.text[:len(s.heard.text)-len(line)]))
	candidates := platform.List{*s.login.platform}
	if s.login.platform.Name == platform.Auto {
		candidates = s.platforms
	}
	for _, p := range candidates {
		if p.Terminal.Unfit == nil {
			continue
		}
		if reason := p.Terminal.Unfit(greeting, prompt); reason != "" {
			return &fault{"unfit", snapshot.Unsupported, reason}
		}
	}
	return nil
}
