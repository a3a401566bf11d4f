package cli

import (
	"context"
	"errors"

	"github.com/ntpaudit/ntpaudit/pkg/audit"
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/spf13/cobra"
)

type auditOptions struct {
	collecting
	outputs
	judging
	from    string
	altered bool
	dryRun  bool
}

func newAudit(s streams) *cobra.Command {
	var o auditOptions
	c := &cobra.Command{
		Use:     "audit [HOST…]",
		GroupID: groupAudit,
		Short:   "Ask devices and NTP servers, and report",
		Long: `Logs in to every device, read-only, holds its clock against the reference servers, and reports.

HOST… selects devices of the inventory, or of saved evidence, by name or address. Without an
inventory each is a device of its own, [user@]host[:port]; beside one, --adhoc takes what it does
not know for a device too. Passwords come from where the inventory says, from
NTPAUDIT_PASSWORD, or from --ask-pass; never from the command line.`,
		Example: `  ntpaudit audit -i inventory.yaml
  ntpaudit audit -i inventory.yaml --limit tag:core -o report.json -o report.csv
  ntpaudit audit 192.0.2.10 --reference ntp1.example.net --ask-pass
  ntpaudit audit -i inventory.yaml --resume evidence/
  ntpaudit audit --from evidence/ -v`,
		RunE: func(c *cobra.Command, hosts []string) error {
			return runAudit(c.Context(), s, o, hosts)
		},
	}
	flags := c.Flags()
	o.collecting.bind(flags)
	o.judging.bind(flags)
	o.outputs.bind(flags)
	flags.StringVar(&o.from, "from", "", "evaluate the evidence saved in `DIR`; asks nothing")
	flags.BoolVar(&o.altered, "accept-altered", false, "evaluate evidence that does not match its manifest")
	o.saving.bind(flags)
	flags.BoolVar(&o.dryRun, "dry-run", false, "list what would be sent to which device; ask nothing")
	return c
}

func runAudit(ctx context.Context, s streams, o auditOptions, hosts []string) error {
	judge, err := o.judging.plan(s)
	if err != nil {
		return err
	}
	o.outputs.saved = o.from != ""
	out, err := o.outputs.plan(s, o.from, o.folder())
	if err != nil {
		return err
	}
	if o.dryRun && o.from == "" {
		return o.list(ctx, s, judge, hosts)
	}
	evidence, err := o.evidence(ctx, s, judge, hosts)
	if err != nil {
		return err
	}
	defer evidence.release()
	r := judge.report(evidence.runs...)
	if o.from != "" {
		if r, err = o.limit.ofEvidence(r, hosts, o.from); err != nil {
			return err
		}
	}
	if err := errors.Join(evidence.unsaved, out.write(s, r)); err != nil {
		return err
	}
	if evidence.interrupted {
		return exitWith(exitInterrupted)
	}
	return exitWith(r.ExitCode())
}

// evidence is what was saved, or what is answered now.
func (o auditOptions) evidence(ctx context.Context, s streams, judge *judge, hosts []string) (collection, error) {
	if o.from == "" {
		return o.collecting.collect(ctx, s, judge, hosts)
	}
	var options []snapshot.Option
	if o.altered {
		options = append(options, snapshot.AcceptAltered())
	}
	runs, err := snapshot.LoadAll(o.from, options...)
	return collection{runs: runs, release: func() {}}, err
}

// judge is a policy, and the terms of the verdict under it.
type judge struct {
	policy *policy.Policy
	terms  check.Terms
}

// report derives everything from the evidence, under the terms of the command line.
func (j *judge) report(runs ...*snapshot.Snapshot) *report.Report {
	r := audit.Evaluate(runs, j.policy)
	r.Judge(j.terms)
	return r
}
