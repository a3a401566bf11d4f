package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/report"
)

type mergeOptions struct {
	outputs
	failOn      string
	minCoverage string
}

func newMerge(s streams) *cobra.Command {
	o := mergeOptions{failOn: "medium", minCoverage: "100%"}
	c := &cobra.Command{
		Use:     "merge REPORT.json…",
		GroupID: groupAudit,
		Short:   "One report from several, of shards or sites",
		Long: `Joins reports in JSON into one. A run or a device that is in two of them is an error, and so are
reports of different schema versions; other differences, such as of policies, are said in the notes.

The exit code is that of an audit of all the devices. One of the reports being incomplete, nothing
passes: it is 3, unless something failed.`,
		Example: `  ntpaudit merge north.json south.json -o all.json -o all.html`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return runMerge(s, o, args)
		},
	}
	flags := c.Flags()
	o.outputs.bind(flags)
	flags.StringVar(&o.failOn, "fail-on", o.failOn, "lowest `SEVERITY` that makes the exit code 1: info low medium high critical")
	flags.StringVar(&o.minCoverage, "min-coverage", o.minCoverage, "share of the devices that must be measured for exit code 0")
	return c
}

func runMerge(s streams, o mergeOptions, paths []string) error {
	failOn, err := parseFailOn(o.failOn)
	if err != nil {
		return err
	}
	coverage, err := parseShare(o.minCoverage)
	if err != nil {
		return fmt.Errorf("--min-coverage %q: a share such as 95%%", o.minCoverage)
	}
	out, err := o.outputs.plan(failOn)
	if err != nil {
		return err
	}
	merged, err := mergeFiles(paths)
	if err != nil {
		return err
	}
	if err := out.write(s, merged); err != nil {
		return err
	}
	return exitWith(merged.ExitCode(failOn, coverage))
}

// mergeFiles reads every report before it joins them, so that one run tells all that is wrong with them.
func mergeFiles(paths []string) (*report.Report, error) {
	var reports []*report.Report
	var errs []error
	for _, path := range paths {
		r, err := readReport(path)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		reports = append(reports, r)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	merged, err := report.Merge(reports...)
	if err != nil {
		return nil, fmt.Errorf("merge: %w", err)
	}
	if len(merged.Devices) == 0 {
		return nil, errors.New("merge: none of the reports has a device")
	}
	return merged, nil
}
