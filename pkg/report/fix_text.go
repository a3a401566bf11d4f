package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// WriteFixes writes what would mend the devices, as configuration with comments: the text
// can be reviewed, filled in and typed as it stands. What is wrong with the fleet as a whole, and
// devices of which too little is known, stand below as comments.
func (r *Report) WriteFixes(w io.Writer, o Options) error {
	var out bytes.Buffer
	fixes := r.Fixes()
	for i := range fixes {
		fixes[i].write(&out, o)
		out.WriteByte('\n')
	}
	r.writeFleetFix(&out, o)
	r.writeUnknown(&out)
	if out.Len() == 0 {
		comment(&out, "", fmt.Sprintf("Nothing to mend, by policy %s at %s.", r.Policy.Name, stamp(r.Finished)))
	}
	_, err := w.Write(append(bytes.TrimRight(out.Bytes(), "\n"), '\n'))
	return err
}

// Write writes what would mend the one device.
func (f *Fix) Write(w io.Writer, o Options) error {
	var out bytes.Buffer
	f.write(&out, o)
	_, err := w.Write(out.Bytes())
	return err
}

func (f *Fix) write(out *bytes.Buffer, o Options) {
	f.writeHead(out)
	for _, b := range f.blocks {
		fmt.Fprintln(out, "!")
		if b.contested {
			b.writeContested(out)
			continue
		}
		for _, finding := range b.findings {
			comment(out, "", finding.naming())
			finding.writeReasons(out)
		}
		for _, s := range b.lines {
			fmt.Fprintln(out, s.text())
		}
	}
	if len(f.rest) == 0 {
		return
	}
	fmt.Fprintln(out, "!")
	comment(out, "", "No configuration line mends these:")
	for _, finding := range f.rest {
		o.writeByHand(out, finding)
	}
}

// writeHead says whose lines these are, what they rest on, and what to do before they are typed.
func (f *Fix) writeHead(out *bytes.Buffer) {
	measured := f.report.Finished
	if f.device.MeasuredAt != nil {
		measured = *f.device.MeasuredAt
	}
	failures := len(f.rest)
	for _, b := range f.blocks {
		failures += len(b.findings)
	}
	comment(out, "", fmt.Sprintf("%s (%s): %s", f.device.Name, f.device.Address, check.Count(failures, "failed check")))
	comment(out, "", fmt.Sprintf("audited %s, policy %s", stamp(measured), f.report.Policy.text()))
	if f.device.Outcome != Audited {
		comment(out, "", "Not everything is known of this device: "+f.device.errorText())
	}
	lines := f.Lines()
	switch {
	case len(lines) == 0:
	case slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "<") }):
		comment(out, "", "Nothing was sent. Review these lines, put in what each <...> stands for, and enter them in configuration mode.")
	default:
		comment(out, "", "Nothing was sent. Review these lines, and enter them in configuration mode.")
	}
}

func (b *fixBlock) writeContested(out *bytes.Buffer) {
	comment(out, "", "These contradict each other. Decide which is meant, and enter the lines of that one:")
	for _, f := range b.findings {
		comment(out, "", f.naming())
		for _, s := range f.lines {
			for _, line := range s {
				fmt.Fprintf(out, "!   %s\n", line)
			}
		}
	}
}

// writeByHand shows a failure and, below it, what the catalogue says to do.
func (o Options) writeByHand(out *bytes.Buffer, f *Finding) {
	comment(out, "", f.naming())
	if len(f.Remediation) > 0 {
		comment(out, "  ", "Its lines are left out, as one of them is not fit to be typed. They are in the report.")
	}
	f.writeReasons(out)
	if remedy := o.remedy(f.Check); remedy != "" && len(f.ByHand) == 0 {
		comment(out, "  ", remedy)
	}
}

// writeReasons says why lines are missing, and what to do instead.
func (f *Finding) writeReasons(out *bytes.Buffer) {
	for _, reason := range f.ByHand {
		comment(out, "  ", reason)
	}
}

// writeFleetFix shows the failures of the fleet as a whole that concern a device.
// Waivers that have lapsed are a matter of the policy.
func (r *Report) writeFleetFix(out *bytes.Buffer, o Options) {
	concerned := make(map[string]bool)
	for i := range r.Devices {
		concerned[r.Devices[i].Name] = true
	}
	first := true
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Status != check.StatusFail || f.Waiver != nil || !slices.ContainsFunc(f.Devices, func(name string) bool { return concerned[name] }) {
			continue
		}
		if first {
			comment(out, "", "The fleet as a whole:")
			first = false
		}
		o.writeByHand(out, &f.Finding)
	}
	if !first {
		out.WriteByte('\n')
	}
}

// writeUnknown names the devices that nothing is said about because nothing, or too little, is known.
func (r *Report) writeUnknown(out *bytes.Buffer) {
	for i := range r.Devices {
		d := &r.Devices[i]
		if d.Outcome != Audited && d.sign() != check.StateWaived && len(d.FailedChecks()) == 0 {
			comment(out, "", d.Name+": not known what to mend: "+d.errorText())
		}
	}
	if !r.Complete {
		comment(out, "", "The report is incomplete.")
	}
}

// naming is the check, its subject and its message.
func (f *Finding) naming() string { return f.Check + ": " + f.about() }

// commentWidth keeps comments readable on the terminal of a device, which has 80 columns.
const commentWidth = 76

// comment writes a text as lines that a device passes over.
func comment(out *bytes.Buffer, indent, text string) {
	for i, line := range wrap(inASCII(text), commentWidth-len(indent)) {
		if i > 0 && indent == "" {
			line = "  " + line
		}
		fmt.Fprintf(out, "! %s%s\n", indent, signs.Replace(line)) // wrap marks a word that it cut
	}
}

// signs are how the characters of our own messages are written on a device.
var signs = strings.NewReplacer("±", "+/-", "→", "->", "…", "...", "−", "-", "?", "")

// inASCII makes a text safe to type: the command line of a device takes each byte beyond ASCII for a character
// of its own, and a "?", even in a comment, for a call for help.
func inASCII(text string) string {
	text = signs.Replace(clean(check.Cut(text, mostComment)))
	if isPlain(text) {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if r < ' ' || r >= 0x7f {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// mostComment is more than the longest remedy; a device's text is not repeated for pages.
const mostComment = 1000
