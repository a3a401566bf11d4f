// Package report is a finished audit in every format that people and programs read.
//
// New converts facts and findings into a Report; nothing else does. The writers (table, CSV,
// JSON and the rest, see Formats) take an io.Writer and a Report and compute nothing that
// two of them need: such things are methods of the Report's types.
//
// An offset is clock − reference: positive means that the clock is ahead. Seconds are
// exact to the nanosecond. What is not known is nil or empty, and null in JSON, never 0.
// Text that devices printed is kept as it came in the Report and in JSON (escaped), and
// made harmless by each other format.
//
//	f, err := report.ForFile("fleet.csv")
//	…
//	err = f.Write(w, report.New(fleet, results, p, check.DefaultTerms(), fix.For(platforms.All())), report.Options{})
package report

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// SchemaVersion is the version of the JSON form.
const SchemaVersion = "ntpaudit.report/v1"

// Report is a finished audit. Devices are in inventory order; the findings of a device are
// in catalogue order, one for each check and subject, passes too.
type Report struct {
	Schema   string    `json:"schema"`
	RunID    string    `json:"run_id"`
	Tool     Tool      `json:"tool"`
	Started  time.Time `json:"started"`  // auditor's wall clock, UTC, uncorrected
	Finished time.Time `json:"finished"` // likewise
	Policy   Policy    `json:"policy"`

	// FailOn and MinCoverage are by what the report was judged; see [check.Terms].
	FailOn      policy.Severity `json:"fail_on"`
	MinCoverage float64         `json:"min_coverage"` // share of the devices, 0 to 1

	Complete   bool           `json:"complete"` // false: interrupted, or cut by the run's deadline
	Notes      []string       `json:"notes"`
	Collectors []Collector    `json:"collectors"`          // the runs whose evidence was judged, in the order in which they began
	Hierarchy  []Level        `json:"hierarchy,omitempty"` // what audited devices take time from, from the top
	Ordering   *Ordering      `json:"ordering"`            // null: of fewer than two devices it is known
	Reference  *Reference     `json:"reference"`           // of the only run; null: of several, each has its own
	Devices    []Device       `json:"devices"`
	Findings   []FleetFinding `json:"findings"` // about the fleet, not one device
	Summary    Summary        `json:"summary"`

	verdict check.Verdict // see Judge
}

// Tool is the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Zones   string `json:"time_zones"` // version of the time zone database that summer time was judged by
}

// Policy is what the fleet was held against.
type Policy struct {
	Name   string `json:"name"`
	Digest string `json:"digest"` // of its canonical form
	// Editions are those of benchmarks and standards by which any device was judged.
	Editions []Edition `json:"editions,omitempty"`
}

// Edition is one edition of a benchmark, a standard or a rule.
type Edition struct {
	ID         string   `json:"id"`
	Framework  string   `json:"framework"` // as in the controls of a finding: with the version
	Version    Optional `json:"version"`
	Published  Optional `json:"published"`   // year, month or day
	VerifiedOn string   `json:"verified_on"` // when it was last compared with its text
}

// Optional is a text that may not be known: empty, and null in JSON.
type Optional string

// Bounds is an interval that contains the truth, ends included.
type Bounds struct {
	Low  *Seconds `json:"low_seconds"`  // null: it has no lower end
	High *Seconds `json:"high_seconds"` // null: it has no upper end
}

// Limit is the largest offset that passes, either way, and what exceeding it weighs.
type Limit struct {
	Severity policy.Severity `json:"severity"`
	Seconds  Seconds         `json:"seconds"`
}

// Reference is what the clocks were held against.
type Reference struct {
	Tier     facts.Tier `json:"tier"`
	Offset   *Bounds    `json:"offset"`   // the auditor's clock − reference
	Voters   int        `json:"voters"`   // servers that voted, one for each independent root
	Faulty   int        `json:"faulty"`   // how many of them may be wrong without harm
	Majority bool       `json:"majority"` // false: only gross failures are certain
	Servers  []Server   `json:"servers"`
}

// Server is an NTP server as measured.
type Server struct {
	Address      string              `json:"address"` // as the inventory, or the device that names it, spells it
	VRF          Optional            `json:"vrf"`
	Place        Optional            `json:"place"` // address:port that was asked; servers that share it are one
	Roles        []string            `json:"roles"` // reference, source
	Verdict      facts.ServerVerdict `json:"verdict"`
	Stratum      *int                `json:"stratum"`
	RefID        Optional            `json:"refid"`
	Offset       *Bounds             `json:"offset"` // server − reference
	RTT          *Seconds            `json:"rtt_seconds"`
	RootDistance *Seconds            `json:"root_distance_seconds"`
	Samples      int                 `json:"samples"`
	Error        Optional            `json:"error"`
}

// Finding is the answer to one check for one subject of one device.
type Finding struct {
	Check    string          `json:"check"`
	Subject  string          `json:"subject"` // empty: the device itself
	Status   check.Status    `json:"status"`
	State    check.State     `json:"state"`              // what Status means to a reader, whatever the severity
	Settling bool            `json:"settling,omitempty"` // not_applicable yet: the device came up a moment ago
	Severity policy.Severity `json:"severity"`
	Message  string          `json:"message"`
	Cause    check.Cause     `json:"cause,omitempty"` // that the message names, where its check tells causes apart
	Expected string          `json:"expected"`
	Actual   string          `json:"actual"`
	// Limit decides: the smallest that fails at or above what counts. null: none does, or no number is judged.
	Limit    *Seconds         `json:"limit_seconds"`
	Limits   []Limit          `json:"limits,omitempty"` // all, rising
	Value    *Bounds          `json:"value,omitempty"`  // what they are held against
	Evidence []facts.Evidence `json:"evidence"`
	Changes  []show.Change    `json:"changes,omitempty"` // what of the device's plan fixes it
	Fix      []string         `json:"fix"`               // the lines of those that are entered at once
	ByHand   []string         `json:"by_hand,omitempty"` // why others that would fix it are not to be entered, or not yet
	Controls []check.Control  `json:"controls"`
	Waiver   *Waiver          `json:"waiver"`
}

// FleetFinding is a finding about several devices at once, or about the policy.
type FleetFinding struct {
	Finding
	Devices []string `json:"devices"`
}

// Waiver is the excuse under which a failure does not count.
type Waiver struct {
	Check   string   `json:"check"`
	Devices []string `json:"devices"`
	Reason  string   `json:"reason"`
	Owner   string   `json:"owner"`
	Expires string   `json:"expires"` // date; it holds to the end of that day, UTC
}

// Summary counts devices, and findings of devices and of the fleet.
type Summary struct {
	Devices     int               `json:"devices"`
	States      check.StateCounts `json:"states"`
	Audited     int               `json:"audited"`
	Unreachable int               `json:"unreachable"`
	Checks      check.Counts      `json:"checks"`
}
