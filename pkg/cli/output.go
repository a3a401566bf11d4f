package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// outputs are the flags that say where a report goes and what it looks like.
type outputs struct {
	files   []string
	format  string
	order   string
	all     bool
	verbose bool
	saved   bool // the report is made from evidence that was saved
}

func (o *outputs) bind(flags *pflag.FlagSet) {
	flags.StringSliceVarP(&o.files, "output", "o", nil, "also write the report to `FILE`; its ending picks the format ("+report.Endings()+"); repeatable")
	flags.StringVarP(&o.format, "format", "f", "table", "format on standard output: "+report.Names())
	flags.StringVar(&o.order, "order", "worst", "order of the table: worst or inventory")
	flags.BoolVar(&o.all, "all", false, "show every device that passes, in a fleet of any size")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "show what every offset rests on, and every finding in full")
}

// plan checks the flags and proves every destination before anything is asked, so that no run ends with nowhere to
// write. evidence names the folders in which no report may lie: it would not be evidence.
func (o *outputs) plan(s streams, evidence ...string) (*outputPlan, error) {
	if o.order != "worst" && o.order != "inventory" {
		return nil, fmt.Errorf("unknown order %q: worst or inventory", o.order)
	}
	stdout, err := report.ByName(o.format)
	if err != nil {
		return nil, err
	}
	p := &outputPlan{stdout: stdout, outputs: *o}
	for _, path := range o.files {
		if path == "-" { // where the report in --format goes in any case
			continue
		}
		f, err := report.ForFile(path)
		if err != nil {
			return nil, err
		}
		to, err := safefile.Prove(path, s.out, s.err)
		if err != nil {
			return nil, fmt.Errorf("output %w", err)
		}
		if err := p.admit(to, evidence); err != nil {
			return nil, err
		}
		p.files = append(p.files, outputFile{to, f})
	}
	return p, nil
}

// admit refuses an output that would be written over another, or among evidence.
func (p *outputPlan) admit(to *safefile.Destination, evidence []string) error {
	for _, f := range p.files {
		if f.Same(to) {
			return fmt.Errorf("output %s: is the same file as %s; name another", to.Path, f.Path)
		}
	}
	for _, dir := range evidence {
		if dir != "" && to.Within(dir) {
			return fmt.Errorf("output %s: lies in the evidence folder %s; name another place", to.Path, dir)
		}
	}
	return nil
}

type outputPlan struct {
	outputs
	stdout report.Format
	files  []outputFile
}

type outputFile struct {
	*safefile.Destination
	format report.Format
}

// write writes the report everywhere: the files first, then the pipes, whose readers may be slow, and then standard
// output. Every place is tried, and every error told.
func (p *outputPlan) write(s streams, r *report.Report) error {
	var errs []error
	for _, streamed := range []bool{false, true} {
		for _, f := range p.files {
			if f.Streamed() == streamed {
				errs = append(errs, f.write(r, report.Options{Checks: checks.All(), All: true, Saved: p.saved}))
			}
		}
	}
	errs = append(errs, p.show(s, r))
	return errors.Join(errs...)
}

func (f outputFile) write(r *report.Report, o report.Options) error {
	err := f.Write(func(w io.Writer) error { return f.format.Write(w, r, o) })
	if err != nil {
		return fmt.Errorf("output %w", err)
	}
	return nil
}

func (p *outputPlan) show(s streams, r *report.Report) error {
	err := safefile.Flushed(s.out, func(w io.Writer) error { return p.stdout.Write(w, r, p.options(s)) })
	if err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	return nil
}

func (p *outputPlan) options(s streams) report.Options {
	return report.Options{
		Checks:         checks.All(),
		JSONFile:       p.jsonFile(),
		Width:          terminalWidth(s.out),
		Colour:         isTerminal(s.out) && os.Getenv("NO_COLOR") == "",
		All:            p.all,
		Verbose:        p.verbose,
		InventoryOrder: p.order == "inventory",
		Saved:          p.saved,
	}
}

// jsonFile is the first file that later commands can read.
func (p *outputPlan) jsonFile() string {
	for _, f := range p.files {
		if f.format.Name == "json" && !f.Streamed() {
			return f.Path
		}
	}
	return ""
}

// writeFile proves a destination and writes to it at once.
func writeFile(path string, write func(io.Writer) error) error {
	d, err := safefile.Prove(path, nil, nil)
	if err == nil {
		err = d.Write(write)
	}
	if err != nil {
		return fmt.Errorf("output %w", err)
	}
	return nil
}
