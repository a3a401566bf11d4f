package ios

import (
	"errors"
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// renderer writes changes for IOS or, where xe, for IOS-XE.
type renderer struct{ xe bool }

// render writes a change as lines of configuration mode (Save: of privileged EXEC). No lines and no error: it needs
// none here. What the reader of the configuration would refuse is an error.
func (r renderer) render(c show.Change) ([]string, error) {
	if err := r.lacks(c); err != nil {
		return nil, err
	}
	switch c.Verb {
	case show.AddServer, show.SetServer, show.UseKey:
		return []string{serverLine(*c.Server)}, nil
	case show.RemoveServer:
		return []string{"no " + serverHead(*c.Server)}, nil
	case show.SetKey, show.RemoveKey, show.Trust, show.Untrust:
		return r.key(c)
	case show.SetSource:
		return sourceLine(*c.Source)
	case show.SetAccessList:
		return accessList(*c.List)
	case show.RestrictAccess:
		return accessGroup(*c.Access)
	case show.SetStamps:
		return []string{stampsLine(*c.Stamps)}, nil
	case show.SetZone:
		return zoneLine(*c.Zone)
	case show.SetSummerTime:
		return summerLine(*c.SummerTime)
	case show.LimitMaster:
		return []string{fmt.Sprintf("ntp master %d", c.Stratum)}, nil
	case show.SaveInterval:
		return []string{fmt.Sprintf("clock save interval %d", c.Hours)}, nil
	case show.StopSNTP:
		return []string{"no " + c.Line}, nil
	}
	return fixedLines(c.Verb)
}

// fixedLines are those of changes without operands.
func fixedLines(verb show.Verb) ([]string, error) {
	switch verb {
	case show.EnableNTP:
		return nil, nil // the first line about NTP does that
	case show.Authenticate:
		return []string{"ntp authenticate"}, nil
	case show.DropMaster:
		return []string{"no ntp master"}, nil
	case show.RefuseControl:
		return []string{"no ntp allow mode control", "no ntp allow mode private"}, nil
	case show.ClearZone:
		return []string{"no clock timezone"}, nil
	case show.ClearSummerTime:
		return []string{"no clock summer-time"}, nil
	case show.UpdateCalendar:
		return []string{"ntp update-calendar"}, nil
	case show.Save:
		return []string{"copy running-config startup-config"}, nil
	}
	return nil, fmt.Errorf("there is no line for %q", verb)
}

func sourceLine(s show.SourceAddress) ([]string, error) {
	if s.VRF != "" {
		return nil, errors.New("ntp source is for the global table; put source and the interface on the line of each server of the VRF")
	}
	return []string{"ntp source " + s.Interface}, nil
}

func accessList(l show.AccessList) ([]string, error) {
	head, member := "ip access-list standard ", " permit %s"
	if l.Family == show.IPv6 {
		head, member = "ipv6 access-list ", " permit ipv6 host %s any"
	}
	lines := []string{head + l.Name}
	for _, m := range l.Members {
		lines = append(lines, fmt.Sprintf(member, m))
	}
	return lines, nil
}

// accessGroup leaves the word for IPv4 out: older releases have none.
func accessGroup(a show.AccessRule) ([]string, error) {
	if a.VRF != "" {
		return nil, errors.New("ntp access-group holds for all VRFs at once; name the hosts of all in one list")
	}
	family := ""
	if a.Family == show.IPv6 {
		family = "ipv6 "
	}
	return []string{"ntp access-group " + family + a.Kind + " " + a.List}, nil
}
