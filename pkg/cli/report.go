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
	var schema bool
	failOn := "medium"
	c := &cobra.Command{
		Use:     "report REPORT.json",
		GroupID: groupAudit,
		Short:   "The same report in other formats",
		Example: `  ntpaudit report report.json
  ntpaudit report report.json -o report.html -o report.csv`,
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
			severity, err := parseFailOn(failOn)
			if err != nil {
				return err
			}
			out, err := o.plan(severity)
			if err != nil {
				return err
			}
			r, err := readReport(args[0])
			if err != nil {
				return err
			}
			return out.write(s, r)
		},
	}
	o.bind(c.Flags())
	c.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of reports")
	c.Flags().StringVar(&failOn, "fail-on", failOn, "lowest `SEVERITY` that is shown as a failure")
	return c
}

func readReport(path string) (*report.Report, error) {
	f, err := safefile.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := report.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}
