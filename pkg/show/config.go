package show

import (
	"encoding/json"
	"slices"
	"strings"
)

// Config holds the time lines of a configuration.
type Config struct {
	TimestampsLog   Timestamps     `json:"timestamps_log"`
	TimestampsDebug Timestamps     `json:"timestamps_debug"`
	Servers         []ConfigServer `json:"servers"`
	Authenticate    bool           `json:"authenticate"`
	TrustedKeys     []string       `json:"trusted_keys"` // ranges as printed: "10 - 12"; see Trusted
	AuthKeys        []AuthKey      `json:"auth_keys"`
	AccessGroups    []AccessGroup  `json:"access_groups"`
	NTPSource       *string        `json:"ntp_source"`
	NTPSourceVRF    []VRFSource    `json:"ntp_source_vrf"` // for packets in a VRF
	AccessByVRF     bool           `json:"-"`              // an access group holds for one VRF and one family of addresses
	NTPMaster       *Master        `json:"ntp_master"`
	UpdateCalendar  bool           `json:"update_calendar"`
	InterfaceNTP    []InterfaceNTP `json:"interface_ntp"`
	Timezone        *Timezone      `json:"timezone"`        // nil: UTC, unless Misread("clock timezone")
	SummerTime      *SummerTime    `json:"summer_time"`     // nil: none
	OtherNTPLines   []string       `json:"other_ntp_lines"` // ntp and no ntp lines that fill no key above
	CalendarValid   bool           `json:"calendar_valid"`
	ClockProtocol   *string        `json:"clock_protocol"` // what steers the clock in place of NTP: "ptp domain 0"
	SNTPServers     []SNTPSource   `json:"sntp_servers"`
	SNTPInterface   *string        `json:"sntp_source_interface"`
	LogServers      []LogServer    `json:"log_servers,omitempty"`
	OtherTimeLines  []string       `json:"other_time_lines"` // clock, sntp and service lines that fill no key above
	Unparsed        []string       `json:"unparsed"`         // time lines that were not understood

	Trusted   KeyRanges          `json:"-"` // what TrustedKeys stand for
	Trusts    []KeyRange         `json:"-"` // the same as it is printed, line by line
	Release   string             `json:"-"` // "version 17.9"; empty: not shown
	Sequence  bool               `json:"-"` // service sequence-numbers
	Addresses []InterfaceAddress `json:"-"` // ip address lines, for knowing the device by them
	Loopbacks []string           `json:"-"` // interfaces named Loopback…
	// Interfaces are those with an address, a VRF, or a line about NTP or a way that packets take, and those that NTP packets
	// are to leave from. See Unread for what a platform does not show of them.
	Interfaces []Interface `json:"-"`
	// AccessLists are those that the access groups of NTP name, as far as they are defined.
	AccessLists []AccessListRead `json:"-"`
	// ListNames are the names of all access lists that have one, of whatever kind and for whatever they are: those are taken.
	ListNames []string `json:"-"`
	// Refclocks are the "ntp refclock" lines.
	Refclocks []string `json:"-"`
	// SNTPListens: it is a client of SNTP broadcasts or multicasts.
	SNTPListens bool `json:"-"`
	// SaveInterval is that of "clock save interval", in hours; 0: no such line.
	SaveInterval int `json:"-"`
	// Control is what is said of requests of modes 6 and 7.
	Control Control `json:"-"`
	// NoLookup: "no ip domain lookup" stands there, so that no name is resolved. NameServers are those to be asked.
	NoLookup    bool         `json:"-"`
	NameServers []NameServer `json:"-"`
	// TimeLines are all time lines as they would be saved, blanks made one, without the text of keys and without what the
	// device itself rewrites ("ntp clock-period").
	TimeLines []string `json:"-"`
	// AccessMatchAll: the access groups are tried until one permits (ntp access-group match-all), not up to the first that
	// names the host.
	AccessMatchAll bool `json:"-"`
	// Ended: the line "end" was seen, which closes every configuration. ShowTimeConfig asks
	// for it, so an answer without it is cut, or was not permitted.
	Ended bool `json:"-"`
	// Unread names the parts that were not read: what is absent there is not known.
	Unread []Unread `json:"-"`
	// Lines keeps each line that a value came from, for evidence; the text of keys is taken out.
	Lines []string `json:"-"`
	// NTPLocked is why no line about NTP may be entered on this device, as a clause that begins with what says so: on NX-OS
	// "ntp distribute" makes the first such line lock the whole fabric. Empty: lines may be entered.
	NTPLocked string `json:"-"`
}

// Evidence returns the lines that start with the given words, as they stand in the configuration.
func (c *Config) Evidence(words string) []string {
	var found []string
	for _, l := range c.Lines {
		if startsWith(l, words) {
			found = append(found, l)
		}
	}
	return found
}

// Unread is a part of a configuration that was not read.
type Unread struct {
	Words  string // that its lines start with: "clock"
	Reason string // a clause that begins with the command: "show running-config clock: not authorized"
}

// Misread reports whether a line that starts with the given words stands in Unparsed, or in a part that was not read, so
// that an absent value does not mean an absent line.
func (c *Config) Misread(words string) bool {
	for _, u := range c.Unread {
		if startsWith(words, u.Words) {
			return true
		}
	}
	for _, l := range c.Unparsed {
		if startsWith(l, words) {
			return true
		}
	}
	return false
}

