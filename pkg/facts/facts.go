// Package facts turns the evidence of a run into vendor-neutral facts.
//
// Signs, units and zones are settled here and nowhere else. An offset is clock − reference:
// positive means that the clock is ahead. IOS prints peer − local and NTP computes
// server − host; both are negated here. All durations are time.Duration, all times UTC.
// What is not known is nil, with a Gap that says why.
package facts

import (
	"net/netip"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Kind names a group of facts that a check can need.
type Kind = show.Kind

// The kinds.
const (
	KindClock        = show.KindClock
	KindStatus       = show.KindStatus
	KindAssociations = show.KindAssociations
	KindDetail       = show.KindDetail
	KindConfig       = show.KindConfig
	KindVersion      = show.KindVersion
	KindPKI          = show.KindPKI
	KindStartup      = show.KindStartup
)

// Fleet is everything known about a run, or about several that asked one fleet.
type Fleet struct {
	RunID             string
	Tool              snapshot.Tool
	Started, Finished time.Time // auditor's wall clock
	Complete          bool
	Partial           bool // only a part of the inventory was selected: what stands above a device may not be seen
	Notes             []string
	Collectors        []Collector // the runs, in the order in which they began; see CollectorOf
	Reference         Reference   // of the only run; of several, each has its own
	Servers           []Server    // each once, whoever asked it
	Names             Names       // as the only run resolved them; of several, each has its own
	Devices           []Device
	// Keys are those that devices share with servers, by the inventory of each run; see SharedKey.
	Keys []map[AddressKey]inventory.KeyName
}

// Tier says what the reference of a run rests on, and so what verdicts are worth.
type Tier string

// The tiers, best first (measurement: voters).
const (
	TierConfigured Tier = "configured"     // servers that the operator named as references
	TierSources    Tier = "device_sources" // servers that the devices name: relative to your own servers
	TierSystem     Tier = "system"         // this host's own clock, with a stated bound
	TierConsensus  Tier = "consensus"      // the majority of the fleet: an outlier fails, nobody passes
	TierNone       Tier = "none"           // nothing to hold a clock against
)

// Reference is how far the auditing host's clock is from the reference.
type Reference struct {
	Tier Tier
	// Offset is auditor's wall clock at timeline zero − reference. nil: unknown.
	Offset *interval.Interval
	// Majority is false where no point is covered by enough voters; Offset is then the
	// hull of all, which may only prove failures.
	Majority bool
	Voters   int // M
	Faulty   int // f, how many of them may be wrong
	Notes    []string
}

// ServerVerdict is what the ensemble says about a server.
type ServerVerdict string

// The verdicts of servers.
const (
	Truechimer  ServerVerdict = "truechimer"
	Falseticker ServerVerdict = "falseticker" // certainly: its interval is disjoint from the reference
	Excluded    ServerVerdict = "excluded"    // it answered, and cannot vote; Error says why
	NoAnswer    ServerVerdict = "no_answer"
)

// Server is an NTP server as measured.
type Server struct {
	Address       string // as in the inventory, or as the device that names it prints it
	VRF           string
	Place         string // address:port that was asked; servers that share it are one. Empty: this host's clock
	Roles         []string
	Verdict       ServerVerdict
	Stratum       *int
	RefID         string             // dotted quad, or the ASCII code at stratum 0 and 1
	Offset        *interval.Interval // server − reference
	RTT           *time.Duration     // shortest
	RootDistance  *time.Duration
	Detectable    *time.Duration // it would certainly have been found out if it were wrong by more
	Samples       int
	Error         string
	Authenticated *bool
	Traceable     string // the operator's label on a reference, such as NIST
}

// Gap is a kind of fact that is missing, and why.
type Gap = show.Gap

// Device is one device.
type Device struct {
	inventory.Device // Platform is the declared one, empty where none is: see OS
	// OS is the platform that the device is, by its "show version", else by the inventory, else the default: its answers were read so.
	// nil: none that is known.
	OS *platform.Platform
	// Told: show version names OS. Contradicts: and the inventory another, which answers otherwise.
	Told, Contradicts bool
	// RoleAssumed: the inventory states no role, and Role is what the model is made for.
	RoleAssumed bool

	Outcome    snapshot.Outcome
	Error      *snapshot.Error
	Elapsed    time.Duration
	MeasuredAt *time.Time // auditor's wall clock when the clock was read
	Collector  int        // index into the fleet's collectors: the run whose answers count
	Notes      []string

	// KnownBy holds the addresses by which other devices may name this one. An address
	// that two devices claim identifies neither, and stands in neither list, but in Shared.
	KnownBy, Shared []netip.Addr
	// AnswersNTP tells whether the device answered an NTP request from here. nil: it was not asked.
	AnswersNTP *bool

	Version *Version
	Clock   *Clock
	NTP     *NTP
	Config  *Config
	PKI     *PKI
	Startup *show.Startup
	Gaps    []Gap
}

// Lacks returns what is said of a kind of fact that the device's platform never tells, or that this device cannot have.
func (d *Device) Lacks(k Kind) (show.Untold, bool) {
	for _, g := range d.Gaps {
		if g.Kind == k && g.Inapplicable {
			return show.Untold{Kind: k, Reason: g.Reason}, true
		}
	}
	if d.OS == nil {
		return show.Untold{}, false
	}
	return d.OS.Lacks(k)
}

// Gap returns why a kind of fact is missing.
func (d *Device) Gap(k Kind) (reason string, missing bool) {
	for _, g := range d.Gaps {
		if g.Kind == k {
			return g.Reason, true
		}
	}
	return "", false
}

// Version is what "show version" says.
type Version struct {
	Model, Serial, OSVersion string
	Uptime                   *time.Duration
	Says                     Evidence // what system it is
}

// Clock is the device's clock.
type Clock struct {
	// Offset is clock − reference. nil: the zone, or the reference, is not known.
	Offset     *interval.Interval
	Candidates []Candidate // one for each possible zone where the zone is not known
	At         *Instant    // when that was so, by the reference. nil: the reference is not known
	// Compared is the clock − a time that all clocks of the fleet are compared with at one moment: only the difference of two
	// of them means anything, and it holds the truth without what the reference is uncertain by. nil: not known.
	Compared *interval.Interval
	Method   []string // "show clock", "direct ntp"

	Raw           string // the clock line as printed
	Flag          string // before the printed time: "*" not authoritative, "." NTP lost, or nothing
	Unread        string // why none was read, where its time is known all the same
	Zone          string // label as printed, never used to convert
	UTCOffset     *time.Duration
	Authoritative *bool
	Synchronized  *bool            // false: the flag says not; nil: the flag says nothing
	Source        string           // "NTP", "hardware calendar", …; empty: not printed
	SummerDates   *show.SummerSpan // the dates of summer time as the device prints them. nil: it prints none
	NeverSet      bool             // not authoritative, and a date that no set clock shows

	ShowClock *interval.Interval // from show clock alone
	DirectNTP *interval.Interval // from direct NTP alone

	// Step is how far the clock jumped while it was read; Offset is then of the time after. nil: no jump was seen.
	Step    *interval.Interval
	Erratic bool // it jumped more than once, or the readings contradict each other
	// Contradiction: show clock and direct NTP exclude each other, and no zone explains it. There is no Offset.
	Contradiction bool

	Samples     int
	RTT         *time.Duration // shortest round trip of a clock sample
	Width       Width
	Assumptions []string // "A1" …
	Evidence    []Evidence
}

// Candidate is the offset if the device displayed that zone.
type Candidate struct {
	UTCOffset time.Duration
	Offset    interval.Interval
}

// Width is where the width of an offset comes from. The parts add up to it.
type Width struct {
	Path, Quantum, Reference, Drift time.Duration
}

// Evidence is a line that a device printed, and the command it answered.
type Evidence struct {
	Command string `json:"command"`
	Line    string `json:"line"`
}

// NTP is how the device takes time. A nil field was not answered or not understood.
type NTP struct {
	Enabled      *bool
	Status       *show.Status
	Associations []Association
	Known        bool   // the association table was read whole
	Doubt        string // what was not understood where it was not, as a clause; empty: nothing of it was read, or it is cut
	Earlier      *NTP   // what status and table said before they were asked once more; nil: they were asked once
	StatusLine   string
	Uptime       *time.Duration // of the NTP process
}

// Association is a source of the device. (VRF, Address) is its identity; duplicates are normal.
type Association struct {
	show.Association
	// Offset is device − peer as the device reports it: the printed value negated. nil: it reports none.
	Offset     *time.Duration
	Delay      time.Duration
	Dispersion *time.Duration
	// Authenticated tells whether the last packet was, by "show ntp associations detail". nil: not known.
	Authenticated *bool
	Line          string
}

// Selected reports whether the device follows this source.
func (a Association) Selected() bool {
	return a.Role == show.RoleSysPeer || a.Role == show.RoleUnsyncedMaster
}

// Config is what the configuration says about time.
type Config struct {
	show.Config
	Privilege *int
}
