package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// outputs are the flags that say where a report goes and what it looks like.
type outputs struct {
	files   []string
	format  string
	order   string
	all     bool
	verbose bool
}

func (o *outputs) bind(flags *pflag.FlagSet) {
	flags.StringSliceVarP(&o.files, "output", "o", nil, "also write the report to `FILE`; its ending picks the format ("+report.Endings()+"); repeatable")
	flags.StringVarP(&o.format, "format", "f", "table", "format on standard output: "+report.Names())
	flags.StringVar(&o.order, "order", "worst", "order of the table: worst or inventory")
	flags.BoolVar(&o.all, "all", false, "show every device that passes, in a fleet of any size")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "show what every offset rests on, and every finding in full")
}

// plan checks the flags before anything is asked, so that no run ends with nowhere to write.
func (o *outputs) plan() (*outputPlan, error) {
	if o.order != "worst" && o.order != "inventory" {
		return nil, fmt.Errorf("unknown order %q: worst or inventory", o.order)
	}
	stdout, err := report.ByName(o.format)
	if err != nil {
		return nil, err
	}
	p := &outputPlan{stdout: stdout, outputs: *o}
	for _, path := range o.files {
		f, err := report.ForFile(path)
		if err != nil {
			return nil, err
		}
		if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("output %s: the folder does not exist; create it first", path)
		}
		p.files = append(p.files, outputFile{path: path, format: f})
	}
	return p, nil
}

type outputPlan struct {
	outputs
	stdout report.Format
	files  []outputFile
}

type outputFile struct {
	path   string
	format report.Format
}

// write writes the report everywhere. Every place is tried, and the first error returned.
func (p *outputPlan) write(s streams, r *report.Report) error {
	first := writeTo(s.out, p.stdout, r, p.options(s))
	for _, f := range p.files {
		if err := writeFile(f.path, func(w io.Writer) error {
			return f.format.Write(w, r, report.Options{Checks: checks.All(), All: true})
		}); err != nil && first == nil {
			first = err
		}
	}
	return first
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
	}
}

// jsonFile is the first file that later commands can read.
func (p *outputPlan) jsonFile() string {
	for _, f := range p.files {
		if f.format.Name == "json" {
			return f.path
		}
	}
	return ""
}

func writeTo(w io.Writer, f report.Format, r *report.Report, o report.Options) error {
	buffered := bufio.NewWriter(w)
	if err := f.Write(buffered, r, o); err != nil {
		return err
	}
	return buffered.Flush()
}

// writeFile writes beside the file and renames, so that no reader ever sees half a report
// and an older one survives a failure.
func writeFile(path string, write func(io.Writer) error) (err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return writeDevice(path, write) // such as /dev/stderr, or a pipe: nothing to rename onto
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("output %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temporary.Name()) // the error that led here is the one to report
			err = fmt.Errorf("output %s: %w", path, err)
		}
	}()
	buffered := bufio.NewWriter(temporary)
	if err = write(buffered); err != nil {
		return err
	}
	if err = buffered.Flush(); err != nil {
		return err
	}
	if err = temporary.Chmod(0o644); err != nil {
		return err
	}
	if err = temporary.Close(); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}

func writeDevice(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("output %s: %w", path, err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("output %s: %w", path, err)
	}
	return nil
}
