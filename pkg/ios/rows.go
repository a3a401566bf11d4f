package ios

import "time"

// Role is what the legend printed with a table makes of a tally character.
type Role string

// Roles of an association. New legend: * # + - x. Old legend: * # + -.
const (
	RoleNone           Role = "none"
	RoleSysPeer        Role = "sys_peer"
	RoleSelected       Role = "selected"
	RoleCandidate      Role = "candidate"
	RoleOutlier        Role = "outlier"
	RoleFalseticker    Role = "falseticker"
	RoleUnsyncedMaster Role = "unsynced_master"
)

// The two legends of "show ntp associations". In the old one "-" is a candidate and "#" the
// master before synchronization; in the new one they are an outlier and a good survivor.
const (
	LegendOld = "old"
	LegendNew = "new"
)

// Associations is "show ntp associations".
type Associations struct {
	Enabled bool `json:"-"` // false: "%NTP is not enabled."
	// Legend is old or new; by the header's shape where no legend is printed, and empty
	// where that tells nothing either.
	Legend       string        `json:"legend"`
	Associations []Association `json:"associations"`
	Unparsed     []string      `json:"unparsed"`
	Notes        []string      `json:"-"` // what was left open, such as a tally without its legend
	// Truncated: the table has no legend line and no prompt after it, so rows may be missing.
	Truncated bool `json:"truncated,omitempty"`
}

// Association is one row, as printed.
type Association struct {
	Address    string   `json:"address"`
	VRF        *string  `json:"vrf"` // never printed here: nil
	RefClock   string   `json:"refclock"`
	Stratum    int      `json:"stratum"`   // of the peer
	When       *int     `json:"when"`      // seconds since the last packet; nil: never
	Poll       int      `json:"poll"`      // seconds
	Reach      int      `json:"reach"`     // 8-bit shift register; printed in octal, newest poll lowest
	DelayMS    float64  `json:"delay_ms"`  // round trip
	OffsetMS   float64  `json:"offset_ms"` // peer − local, as printed: positive means the device is slow
	DispMS     *float64 `json:"disp_ms"`   // dispersion, not jitter
	Flags      *string  `json:"flags"`     // tally and ~ columns as printed
	Role       Role     `json:"role"`
	Configured bool     `json:"configured"`
	Line       string   `json:"-"` // as printed; a wrapped row on one line
}

// AssociationsDetail is "show ntp associations detail".
type AssociationsDetail struct {
	Enabled      bool                `json:"-"`
	Associations []AssociationDetail `json:"associations"`
	Unparsed     []string            `json:"unparsed"`
	// Truncated: the last block lacks the filter lines that end every block.
	Truncated bool `json:"truncated,omitempty"`
}

// AssociationDetail is one block of the detailed output.
type AssociationDetail struct {
	Address       string   `json:"address"`
	Configured    bool     `json:"configured"`
	Role          Role     `json:"role"`
	Sane          bool     `json:"sane"`
	Valid         bool     `json:"valid"`
	Authenticated bool     `json:"authenticated"`
	Stratum       *int     `json:"stratum"`
	When          *int     `json:"when"`  // never printed here
	Flags         *string  `json:"flags"` // never printed here
	VRF           *string  `json:"vrf"`
	RefClock      *string  `json:"refclock"`
	RefTime       *string  `json:"ref_time"`
	OurMode       *string  `json:"our_mode"`
	PeerMode      *string  `json:"peer_mode"`
	Poll          *int     `json:"poll"`      // ours, seconds
	PeerPoll      *int     `json:"peer_poll"` // seconds
	RootDelayMS   *float64 `json:"root_delay_ms"`
	RootDispMS    *float64 `json:"root_disp_ms"`
	Reach         *int     `json:"reach"`
	SyncDist      *float64 `json:"sync_dist"`
	DelayMS       *float64 `json:"delay_ms"`
	OffsetMS      *float64 `json:"offset_ms"` // peer − local, as printed
	DispMS        *float64 `json:"disp_ms"`
	JitterMS      *float64 `json:"jitter_ms"`
	Precision     *int     `json:"precision"` // n of the printed 2**n
	Version       *int     `json:"version"`
	Unsynced      bool     `json:"-"` // the peer itself is not synchronized
	Line          string   `json:"-"` // the first line of the block
}

