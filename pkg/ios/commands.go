package ios

// The lines that are sent to a device. There are no others: see [Commands] and [Allowed].
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

	// ShowTimeConfig asks for the time lines of the running configuration, the interfaces
	// that own indented ones, and "end", which proves that the answer is whole.
	//
	// Everything after "include " is one regular expression: it is case-sensitive, blanks
	// in it are literal, and a question mark would call the help. The line is kept short
	// because a VTY takes little type-ahead.
	ShowTimeConfig = "show running-config | include " +
		"^(version|interface|clock|ntp|no ntp|sntp|service time|no service time|service seq|end)" +
		"|^ (ntp|ip address|ipv6 address|vrf forw|ip vrf forw)"
)

// Command is a line that may be sent, and what it needs.
type Command struct {
	Line      string
	Purpose   string // a sentence
	Privilege int    // the lowest level that answers it in full
}

// Commands lists every line that is ever sent, in the order in which a session may need it.
func Commands() []Command {
	return []Command{
		{TerminalLength, "Turns the pager off for this login.", 1},
		{TerminalWidth, "Keeps long command lines from scrolling, for this login.", 1},
		{Enable, "Asks for privileged EXEC where the inventory gives an enable secret.", 1},
		{ShowClockDetail, "Reads the clock, its time source and the summer-time dates.", 1},
		{ShowClock, "Reads the clock once more, or where the detailed form is refused.", 1},
		{ShowPrivilege, "Tells whether the configuration can be read in full.", 1},
		{ShowNTPStatus, "Tells whether NTP runs, is synchronized, and to what.", 1},
		{ShowNTPAssociations, "Lists the NTP sources with reach, offset and role.", 1},
		{ShowNTPAssociationsDetail, "Tells which NTP sources are authenticated and sane.", 1},
		{ShowVersion, "Reads model, serial number, software release and uptime.", 1},
		{ShowPKICertificates, "Tells from when until when the device's certificates are valid.", 1},
		{ShowTimeConfig, "Reads the time lines of the configuration: NTP, SNTP, clock, log timestamps, interface addresses.", 15},
	}
}

// Allowed reports whether a line may be sent. Only an exact match passes: a "show " prefix
// would not be enough, as "show … | redirect" writes files.
func Allowed(line string) bool {
	for _, c := range Commands() {
		if line == c.Line {
			return true
		}
	}
	return false
}
