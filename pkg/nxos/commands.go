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

	// ShowTimeConfig asks for the other time lines of the running configuration, for the interfaces with their VRFs and
	// addresses, by which the device is known, for the trustpoints, without which there are no certificates, and for the
	// lines that a configuration begins with, which prove that it may be read at all: there is no line that ends one.
	//
	// The pattern is one quoted word. It holds nothing but alternatives and anchors, which is what was seen to work.
	ShowTimeConfig = `show running-config | include "` +
		`^!Command|^!Time|^version|^feature ntp|^no feature ntp|^clock|^logging timestamp|^logging server` +
		`|^crypto ca trustpoint|^interface|^  vrf member|^  ip address|^  ipv6 address"`
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
		{Line: ShowTimeConfig, Purpose: "Reads the other time lines of the configuration: clock, log timestamps, log servers, interface addresses, trustpoints. The role network-operator may not.",
			Tells: []show.Kind{show.KindClock, show.KindConfig, show.KindPKI}, Slow: true},
	}
}
