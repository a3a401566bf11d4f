package show

import (
	"strconv"
	"strings"
)

// Verb is what a change does.
type Verb string

// The changes, in the order in which fix lines are grouped. Behind each: the operands that it needs, and in brackets those
// that it may have. Line is the line in force, see Change.
const (
	EnableNTP       Verb = "enable_ntp"        // none. Of no line where NTP has no switch of its own
	SetKey          Verb = "set_key"           // Key (Type). Defines a key under a number that is free on the device
	RemoveKey       Verb = "remove_key"        // Key (Type, Line)
	Trust           Verb = "trust"             // Key
	Untrust         Verb = "untrust"           // Key (Line, which may be a range to be split)
	SetSource       Verb = "set_source"        // Source (Line). The interface that NTP packets leave from
	AddServer       Verb = "add_server"        // Server. Of a source that the device does not have
	SetServer       Verb = "set_server"        // Server, Line. Other options for a source that the device has
	UseKey          Verb = "use_key"           // Server with its Key, Line. Like SetServer: only the key differs
	RemoveServer    Verb = "remove_server"     // Server: Type, Address, VRF (Family, Line)
	Authenticate    Verb = "authenticate"      // none
	SetAccessList   Verb = "set_access_list"   // List. Of a name that is free on the device
	RestrictAccess  Verb = "restrict_access"   // Access. Its list is that of a SetAccessList
	LimitMaster     Verb = "limit_master"      // Stratum
	DropMaster      Verb = "drop_master"       // none (Line)
	RefuseControl   Verb = "refuse_control"    // none. Answers no control and private (mode 6 and 7) requests
	SetStamps       Verb = "set_stamps"        // Stamps (Line)
	SetZone         Verb = "set_zone"          // Zone (Line). Other than UTC
	ClearZone       Verb = "clear_zone"        // none (Line). Back to UTC
	SetSummerTime   Verb = "set_summer_time"   // SummerTime (Line; Zone: what is set with it, which may bring its own summer time)
	ClearSummerTime Verb = "clear_summer_time" // none (Line)
	UpdateCalendar  Verb = "update_calendar"   // none. NTP keeps the hardware clock right
	SaveInterval    Verb = "save_interval"     // Hours. For devices without a hardware clock
	StopSNTP        Verb = "stop_sntp"         // Line, an sntp line
	Save            Verb = "save"              // none. Makes the lines before it last
)

// Change is something to be changed on a device, told in no platform's words. A platform writes it as configuration lines
// (platform.Platform.Render), and reports carry it as it is, so that other tools can write their own.
//
// A text operand is one word (an interface may be two: "Loopback 0"), or a placeholder: "<address 1>", see Placeholder. A placeholder is written into the line as it
// stands, angle brackets and blanks included, for a person to fill in. The secret of a key is in no operand: where one
// belongs a platform writes Secret.
type Change struct {
	Verb       Verb           `json:"change"`
	Server     *ServerLine    `json:"server,omitempty"`
	Key        *KeyNumber     `json:"key,omitempty"`
	Source     *SourceAddress `json:"source,omitempty"`
	List       *AccessList    `json:"list,omitempty"`
	Access     *AccessRule    `json:"access,omitempty"`
	Stratum    int            `json:"stratum,omitempty"` // 1 to 15
	Stamps     *StampSetting  `json:"stamps,omitempty"`
	Zone       *ZoneSetting   `json:"zone,omitempty"`
	SummerTime *SummerSetting `json:"summer_time,omitempty"`
	Hours      int            `json:"hours,omitempty"`

	// Line is the line in force that the change takes away or replaces, as the device printed it but without blanks
	// at its ends and without the text of a key. A platform that negates whole lines (NX-OS) writes "no" and this line.
	// It begins as the change wants it, and that of a source names its address: Validate sees to it.
	// Empty: there is none, or it is not known.
	Line string `json:"line,omitempty"`
	// Why is the reason for just these operands, as a clause that a comment can hold: "measured +0.2 ms ±1 ms here, stratum 1". Empty:
	// the finding says it.
	Why string `json:"why,omitempty"`
	// Stage is the stage of the device's plan in which a person makes the change, when what stands before it was seen to work. 0: it
	// may be made at once.
	Stage int `json:"stage,omitempty"`
	// Release is what the device runs, for a grammar that differs by it: "17.09.04a". Empty: not known. It is a fact of the
	// device and no part of what is to be changed, so a report has it once, with the device.
	Release string `json:"-"`
	// Model is that of the device, "C9300-24T", for what a model has not at all. Empty: not known. See Release.
	Model string `json:"-"`
}

// AboutNTP reports whether the change is one of NTP, and not of the clock, its stamps or SNTP. A list is one: it is for NTP.
func (c Change) AboutNTP() bool {
	switch c.Verb {
	case SetStamps, SetZone, ClearZone, SetSummerTime, ClearSummerTime, SaveInterval, StopSNTP, Save:
		return false
	}
	return true
}

// KeyOfLine is the number of the key that a change is about, or that the line has which it enters; 0: none.
func (c Change) KeyOfLine() int {
	switch {
	case c.Key != nil:
		return c.Key.Number
	case c.Server != nil && c.Server.Key != nil && c.Verb != RemoveServer:
		return *c.Server.Key
	}
	return 0
}

