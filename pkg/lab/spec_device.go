package lab

import "time"

// DeviceSpec is a simulated device.
type DeviceSpec struct {
	Name       string          `yaml:"name"`
	Address    string          `yaml:"address"`    // of its Loopback0, as other devices know it; of IPv4 or IPv6
	Addresses  []string        `yaml:"addresses"`  // further addresses
	Platform   string          `yaml:"platform"`   // cisco_ios (default), cisco_iosxe, cisco_nxos or cisco_iosxr
	VRF        string          `yaml:"vrf"`        // NX-OS, IOS-XR: of its address; default: of its servers, where all are in one
	Interfaces []InterfaceSpec `yaml:"interfaces"` // further ones
	Model      string          `yaml:"model"`
	Serial     string          `yaml:"serial"`
	OSVersion  string          `yaml:"os_version"`
	Stack      []string        `yaml:"stack"`  // releases of further members that "show version" names
	Legend     string          `yaml:"legend"` // old or new (default): which generation of NTP code

	// What the inventory says of it.
	DeclaredPlatform  string   `yaml:"declared_platform"`  // auto, a wrong one, or none; default: the truth
	InventoryPlatform string   `yaml:"inventory_platform"` // the same, by its former name
	Tags              []string `yaml:"tags"`
	Role              string   `yaml:"role"`
	RequiredTimezone  string   `yaml:"required_timezone"` // IANA name
	SSHLegacy         bool     `yaml:"inventory_legacy"`  // ssh: legacy

	Hostname     string            `yaml:"hostname"` // default: the name
	Uptime       time.Duration     `yaml:"uptime"`   // at the start of the lab; default 15 weeks
	Clock        ClockSpec         `yaml:"clock"`
	Timezone     TimezoneSpec      `yaml:"timezone"`
	SummerTime   string            `yaml:"summer_time"` // what follows "clock summer-time" in the configuration
	NTP          DeviceNTPSpec     `yaml:"ntp"`
	Timestamps   TimestampsSpec    `yaml:"timestamps"`
	Certificates []CertificateSpec `yaml:"certificates"` // that it holds; an IOS-XR device does not show them
	Config       string            `yaml:"config"`       // further lines of the running configuration
	VTYConfig    string            `yaml:"vty_config"`   // further lines below "line vty"
	Startup      *StartupSpec      `yaml:"startup"`      // the saved configuration; "": none; default: what runs at the start. IOS and NX-OS
	Answers      map[string]string `yaml:"answers"`      // fixed output of a command, spelled in full, with its filter or before any
	Unknown      []string          `yaml:"unknown"`      // commands that this release does not know
	Denied       []string          `yaml:"unauthorized"` // beginnings of commands that AAA refuses

	Username  string   `yaml:"username"`
	Password  string   `yaml:"password"`
	Enable    string   `yaml:"enable"`       // enable secret; "none": there is none
	EnableAAA bool     `yaml:"enable_aaa"`   // a wrong one gives "% Access denied"
	Privilege int      `yaml:"privilege"`    // after login; default 15
	Auth      []string `yaml:"auth"`         // password, keyboard-interactive, publickey; default all three
	PublicKey string   `yaml:"public_key"`   // authorized_keys line that logs in
	MaxVTYs   int      `yaml:"max_sessions"` // default 16

	SSH       SSHSpec           `yaml:"ssh"`
	Terminal  TerminalSpec      `yaml:"terminal"`
	NXOS      NXOSSpec          `yaml:"nxos"`
	IOSXR     IOSXRSpec         `yaml:"iosxr"`
	Turns     TurnSpec          `yaml:"turns"`
	AnswersAs map[string]string `yaml:"answers_as"` // commands that are answered as by another platform

	Path        Path          `yaml:"path"`
	CPU         time.Duration `yaml:"cpu"`          // before every command is evaluated
	ConfigDelay time.Duration `yaml:"config_delay"` // before a running configuration is rendered
	SaveDelay   time.Duration `yaml:"save_delay"`   // of "copy running-config startup-config" on NX-OS; default 50ms
	Fault       FaultSpec     `yaml:"fault"`
}

