// Package policy says what is required of clocks, sources and log lines, how grave each
// failure is, and who is excused from what until when.
//
// A policy is read by Load, from a file or from those that are built in. It may extend
// others, a later one winning over an earlier one and the policy itself over all of them. What no
// policy of the chain states is as in baseline for limits, sources and authentication, and free
// for everything else. For gives the policy as it holds for one device.
package policy

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// Policy is a set of requirements, for one device once For was called.
type Policy struct {
	Name   string
	Digest string // SHA-256 of the canonical form, 12 hexadecimal digits are enough to show

	ClockOffset []Limit       // rising by Value; at least one
	PeerOffset  time.Duration // device against its own source, as it reports itself
	Stratum     int           // highest acceptable
	Reach       float64       // share of the last 8 polls that the selected source must have answered, 0 to 1
	FreshPolls  int           // polls after which the last update is stale
	Settle      time.Duration // time after NTP (else the device) came up in which it is still settling
	Clients     int           // audited devices that may take time from one server directly
	LogOrdering time.Duration // how far apart log lines of two devices may be and still not be put in order; 0: not stated
	Graded      Graded        // those of the limits above that are a map from severity to value

	Sources        Sources
	Log, Debug     Stamps // service timestamps
	Timezone       string // IANA name; empty: any
	Authentication Authentication
	Interface      SourceInterface
	References     References

	BenchmarkLevel int                // level of a benchmark that has some, 0 where none does
	Levels         []LevelChecks      // checks that a benchmark asks for from a level on
	Editions       []OfKind[[]string] // their names, for kinds of devices
	JudgedBy       []*Edition         // those for this device, once For was called

	Checks    []CheckLevel // in catalogue order; Level knows which of them hold
	Overrides []Override
	Waivers   []Waiver

	waiverMarks  []yamlfile.Mark // where each waiver stands
	orderingMark yamlfile.Mark   // where log-ordering is on; see needsLogOrdering
}

// Sources is what is asked of the set of NTP sources.
type Sources struct {
	Min       int           // that must be configured
	MinByKind []OfKind[int] // other numbers for kinds of devices; For chooses from them
	// Usable is how many must be usable. Once For was called it is never above Min, and Min where the policy does not
	// state it; 0 until then.
	Usable     int
	Approved   []string // addresses or names; empty: any
	Designated []string // servers that all others take time from: names of devices, tag:x, addresses
	External   []string // addresses or names that the designated servers take time from
	Regions    bool     // sources in different regions are asked for, which only a person can tell
}

// Want is whether a property is required, forbidden or free.
type Want int

// Any is the zero value: the property is free.
const (
	Any Want = iota
	Required
	Forbidden
)

// Stamps is what is asked of one side of "service timestamps".
type Stamps struct {
	Datetime, Zone, Msec, Year Want
}

// Authentication is what is asked of NTP authentication.
type Authentication struct {
	Required   bool
	Consistent bool               // half configured fails
	Symmetric  bool               // required of peers, also where it is not Required (RFC 8633 5.6)
	Broadcast  bool               // likewise of broadcast and multicast servers (RFC 8633 5.5)
	Algorithms []string           // empty: any
	ByKind     []OfKind[[]string] // other algorithms for kinds of devices; For chooses from them
	// Permanent are algorithms that no configuration mends: the platform has no better one, and only a waiver
	// excuses them. For chooses from PermanentByKind.
	Permanent       []string
	PermanentByKind []OfKind[[]string]
	// NeedsRole: once For was called, Algorithms would depend on the device's role, and the
	// inventory states none.
	NeedsRole bool
}

// SourceInterface is what is asked of the interface that NTP packets leave from.
type SourceInterface struct {
	Allow []string // names or globs on them, in any case; empty: any
	// SwitchWithoutLoopback is what a switch without a loopback gets: manual, fail or
	// not_applicable. Empty: fail.
	SwitchWithoutLoopback string
}

// References is what is asked of the references of the audit itself.
type References struct {
	Min       int
	Traceable string // label that references must carry; empty: any
}
