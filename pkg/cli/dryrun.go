package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/audit"
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
)

// list says what would be sent to which device, and what would be done with the answers. It resolves no name, opens no
// socket and asks for no password.
func (o *auditOptions) list(ctx context.Context, s streams, j *judge, hosts []string) error {
	inv, err := o.selection.load(ctx, s, hosts)
	if err != nil {
		return err
	}
	if _, err := o.saving.writer(); err != nil {
		return err
	}
	if o.resume != "" {
		rest, err := o.rest(s, inv)
		if err != nil {
			return err
		}
		inv = rest.Inventory
	}
	for i := range inv.Devices {
		if o.askPass { // which a dry run does not
			inv.Devices[i].Password = inventory.Secret{}
		}
	}
	if err := preflight(inv); err != nil {
		s.say("the run itself would ask nothing:\n%v", err)
	}
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	o.listSessions(w, j, inv)
	o.listQueries(w, inv)
	o.listResults(w, j)
	return w.Flush()
}

func (o *auditOptions) listSessions(w io.Writer, j *judge, inv inventory.Inventory) {
	known := platforms.All()
	var asks asking
	kinds := audit.Kinds(j.policy, inv)
	lines, asked := &strings.Builder{}, 0
	for _, d := range inv.Devices {
		p, isAsked := known.Declared(string(d.Platform))
		if !isAsked {
			fmt.Fprintf(lines, "  %s\t%s\tnot asked: platform %s\n", d.Name, d.Endpoint(), d.Platform)
			continue
		}
		asked++
		asks.add(p, kinds)
		fmt.Fprintf(lines, "  %s\t%s\tas %s\n", d.Name, d.Endpoint(), d.Username)
	}
	fmt.Fprintf(w, "SSH: %s, at most %d at once and %s, %s each, host keys: %s\n",
		check.Count(asked, "device"), o.parallel, o.loginRate(), o.timeout, o.hostKey)
	io.WriteString(w, lines.String())
	asks.list(w)
}

func (o *auditOptions) loginRate() string {
	if o.rate == 0 {
		return "any number of logins a second"
	}
	return fmt.Sprintf("%g logins a second", o.rate)
}

func (o *auditOptions) listQueries(w io.Writer, inv inventory.Inventory) {
	fmt.Fprintln(w, "NTP: the references, and each server that a device names")
	for _, t := range ntpquery.Targets(inv) {
		fmt.Fprintf(w, "  %s\t%s\n", t.Address, t.Query)
	}
	fmt.Fprintf(w, "NTP to the devices themselves: %s\n", o.ntpDevices)
	if o.ntpDevices == "never" {
		return
	}
	for _, d := range inv.Devices {
		if d.NTP != "" {
			fmt.Fprintf(w, "  %s\t%s\n", d.Name, d.NTP)
		}
	}
}

// listResults says what the other flags would do: a dry run takes the command line of the run that it stands for.
func (o *auditOptions) listResults(w io.Writer, j *judge) {
	fmt.Fprintf(w, "Policy %s: a failure counts from %s on, %s of the devices must be measured\n", j.policy.Name, o.failOn, o.minCoverage)
	if o.deadline > 0 {
		fmt.Fprintf(w, "The run ends after %s\n", o.deadline.Round(time.Second))
	}
	switch {
	case o.save != "":
		fmt.Fprintf(w, "Evidence is saved to %s\n", o.save)
	case o.resume != "":
		fmt.Fprintf(w, "Evidence joins what is in %s\n", o.resume)
	}
	if len(o.outputs.files) > 0 {
		fmt.Fprintf(w, "The report is written to %s\n", strings.Join(o.outputs.files, ", "))
	}
}
