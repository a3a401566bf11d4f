package fix

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
)

// Sheet is the plan of a device as a person reads it. All texts may be hostile: a report is a file.
type Sheet struct {
	Name     string
	Address  string
	Basis    []string // what its findings rest on: when it was audited, by which policy, what is missing
	Failures []Failure
	Steps    []Step
}

// Failure is a failed check.
type Failure struct {
	Name    string   // the check, its subject and its message
	Planned bool     // the plan has changes for it
	Reasons []string // why lines that would correct it are not there, or not yet to be entered
	Remedy  string   // what to do about such a failure in general; empty: not known
}

// Empty reports whether nothing failed.
func (s *Sheet) Empty() bool { return len(s.Failures)+len(s.Steps) == 0 }

// Write writes the sheet as configuration with comments: the text can be reviewed, filled in and entered as it stands.
func (s *Sheet) Write(w io.Writer) error {
	var out bytes.Buffer
	s.writeHead(&out)
	planned := func(f Failure) bool { return f.Planned }
	said := make(map[string]bool)
	s.writeFailures(&out, "", said, planned)
	stages, stage := s.stages(), 0
	for i := range s.Steps {
		x := &s.Steps[i]
		title := ""
		if stages > 1 && len(x.Lines) > 0 && x.Stage != stage {
			title, stage = fmt.Sprintf("stage %d of %d: ", x.Stage, stages), x.Stage
		}
		if i == 0 && title+x.About == "" {
			fmt.Fprintln(&out, "!")
		}
		x.write(&out, title)
	}
	s.writeFailures(&out, "These need more than configuration:", said, func(f Failure) bool { return !f.Planned })
	_, err := w.Write(out.Bytes())
	return err
}

// Refer leaves out general advice that was given already, as by the sheet of another device, and remembers what it gives.
func (s *Sheet) Refer(said map[string]bool) {
	for i := range s.Failures {
		f := &s.Failures[i]
		if f.Planned || len(f.Reasons) > 0 {
			continue
		}
		if said[f.Remedy] {
			f.Remedy = "What to do: see above."
		}
		said[f.Remedy] = f.Remedy != ""
	}
}

// writeHead says whose lines these are, what they rest on, and what to do before they are typed.
func (s *Sheet) writeHead(out *bytes.Buffer) {
	Comment(out, "", fmt.Sprintf("%s (%s): %s", s.Name, s.Address, check.Count(len(s.Failures), "failed check")))
	for _, basis := range s.Basis {
		Comment(out, "", basis)
	}
	lines := s.Lines()
	if len(lines) == 0 {
		return
	}
	advice := "Nothing was sent. Review these lines, and enter them in configuration mode."
	if slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "<") }) {
		advice = "Nothing was sent. Review these lines, put in what each <...> stands for, and enter them in configuration mode."
	}
	advice += " Stop at the first line that the device refuses."
	if s.commits() {
		advice += " None acts before you enter commit."
	}
	Comment(out, "", advice)
}

// commits reports whether lines are collected until they are committed.
func (s *Sheet) commits() bool {
	return slices.ContainsFunc(s.Steps, func(x Step) bool { return slices.Contains(x.Exec, "commit") })
}

// AboutNTP reports whether the plan changes what the device takes its time from, or whom it gives it to.
func (s *Sheet) AboutNTP() bool {
	return slices.ContainsFunc(s.Steps, func(x Step) bool {
		return slices.ContainsFunc(x.Lines, func(line string) bool { return strings.Contains(line, "ntp ") })
	})
}

// stages is how many stages the plan has.
func (s *Sheet) stages() (n int) {
	for _, x := range s.Steps {
		n = max(n, x.Stage)
	}
	return n
}

// Lines are the lines that are to be entered.
func (s *Sheet) Lines() (lines []string) {
	for _, step := range s.Steps {
		if !step.ByHand && step.sound() {
			lines = append(lines, step.Lines...)
		}
	}
	return lines
}