func startsWith(line, words string) bool {
	rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), words)
	return ok && (rest == "" || rest[0] == ' ')
}

// ConfigServer is one "ntp server" or "ntp peer" line.
type ConfigServer struct {
	Type    string  `json:"type"`    // server or peer
	Address string  `json:"address"` // or a name
	VRF     *string `json:"vrf"`
	Family  string  `json:"family,omitempty"` // ipv4 or ipv6: as what a name is looked up
	Prefer  bool    `json:"prefer"`
	Key     *int    `json:"key"`
	Source  *string `json:"source"`
	Version *int    `json:"version"`
	MinPoll *int    `json:"minpoll,omitempty"` // log2 seconds
	MaxPoll *int    `json:"maxpoll,omitempty"` // log2 seconds

	Burst      bool   `json:"burst,omitempty"`
	IBurst     bool   `json:"iburst,omitempty"`
	NormalSync bool   `json:"-"` // rapid synchronization at start is off
	Line       string `json:"-"`
}

// Whole is the source as a change has it, with every option of its line.
func (s *ConfigServer) Whole() ServerLine {
	return ServerLine{
		Type: s.Type, Address: s.Address, Family: s.Family, VRF: text(s.VRF), Key: s.Key, MinPoll: s.MinPoll, MaxPoll: s.MaxPoll,
		Version: s.Version, Source: text(s.Source), Prefer: s.Prefer, Burst: s.Burst, IBurst: s.IBurst, NormalSync: s.NormalSync,
	}
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// SNTPSource is one "sntp server" line.
type SNTPSource struct {
	Address string `json:"address"` // or a name
	Version *int   `json:"version"`
}

// AuthKey is one "ntp authentication-key" line, without the key.
type AuthKey struct {
	Number   int     `json:"number"`
	Type     string  `json:"type"`
	Encoding *string `json:"encoding"` // "7": reversible; nil: not printed
	Line     string  `json:"-"`        // without the key
}

// AccessGroup is one "ntp access-group" line.
type AccessGroup struct {
	Type    string   `json:"type"` // peer, serve, serve-only, query-only
	ACL     string   `json:"acl"`
	Family  *string  `json:"family,omitempty"` // ipv4 or ipv6
	VRF     *string  `json:"vrf"`              // nil: the global table, or not told apart
	Options []string `json:"options,omitempty"`
	Line    string   `json:"-"`
}

// Master is "ntp master".
type Master struct {
	Stratum  int  `json:"stratum"` // 8 where the line names none
	Explicit bool `json:"explicit"`
}

// InterfaceNTP is an ntp line below an interface.
type InterfaceNTP struct {
	Interface string  `json:"interface"`     // empty: the capture does not show whose line it is
	VRF       *string `json:"vrf,omitempty"` // where the line names one
	Line      string  `json:"line"`
}

// Disabled reports whether the line keeps NTP off the interface.
func (i InterfaceNTP) Disabled() bool {
	return startsWith(strings.TrimPrefix(i.Line, "ntp "), "disable")
}

// Listens reports whether the line makes it a client of NTP broadcasts or multicasts.
func (i InterfaceNTP) Listens() bool {
	words := strings.Fields(i.Line)
	return slices.Contains(words, "client") && (slices.Contains(words, "broadcast") || slices.Contains(words, "multicast")) && words[0] != "no"
}

// InterfaceAddress is an ip address (or ipv6 address) line below an interface.
type InterfaceAddress struct {
	Interface string
	VRF       string
	Address   string // as printed, without mask or prefix length
}

// VRFSource is the interface that NTP packets in a VRF leave from.
type VRFSource struct {
	VRF       string `json:"vrf"`
	Interface string `json:"interface"`
}

// LogServer is a host that log messages are sent to.
type LogServer struct {
	Address  string  `json:"address"`
	Severity *string `json:"severity"`
	VRF      *string `json:"vrf"`
}

// Timezone is "clock timezone".
type Timezone struct {
	Name          string `json:"name"`           // label, free text
	OffsetMinutes int    `json:"offset_minutes"` // of standard time. Without meaning where there is a Region
	// Region names the zone in the IANA database, in the vendor's spelling, which may lack the underscores: America/NewYork.
	// Offset and summer time are then those of the region. Empty: the zone is an offset.
	Region string `json:"region,omitempty"`
	Line   string `json:"-"`
}

// MarshalJSON writes no offset where it is the region that tells it.
func (t Timezone) MarshalJSON() ([]byte, error) {
	out := struct {
		Name          string `json:"name"`
		OffsetMinutes *int   `json:"offset_minutes"`
		Region        string `json:"region,omitempty"`
	}{t.Name, &t.OffsetMinutes, t.Region}
	if t.Region != "" {
		out.OffsetMinutes = nil
	}
	return json.Marshal(out)
}

// Control is what a configuration says of NTP's control (mode 6) and private (mode 7) requests. Nothing: the release decides.
type Control struct {
	Refused  bool   // "no ntp allow mode control"; a number behind it is a rate and changes nothing
	Answered bool   // "ntp allow mode control"
	Private  bool   // "ntp allow mode private"
	Line     string // that says so: of the private requests where they are answered, else of the others. Empty: none does
}

// NameServer is a server that names are looked up at.
type NameServer struct {
	Address string
	VRF     string // empty: the global table
}
