package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

type mergeOptions struct {
	outputs
	terms
}

func newMerge(s streams) *cobra.Command {
	var o mergeOptions
	c := &cobra.Command{
		Use:     "merge REPORT.json…",
		GroupID: groupAudit,
		Short:   "One report from several, of shards or sites",
		Long: `Joins reports in JSON into one. A run or a device that is in two of them is an error, and so are
reports of different schema versions; other differences, such as of policies, are said in the notes.

The exit code is that of an audit of all the devices, by the strictest of what the reports were judged
by. Where one of the reports is incomplete nothing passes: it is 3, unless something failed.`,
		Example: `  ntpaudit merge north.json south.json -o all.json -o all.html`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return runMerge(s, o, args)
		},
	}
	o.outputs.bind(c.Flags())
	o.bindFailOn(c.Flags(), asJudged)
	o.bindMinCoverage(c.Flags(), asJudged)
	return c
}

func runMerge(s streams, o mergeOptions, paths []string) error {
	if _, err := o.over(check.DefaultTerms()); err != nil {
		return err
	}
	out, err := o.outputs.plan(s)
	if err != nil {
		return err
	}
	merged, err := mergeFiles(s, paths)
	if err != nil {
		return err
	}
	if err := o.rejudge(merged); err != nil {
		return err
	}
	if err := out.write(s, merged); err != nil {
		return err
	}
	return exitWith(merged.ExitCode())
}

// mergeFiles reads every report before it joins them, so that one run tells all that is wrong with them.
func mergeFiles(s streams, paths []string) (*report.Report, error) {
	var reports []*report.Report
	var errs []error
	for _, path := range paths {
		r, err := readReport(s, path)
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
