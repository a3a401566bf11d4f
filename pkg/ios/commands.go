package ios

import (
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// The lines that are sent to a device. There are no others: see [Commands].
const (
	TerminalLength            = "terminal length 0"
	TerminalWidth             = "terminal width 511"
	Enable                    = "enable"
	ShowClockDetail           = "show clock detail"
	ShowClock                 = "show clock"
	ShowPrivilege             = "show privilege"
	ShowNTPStatus             = "show ntp status"
	ShowNTPAssociations       = "show ntp associations"
	ShowNTPAssociationsDetail = "show ntp associations detail"
	ShowVersion               = "show version"
	ShowPKICertificates       = "show crypto pki certificates"

	// ShowTimeConfig asks for the time lines of the running configuration; for the interfaces with what their blocks say of
	// addresses, VRFs and tunnels; for access lists, of which only the names are saved where NTP does not name them;
	// for how names are resolved; for "!", which ends each block; and for "end", which proves that the answer is whole.
	//
	// Everything after "include " is one regular expression: it is case-sensitive, blanks in it are literal, and a question
	// mark would call the help. It holds no more than alternatives, sets and repeated characters. The line is kept short
	// because a VTY takes little type-ahead, so words are cut where what is left means one thing: "stan" is standby. Its order
	// is that of the two groups: what begins a line, and what begins one below an interface, a VRRP group or an access list.
	ShowTimeConfig = "show running-config | include " +
		"^(!|end|ver|int|clo|[nos ]*ntp|[no ]*(service [st]|ip (dom|nam)))|access-l" +
		"|^ +(shut|stan|vrrp|glbp|[noipv6 ]*addr|tunn|cryp|.*(vrf f|perm|deny))"

	// ShowStartupConfig asks for the time lines that the device starts with, for comparison with those that run. It begins with
	// "version" and ends with "end", which prove that the answer is whole.
	ShowStartupConfig = "show startup-config | include ^(version|clock|ntp|no ntp|sntp|service time|no service time|end)"
)

// fullPrivilege is the level at which IOS shows the whole configuration. Below it, it shows the lines
// that the level could configure, often none, without saying that others are missing.
const fullPrivilege = 15

// Commands lists every line that is ever sent, in the order in which a session may need it. A clock and the dates of
// certificates need the configuration for their zone; a clock needs the NTP status for its tick and its rate.
func Commands() []platform.Command {
	const user = 1 // user EXEC
	return []platform.Command{
		{Line: TerminalLength, Privilege: user, Purpose: "Turns the pager off for this login."},
		{Line: TerminalWidth, Privilege: user, Purpose: "Keeps long command lines from scrolling, for this login."},
		{Line: Enable, Privilege: user, Purpose: "Asks for privileged EXEC where the inventory gives an enable secret."},
		{Line: ShowClockDetail, Privilege: user, Purpose: "Reads the clock, its time source and the summer-time dates.",
			Tells: []show.Kind{show.KindClock}, Opening: true, Instead: ShowClock},
		{Line: ShowClock, Privilege: user, Purpose: "Reads the clock once more, or where the detailed form is refused."},
		{Line: ShowPrivilege, Privilege: user, Purpose: "Tells whether the configuration can be read in full.",
			Tells: []show.Kind{show.KindClock, show.KindConfig, show.KindPKI}, Opening: true, Optional: true},
		{Line: ShowNTPStatus, Privilege: user, Purpose: "Tells whether NTP runs, is synchronized, and to what.",
			Tells: []show.Kind{show.KindClock, show.KindStatus}, Opening: true},
		{Line: ShowNTPAssociations, Privilege: user, Purpose: "Lists the NTP sources with reach, offset and role.",
			Tells: []show.Kind{show.KindAssociations}, Opening: true}, // in one flight with the status, so that both are of one instant
		{Line: ShowNTPAssociationsDetail, Privilege: user, Purpose: "Tells which NTP sources are authenticated and sane.",
			Tells: []show.Kind{show.KindDetail}, Optional: true},
		{Line: ShowVersion, Privilege: user, Purpose: "Reads model, serial number, software release and uptime.",
			Tells: []show.Kind{show.KindVersion}, Optional: true},
		{Line: ShowPKICertificates, Privilege: user, Purpose: "Tells from when until when the device's certificates are valid.",
			Tells: []show.Kind{show.KindPKI}, Optional: true},
		{Line: ShowTimeConfig, Privilege: fullPrivilege, Purpose: "Reads the time lines of the configuration: NTP, SNTP, clock, log timestamps; interfaces with their addresses, VRFs, tunnels; how names are resolved; the access lists that NTP names.",
			Tells: []show.Kind{show.KindClock, show.KindConfig, show.KindPKI}, Slow: true},
		{Line: ShowStartupConfig, Privilege: fullPrivilege, Purpose: "Reads the time lines that the device starts with: what of the running ones is not saved.",
			Tells: []show.Kind{show.KindStartup}, Slow: true, Optional: true},
	}
}
