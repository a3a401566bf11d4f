// Package check says what a check is, and runs a list of them over facts.
//
// A check is a value. Its Run is called for each subject of each device and reports by
// Failf and Inconclusivef; silence is a pass. Titles, texts and remedies belong to the value,
// and everything shown about a check is rendered from it.
//
//	var stratum = check.Check{
//		ID:    "ntp-stratum",
//		Doc:   check.Doc{Title: "…", Text: "…", Remedy: "…"},
//		Needs: []facts.Kind{facts.KindStatus},
//		Run: func(p *check.Pass, _ check.Subject) {
//			p.Expectf("at most %d", p.Policy.Stratum)
//			if s := *p.NTP.Status.Stratum; s > p.Policy.Stratum {
//				p.Failf("stratum %d", s)
//			}
//		},
//	}
//
// A failure whose cause is known names it by Because, and the advice that is given is that of the cause: see Doc.Causes.
//
// A check that asks about the fleet as a whole, such as one for loops, has RunFleet in
// place of Run, or beside it.
//
// A check names no controls: which items of which edition bear on it is data of pkg/policy.
package check

import (
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// Check is one question about a device, or about the fleet.
type Check struct {
	ID  string // stable for ever, never reused
	Doc Doc
	// Needs are the facts without which Run is not called. Any missing: not_measured; not_applicable where the platform
	// cannot have it, and not_measured at low where it never tells.
	Needs []facts.Kind
	Wants []facts.Kind // asked for as well; Run copes without them
	// Applies tells whether the question makes sense for the device. nil: always.
	// The reason is shown where it does not. It is asked first, so any fact may be missing.
	Applies func(*Pass) (reason string, applies bool)
	// Subjects lists what the check asks about, such as each source. nil: the device itself.
	// Where the list is empty there is nothing to ask about: not_applicable.
	Subjects func(*Pass) []Subject
	Run      func(*Pass, Subject)
	// RunFleet is called once, in place of Run or after it. No answer at all is a pass of the fleet.
	RunFleet func(*FleetPass)
}

// Doc is the prose of a check.
type Doc struct {
	Title  string   // one line, what is asked
	Text   string   // why it matters, what passes and what fails
	Remedy string   // what to do where no cause is known
	Causes []Advice // what to do about the causes that messages name, in the order in which they are shown
}

// Subject is what a finding is about, within its device. The zero Subject is the device itself.
type Subject struct {
	Name        string
	Association *facts.Association
	Server      *facts.ConfigServer // a line of the configuration
}

// Finding is the answer to one check for one subject of one device, or of the fleet.
type Finding struct {
	Check    string          `json:"check"`
	Device   string          `json:"-"`
	Devices  []string        `json:"devices,omitempty"` // of a fleet finding: those it concerns
	Subject  string          `json:"subject"`
	Status   Status          `json:"status"`
	Settling bool            `json:"settling,omitempty"` // not_applicable yet: the device came up a moment ago
	Severity policy.Severity `json:"severity"`
	Message  string          `json:"message"`
	Cause    Cause           `json:"cause,omitempty"` // that the message names; empty: none, or one that the check does not tell apart
	Expected string          `json:"expected"`
	Actual   string          `json:"actual"`
	// Value is what was measured and Limits by what it is judged, where the check has one number to judge. Rising, each
	// with the severity that exceeding it has.
	Value    *interval.Interval `json:"-"`
	Limits   []policy.Limit     `json:"-"`
	Evidence []facts.Evidence   `json:"evidence"`
	Changes  []show.Change      `json:"changes"`           // what mends it; none: see ByHand, and the check's Remedy
	ByHand   []string           `json:"by_hand,omitempty"` // why lines that would mend it are not written, and what to do
	Controls []Control          `json:"controls"`          // those for what the devices were judged as
	Waiver   *policy.Waiver     `json:"waiver"`
	// Beyond is the severity that a finding beyond the text of a benchmark would have if the text asked for it, else Off.
	Beyond policy.Severity `json:"-"`
	Part   string          `json:"-"` // of the check; empty: that of its subject
}

// Grade is the finding as far as a verdict depends on it.
func (f *Finding) Grade() Grade {
	g := Grade{Status: f.Status, Severity: f.Severity, Settling: f.Settling}
	if f.Value != nil {
		g.Doubt = Doubt(*f.Value, f.Limits)
	}
	return g
}

// Pass is one check at work on one device.
type Pass struct {
	*facts.Device
	Fleet  *facts.Fleet
	Graph  *topology.Graph
	Node   int            // of the device in Graph, and its place in Fleet.Devices
	Policy *policy.Policy // for this device
	Answer                // to the subject at hand

	derived, common map[any]any // see Once and OnceForAll
	runner          *runner     // see LeftTo
}

// FleetPass is one check at work on the fleet.
type FleetPass struct {
	Fleet  *facts.Fleet
	Graph  *topology.Graph
	Policy *policy.Policy // without the overrides for single devices

	check    *Check
	severity policy.Severity
	findings []*Finding
	runner   *runner // see LeftTo
}

// About begins the answer about one subject, and names the devices that it concerns.
// Subjects must differ from each other.
func (p *FleetPass) About(subject string, devices ...string) Answer {
	f := newFinding(p.check, p.severity)
	f.Subject, f.Devices = subject, devices
	p.findings = append(p.findings, f)
	return Answer{finding: f}
}
