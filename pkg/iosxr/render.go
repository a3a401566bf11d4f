package iosxr

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Render writes a change as configuration lines, each of which can be typed in global configuration mode but for the
// indented ones. Nothing acts before [show.Save], which is "commit".
func Render(c show.Change) (lines []string, err error) {
	if n := c.KeyOfLine(); n > highestKey {
		return nil, fmt.Errorf("key number %d is above %d, the highest of IOS XR; agree on a lower one", n, highestKey)
	}
	switch c.Verb {
	case show.SetKey, show.RemoveKey, show.Trust, show.Untrust:
		return renderKey(c)
	case show.AddServer, show.SetServer, show.UseKey, show.RemoveServer:
		return renderServer(c)
	case show.SetZone, show.ClearZone, show.SetSummerTime, show.ClearSummerTime:
		return renderZone(c)
	case show.SetSource:
		return []string{"ntp source " + vrf(c.Source.VRF) + c.Source.Interface}, nil
	case show.SetAccessList:
		return accessList(c.List), nil
	case show.RestrictAccess:
		a := c.Access
		return []string{fmt.Sprintf("ntp access-group %s%s %s %s", vrf(a.VRF), a.Family, a.Kind, a.List)}, nil
	case show.SetStamps:
		return []string{stampsLine(c.Stamps)}, nil
	case show.LimitMaster:
		return []string{fmt.Sprintf("ntp master %d", c.Stratum)}, nil
	}
	return renderPlain(c.Verb)
}

// renderPlain writes what needs no operand, and says of the rest why it has no line.
func renderPlain(verb show.Verb) ([]string, error) {
	switch verb {
	case show.EnableNTP:
		return nil, nil // the first line about NTP does that
	case show.Authenticate:
		return []string{"ntp authenticate"}, nil
	case show.DropMaster:
		return []string{"no ntp master"}, nil
	case show.UpdateCalendar:
		return []string{"ntp update-calendar"}, nil
	case show.Save:
		return []string{"commit"}, nil
	case show.RefuseControl:
		return nil, fmt.Errorf("no line of IOS XR is known that refuses control queries; let an access-group do it")
	case show.SaveInterval:
		return nil, fmt.Errorf("IOS XR saves no clock; ntp update-calendar keeps its calendar")
	case show.StopSNTP:
		return nil, fmt.Errorf("IOS XR has no SNTP client")
	}
	return nil, fmt.Errorf("no line of IOS XR is known for %s", verb)
}

// vrf is the words for a VRF, with the blank behind them; none for the default one.
func vrf(name string) string {
	if name == "" || name == platform.DefaultVRF {
		return ""
	}
	return "vrf " + name + " "
}

func renderKey(c show.Change) ([]string, error) {
	n := c.Key.NumberText()
	switch c.Verb {
	case show.SetKey:
		kind, err := keyType(c.Key.Type)
		if err != nil {
			return nil, err
		}
		return []string{fmt.Sprintf("ntp authentication-key %s %s clear %s", n, kind, show.Secret)}, nil
	case show.RemoveKey:
		return []string{fmt.Sprintf("no ntp authentication-key %s", n)}, nil
	case show.Trust:
		return []string{fmt.Sprintf("ntp trusted-key %s", n)}, nil
	}
	if strings.Contains(c.Line, "-") && strings.Contains(strings.TrimPrefix(c.Line, "ntp trusted-key"), "-") {
		return nil, fmt.Errorf("%q trusts a range, which IOS XR is not known to split; enter the numbers that stay one by one", c.Line)
	}
	return []string{fmt.Sprintf("no ntp trusted-key %s", n)}, nil
}

// highestKey is the highest number of a key.
const highestKey = 65535

// keyType is an algorithm as IOS XR spells it. Those that published configurations show are known; md5 is in all releases.
func keyType(name string) (string, error) {
	switch name {
	case "", "md5":
		return "md5", nil
	case "hmac-sha2":
		return name, nil
	}
	return "", fmt.Errorf("how IOS XR spells the key type %s is not known; set md5 or hmac-sha2, or ask for a waiver", name)
}

// renderServer writes a source. Whether a line takes the place of one with other options is not known, so that the old one
// goes first: both take effect with one commit, and no source is missed in between. A removal needs no options.
func renderServer(c show.Change) ([]string, error) {
	s := c.Server
	if s.NormalSync {
		return nil, fmt.Errorf("IOS XR has no normal-sync; leave it out")
	}
	removal := "no " + sourceLine(s)
	switch c.Verb {
	case show.AddServer:
		return []string{sourceLine(s) + options(s)}, nil
	case show.RemoveServer:
		return []string{removal}, nil
	}
	return []string{removal, sourceLine(s) + options(s)}, nil
}

// sourceLine is what tells a source from others.
func sourceLine(s *show.ServerLine) string {
	line := "ntp " + s.Type + " " + vrf(s.VRF)
	if _, err := netip.ParseAddr(s.Address); err != nil && s.Family != "" {
		line += s.Family + " "
	}
	return line + s.Address
}

func options(s *show.ServerLine) string {
	var b strings.Builder
	number := func(name string, n *int) {
		if n != nil {
			fmt.Fprintf(&b, " %s %d", name, *n)
		}
	}
	number("version", s.Version)
	if key := s.KeyText(); key != "" {
		b.WriteString(" key " + key)
	}
	number("minpoll", s.MinPoll)
	number("maxpoll", s.MaxPoll)
	for _, flag := range []struct {
		set  bool
		name string
	}{{s.Prefer, "prefer"}, {s.Burst, "burst"}, {s.IBurst, "iburst"}} {
		if flag.set {
			b.WriteString(" " + flag.name)
		}
	}
	if s.Source != "" {
		b.WriteString(" source " + s.Source)
	}
	return b.String()
}

func accessList(l *show.AccessList) []string {
	lines := []string{l.Family + " access-list " + l.Name}
	for i, m := range l.Members {
		lines = append(lines, fmt.Sprintf(" %d permit %s host %s any", 10*(i+1), l.Family, m))
	}
	return lines
}