// Status is "show ntp status".
type Status struct {
	Enabled             bool     `json:"enabled"` // false: "%NTP is not enabled." and nothing else is set
	Synchronized        *bool    `json:"synchronized"`
	Stratum             *int     `json:"stratum"`      // of the device itself; 16 unsynchronized
	RefID               *string  `json:"refid"`        // nil: no reference clock
	NominalFreq         *float64 `json:"nominal_freq"` // Hz
	ActualFreq          *float64 `json:"actual_freq"`  // Hz
	Precision           *int     `json:"precision"`    // n of the printed 2**n
	RefTimeHex          *string  `json:"ref_time_hex"`
	RefTime             *string  `json:"ref_time"`  // text in parentheses, device's zone
	OffsetMS            *float64 `json:"offset_ms"` // peer − local, as printed
	RootDelayMS         *float64 `json:"root_delay_ms"`
	RootDispMS          *float64 `json:"root_disp_ms"`
	PeerDispMS          *float64 `json:"peer_disp_ms"`
	LoopFilter          *string  `json:"loopfilter"` // NSET, FSET, FREQ, SPIK, CTRL, …
	Drift               *float64 `json:"drift"`      // s/s
	UptimeSeconds       *float64 `json:"uptime_s"`
	Poll                *int     `json:"poll"`                 // as printed: seconds
	LastUpdateSeconds   *int     `json:"last_update_s"`        // nil: never, or not printed
	AuthenticateEnabled *bool    `json:"authenticate_enabled"` // no known release prints it: nil
	ResolutionUS        *int     `json:"-"`                    // "resolution is 4000", microseconds
	Leap                *string  `json:"-"`                    // "adding leap second"
	Line                string   `json:"-"`                    // the line that says whether it is synchronized
	Unparsed            []string `json:"unparsed"`
	// Truncated: the text ends in the middle of a line, or before the line of the
	// dispersions, which every release prints.
	Truncated bool `json:"truncated,omitempty"`
}

// Clock is "show clock", "show clock detail", "show calendar" or the exec-prompt-timestamp
// banner. Date and time are in the device's own zone.
type Clock struct {
	Year          int         `json:"year"`
	Month         int         `json:"month"`
	Day           int         `json:"day"`
	Hour          int         `json:"hour"`
	Minute        int         `json:"minute"`
	Second        int         `json:"second"`
	Millisecond   *int        `json:"millisecond"` // nil: whole seconds are printed
	Zone          string      `json:"zone"`        // label, free text
	Weekday       string      `json:"weekday"`
	Flag          string      `json:"flag"`          // "", "*" not authoritative, "." NTP lost
	Authoritative *bool       `json:"authoritative"` // false only for *
	Synchronized  *bool       `json:"synchronized"`  // false for * and .; nil for blank
	TimeSource    *string     `json:"time_source"`   // "none" for "No time source"; nil: not printed
	SummerTime    *SummerSpan `json:"summer_time"`
	Unparsed      []string    `json:"unparsed"`
	Line          string      `json:"-"` // the clock line as printed
}

// SummerSpan is the raw text of the two summer-time lines of "show clock detail".
type SummerSpan struct {
	Starts string `json:"starts"`
	Ends   string `json:"ends"`
}

// Version is "show version". An empty field was not printed.
type Version struct {
	Model     string         `json:"model,omitempty"`
	Serial    string         `json:"serial,omitempty"`
	OSVersion string         `json:"os_version,omitempty"` // of IOS-XE where it is printed, else of IOS
	XE        bool           `json:"-"`                    // it says that it is IOS-XE
	Uptime    *time.Duration `json:"-"`
	Unparsed  []string       `json:"unparsed"` // wanted lines that were not understood
}

// SNTP is "show sntp".
type SNTP struct {
	Servers  []SNTPServer `json:"servers"`
	Unparsed []string     `json:"unparsed"`
}

// SNTPServer is one row of "show sntp".
type SNTPServer struct {
	Address     string `json:"address"`
	Stratum     int    `json:"stratum"`
	Version     int    `json:"version"`
	LastReceive *int   `json:"last_receive_s"` // seconds since the last answer; nil: never
	Synced      bool   `json:"synced"`
	Configured  bool   `json:"configured"` // false: learned by broadcast
}
