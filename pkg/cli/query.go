package cli

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"github.com/ntpaudit/ntpaudit/pkg/audit"
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
	"github.com/spf13/cobra"
)

type queryOptions struct {
	selection
	polls  int
	format string
	debug  bool
}

func newQuery(s streams) *cobra.Command {
	var o queryOptions
	c := &cobra.Command{
		Use:     "query SERVER…",
		GroupID: groupAudit,
		Short:   "Direct NTP: offset, bounds, stratum, verdict",
		Long: `Asks NTP servers and says which of them tell the same time, which do not, and how wrong the
clock of this machine is. The servers vote on the time; with -i and no SERVER those are the
references of the inventory. Several names of one server have one vote. Keys of references are
used where the inventory names them.

Exit code 1: a server is a falseticker. 3: a server did not answer, or cannot vote.`,
		Example: `  ntpaudit query ntp1.example.net ntp2.example.net 192.0.2.1:1123
  ntpaudit query -i inventory.yaml -f json`,
		RunE: func(c *cobra.Command, servers []string) error {
			return runQuery(c.Context(), s, o, servers)
		},
	}
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "inventory", "i", nil, "inventory `FILE` whose references and keys are used; repeatable")
	flags.IntVar(&o.polls, "polls", 2, "queries to each server, 4 s apart")
	flags.BoolVar(&o.debug, "debug", false, debugUsage)
	flags.StringVarP(&o.format, "format", "f", "table", "table or json")
	return c
}

func runQuery(ctx context.Context, s streams, o queryOptions, servers []string) error {
	inv, err := o.inventory(ctx, s, servers)
	if err != nil {
		return err
	}
	if err := preflight(inv); err != nil {
		return err
	}
	ctx, stop := interruptible(ctx, s, "what is known will be written")
	defer stop()
	r := measureServers(ctx, inv, o.polls, debugLog(s, o.debug))
	if o.format == "json" {
		err = r.Encode(s.out)
	} else {
		err = report.WriteServers(s.out, r, report.Options{Width: terminalWidth(s.out), Colour: isTerminal(s.out) && os.Getenv("NO_COLOR") == ""})
	}
	if err != nil {
		return err
	}
	return exitWith(queryExit(r))
}

// inventory is the references to ask, with the routes and keys that the files have for them.
func (o queryOptions) inventory(ctx context.Context, s streams, servers []string) (inventory.Inventory, error) {
	inv, err := inventory.Load(ctx, o.sources(s), audit.Words())
	if err != nil {
		return inventory.Inventory{}, err
	}
	inv.Devices = nil
	if len(servers) > 0 {
		var references []inventory.Reference
		for _, server := range servers {
			if err := inventory.ValidTarget(server); err != nil {
				return inventory.Inventory{}, err
			}
			references = append(references, known(inv.References, server))
		}
		inv.References = references
	}
	if len(inv.References) == 0 {
		return inventory.Inventory{}, errors.New("no server to ask: name some, or an inventory with references")
	}
	return inv, nil
}

func known(references []inventory.Reference, server string) inventory.Reference {
	for _, r := range references {
		if r.Target() == inventory.WithNTPPort(server) {
			return r
		}
	}
	return inventory.Reference{Address: server}
}

func measureServers(ctx context.Context, inv inventory.Inventory, polls int, log *slog.Logger) *report.Report {
	clock := timeline.Start()
	_, queries := withinFiles(streams{}, 0, 0)
	servers := ntpquery.New(ntpquery.Config{Timeline: clock, Sockets: queries, Log: log}).Burst(ctx, ntpquery.Targets(inv), polls)
	evidence := &snapshot.Snapshot{
		Schema:    snapshot.Schema,
		RunID:     snapshot.NewRunID(clock.Origin()),
		Tool:      tool(),
		Started:   clock.Origin(),
		Finished:  clock.Origin().Add(clock.Now()),
		Complete:  ctx.Err() == nil,
		Timeline:  collect.Clock(clock),
		Inventory: inv,
		Servers:   servers,
	}
	none := &policy.Policy{}
	return report.New(facts.From(platforms.All(), evidence), check.Results{}, none, check.DefaultTerms(), fix.Renderer{})
}

func queryExit(r *report.Report) int {
	code := exitOK
	for _, server := range r.Reference.Servers {
		switch server.Verdict {
		case facts.Falseticker:
			return exitFailed
		case facts.Excluded, facts.NoAnswer:
			code = exitCoverage
		}
	}
	return code
}
