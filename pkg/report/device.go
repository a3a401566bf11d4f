package report

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Outcome says how far the collection from a device came.
type Outcome string

// The outcomes that formats treat in their own way; the others are shown by name.
const (
	Audited     Outcome = "audited"
	Partial     Outcome = "partial"
	Unreachable Outcome = "unreachable"
)

// Device is one device.
type Device struct {
	Name       string      `json:"name"`
	Address    string      `json:"address"`
	Platform   string      `json:"platform"` // what it is, by its show version; as declared where that was not read
	Declared   Optional    `json:"platform_declared"`
	Collector  string      `json:"collector"` // id of the run whose answers count
	Tags       []string    `json:"tags"`
	Outcome    Outcome     `json:"outcome"`
	State      check.State `json:"state"` // pass, fail, unknown or settling
	Error      *Error      `json:"error"`
	Elapsed    Seconds     `json:"elapsed_seconds"`
	MeasuredAt *time.Time  `json:"measured_at"` // auditor's wall clock when the clock was read
	Model      Optional    `json:"model"`
	Serial     Optional    `json:"serial"`
	OSVersion  Optional    `json:"os_version"`
	Uptime     *Seconds    `json:"uptime_seconds"`
	Notes      []string    `json:"notes"` // such as "asked a line at a time"

	Clock      *Clock        `json:"clock"`
	NTP        *NTP          `json:"ntp"`
	Ordering   *OrderingEnds `json:"ordering"`         // null: its lines cannot be put in order with those of others, or not known to
	Timestamps *Timestamps   `json:"timestamps"`       // null: the configuration was not read
	Waiver     *Waiver       `json:"waiver,omitempty"` // of the whole device
	Findings   []Finding     `json:"findings"`
	// Plan is what fixes the device, step by step.
	Plan []fix.Step `json:"plan,omitempty"`

	excused bool // by waivers, from being measured at all; see Judge
}

// Error says why a device was not audited in full.
type Error struct {
	Kind    string `json:"kind"`
	Message string `json:"message"` // a sentence without the device's name
}

// Clock is the device's clock.
type Clock struct {
	Offset     *Offset     `json:"offset"`     // clock − reference; null: the zone, or the reference, is not known
	Candidates []Candidate `json:"candidates"` // one for each possible zone where the zone is not known
	Method     []string    `json:"method"`

	Raw           Optional `json:"raw"`  // the clock line as printed
	Zone          Optional `json:"zone"` // label as printed
	UTCOffset     *Seconds `json:"utc_offset_seconds"`
	Authoritative *bool    `json:"authoritative"`
	Synchronized  *bool    `json:"synchronized"`
	Source        Optional `json:"source"`

	Samples     int      `json:"samples"`
	RTT         *Seconds `json:"rtt_seconds"` // shortest round trip of a clock sample
	Width       *Width   `json:"width"`       // where the width of Offset comes from
	Assumptions []string `json:"assumptions"`
}

// Offset is an interval that contains the truth, and its midpoint.
type Offset struct {
	Bounds
	Estimate *Seconds `json:"estimate_seconds"` // null: it lacks an end
}

// Candidate is the offset if the device displayed that zone.
type Candidate struct {
	UTCOffset Seconds `json:"utc_offset_seconds"`
	Offset    Bounds  `json:"offset"`
}

// Width is where the width of an offset comes from. The parts add up to it.
type Width struct {
	Path      Seconds `json:"path_seconds"`
	Quantum   Seconds `json:"quantum_seconds"`
	Reference Seconds `json:"reference_seconds"`
	Drift     Seconds `json:"drift_seconds"`
}

// NTP is how the device takes time, as it says itself.
type NTP struct {
	Enabled      *bool              `json:"enabled"`
	Synchronized *bool              `json:"synchronized"`
	Stratum      *int               `json:"stratum"`
	Reference    Optional           `json:"reference"`                // address of the source that it follows
	ReferenceIs  Optional           `json:"reference_device"`         // the audited device at that address
	ReferenceOff *Seconds           `json:"reference_offset_seconds"` // device − source, by its own account
	LastUpdate   *Seconds           `json:"last_update_seconds"`      // ago
	Sources      Sources            `json:"sources"`
	Associations []show.Association `json:"associations"` // as printed, which may be a part; null: not answered or not understood
}

// Sources is how many sources a device has, its own clock left out; see [facts.SourceCount].
// What is not known is nil.
type Sources struct {
	Configured *int `json:"configured"`
	Dynamic    *int `json:"dynamic"`
	Usable     *int `json:"usable"`
}

// Timestamps is what "service timestamps" puts before the lines of the log, as printed.
type Timestamps struct {
	Log   show.Timestamps `json:"log"`
	Debug show.Timestamps `json:"debug"`
	// Sample is what stands before a log line that is written when the clock was measured. null: it is not known.
	Sample *StampSample `json:"sample"`
}

// StampSample is the stamp of a log line, and the time that it means.
type StampSample struct {
	Text  string    `json:"text"`          // "Nov 27 20:08:41.123 CET:"
	At    time.Time `json:"at"`            // UTC, by the reference
	Bound Seconds   `json:"bound_seconds"` // either way
}