func (s *Sheet) writeFailures(out *bytes.Buffer, title string, said map[string]bool, want func(Failure) bool) {
	var list []Failure
	for _, f := range s.Failures {
		if want(f) {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		return
	}
	fmt.Fprintln(out, "!")
	if title != "" {
		Comment(out, "", title)
	}
	for i, f := range list {
		if i+1 < len(list) && len(f.Reasons) > 0 && slices.Equal(f.Reasons, list[i+1].Reasons) {
			f.Reasons, f.Remedy = nil, "" // said once, below the last of them
		}
		f.once(said)
		f.Write(out)
	}
}

// once leaves out the reasons that the sheet has given already, and remembers those that it gives.
func (f *Failure) once(said map[string]bool) {
	if len(f.Reasons) == 0 {
		return
	}
	var left []string
	for _, reason := range f.Reasons {
		if !said[reason] {
			said[reason] = true
			left = append(left, reason)
		}
	}
	f.Reasons = left
	if len(left) == 0 {
		f.Remedy = "Why there is no line: see above."
	}
}

// Write shows a failure and, below it, why lines for it are not there, else what holds for such failures in general.
func (f *Failure) Write(out *bytes.Buffer) {
	Comment(out, "", f.Name)
	for _, reason := range f.Reasons {
		Comment(out, "  ", reason)
	}
	if f.Remedy != "" && len(f.Reasons) == 0 && !f.Planned {
		Comment(out, "  ", f.Remedy)
	}
}

// The lines that a plan may have: those that platforms write for changes. A report is a file, and another would be entered all
// the same.
//
//	no ntp server 192.0.2.1
//	 10 permit ip host 192.0.2.1 any
var planned = regexp.MustCompile(`^(?:no )?(?:ntp|clock|sntp|service timestamps|logging timestamp|feature ntp|ip access-list|ipv[46] access-list)(?: |$)|^ (?:\d+ )?permit `)

// everything is what would take all lines about NTP away.
var everything = regexp.MustCompile(`^no (?:ntp|clock|sntp|service timestamps|feature ntp|ip access-list|ipv[46] access-list)\s*$`)

// sound reports whether a plan may have the lines of a step, and whether they can be typed.
func (x *Step) sound() bool {
	odd := func(line string) bool { return !planned.MatchString(line) || everything.MatchString(line) }
	return platform.Typable(x.Lines) == nil && !slices.ContainsFunc(x.Lines, odd)
}

// write shows a step. Lines by hand stand in comments.
func (x *Step) write(out *bytes.Buffer, title string) {
	if about := strings.TrimSuffix(title+x.About, ": "); about != "" {
		fmt.Fprintln(out, "!")
		Comment(out, "", about)
	}
	x.writeLines(out)
	x.writeAfter(out)
}

func (x *Step) writeLines(out *bytes.Buffer) {
	switch {
	case len(x.Lines) == 0:
		return
	case !x.sound():
		Comment(out, "", "Lines of the report that are none of a plan are left out.")
		return
	case x.ByHand && x.Why != "":
		Comment(out, "  ", x.Why+":")
	case x.Why != "":
		Comment(out, "", x.Why)
	}
	for _, line := range x.Lines {
		if x.ByHand {
			line = "!   " + line
		}
		fmt.Fprintln(out, line)
	}
}

// writeAfter shows what is done after the lines.
func (x *Step) writeAfter(out *bytes.Buffer) {
	for _, line := range x.Exec {
		inOnePiece(out, "! ", line)
	}
	if len(x.Exec) > 0 && x.Why != "" {
		Comment(out, "  ", x.Why)
	}
	if x.Verify != "" {
		Comment(out, "  ", x.Verify+"  -> "+x.Expect)
	}
	for _, line := range x.Back {
		inOnePiece(out, "! back: ", line)
	}
}

// inOnePiece shows a line that is to be copied.
func inOnePiece(out *bytes.Buffer, before, line string) {
	if platform.Typable([]string{line}) != nil {
		Comment(out, "", before[2:]+line)
		return
	}
	fmt.Fprintf(out, "%s%s\n", before, line)
}
