// Package snapshot is the evidence of a run: what was asked and answered, with the local
// stamps taken round every question. Everything a report says can be derived from it
// again, and nothing in it is a secret.
//
// All stamps are positions on the run's local timeline: nanoseconds of a monotonic
// clock since Snapshot.Origin. They are never corrected and never taken from a wall clock.
//
// A folder of evidence holds one run, and those that resumed it:
//
//	snapshot.json         the head: who, when, what was to be asked; at the end also clocks and servers
//	devices/0001-NAME.json  a device, from the moment when it finished; by its place in the inventory
//	so-far.json           clocks and servers as known by then, while the run goes on
//	manifest.json         last: the SHA-256 of every file
//	resume-01/            a run that resumed this one: all of the above, with a timeline of its own
//
// Every file appears whole or not at all. A run that is killed leaves no manifest: it is read as far as it came, and is
// incomplete. Names that begin with ".saving-" are parts of files that were never finished.
package snapshot

import (
	"net/netip"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// Schema is the version of the saved form.
const Schema = "ntpaudit.snapshot/v1"

// Snapshot is one run.
type Snapshot struct {
	Schema   string    `json:"schema"`
	RunID    string    `json:"run_id"`
	Tool     Tool      `json:"tool"`
	Started  time.Time `json:"started"`           // wall clock of the auditing host, UTC, uncorrected
	Finished time.Time `json:"finished"`          // likewise
	Complete bool      `json:"complete"`          // false: interrupted, or cut by the run's deadline
	RunBy    string    `json:"run_by,omitempty"`  // user@host, see Operator; empty: whoever saves it
	Resumes  string    `json:"resumes,omitempty"` // id of the run that this one resumed; empty: none
	Notes    []string  `json:"notes,omitempty"`

	Timeline  Timeline            `json:"timeline"`
	Inventory inventory.Inventory `json:"inventory"` // as selected for the run, without secrets
	HostClock []HostClock         `json:"host_clock,omitempty"`
	Resolved  *Resolution         `json:"resolved,omitempty"` // nil: no name was looked up
	Servers   []Server            `json:"ntp_servers"`
	Devices   []Device            `json:"-"` // saved one file a device
}

// Tool is the program that collected.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Stamp is a position on the local timeline, since Timeline.Origin.
type Stamp = time.Duration

// Timeline describes the local clock that all stamps were taken from.
type Timeline struct {
	Origin      time.Time     `json:"origin"`         // wall clock of the auditing host at stamp 0, UTC
	Granularity time.Duration `json:"granularity_ns"` // a stamp may lag the truth by less than this
	Breaks      []Break       `json:"breaks,omitempty"`
}

// Break is a place where the host slept or its wall clock was stepped. A reading that
// straddles one proves nothing.
type Break struct {
	Before Stamp         `json:"before_ns"` // last stamp known to be before it
	After  Stamp         `json:"after_ns"`  // first stamp known to be after it
	Jump   time.Duration `json:"jump_ns"`   // how far the wall clock moved against the stamps
}

// HostClock is a reading of the auditing host's own clock, with what the daemon that disciplines it says
// about its error.
type HostClock struct {
	At     Stamp         `json:"at_ns"`
	Wall   time.Time     `json:"wall"`     // what the clock said then, UTC
	Bound  time.Duration `json:"bound_ns"` // the clock is within ± Bound of UTC
	Source string        `json:"source"`   // such as "chronyc tracking"
}

// Resolution is what names of the policy and the inventory stood for, by the resolver of the auditing host.
type Resolution struct {
	At    time.Time               `json:"at"`    // when the last was answered, by the wall clock of the auditing host, UTC
	Names map[string][]netip.Addr `json:"names"` // without those that were not answered
}

// Outcome says how far the collection from a device came.
type Outcome string

// The outcomes. Audited: the login worked, and clock, NTP status, associations and
// configuration were answered; an error text that the device prints is an answer.
const (
	Audited     Outcome = "audited"
	Partial     Outcome = "partial"
	Timeout     Outcome = "timeout"
	Unreachable Outcome = "unreachable"
	AuthFailed  Outcome = "auth_failed"
	HostKey     Outcome = "host_key"
	Protocol    Outcome = "protocol"
	Unsupported Outcome = "unsupported"
)

// Answered reports whether the session brought anything that can be judged.
func (o Outcome) Answered() bool { return o == Audited || o == Partial }

// Device is what one device was asked and answered.
type Device struct {
	Name     string        `json:"name"`
	Platform string        `json:"platform,omitempty"` // that it was asked as at the end; empty: it was not asked, or the evidence is older
	Outcome  Outcome       `json:"outcome"`
	Error    *Error        `json:"error,omitempty"`
	Elapsed  time.Duration `json:"elapsed_ns"`
	Notes    []string      `json:"notes,omitempty"` // such as "host key not verified", "asked a line at a time"
	Prompt   string        `json:"prompt,omitempty"`
	Answers  []Answer      `json:"answers"` // in the order asked; one command may stand there often
	NTP      []Exchange    `json:"ntp,omitempty"`
}

// Error says why a device was not audited in full. Message is a sentence without the device's name.
type Error struct {
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

// Answer is one command and everything the device printed for it, without echo and prompt,
// line ends as "\n", terminal control removed, secrets redacted: see Sanitize. An Answer is
// sanitized again when it is marshalled and unmarshalled.
type Answer struct {
	Command string `json:"command"`
	// Sent is taken before the write of the newline that ends the command (or of the
	// flight that holds it).
	Sent Stamp `json:"sent_ns"`
	// First is taken after the read that brought the first byte of the clock line for
	// a clock command, else of the first byte of the answer. nil: none came.
	First *Stamp `json:"first_ns,omitempty"`
	Done  *Stamp `json:"done_ns,omitempty"` // after the read that brought the prompt; nil: it never came
	Text  string `json:"text"`
	// Cut says why the text is not whole: "timeout", "size", "dropped", "interrupted"; "prompt": the device went on behind what
	// seemed to be its prompt. Empty: it is whole.
	Cut string `json:"cut,omitempty"`
}

// Whole reports whether the answer was received to its end.
func (a Answer) Whole() bool { return a.Cut == "" && a.Done != nil }

// Server is an NTP server that was asked, under one address and VRF.
type Server struct {
	Address   string     `json:"address"` // as the inventory, or the device that names it, spells it
	VRF       string     `json:"vrf,omitempty"`
	Query     string     `json:"query"` // host:port that was asked; empty for the system clock
	Roles     []string   `json:"roles"` // RoleReference, RoleSource
	Exchanges []Exchange `json:"exchanges"`
}

// The roles of a server.
const (
	RoleReference = "reference" // the operator trusts it to vote
	RoleSource    = "source"    // a device is configured with it or takes time from it
)

// Exchange is one NTP request and what came back. Fields are as on the wire; nothing is
// judged here. Timestamps are 64-bit NTP timestamps (RFC 5905 §6) in hexadecimal.
type Exchange struct {
	// Place is the address:port that was asked, an IPv4-mapped address as IPv4, whatever name led there. Empty: the name
	// did not resolve, or the evidence is older than this field.
	Place    string `json:"place,omitempty"`
	Sent     Stamp  `json:"sent_ns"`
	Received Stamp  `json:"received_ns,omitempty"` // 0 where Reply is nil
	Origin   string `json:"request_transmit"`      // the random transmit timestamp that was sent
	Reply    *Reply `json:"reply,omitempty"`
	KeyID    uint16 `json:"key_id,omitempty"`
	// Authenticated: nil, no key was used; else whether the reply's MAC was right.
	Authenticated *bool  `json:"authenticated,omitempty"`
	Error         string `json:"error,omitempty"` // why there is no reply, or why it was refused
}

// Reply holds the header of an NTP reply as received.
type Reply struct {
	Leap           int    `json:"leap"`
	Version        int    `json:"version"`
	Mode           int    `json:"mode"`
	Stratum        int    `json:"stratum"`
	Poll           int    `json:"poll"`            // log2 seconds
	Precision      int    `json:"precision"`       // log2 seconds
	RootDelay      uint32 `json:"root_delay"`      // NTP short format, 16.16 seconds
	RootDispersion uint32 `json:"root_dispersion"` // likewise
	RefID          string `json:"refid"`           // 8 hexadecimal digits
	Reference      string `json:"reference"`       // 16 hexadecimal digits, as the three below
	Origin         string `json:"origin"`
	Receive        string `json:"receive"`
	Transmit       string `json:"transmit"`
}
