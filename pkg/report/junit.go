package report

import (
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// The JUnit form, as Jenkins, GitLab and their kin read it.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name      string      `xml:"name,attr"`
		Tests     int         `xml:"tests,attr"`
		Failures  int         `xml:"failures,attr"`
		Errors    int         `xml:"errors,attr"`
		Skipped   int         `xml:"skipped,attr"`
		Time      string      `xml:"time,attr"`
		Timestamp string      `xml:"timestamp,attr,omitempty"`
		Cases     []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Time    string        `xml:"time,attr"`
		Failure *junitProblem `xml:"failure"`
		Error   *junitProblem `xml:"error"`
		Skipped *junitProblem `xml:"skipped"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// fleetSuite is the suite of the findings that are about no single device.
const fleetSuite = "fleet"

// writeJUnit writes a test case a finding. A failure is a failed check at or above what
// counts; an error is a check that could not be answered; skipped is what was waived, does
// not apply, or needs a person. A failure below what counts passes, with its text as output,
// so that the result agrees with the exit code.
func writeJUnit(w io.Writer, r *Report, o Options) error {
	names := make(uniqueNames)
	out := junitSuites{Name: "ntpaudit", Time: Seconds(r.took()).String()}
	for i := range r.Devices {
		out.add(deviceSuite(&r.Devices[i], names, o))
	}
	if fleet := r.fleetSuite(names, o); fleet.Tests > 0 {
		out.add(fleet)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func deviceSuite(d *Device, names uniqueNames, o Options) junitSuite {
	s := junitSuite{Name: clip(d.Name, 0), Time: d.Elapsed.String()}
	if d.MeasuredAt != nil {
		s.Timestamp = d.MeasuredAt.UTC().Format("2006-01-02T15:04:05")
	}
	for i := range d.Findings {
		s.add(findingCase(d.Name, &d.Findings[i], names, o))
	}
	if text := d.unsaid(o.failOn()); text != "" {
		s.add(junitCase{Class: className(d.Name), Name: names.pick(d.Name, sessionRule), Time: "0", Error: &junitProblem{Message: clip(text, 0), Type: string(d.Outcome)}})
	}
	return s
}

func (r *Report) fleetSuite(names uniqueNames, o Options) junitSuite {
	s := junitSuite{Name: fleetSuite, Time: "0"}
	for i := range r.Findings {
		s.add(findingCase(fleetSuite, &r.Findings[i].Finding, names, o))
	}
	missing := ""
	switch {
	case !r.Complete:
		missing = "the run is incomplete: not every device was asked"
	case len(r.Devices) == 0:
		missing = "no device was audited"
	default:
		return s
	}
	s.add(junitCase{Class: fleetSuite, Name: names.pick(fleetSuite, "complete"), Time: "0", Error: &junitProblem{Message: missing, Type: "incomplete"}})
	return s
}

func findingCase(device string, f *Finding, names uniqueNames, o Options) junitCase {
	c := junitCase{Class: className(device), Time: "0", Name: names.pick(device, f.Check, f.Subject)}
	message := clip(f.Message, 0)
	switch f.effect(o.failOn()) {
	case check.StateFail:
		c.Failure = &junitProblem{Message: message, Type: f.Severity.String(), Text: o.detail(f)}
		return c
	case check.StateUnknown:
		c.Error = &junitProblem{Message: message, Type: string(f.Status), Text: o.detail(f)}
		return c
	}
	switch f.Status {
	case check.StatusWaived:
		c.Skipped = &junitProblem{Message: clip("waived: "+f.Waiver.text(), 0)}
	case check.StatusNotApplicable, check.StatusManual:
		c.Skipped = &junitProblem{Message: clip(f.word()+": "+strings.TrimPrefix(f.Message, f.word()+": "), 0)}
	case check.StatusFail, check.StatusInconclusive, check.StatusNotMeasured:
		c.Out = f.Severity.String() + ": " + message + "\n" + o.detail(f)
	}
	return c
}

// detail shows a finding in full, a line a fact.
func (o Options) detail(f *Finding) string {
	var lines []string
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, label+": "+clip(text, 0))
		}
	}
	add("check", o.check(f.Check).Doc.Title)
	add("expected", f.Expected)
	add("actual", f.Actual)
	for _, e := range f.Evidence {
		add("printed", e.Line+"   ("+e.Command+")")
	}
	for _, line := range f.Fix {
		add("mend", line)
	}
	for _, reason := range f.ByHand {
		add("by hand", reason)
	}
	if len(f.Fix)+len(f.ByHand) == 0 {
		add("mend", o.remedy(f))
	}
	add("controls", controlsText(f))
	return strings.Join(lines, "\n")
}

// className has no dot: Jenkins takes what stands before the last one for a package.
func className(device string) string {
	return clip(strings.ReplaceAll(device, ".", "_"), 0)
}

// uniqueNames gives every test case a name that is its own and the same in every run.
type uniqueNames map[string]bool

// pick joins the parts with slashes. A name that is too long to show, or was given before,
// ends with a hash of all its parts.
func (u uniqueNames) pick(parts ...string) string {
	whole := strings.TrimSuffix(strings.Join(parts, "/"), "/")
	name := clean(whole)
	const longest = 200
	if len(name) > longest {
		name = check.Cut(name, longest) + hash(parts...)
	}
	for n := 2; u[name]; n++ {
		name = fmt.Sprintf("%s #%d", check.Cut(clean(whole), longest), n)
	}
	u[name] = true
	return name
}

// hash is a short stable name for a list of texts.
func hash(parts ...string) string {
	sum := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(sum, "%d:%s", len(p), p)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8])
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func (out *junitSuites) add(s junitSuite) {
	out.Suites = append(out.Suites, s)
	out.Tests += s.Tests
	out.Failures += s.Failures
	out.Errors += s.Errors
	out.Skipped += s.Skipped
}
