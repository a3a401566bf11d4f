package platformtest

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ReadBack fails where what a platform writes for a change is not read back as that change by the platform's own reader. Of
// lines that take something away nothing stays to be read, but of those that refuse requests.
func ReadBack(t *testing.T, c show.Change, lines []string, parse func(text string) (show.Config, error)) {
	t.Helper()
	text := strings.ReplaceAll(strings.Join(lines, "\n"), show.Secret, "secret")
	if len(lines) == 0 || c.Verb == show.Save || strings.Contains(text, "<") {
		return // nothing to read, another mode, or something that a person fills in
	}
	entered := strings.Split(text, "\n")
	switch c.Verb {
	case show.RefuseControl:
		entered = append(entered, "ntp authenticate") // a configuration of something
	case show.SetAccessList:
		entered = append(entered, "ntp access-group peer "+c.List.Name) // lists that no group names are not kept
	default:
		entered = slices.DeleteFunc(entered, func(line string) bool { return strings.HasPrefix(line, "no ") })
	}
	if len(entered) == 0 {
		return
	}
	cfg, err := parse(strings.Join(entered, "\n") + "\n")
	if err != nil || len(cfg.Unparsed) > 0 {
		t.Errorf("%q: %v, not understood: %q", lines, err, cfg.Unparsed)
		return
	}
	if d := cmp.Diff(said(c), told(&cfg, c)); d != "" {
		t.Errorf("%q (-said +read):\n%s", lines, d)
	}
}

// said is what must stand in a configuration after a change.
func said(c show.Change) any {
	switch c.Verb {
	case show.AddServer, show.SetServer, show.UseKey:
		return *c.Server
	case show.SetKey:
		return *c.Key
	case show.Trust:
		return []string{strconv.Itoa(c.Key.Number)}
	case show.SetSource:
		return *c.Source
	case show.RestrictAccess:
		return *c.Access
	case show.LimitMaster:
		return c.Stratum
	case show.SetStamps:
		return *c.Stamps
	case show.SetZone:
		return *c.Zone
	case show.SetSummerTime:
		return *c.SummerTime
	case show.Authenticate, show.UpdateCalendar, show.RefuseControl:
		return true
	case show.SaveInterval:
		return c.Hours
	case show.SetAccessList:
		return c.List.Members
	}
	return nil
}

// told is the same as it was read. What the change leaves open, and what the platform does not tell, is as the change has it.
func told(cfg *show.Config, c show.Change) any {
	switch c.Verb {
	case show.AddServer, show.SetServer, show.UseKey:
		return server(cfg, *c.Server)
	case show.SetKey:
		k := show.KeyNumber{Number: cfg.AuthKeys[0].Number, Type: cfg.AuthKeys[0].Type}
		if c.Key.Type == "" {
			k.Type = "" // the platform's choice
		}
		return k
	case show.Trust:
		return cfg.TrustedKeys
	case show.SetSource:
		return source(cfg, *c.Source)
	case show.RestrictAccess:
		return access(cfg.AccessGroups[0], *c.Access)
	case show.LimitMaster:
		return cfg.NTPMaster.Stratum
	case show.Authenticate:
		return cfg.Authenticate
	case show.UpdateCalendar:
		return cfg.UpdateCalendar
	case show.RefuseControl:
		return cfg.Control.Refused && !cfg.Control.Private
	case show.SaveInterval:
		return cfg.SaveInterval
	case show.SetAccessList:
		return members(cfg, *c.List)
	}
	return clock(cfg, c)
}

func clock(cfg *show.Config, c show.Change) any {
	switch c.Verb {
	case show.SetStamps:
		return stamps(cfg, *c.Stamps)
	case show.SetZone:
		z := show.ZoneSetting{Name: cfg.Timezone.Name, OffsetMinutes: cfg.Timezone.OffsetMinutes, Region: c.Zone.Region}
		if cfg.Timezone.Region == strings.ReplaceAll(c.Zone.Region, "_", "") && z.Region != "" {
			z.OffsetMinutes = c.Zone.OffsetMinutes // the region brings it
		}
		return z
	case show.SetSummerTime:
		return cfg.SummerTime.Season.Setting(cfg.SummerTime.Name)
	}
	return nil
}

func server(cfg *show.Config, want show.ServerLine) show.ServerLine {
	s := cfg.Servers[0].Whole()
	if s.VRF == "" && want.VRF == "default" {
		s.VRF = want.VRF
	}
	if s.Family == "" && strings.Contains(want.Address, ":") {
		s.Family = want.Family // a literal needs no word for it
	}
	return s
}

func source(cfg *show.Config, want show.SourceAddress) show.SourceAddress {
	if cfg.NTPSource != nil && want.VRF == "default" {
		return show.SourceAddress{Interface: *cfg.NTPSource, VRF: want.VRF}
	}
	if cfg.NTPSource != nil {
		return show.SourceAddress{Interface: *cfg.NTPSource}
	}
	return show.SourceAddress{Interface: cfg.NTPSourceVRF[0].Interface, VRF: cfg.NTPSourceVRF[0].VRF}
}

func access(g show.AccessGroup, want show.AccessRule) show.AccessRule {
	rule := show.AccessRule{Kind: g.Type, Family: want.Family, List: g.ACL}
	if g.Family != nil {
		rule.Family = *g.Family
	}
	if g.VRF != nil {
		rule.VRF = *g.VRF
	}
	return rule
}

func stamps(cfg *show.Config, want show.StampSetting) show.StampSetting {
	options := cfg.TimestampsLog.Options
	if want.Side == show.SideDebug {
		options = cfg.TimestampsDebug.Options
	}
	has := func(option string) bool { return slices.Contains(options, option) }
	return show.StampSetting{Side: want.Side, Msec: has("msec"), LocalTime: has("localtime"), ShowTimezone: has("show-timezone"), Year: has("year")}
}

// members are the hosts that a list lets in. A reader that keeps no lists has to understand the lines, no more.
func members(cfg *show.Config, want show.AccessList) (hosts []string) {
	if len(cfg.AccessLists) == 0 {
		return want.Members
	}
	for _, e := range cfg.AccessLists[0].Entries {
		if e.Permit && !cfg.AccessLists[0].Unclear {
			hosts = append(hosts, e.From.Addr().String())
		}
	}
	return hosts
}