// ClockSpec is the clock of a device. Offset is clock − UTC at the start of the lab.
type ClockSpec struct {
	Offset   time.Duration `yaml:"offset"`
	SetTo    string        `yaml:"set_to"` // RFC 3339 time that it shows (in UTC) at the start, instead of an offset
	DriftPPM float64       `yaml:"drift_ppm"`

	Tick       time.Duration `yaml:"tick"`       // software tick; default 1ms
	Resolution string        `yaml:"resolution"` // ms (default) or s: what is printed
	Rounding   string        `yaml:"rounding"`   // trunc (default) or round

	NeverSet bool   `yaml:"never_set"` // "*", and no time source
	Flag     string `yaml:"flag"`      // "*", "." or "none"; default: as NTP is
	Source   string `yaml:"source"`    // what follows "Time source is"; default: as NTP is

	Step       StepSpec `yaml:"step"`
	FormatFrom int      `yaml:"format_change_after"` // readings after which whole seconds are printed
	BadWeekday bool     `yaml:"bad_weekday"`
	LeapSecond bool     `yaml:"leap_second"` // seconds read 60
}

// StepSpec is a step of the clock, after a time since the start or after a number of "show clock" readings.
type StepSpec struct {
	After         time.Duration `yaml:"after"`
	AfterReadings int           `yaml:"after_readings"`
	By            time.Duration `yaml:"by"`
}

// TimezoneSpec is "clock timezone". The zero value is UTC without a line in the configuration.
type TimezoneSpec struct {
	Name          string `yaml:"name"`
	OffsetMinutes int    `yaml:"offset_minutes"`
}

// TimestampsSpec holds the two "service timestamps" lines in full; default "service timestamps log datetime msec" and
// the same for debug; "none" leaves the line out. On NX-OS log is the "logging timestamp" line.
type TimestampsSpec struct {
	Log   string `yaml:"log"`
	Debug string `yaml:"debug"`
}

// CertificateSpec is a certificate of a device. Without dates it is pending, which NX-OS does not show.
type CertificateSpec struct {
	Title      string `yaml:"title"` // Certificate (default), CA Certificate, Router Self-Signed Certificate
	Trustpoint string `yaml:"trustpoint"`
	NotBefore  string `yaml:"not_before"` // RFC 3339
	NotAfter   string `yaml:"not_after"`
}

// DeviceNTPSpec is NTP on a device. NTP runs as soon as anything of it is configured.
type DeviceNTPSpec struct {
	Enabled bool       `yaml:"enabled"` // "ntp logging": NTP runs although nothing else is configured
	Servers []PeerSpec `yaml:"servers"`
	Master  int        `yaml:"master"` // "ntp master N"
	Lines   []string   `yaml:"lines"`  // further ntp lines: keys, access groups, source interface

	Receiver ReceiverSpec `yaml:"receiver"` // a reference clock of its own; "ntp refclock" among the lines is one for GPS

	Selected string        `yaml:"selected"` // address of the system peer, whatever it is worth; default: by majority
	Poll     int           `yaml:"poll"`     // seconds; default 64
	Lost     time.Duration `yaml:"lost"`     // every server has been silent for so long at the start
	Uptime   time.Duration `yaml:"uptime"`   // of the NTP process at the start; default: of the device
	Claims   ClaimsSpec    `yaml:"claims"`
	Columns  string        `yaml:"columns"` // IOS: numbers as wide as their column are glued (default) to what stands before, or apart

	Unanswered bool     `yaml:"unanswered"` // does not answer NTP queries itself
	Path       *Path    `yaml:"path"`       // for such queries; default: the device's
	Fault      NTPFault `yaml:"fault"`
}

// ReceiverSpec is a reference clock at a device, which shows UTC. The zero value is none.
type ReceiverSpec struct {
	Code    string `yaml:"code"`    // GPS, PPS, IRIG, …: what its reference column says
	Address string `yaml:"address"` // of its row; default 127.127.20.0
}

