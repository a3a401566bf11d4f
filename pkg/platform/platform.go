// Package platform says what an audit must know of an operating system.
//
// A platform is a value. It knows its terminal, the lines that may be sent and what each tells, how its answers are read
// into rows, and how a change is written as lines; nothing else of the program knows that. The packages of operating
// systems make such values, pkg/platforms lists them, and who needs them is handed the list.
package platform

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Platform is an operating system.
type Platform struct {
	Name    string   // as inventories spell it: cisco_nxos
	Title   string   // as people write it: NX-OS
	Aliases []string // as other ecosystems spell it; see [List.ByName]
	// Account is a text for people: how an account is made that can send Commands and nothing else.
	Account string
	// Grammar names what its answers are written in, where other platforms share that: they read each other's. Empty: it
	// has its own.
	Grammar string

	Terminal Terminal
	Commands []Command // every line that is ever sent, in the order in which a session may need it

	// Identify reads "show version" if it is of this platform. Another may claim the same text: [List.Identify] counts.
	Identify func(version string) (show.Version, bool)
	// Recognize reports whether a configuration is of this platform, by its head.
	Recognize func(config string) bool
	// Keep is what may be saved of an answer: without what its command brings and nothing reads. Secrets are taken out elsewhere,
	// whatever it leaves. nil: all.
	Keep func(command, text string) string
	// Read turns the answers of a device into rows, and what it cannot into gaps; see [Reader]. Answers to lines that are not
	// among Commands are left alone.
	Read func([]show.Answer) show.State
	// Parse reads one answer for "ntpaudit parse"; the command may be abbreviated. The result marshals to JSON; see [Forms].
	Parse func(command, text string) (any, error)
	// Render writes a change, which is valid, as configuration lines; it is called by [Platform.Write]. No lines and no error: the change needs none here, as EnableNTP where the
	// first line about NTP starts it. The error is a clause that says why this platform, or release, cannot have it.
	Render func(show.Change) (lines []string, err error)
	// Staged: what is entered in configuration mode is collected, and acts only when the line of show.Save is entered there.
	Staged bool
	// YearFirst: the date before a log line begins with the year.
	YearFirst bool
	// Untold is what this platform never tells.
	Untold []show.Untold
	// ShowLog shows the newest log lines. It is for people, and never sent.
	ShowLog string
	// ShowControl counts the NTP control queries that came, which releases answer unless they are told not to. It is for people,
	// and never sent. Empty: whether they are answered without a line is not known.
	ShowControl string
	// OwnClockBelow: "ntp master" shows the own clock one stratum below its number. Else only its row tells where it stands.
	OwnClockBelow bool
}

// Command is a line that may be sent.
type Command struct {
	Line      string
	Purpose   string      // a sentence
	Privilege int         // the lowest level that answers it in full; 0: any account
	Tells     []show.Kind // the kinds of facts that need its answer
	Opening   bool        // short, and for any account: asked first, on one page should the pager stay on
	Slow      bool        // a configuration is rendered for it: asked last, with a deadline and a size of its own
	Instead   string      // the line that is asked where this one is refused; empty: none. See [Platform.ReadsClock]
	Optional  bool        // its absence does not make an audit partial
}

// Terminal is how a session with the platform goes.
type Terminal struct {
	Unpaged string // turns the pager off for this login. Where it is refused, pages are turned
	// Wide keeps long lines from being folded, for this login. Where Ahead is 1 it is sent behind Unpaged, as such terminals
	// fold lines at 80 columns whatever width a session has asked for; else only where device and session have lost each other.
	Wide   string
	Sample string // reads the clock; sent several times, as each answer is a measurement
	// Ahead is how many lines may be typed before they are answered; 0: as many as fit. 1 where a line that is typed ahead is
	// echoed before the prompt has come: each then costs a round trip.
	Ahead int

	Enable string // asks for privileged EXEC; empty: rights come with the account, and nothing is ever asked for
	Level  string // tells the rights of the login: asked again behind Enable; empty: none does
	// Privileged tells from the answers so far whether the login has the rights for the configuration. Only where there is
	// Enable.
	Privileged func([]show.Answer) (yes, known bool)

	Refused   func(text string) (*show.Refusal, bool)     // an error that is printed instead of an answer
	Clock     func(text string) (show.Clock, error)       // the reading in an answer to Sample
	ClockLine func(output []byte) (start int, found bool) // where it starts in what has come so far; its year must be whole
	LogLine   func(line string) bool                      // a log message, which may be printed into any answer
	// Unfit says why a session cannot be audited, as a clause with the next step; empty: it can. greeting is what came before
	// the line that the session sits at, or ended in, which is prompt. nil: every session can.
	Unfit func(greeting, prompt string) (reason string)
}

// ReadsClock reports whether the answer to a line holds a reading of the clock: that to Terminal.Sample does, and that to a
// line for which Sample is asked instead.
func (p *Platform) ReadsClock(line string) bool {
	c, known := p.Command(line)
	return known && (line == p.Terminal.Sample || c.Instead != "" && c.Instead == p.Terminal.Sample)
}

// Allowed reports whether a line may be sent. Only an exact match passes: a "show " prefix would not be enough, as
// "show … | redirect" writes files.
func (p *Platform) Allowed(line string) bool {
	_, ok := p.Command(line)
	return ok
}

// Command finds a line among those that may be sent.
func (p *Platform) Command(line string) (Command, bool) {
	for _, c := range p.Commands {
		if c.Line == line {
			return c, true
		}
	}
	return Command{}, false
}

// Tellers lists the commands whose answers tell any of the kinds of facts, in the order of Commands.
func (p *Platform) Tellers(kinds []show.Kind) []string {
	var lines []string
	for _, c := range p.Commands {
		if slices.ContainsFunc(c.Tells, func(k show.Kind) bool { return slices.Contains(kinds, k) }) {
			lines = append(lines, c.Line)
		}
	}
	return lines
}

// Asks lists what a device is asked for kinds of facts, in the order of Commands. "show version" is always among it: it
// tells whether the device is of this platform.
func (p *Platform) Asks(kinds []show.Kind) []string {
	return p.Tellers(append([]show.Kind{show.KindVersion}, kinds...))
}

// Lacks returns what is said of a kind of fact that the platform never tells.
func (p *Platform) Lacks(k show.Kind) (show.Untold, bool) {
	for _, u := range p.Untold {
		if u.Kind == k {
			return u, true
		}
	}
	return show.Untold{}, false
}

// Akin reports whether two platforms read each other's answers, as IOS and IOS-XE do.
func (p *Platform) Akin(q *Platform) bool {
	return p.Name == q.Name || p.Grammar != "" && p.Grammar == q.Grammar
}
