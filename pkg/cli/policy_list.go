package cli

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func newPolicyList(s streams) *cobra.Command {
	var all bool
	var olderThan int
	c := &cobra.Command{
		Use:   "list",
		Short: "The built-in policies, the editions that they judge by, and how old these are",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if olderThan > 0 {
				editions := policy.Newest()
				if all {
					editions = policy.Editions()
				}
				return writeOldEditions(s.out, editions, time.Duration(olderThan)*day, time.Now())
			}
			return writePolicies(s.out, all, time.Now())
		},
	}
	c.Flags().BoolVar(&all, "all", false, "also editions that no built-in policy judges by: older ones, and others for policies of your own")
	c.Flags().IntVar(&olderThan, "older-than", 0, "only the editions that nobody compared with their text for so many days, and where to look")
	return c
}

const day = 24 * time.Hour

// writePolicies lists the built-in policies and then the editions.
func writePolicies(w io.Writer, all bool, now time.Time) error {
	var used []*policy.Edition
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "POLICY\tEDITION\tVERSION\tPUBLISHED\tVERIFIED ON\tAGE")
	for _, name := range policy.Names() {
		p, err := policy.Builtin(name)
		if err != nil {
			return err
		}
		for i, e := range p.EditionsInUse() {
			if i > 0 {
				name = ""
			}
			writeEdition(table, name, e, now)
			used = append(used, e)
		}
	}
	if all {
		for _, e := range policy.Editions() {
			if !slices.Contains(used, e) {
				writeEdition(table, "-", e, now)
				used = append(used, e)
			}
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return writeStale(w, used, now)
}

func writeEdition(w io.Writer, policy string, e *policy.Edition, now time.Time) {
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", policy, e.ID, orDash(e.Version), orDash(e.Published), e.VerifiedOn, check.Count(days(e.Age(now)), "day"))
}

func days(d time.Duration) int { return int(d / day) }

// writeStale says of each edition once that it may not be the newest.
func writeStale(w io.Writer, editions []*policy.Edition, now time.Time) error {
	var told []string
	for _, e := range editions {
		if !e.Stale(now) || slices.Contains(told, e.Reference()) {
			continue
		}
		told = append(told, e.Reference())
		if _, err := fmt.Fprintf(w, "\n%s: last compared with its text more than a year ago; look for a newer one at %s\n", e.Title(), e.Source); err != nil {
			return err
		}
	}
	return nil
}

// writeOldEditions lists those that nobody compared with their text for longer than limit.
func writeOldEditions(w io.Writer, editions []*policy.Edition, limit time.Duration, now time.Time) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, e := range editions {
		if e.Age(now) > limit {
			fmt.Fprintf(table, "%s\t%s\t%s\n", e.Reference(), check.Count(days(e.Age(now)), "day"), e.Source)
		}
	}
	return table.Flush()
}
