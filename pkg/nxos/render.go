package nxos

import (
	"errors"
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Render writes a change as configuration lines. The error says what NX-OS has no line for. It does not know the
// device: see [show.Config.NTPLocked].
func Render(c show.Change) (lines []string, err error) {
	switch c.Verb {
	case show.EnableNTP:
		return []string{"feature ntp"}, nil
	case show.Save:
		return []string{"copy running-config startup-config"}, nil
	case show.SetAccessList:
		return accessList(*c.List), nil
	case show.SetStamps:
		return stamps(*c.Stamps, c.Line)
	case show.SetZone:
		return zone(*c.Zone)
	case show.ClearZone:
		return []string{"no clock timezone"}, nil
	case show.SetSummerTime:
		return summer(*c.SummerTime)
	case show.ClearSummerTime:
		return []string{"no clock summer-time"}, nil
	case show.UpdateCalendar, show.SaveInterval:
		return nil, errors.New("NX-OS keeps the hardware clock by itself, and has no line for it")
	case show.StopSNTP:
		return nil, errors.New("NX-OS has no SNTP")
	}
	return renderNTP(c)
}

// renderNTP writes the lines that begin with "ntp".
func renderNTP(c show.Change) (lines []string, err error) {
	if n := c.KeyOfLine(); n > highestKey {
		return nil, fmt.Errorf("key number %d is above %d, the highest of NX-OS; agree on a lower one", n, highestKey)
	}
	switch c.Verb {
	case show.SetKey:
		return key(*c.Key)
	case show.RemoveKey:
		return []string{fmt.Sprintf("no ntp authentication-key %s md5", c.Key.NumberText())}, nil
	case show.Trust:
		return []string{"ntp trusted-key " + c.Key.NumberText()}, nil
	case show.Untrust:
		return []string{"no ntp trusted-key " + c.Key.NumberText()}, nil
	case show.SetSource:
		return source(*c.Source, c.Line), nil
	case show.AddServer:
		return server(*c.Server)
	case show.SetServer, show.UseKey:
		return replaceServer(*c.Server, c.Line)
	case show.RemoveServer:
		return removeServer(*c.Server, c.Line)
	case show.Authenticate:
		return []string{"ntp authenticate"}, nil
	case show.RestrictAccess:
		return restrict(*c.Access)
	case show.LimitMaster:
		return []string{fmt.Sprintf("ntp master %d", c.Stratum)}, nil
	case show.DropMaster:
		return []string{"no ntp master"}, nil
	case show.RefuseControl:
		return []string{"no ntp allow control", "no ntp allow private"}, nil
	}
	return nil, fmt.Errorf("NX-OS has no line for %s", c.Verb)
}
