package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

type collectOptions struct {
	collecting
	policy string
	terms
}

func newCollect(s streams) *cobra.Command {
	var o collectOptions
	c := &cobra.Command{
		Use:     "collect [HOST…]",
		GroupID: groupAudit,
		Short:   "Evidence only; audit --from evaluates it",
		Long: `Logs in to every device, read-only, asks what an audit asks, and saves the answers.

The exit code is 3 where fewer devices than --min-coverage answered in full, or where a deadline
cut the run. Nothing is judged: no clock makes it 1.`,
		Example: `  ntpaudit collect -i inventory.yaml --save evidence/
  ntpaudit collect -i inventory.yaml --resume evidence/
  ntpaudit audit --from evidence/`,
		RunE: func(c *cobra.Command, hosts []string) error {
			return runCollect(c.Context(), s, o, hosts)
		},
	}
	o.collecting.bind(c.Flags())
	c.Flags().StringVarP(&o.policy, "policy", "p", "baseline", "policy whose checks decide what is asked: `FILE` or a built-in one")
	o.saving.bind(c.Flags())
	o.bindMinCoverage(c.Flags(), "100%")
	return c
}

func runCollect(ctx context.Context, s streams, o collectOptions, hosts []string) error {
	if o.folder() == "" {
		return errors.New("collect needs --save DIR, or --resume DIR")
	}
	terms, err := o.over(check.DefaultTerms())
	if err != nil {
		return err
	}
	p, err := loadPolicy(s, o.policy)
	if err != nil {
		return err
	}
	evidence, err := o.collecting.collect(ctx, s, &judge{policy: p}, hosts)
	if err != nil {
		return err
	}
	defer evidence.release()
	if evidence.unsaved != nil {
		return evidence.unsaved
	}
	if evidence.interrupted {
		return exitWith(exitInterrupted)
	}
	return exitWith(terms.Judge(collected(snapshot.ByAge(evidence.runs), terms)).ExitCode)
}

// collected puts one question before the judge, of each device: did it answer all that it was asked?
func collected(runs []*snapshot.Snapshot, terms check.Terms) check.Case {
	c := check.Case{Complete: true}
	for k := range runs {
		c.Complete = c.Complete && snapshot.Whole(runs, k)
	}
	for _, a := range snapshot.Join(runs) {
		d := a.Device
		answered := check.Grade{Status: check.StatusPass, Severity: terms.FailOn}
		if d.Outcome != snapshot.Audited {
			answered.Status = check.StatusNotMeasured
		}
		c.Devices = append(c.Devices, check.CaseDevice{Name: d.Name, Outcome: d.Outcome, Findings: []check.Grade{answered}})
	}
	return c
}