// Families of addresses.
const (
	IPv4 = "ipv4"
	IPv6 = "ipv6"
)

// ServerLine is a source with all options that its line is to have: one that is absent here is taken off the line.
type ServerLine struct {
	Type       string `json:"type"`                  // server or peer
	Address    string `json:"address"`               // an IP address, a name or a placeholder
	Family     string `json:"family,omitempty"`      // ipv4 or ipv6: as what a name is looked up
	VRF        string `json:"vrf,omitempty"`         // empty: the global table (NX-OS: default)
	Key        *int   `json:"key,omitempty"`         // number
	KeyAgreed  string `json:"key_agreed,omitempty"`  // a placeholder in place of a number that is not known here
	MinPoll    *int   `json:"minpoll,omitempty"`     // log2 seconds
	MaxPoll    *int   `json:"maxpoll,omitempty"`     // log2 seconds
	Version    *int   `json:"version,omitempty"`     // of the protocol
	Source     string `json:"source,omitempty"`      // interface
	Prefer     bool   `json:"prefer,omitempty"`      // before others that are as good
	Burst      bool   `json:"burst,omitempty"`       // several packets at each poll
	IBurst     bool   `json:"iburst,omitempty"`      // several packets at the start
	NormalSync bool   `json:"normal_sync,omitempty"` // rapid synchronization at start is off
}

// KeyNumber is a key without its secret.
type KeyNumber struct {
	Number int `json:"number"` // from 1; 0 where Agreed stands for it
	// Agreed is a placeholder in place of a number that is not known here.
	Agreed string `json:"agreed,omitempty"`
	// Type is the algorithm as IOS-XE spells it: md5, hmac-sha2-256, hmac-sha1, cmac-aes-128, …. Empty with SetKey: the
	// strongest that the platform is sure to offer; empty elsewhere: not known.
	Type string `json:"type,omitempty"`
}

// SourceAddress is the interface whose address NTP packets carry.
type SourceAddress struct {
	Interface string `json:"interface"`
	VRF       string `json:"vrf,omitempty"`
}

// AccessList permits hosts, and with that nobody else.
type AccessList struct {
	Name    string   `json:"name"`
	Family  string   `json:"family"`  // ipv4 or ipv6
	Members []string `json:"members"` // IP addresses of the family without a length, and placeholders; at least one
}

// AccessRule lets the hosts of a list do one kind of thing. As soon as there is one rule, whom none permits is refused.
type AccessRule struct {
	Kind   string `json:"kind"`   // peer (sources and all below), serve, serve-only (clients), query-only
	Family string `json:"family"` // ipv4 or ipv6
	VRF    string `json:"vrf,omitempty"`
	List   string `json:"list"`
}

// StampSetting is what is put before messages: date and time, with these options and no others.
type StampSetting struct {
	Side         string `json:"side"`                    // log or debug
	Msec         bool   `json:"msec,omitempty"`          // milliseconds
	LocalTime    bool   `json:"localtime,omitempty"`     // false: UTC
	ShowTimezone bool   `json:"show_timezone,omitempty"` // the label of the zone
	Year         bool   `json:"year,omitempty"`
}

// Sides of StampSetting.
const (
	SideLog   = "log"
	SideDebug = "debug"
)

// ZoneSetting is standard time.
type ZoneSetting struct {
	Name          string `json:"name"`           // label: CET, +0530, or a placeholder
	OffsetMinutes int    `json:"offset_minutes"` // east of UTC is positive; not 0
	// Region is the zone in the IANA database, "America/New_York", for a platform that has zones by name. Empty: not known.
	Region string `json:"region,omitempty"`
}

// SummerSetting is summer time.
type SummerSetting struct {
	Name         string `json:"name"`          // label: CEST, or a placeholder
	ShiftMinutes int    `json:"shift_minutes"` // what it adds to standard time; positive
	// Assumed: the line names no rule and so means that of the United States; Start and End say it as it is since 2007.
	Assumed bool       `json:"assumed,omitempty"`
	Start   Transition `json:"start"` // in standard time; both have a year, or neither
	End     Transition `json:"end"`   // in summer time
}

// Recurring reports whether the rule holds every year, and not once between two dates.
func (s SummerSetting) Recurring() bool { return s.Start.Year == 0 }

// Secret is what a person puts the secret of a key in for.
const Secret = "<key>"

// Placeholder is what a person fills in: Placeholder("address 1") is "<address 1>". The text is of letters, digits, blanks and
// the signs that can be typed anywhere; never "?".
func Placeholder(text string) string { return "<" + text + ">" }

// NumberText is the number as it stands in a line: digits, or the placeholder.
func (k KeyNumber) NumberText() string {
	if k.Agreed != "" {
		return k.Agreed
	}
	return strconv.Itoa(k.Number)
}

// KeyText is the number of the key as it stands in the line of a source; empty: it has none.
func (s ServerLine) KeyText() string {
	if s.Key == nil {
		return s.KeyAgreed
	}
	return strconv.Itoa(*s.Key)
}

// IsPlaceholder reports whether a person has to fill in an operand.
func IsPlaceholder(operand string) bool {
	inner, opened := strings.CutPrefix(operand, "<")
	inner, closed := strings.CutSuffix(inner, ">")
	return opened && closed && inner != "" && !strings.ContainsAny(inner, "<>")
}
