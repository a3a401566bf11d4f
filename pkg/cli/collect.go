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
	save   string
}

func newCollect(s streams) *cobra.Command {
	var o collectOptions
	c := &cobra.Command{
		Use:     "collect [HOST…]",
		GroupID: groupAudit,
		Short:   "Evidence only; audit --from evaluates it",
		Example: `  ntpaudit collect -i inventory.yaml --save evidence/
  ntpaudit audit --from evidence/`,
		RunE: func(c *cobra.Command, hosts []string) error {
			return runCollect(c.Context(), s, o, hosts)
		},
	}
	o.collecting.bind(c.Flags())
	c.Flags().StringVarP(&o.policy, "policy", "p", "baseline", "policy whose checks decide what is asked: `FILE` or a built-in one")
	c.Flags().StringVar(&o.save, "save", "", "save the evidence to `DIR`")
	return c
}

func runCollect(ctx context.Context, s streams, o collectOptions, hosts []string) error {
	if o.save == "" {
		return errors.New("collect needs --save DIR")
	}
	p, err := loadPolicy(o.policy)
	if err != nil {
		return err
	}
	evidence, stopped := o.collecting.collect(ctx, s, &judge{policy: p}, hosts)
	if evidence == nil {
		return stopped
	}
	if err := snapshot.Save(o.save, evidence); err != nil {
		return err
	}
	if stopped != nil {
		return stopped
	}
	for _, d := range evidence.Devices {
		if d.Outcome != snapshot.Audited {
			return exitWith(check.ExitUncovered)
		}
	}
	return nil
}
