package iosxr

import (
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// The lines that are sent to a device. There are no others: see [Commands].
const (
	TerminalLength            = "terminal length 0"
	TerminalWidth             = "terminal width 511"
	ShowClock                 = "show clock"
	ShowNTPStatus             = "show ntp status"
	ShowNTPAssociations       = "show ntp associations"
	ShowNTPAssociationsDetail = "show ntp associations detail"
	ShowVersion               = "show version"
	ShowInterfaces            = "show ipv4 vrf all interface brief"
	ShowConfigNTP             = "show running-config ntp"
	ShowConfigClock           = "show running-config clock"
	ShowConfigService         = "show running-config service"

	ShowConfigHSRP = "show running-config router hsrp"
	ShowConfigVRRP = "show running-config router vrrp"

	// ShowConfigStamps is asked where a release does not know the section of the services.
	ShowConfigStamps = "show running-config | include ^service timestamps"
)

// Commands lists every line that is ever sent, in the order in which a session may need it. The configuration is asked for by
// section: whole, it takes a big router a minute, and what an account may not read is left out of it without a word, where a
// section is refused. Access lists are not asked for: a section has all of them, and what NTP has to do with none of them is no
// affair of an audit.
func Commands() []platform.Command {
	return []platform.Command{
		{Line: TerminalLength, Purpose: "Turns the pager off for this login."},
		{Line: TerminalWidth, Purpose: "Keeps long lines from being folded, for this login."},
		{Line: ShowClock, Purpose: "Reads the clock.",
			Tells: []show.Kind{show.KindClock}, Opening: true},
		{Line: ShowNTPStatus, Purpose: "Tells whether NTP runs, is synchronized, and to what.",
			Tells: []show.Kind{show.KindClock, show.KindStatus}, Opening: true},
		{Line: ShowNTPAssociations, Purpose: "Lists the NTP sources with VRF, reach, offset and role.",
			Tells: []show.Kind{show.KindAssociations}},
		{Line: ShowNTPAssociationsDetail, Purpose: "Tells which NTP sources are authenticated and sane.",
			Tells: []show.Kind{show.KindDetail}, Optional: true},
		{Line: ShowVersion, Purpose: "Reads model, software release and uptime.",
			Tells: []show.Kind{show.KindVersion}, Optional: true},
		{Line: ShowInterfaces, Purpose: "Reads the interfaces with their VRFs and IPv4 addresses, by which other devices know this one.",
			Tells: []show.Kind{show.KindConfig}, Optional: true},
		{Line: ShowConfigNTP, Purpose: "Reads the NTP block of the configuration.",
			Tells: []show.Kind{show.KindClock, show.KindConfig}, Slow: true},
		{Line: ShowConfigClock, Purpose: "Reads the time zone and the summer time of the configuration.",
			Tells: []show.Kind{show.KindClock, show.KindConfig}, Slow: true},
		{Line: ShowConfigService, Purpose: "Reads which stamps log and debug messages carry.",
			Tells: []show.Kind{show.KindConfig}, Slow: true, Instead: ShowConfigStamps},
		{Line: ShowConfigHSRP, Purpose: "Reads the addresses that the device shares by HSRP.",
			Tells: []show.Kind{show.KindConfig}, Slow: true, Optional: true},
		{Line: ShowConfigVRRP, Purpose: "Reads the addresses that the device shares by VRRP.",
			Tells: []show.Kind{show.KindConfig}, Slow: true, Optional: true},
		{Line: ShowConfigStamps, Purpose: "Reads the same where the release does not know that section.", Slow: true},
	}
}