// ClaimsSpec replaces what a device reports of itself, whatever the truth is.
type ClaimsSpec struct {
	Offset     *time.Duration `yaml:"offset"` // peer − local of the system peer
	Stratum    int            `yaml:"stratum"`
	LoopFilter string         `yaml:"loopfilter"` // NSET FSET FREQ SPIK CTRL
	Unsynced   bool           `yaml:"unsynchronized"`
}

// PeerSpec is an "ntp server" or "ntp peer" of a device.
type PeerSpec struct {
	Address string        `yaml:"address"`
	VRF     string        `yaml:"vrf"`
	Peer    bool          `yaml:"peer"` // "ntp peer"
	Key     int           `yaml:"key"`
	Prefer  bool          `yaml:"prefer"`
	Version int           `yaml:"version"`
	Source  string        `yaml:"source"`
	State   PeerState     `yaml:"state"`
	Reach   *int          `yaml:"reach"`   // the shift register, in YAML best as 0o376
	Tally   string        `yaml:"tally"`   // replaces the computed one
	Delay   time.Duration `yaml:"delay"`   // round trip from the device to it; default 1 to 4 ms
	Dynamic bool          `yaml:"dynamic"` // not configured: broadcast client or passive peer
}

// PeerState is what an association is in, where it is not simply healthy.
type PeerState string

// The states of associations.
const (
	PeerHealthy     PeerState = ""
	PeerUnreachable PeerState = "unreachable" // never answered: .INIT.
	PeerLost        PeerState = "lost"        // answered once, reach 0 now
	PeerAuth        PeerState = "auth"        // authentication fails: .AUTH.
	PeerInsane      PeerState = "insane"      // answers, and is not believed
)

// SSHSpec is the SSH server of a device.
type SSHSpec struct {
	Ident    string   `yaml:"ident"`    // default SSH-2.0-Cisco-1.25
	Era      string   `yaml:"era"`      // modern (default), classic (group14-sha1, CTR, ssh-rsa), legacy (group1, CBC, ssh-rsa)
	HostKey  string   `yaml:"host_key"` // ed25519, ecdsa or rsa; default ed25519, rsa where the era is not modern
	KEX      []string `yaml:"kex"`
	Ciphers  []string `yaml:"ciphers"`
	MACs     []string `yaml:"macs"`
	Burst    int      `yaml:"burst"`            // connections within ten seconds; what comes on top hangs. 0: no limit
	WrongKey bool     `yaml:"wrong_known_host"` // known_hosts lists another key
	NoKey    bool     `yaml:"no_known_host"`    // known_hosts does not list it
}

// TerminalSpec is how the command line behaves.
type TerminalSpec struct {
	Prompt          string   `yaml:"prompt"` // default "{hostname}{mark}"; mark is > or #
	BannerLogin     string   `yaml:"banner_login"`
	BannerMOTD      string   `yaml:"banner_motd"`
	PromptTimestamp bool     `yaml:"exec_prompt_timestamp"`
	Syslog          []string `yaml:"syslog"`           // messages that appear in the middle of every answer, without stamp
	Monitor         bool     `yaml:"monitor"`          // syslog reaches this terminal until "terminal no monitor"
	TypeAhead       int      `yaml:"type_ahead_limit"` // bytes; 0 is no limit
	IgnorePTYSize   bool     `yaml:"ignore_pty_size"`  // 80 columns, 24 lines whatever the client asks for
	EarlyEcho       *bool    `yaml:"early_echo"`       // what is typed ahead is echoed before the prompt; default on NX-OS and IOS-XR
	DoubleCR        bool     `yaml:"double_cr"`        // now and then a line ends in CR CR LF
	Escapes         bool     `yaml:"escapes"`          // ANSI sequences around the prompt
	Length          int      `yaml:"length"`           // lines a page where the client asks for none; default 24
}
