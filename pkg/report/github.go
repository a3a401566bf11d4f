package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// writeGitHub writes workflow commands, which GitHub shows beside a run: the verdict, then
// one for each device with a problem, the worst first, as GitHub shows ten of a kind.
// Errors are what failed, warnings what is not known, notices what is settling or does not count.
func writeGitHub(w io.Writer, r *Report, o Options) error {
	var out bytes.Buffer
	o.Width = 0
	state := r.verdict.State
	annotate(&out, state, "ntpaudit "+word(state), []string{r.verdictLine(o, 0)})
	for _, d := range r.ordered(o) {
		if lines := d.problemLines(o.failOn()); len(lines) > 0 {
			annotate(&out, d.sign(), d.Name, lines)
		}
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.raw() != check.StatePass {
			annotate(&out, f.effect(o.failOn()), strings.Join(f.Devices, ", "), []string{f.line()})
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// problemLines is everything that is wrong with a device or not known of it.
func (d *Device) problemLines(failOn policy.Severity) []string {
	var lines []string
	for _, f := range d.judged(failOn) {
		lines = append(lines, f.line())
	}
	for _, u := range d.unmeasured() {
		lines = append(lines, "not measured: "+u.reason+" ("+strings.Join(u.checks, ", ")+")")
	}
	if len(lines) == 0 && d.Outcome != Audited {
		lines = append(lines, d.errorText())
	}
	return lines
}

// line is a finding and what mends it.
func (f *Finding) line() string {
	text := f.Check + " (" + f.Severity.String() + "): " + f.about()
	if len(f.Fix) > 0 {
		text += "; mend: " + strings.Join(f.Fix, " / ")
	}
	if len(f.ByHand) > 0 {
		text += "; by hand: " + strings.Join(f.ByHand, " ")
	}
	return text
}

func annotate(w io.Writer, s check.State, title string, lines []string) {
	command := "notice"
	switch s {
	case check.StateFail:
		command = "error"
	case check.StateUnknown:
		command = "warning"
	}
	for i, line := range lines {
		lines[i] = githubData(line)
	}
	fmt.Fprintf(w, "::%s title=%s::%s\n", command, githubProperty(title), strings.Join(lines, "%0A"))
}

// githubData escapes the text of a workflow command, githubProperty a property of one.
func githubData(s string) string { return strings.ReplaceAll(clip(s, 0), "%", "%25") }

var githubPropertyEscapes = strings.NewReplacer(":", "%3A", ",", "%2C")

func githubProperty(s string) string { return githubPropertyEscapes.Replace(githubData(s)) }
