package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

func newReport(s streams) *cobra.Command {
	var o outputs
	var t terms
	var l limit
	var schema bool
	c := &cobra.Command{
		Use:     "report REPORT.json",
		GroupID: groupAudit,
		Short:   "The same report in other formats",
		Long: `Reads a report in JSON and writes it in other formats, as it was judged: the exit code is that of the
audit that wrote it, of the devices that --limit leaves. An audit that was interrupted, and ended with 130, gives 3, or 1 where
something failed.`,
		Example: `  ntpaudit report report.json
  ntpaudit report report.json --limit tag:core -o core.html -o core.csv`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if schema && len(args) > 0 {
				return fmt.Errorf("%s has no meaning with --schema: no report is read", args[0])
			}
			if schema {
				_, err := s.out.Write(report.Schema())
				return err
			}
			if len(args) == 0 {
				return errors.New("name the JSON report to read")
			}
			return runReport(s, o, t, l, args[0])
		},
	}
	o.bind(c.Flags())
	l.bind(c.Flags())
	c.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of reports")
	t.bindFailOn(c.Flags(), asJudged)
	return c
}

func runReport(s streams, o outputs, t terms, l limit, path string) error {
	out, err := o.plan(s)
	if err != nil {
		return err
	}
	r, err := readReport(s, path)
	if err != nil {
		return err
	}
	if err := t.rejudge(r); err != nil {
		return err
	}
	if r, err = l.of(r); err != nil {
		return err
	}
	if err := out.write(s, r); err != nil {
		return err
	}
	return exitWith(r.ExitCode())
}

func readReport(s streams, path string) (*report.Report, error) {
	f, err := s.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := report.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", safefile.Title(path), err)
	}
	return r, nil
}
