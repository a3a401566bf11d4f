package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

type fixOptions struct {
	dir   string
	limit []string
}

func newFix(s streams) *cobra.Command {
	var o fixOptions
	c := &cobra.Command{
		Use:     "fix REPORT.json",
		GroupID: groupAudit,
		Short:   "Configuration lines that mend the findings; never pushed",
		Long: `Writes, for each device that failed, the configuration lines that would mend it, each block below
the findings that it mends. What no line mends stands below as a comment, with what to do.

Nothing is sent to any device: the lines are for you to review and enter. Secrets are not known to
a report; <key> stands where one belongs. The exit code is 0 whether there is something to mend or not.`,
		Example: `  ntpaudit fix report.json
  ntpaudit fix report.json --limit tag:core --dir fixes`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return runFix(s, o, args[0])
		},
	}
	flags := c.Flags()
	flags.StringVar(&o.dir, "dir", "", "also write a file for each device to `DIR`, a new folder or an empty one")
	flags.StringSliceVar(&o.limit, "limit", nil, "only devices that match: name, glob, tag:x, !not; repeatable")
	return c
}

func runFix(s streams, o fixOptions, path string) error {
	r, err := readReport(path)
	if err != nil {
		return err
	}
	wanted, err := limited(r, o.limit)
	if err != nil {
		return err
	}
	shown := report.Options{Checks: checks.All()}
	if o.dir != "" {
		if err := writeFixFiles(s, o.dir, r.Fixes(wanted), shown); err != nil {
			return err
		}
	}
	return r.WriteFixes(s.out, shown, wanted)
}

// limited tells which devices of a report the patterns mean.
func limited(r *report.Report, patterns []string) (func(*report.Device) bool, error) {
	var all inventory.Inventory
	for i := range r.Devices {
		d := &r.Devices[i]
		all.Devices = append(all.Devices, inventory.Device{Name: d.Name, Host: d.Address, Tags: d.Tags})
	}
	selected, err := inventory.Select(all, patterns)
	if err != nil {
		return nil, err
	}
	names := make(map[string]bool, len(selected.Devices))
	for _, d := range selected.Devices {
		names[d.Name] = true
	}
	return func(d *report.Device) bool { return names[d.Name] }, nil
}

// writeFixFiles refuses a folder with anything in it: it may hold lines of an earlier report that somebody
// has filled in, and a file of a device that needs no mending any more would be taken for one that does.
func writeFixFiles(s streams, dir string, fixes []report.Fix, o report.Options) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("output %s: %w", dir, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("output %s: %w", dir, err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("output %s: the folder already holds %s; name a new one", dir, entries[0].Name())
	}
	names := report.FixFiles(fixes)
	for i := range fixes {
		if err := writeFile(filepath.Join(dir, names[i]), func(w io.Writer) error { return fixes[i].Write(w, o) }); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.err, "%d files in %s\n", len(fixes), dir)
	return nil
}
