package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// writeFleetFindings lists what is wrong with the fleet as a whole.
func writeFleetFindings(w io.Writer, r *Report, o Options) {
	first := true
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.raw() == check.StatePass {
			continue
		}
		if first {
			fmt.Fprintf(w, "\n%s\n", o.paint(bold, "FLEET"))
			first = false
		}
		fmt.Fprintf(w, "%s %s\n", o.mark(&f.Finding), clip(f.Check+": "+f.about()+o.below(&f.Finding), o.room(2)))
		if o.Verbose {
			o.writeFinding(w, &f.Finding)
		}
	}
}

// mark is the sign of a finding; a dot where it fails below what counts.
func (o Options) mark(f *Finding) string {
	effect := f.effect(o.failOn())
	if effect == check.StatePass && f.raw() != check.StatePass {
		return o.paint(dim, "·")
	}
	return o.sign(effect)
}

// unmeasuredMark is mark of what was not measured for one reason.
func (o Options) unmeasuredMark(u unmeasured) string {
	return o.mark(&Finding{Status: check.StatusNotMeasured, Severity: u.severity})
}

// below names the severity of a finding that does not count.
func (o Options) below(f *Finding) string {
	if f.Severity < o.failOn() {
		return " (" + f.Severity.String() + ")"
	}
	return ""
}

// writeReasoning shows what every offset rests on, and every finding in full.
func writeReasoning(w io.Writer, r *Report, devices []*Device, o Options) error {
	for _, ref := range r.references() {
		if err := o.writeServers(w, ref); err != nil {
			return err
		}
	}
	if err := o.writeHierarchy(w, r.Hierarchy); err != nil {
		return err
	}
	var assumed []string
	for _, d := range devices {
		o.writeDevice(w, d, r.referenceOf(d))
		if d.Clock != nil {
			assumed = append(assumed, d.Clock.Assumptions...)
		}
	}
	slices.Sort(assumed)
	writeAssumptions(w, slices.Compact(assumed), o)
	return nil
}

func (o Options) writeServers(w io.Writer, ref labelledReference) error {
	head, whose := o.paint(bold, "REFERENCE"), "this machine's"
	if ref.label != "" {
		fmt.Fprintf(w, "\n%s  %s", head, clip(ref.label, o.room(11)))
		head, whose = "         ", "its"
	}
	fmt.Fprintf(w, "\n%s  %s\n", head, clip(ref.auditorText(whose), o.room(11)))
	return ref.writeTable(w, o)
}

// auditorText is the clock of the auditing host, and who says so.
func (ref *Reference) auditorText(whose string) string {
	if ref.Offset == nil {
		return ref.votersText()
	}
	return whose + " clock " + ref.Offset.Text() + ", " + ref.votersText()
}

func (ref *Reference) votersText() string {
	text := fmt.Sprintf("%s, of which %d may be wrong", check.Count(ref.Voters, "voter"), ref.Faulty)
	if !ref.Majority {
		text += ", no majority: it proves failures only"
	}
	return text
}

func (o Options) writeDevice(w io.Writer, d *Device, ref *Reference) {
	fmt.Fprintf(w, "\n%s %s  %s\n", o.sign(d.sign()), o.paint(bold, clip(d.Name, mostName)), clip(d.identity(), o.room(mostName+4)))
	for _, fact := range d.reasoning(ref) {
		o.line(w, fact.Label, fact.Text)
	}
	for _, f := range d.judged(o.failOn()) {
		fmt.Fprintf(w, "  %s %s\n", o.mark(f), clip(f.Check+" ("+f.Severity.String()+"): "+f.about(), o.room(4)))
		o.writeFinding(w, f)
	}
	o.writeUnmeasured(w, d)
	o.writeRest(w, d)
}

// writeUnmeasured tells each reason once, with the checks that it kept from an answer.
func (o Options) writeUnmeasured(w io.Writer, d *Device) {
	for _, u := range d.unmeasured() {
		if d.Error != nil && d.Error.Message == u.reason {
			u.reason = "for that reason"
		}
		fmt.Fprintf(w, "  %s %s\n", o.unmeasuredMark(u), clip("not measured: "+u.reason, o.room(4)))
		o.line(w, "  checks", strings.Join(u.checks, ", "))
	}
}

// identity is what the device is: "10.0.0.1  cisco_ios  C9300-48T 17.9.4a  up 31d  took 1.2 s".
func (d *Device) identity() string {
	parts := []string{d.Address, d.Platform}
	if version := strings.TrimSpace(string(d.Model + " " + d.OSVersion)); version != "" {
		parts = append(parts, version)
	}
	if d.Uptime != nil {
		parts = append(parts, "up "+interval.Age(d.Uptime.Duration()))
	}
	if d.Elapsed > 0 { // else it was never asked
		parts = append(parts, "took "+interval.Elapsed(d.Elapsed.Duration()))
	}
	return strings.Join(parts, "  ")
}

// writeFinding shows what was asked, what was found, where, and what mends it. The controls
// are left to files: they are many, and nobody mends a clock by them.
func (o Options) writeFinding(w io.Writer, f *Finding) {
	for _, l := range []struct{ label, text string }{{"expected", f.Expected}, {"actual", f.Actual}} {
		if l.text != "" {
			o.line(w, "  "+l.label, l.text)
		}
	}
	for i, e := range f.Evidence {
		if i == 0 || e.Command != f.Evidence[i-1].Command {
			o.line(w, "  evidence", e.Command)
		}
		o.line(w, "", clip(e.Line, o.room(4+labelWidth)))
	}
	for _, line := range f.Fix {
		o.line(w, "  mend", line)
	}
	for _, reason := range f.ByHand {
		o.line(w, "  by hand", reason)
	}
	if remedy := o.remedy(f); len(f.Fix)+len(f.ByHand) == 0 && remedy != "" && f.Status == check.StatusFail {
		o.line(w, "  mend", remedy)
	}
}

// writeRest counts the findings that need no attention, and names the waivers.
func (o Options) writeRest(w io.Writer, d *Device) {
	var c check.Counts
	for i := range d.Findings {
		f := &d.Findings[i]
		c.Add(f.Status)
		switch {
		case d.waives(f):
		case f.Status == check.StatusWaived:
			o.line(w, "waived", f.Check+": "+f.Waiver.text())
		case f.Status == check.StatusManual:
			o.line(w, "by hand", f.Check+": "+f.about())
		}
	}
	if d.Waiver != nil {
		o.line(w, "waived", "the device: "+d.Waiver.text())
	}
	o.line(w, "checks", fmt.Sprintf("%d pass, %d not applicable", c.Pass, c.NotApplicable))
}

const labelWidth = 12

// line writes a label and a text, wrapped at blanks where the terminal has an end.
func (o Options) line(w io.Writer, label, text string) {
	label = clip(label, mostAddress)
	width := max(labelWidth, twwidth.Width(label)+1)
	pad := strings.Repeat(" ", width-twwidth.Width(label))
	for _, part := range wrap(clean(text), o.room(4+width)) {
		fmt.Fprintf(w, "    %s%s%s\n", o.paint(dim, label), pad, part)
		label, pad = "", strings.Repeat(" ", width)
	}
}
