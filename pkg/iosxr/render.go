package iosxr

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Render writes a change as configuration lines, each of which can be typed in global configuration mode but for the
// indented ones. Nothing acts before [show.Save], which is "commit".
func Render(c show.Change) (lines []string, err error) {
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
		return nil, fmt.Errorf("%q trusts a range, which IOS XR is not known to split", c.Line)
	}
	return []string{fmt.Sprintf("no ntp trusted-key %s", n)}, nil
}

// keyType is an algorithm as IOS XR spells it. Those that published configurations show are known; md5 is in all releases.
func keyType(name string) (string, error) {
	switch name {
	case "", "md5":
		return "md5", nil
	case "hmac-sha2":
		return name, nil
	}
	return "", fmt.Errorf("how IOS XR spells the key type %s is not known; md5 and hmac-sha2 are", name)
}

// renderServer writes a source. Whether a line takes the place of one with other options is not known, so that the old one
// goes first: both take effect with one commit, and no source is missed in between. A removal needs no options.
func renderServer(c show.Change) ([]string, error) {
	s := c.Server
	if s.NormalSync {
		return nil, fmt.Errorf("IOS XR has no normal-sync")
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

// stampsLine is in the order in which IOS XR takes the words.
func stampsLine(s *show.StampSetting) string {
	line := "service timestamps " + s.Side + " datetime"
	for _, option := range []struct {
		set  bool
		name string
	}{{s.LocalTime, "localtime"}, {s.Msec, "msec"}, {s.ShowTimezone, "show-timezone"}, {s.Year, "year"}} {
		if option.set {
			line += " " + option.name
		}
	}
	return line
}

func renderZone(c show.Change) ([]string, error) {
	switch c.Verb {
	case show.ClearZone:
		return []string{"no clock timezone"}, nil
	case show.ClearSummerTime:
		return []string{"no clock summer-time"}, nil
	case show.SetSummerTime:
		return renderSummer(c)
	}
	line, err := zoneLine(c.Zone)
	if err != nil {
		return nil, err
	}
	// A region that is in force brings its own summer time, and must go before an offset can be set.
	words := strings.Fields(c.Line)
	if n := len(words); n > 0 && regionWord.MatchString(words[n-1]) {
		return []string{"no clock timezone", line}, nil
	}
	return []string{line}, nil
}

// byRegion reports whether a zone is written by its name. That the line takes minutes is not known; a region has them.
func byRegion(z *show.ZoneSetting) bool { return z.OffsetMinutes%60 != 0 && z.Region != "" }

// renderSummer writes nothing beside a region, which brings its own summer time. A line beside it would have the whole commit
// refused, so one that is in force goes.
func renderSummer(c show.Change) ([]string, error) {
	switch {
	case c.Zone == nil || !byRegion(c.Zone):
		return summerLine(c.SummerTime)
	case c.Line != "":
		return []string{"no clock summer-time"}, nil
	}
	return nil, nil
}

// zoneLine writes whole hours, else the region.
func zoneLine(z *show.ZoneSetting) (string, error) {
	if z.OffsetMinutes%60 == 0 {
		return fmt.Sprintf("clock timezone %s %d", z.Name, z.OffsetMinutes/60), nil
	}
	if !byRegion(z) {
		return "", fmt.Errorf("whether clock timezone takes minutes on IOS XR is not known; name the zone by its region")
	}
	return fmt.Sprintf("clock timezone %s %s", z.Name, strings.ReplaceAll(z.Region, "_", "")), nil
}

// summerLine writes a rule of every year:
//
//	clock summer-time EDT recurring 2 sunday march 02:00 1 sunday november 02:00
func summerLine(s *show.SummerSetting) ([]string, error) {
	if !s.Recurring() {
		return nil, fmt.Errorf("how IOS XR takes summer time between two dates is not known; set a rule for every year")
	}
	line := fmt.Sprintf("clock summer-time %s recurring %s %s", s.Name, transition(s.Start), transition(s.End))
	if s.ShiftMinutes != int(time.Hour/time.Minute) {
		line += fmt.Sprintf(" %d", s.ShiftMinutes)
	}
	return []string{line}, nil
}

func transition(t show.Transition) string {
	week := "last"
	if t.Week != show.LastWeek {
		week = fmt.Sprint(t.Week)
	}
	return strings.ToLower(fmt.Sprintf("%s %s %s %02d:%02d", week, t.Weekday, t.Month, t.Hour, t.Minute))
}
