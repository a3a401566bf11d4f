package cli

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/report"
)

type diffOptions struct {
	limit
	failOnNew bool
	terms
}

func newDiff(s streams) *cobra.Command {
	var o diffOptions
	c := &cobra.Command{
		Use:     "diff OLD.json NEW.json",
		GroupID: groupAudit,
		Short:   "What got worse, better, appeared or vanished between two reports",
		Long: `Compares two reports in JSON, finding by finding. What makes them hard to compare, such as another
policy, is said first.

The exit code is 0 whatever changed. With --fail-on-new it is 1 where something fails at or above
--fail-on that did not fail so before: new failures stop a pipeline, old ones do not.`,
		Example: `  ntpaudit diff yesterday.json today.json
  ntpaudit diff main.json change.json --fail-on-new`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return runDiff(s, o, args[0], args[1])
		},
	}
	flags := c.Flags()
	o.limit.bind(flags)
	flags.BoolVar(&o.failOnNew, "fail-on-new", false, "exit code 1 where something has failed anew")
	flags.StringVar(&o.failOn, "fail-on", asJudged, "lowest `SEVERITY` of a new failure that counts (default: as NEW was judged)")
	return c
}

func runDiff(s streams, o diffOptions, oldPath, newPath string) error {
	before, err := readReport(s, oldPath)
	if err != nil {
		return err
	}
	after, err := readReport(s, newPath)
	if err != nil {
		return err
	}
	if err := o.rejudge(after); err != nil {
		return err
	}
	if before, after, err = o.ofBoth(before, after); err != nil {
		return err
	}
	changes := report.Diff(before, after)
	colour := isTerminal(s.out) && os.Getenv("NO_COLOR") == ""
	if err := changes.Write(s.out, report.Options{Width: terminalWidth(s.out), Colour: colour}); err != nil {
		return err
	}
	if o.failOnNew && len(changes.NewFailures(after.FailOn)) > 0 {
		return exitWith(exitFailed)
	}
	return nil
}
