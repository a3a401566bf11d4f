package show

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

// Complete reports whether there cannot be other rows than these.
func (a *Associations) Complete() bool { return !a.Truncated && len(a.Unparsed) == 0 }

// Association is one row, as printed.
type Association struct {
	Address    string   `json:"address"`
	VRF        *string  `json:"vrf"`       // nil: not printed
	RefClock   *string  `json:"refclock"`  // nil: the platform does not print what the source follows
	Stratum    int      `json:"stratum"`   // of the peer
	When       *int     `json:"when"`      // seconds since the last packet; nil: never, or not printed
	Poll       int      `json:"poll"`      // seconds
	Reach      int      `json:"reach"`     // 8-bit shift register; printed in octal, newest poll lowest
	DelayMS    float64  `json:"delay_ms"`  // round trip
	OffsetMS   *float64 `json:"offset_ms"` // peer − local, as printed: positive means the device is slow; nil: not printed
	DispMS     *float64 `json:"disp_ms"`   // dispersion, not jitter
	Flags      *string  `json:"flags"`     // tally and ~ columns as printed
	Role       Role     `json:"role"`
	Configured bool     `json:"configured"`
	Line       string   `json:"-"` // as printed; a wrapped row on one line
	Command    string   `json:"-"` // that it answered

	Local *string `json:"-"` // the device's own address on this association; nil: not printed
	Mode  *string `json:"-"` // of the device: client, active, passive, broadcast, broadcast_client; nil: not printed
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
