package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

type fixOptions struct {
	limit
	dir string
}

func newFix(s streams) *cobra.Command {
	var o fixOptions
	c := &cobra.Command{
		Use:     "fix REPORT.json",
		GroupID: groupAudit,
		Short:   "Plans that fix the findings and make nothing worse; never pushed",
		Long: `Writes the plan of each device that failed: the lines that are entered at once, how to see that they
work, how to take them back and how to save them; then, as comments, what waits for that. A change
after which a device could have fewer sources that work, or serve fewer clients, is never a line: the
reason stands in its place, and so it does where no line helps.

Nothing is sent to any device: the lines are for you to review and enter. Secrets are not known to
a report; <key> stands where one belongs. A report whose plans are not what its findings ask for is
refused. The exit code is 0 whether there is something to fix or not.`,
		Example: `  ntpaudit fix report.json
  ntpaudit fix report.json --limit tag:core --dir fixes`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return runFix(s, o, args[0])
		},
	}
	flags := c.Flags()
	flags.StringVar(&o.dir, "dir", "", "also write a file for each device to `DIR`, a new folder or an empty one")
	o.limit.bind(flags)
	return c
}

func runFix(s streams, o fixOptions, path string) error {
	r, err := readReport(s, path)
	if err != nil {
		return err
	}
	if r, err = o.limit.of(r); err != nil {
		return err
	}
	if err := r.HoldPlans(fix.For(platforms.All())); err != nil {
		return fmt.Errorf("%s: %w", safefile.Title(path), err)
	}
	shown := report.Options{Checks: checks.All()}
	if o.dir != "" {
		if err := writeFixFiles(s, o.dir, r.Fixes(shown)); err != nil {
			return err
		}
	}
	return r.WriteFixes(s.out, shown)
}

// writeFixFiles refuses a folder with anything in it: it may hold lines of an earlier report that somebody
// has filled in, and a file of a device that needs no mending any more would be taken for one that does.
func writeFixFiles(s streams, dir string, sheets []fix.Sheet) error {
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
	names := fix.Files(sheets)
	for i := range sheets {
		if err := writeFile(filepath.Join(dir, names[i]), sheets[i].Write); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.err, "%d files in %s\n", len(sheets), dir)
	return nil
}
