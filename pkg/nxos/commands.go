package nxos

import (
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// The lines that are sent to a device. There are no others: see [Commands]. None of them prints the text of a key but the
// configuration, whose keys are never kept; "show ntp authentication-keys" is not among them for that reason.
const (
	TerminalLength = "terminal length 0"
	TerminalWidth  = "terminal width 511"
	ShowClock      = "show clock"
	ShowPeerStatus = "show ntp peer-status"
	ShowPeers      = "show ntp peers"
	ShowVersion    = platform.ShowVersion
	ShowNTPConfig  = "show running-config ntp"

	ShowCertificates = "show crypto ca certificates"

	// ShowTimeConfig asks for the other time lines of the running configuration; for the interfaces with their VRFs and
	// addresses, by which the device is known, and those that it shares by HSRP and VRRP; for access lists, of which only the
	// names are saved where NTP does not name them; for how names are resolved; for the trustpoints, without which there
	// are no certificates; for routing processes, before which the last interface ends; for the NTP lines, which are read of the
	// section, but name the lists, and are compared with those of [ShowStartupConfig]; and for the lines that a configuration
	// begins with, which prove that it may be read at all: there is no line that ends one.
	//
	// The pattern is one quoted word. It is one of egrep, and as plain as it can be. Words are cut where what is left means one
	// thing, as a command line has its length.
	ShowTimeConfig = `show running-config | include "` +
		`^(!Com|!Time|version|clock|logging (time|serv)|(no )*(ntp|feature ntp|ip domain-l)|ip name|vrf c|crypto ca tr|interf|router)|access-l` +
		`|^  ([0-9]|ntp|shutdown|vrf m|ip name|ip.* addr|hsrp|vrrp)|^    (ip |addr)"`

	// ShowStartupConfig asks for the time lines that the device starts with.
	ShowStartupConfig = `show startup-config | include "^(!Command|!Time|version|clock|logging timestamp|(no )*(ntp|feature ntp))"`
)

// Commands lists every line that is ever sent, in the order in which a session may need it. A clock needs the configuration
// for its zone, and that is known as a whole only: what one part does not hold may stand in the other.
func Commands() []platform.Command {
	return []platform.Command{
		{Line: TerminalLength, Purpose: "Turns the pager off for this login."},
		{Line: TerminalWidth, Purpose: "Keeps tables and long lines from being folded, for this login."},
		{Line: ShowClock, Purpose: "Reads the clock and what steers it.",
			Tells: []show.Kind{show.KindClock}, Opening: true},
		{Line: ShowPeerStatus, Purpose: "Lists the NTP sources with reach and delay, and which one is followed.",
			Tells: []show.Kind{show.KindStatus, show.KindAssociations}, Opening: true},
		{Line: ShowPeers, Purpose: "Tells which NTP sources are configured, for accounts that cannot read the configuration.",
			Tells: []show.Kind{show.KindAssociations}, Optional: true},
		{Line: ShowVersion, Purpose: "Reads model, serial number, software release and uptime.",
			Tells: []show.Kind{show.KindVersion}, Optional: true},
		{Line: ShowCertificates, Purpose: "Tells from when until when the device's certificates are valid.",
			Tells: []show.Kind{show.KindPKI}, Optional: true},
		{Line: ShowNTPConfig, Purpose: "Reads the NTP lines of the configuration. The role network-operator may not.",
			Tells: []show.Kind{show.KindClock, show.KindConfig}, Slow: true},
		{Line: ShowTimeConfig, Purpose: "Reads the other time lines of the configuration: clock, log timestamps, log servers, interface addresses and VRFs, how names are resolved, the access lists that NTP names, trustpoints. The role network-operator may not.",
			Tells: []show.Kind{show.KindClock, show.KindConfig, show.KindPKI}, Slow: true},
		{Line: ShowStartupConfig, Purpose: "Reads the time lines that the device starts with: what of the running ones is not saved. The role network-operator may not.",
			Tells: []show.Kind{show.KindStartup}, Slow: true, Optional: true},
	}
}
