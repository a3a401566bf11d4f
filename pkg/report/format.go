package report

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// Options say how a report is shown. The zero value is right for a file.
type Options struct {
	Checks         []check.Check // the catalogue: titles, remedies and rules
	Width          int           // columns of the terminal; 0: no limit
	Colour         bool
	All            bool   // show every device that passes
	Verbose        bool   // show what every offset rests on, and every finding in full
	InventoryOrder bool   // else worst first
	Saved          bool   // made from evidence that was saved: the date of it is said first
	JSONFile       string // where the same report was written as JSON, to name it in hints

	counts policy.Severity // findings below it do not count: what the report was judged by
}

func (o Options) failOn() policy.Severity {
	if o.counts == policy.Off {
		return check.DefaultTerms().FailOn
	}
	return o.counts
}

// check looks a check up in the catalogue; the zero Check where it is not there.
func (o Options) check(id string) check.Check {
	for _, c := range o.Checks {
		if c.ID == id {
			return c
		}
	}
	return check.Check{}
}

// remedy is what the catalogue says to do about a finding, by its cause, on one line.
func (o Options) remedy(f *Finding) string {
	c := o.check(f.Check)
	return strings.Join(strings.Fields(c.Doc.For(f.Cause)), " ")
}

// Format is a way to write a report.
type Format struct {
	Name    string
	Endings []string // of file names that stand for it, longest first
	Text    string   // one line: what it is for
	write   func(io.Writer, *Report, Options) error
}

// Write writes the report as it was judged, to w and nowhere else; it neither closes nor
// flushes it.
func (f Format) Write(w io.Writer, r *Report, o Options) error {
	o.counts = r.FailOn
	return f.write(w, r, o)
}

// Formats lists every format, in the order that help texts use.
func Formats() []Format {
	return []Format{
		{"table", []string{".txt"}, "for people, on a terminal", writeTable},
		{"json", []string{".json"}, "everything, for programs", writeJSON},
		{"csv", []string{".csv"}, "a row a device, for spreadsheets", writeCSV},
		{"csv-findings", []string{".findings.csv"}, "a row a finding, for spreadsheets", writeFindingsCSV},
		{"html", []string{".html", ".htm"}, "one page for people, without any other file", writeHTML},
		{"markdown", []string{".md"}, "for job summaries and merge requests", writeMarkdown},
		{"junit", []string{".xml"}, "a test case a finding, for CI servers", writeJUnit},
		{"sarif", []string{".sarif"}, "for code scanning", writeSARIF},
		{"github", nil, "annotations of a GitHub run", writeGitHub},
		{"prometheus", []string{".prom"}, "for node_exporter's textfile collector", writePrometheus},
	}
}

// Names lists the names of the formats, as help texts and errors show them.
func Names() string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// Endings lists the endings of file names that stand for a format.
func Endings() string {
	var endings []string
	for _, f := range Formats() {
		endings = append(endings, f.Endings...)
	}
	return strings.Join(endings, " ")
}

// ByName returns the format of that name.
func ByName(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == strings.ToLower(name) {
			return f, nil
		}
		names = append(names, f.Name)
	}
	nearest, _ := yamlfile.Closest(name, names)
	return Format{}, fmt.Errorf("unknown format %q%s; known are %s", name, didYouMean(nearest), Names())
}

// ForFile returns the format that the ending of a file name stands for, the longest that
// fits: x.findings.csv is csv-findings.
func ForFile(path string) (Format, error) {
	name := strings.ToLower(filepath.Base(path))
	var found Format
	longest := 0
	var known []string
	for _, f := range Formats() {
		for _, ending := range f.Endings {
			known = append(known, strings.TrimPrefix(ending, ".")) // a dot is in all: no word is near by it
			if strings.HasSuffix(name, ending) && len(ending) > longest {
				found, longest = f, len(ending)
			}
		}
	}
	if longest > 0 {
		return found, nil
	}
	ending := filepath.Ext(name)
	if len(ending) < len(".x") {
		return Format{}, fmt.Errorf("output %s: the name has no ending to tell the format; known are %s", path, Endings())
	}
	nearest, ok := yamlfile.Closest(ending[1:], known)
	if ok {
		nearest = "." + nearest
	}
	return Format{}, fmt.Errorf("output %s: unknown ending %q%s; known are %s", path, ending, didYouMean(nearest), Endings())
}

func didYouMean(nearest string) string {
	if nearest == "" {
		return ""
	}
	return fmt.Sprintf(", did you mean %q?", nearest)
}
