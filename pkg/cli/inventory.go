package cli

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

func newInventory(s streams) *cobra.Command {
	c := &cobra.Command{
		SuggestionsMinimumDistance: 2,
		Use:                        "inventory",
		GroupID:                    groupLook,
		Short:                      "What would be audited; touches nothing",
		Args:                       cobra.ArbitraryArgs,
		RunE:                       subcommandNeeded,
	}
	c.AddCommand(newInventoryList(s), newInventoryValidate(s), newInventorySchema(s))
	return c
}

func newInventoryList(s streams) *cobra.Command {
	var sel selection
	c := &cobra.Command{
		Use:   "list [HOST…]",
		Short: "The devices, after --limit",
		RunE: func(c *cobra.Command, args []string) error {
			inv, err := sel.load(c.Context(), s, args)
			if err != nil {
				return err
			}
			return listInventory(s, inv)
		},
	}
	sel.bindFiles(c.Flags())
	sel.bindLogin(c.Flags())
	return c
}

func listInventory(s streams, inv inventory.Inventory) error {
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tHOST\tPORT\tPLATFORM\tUSER\tNTP\tTAGS")
	for _, d := range inv.Devices {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\t%s\n",
			d.Name, d.Host, d.Port, orDash(string(d.Platform)), d.Username, orDash(d.NTP), orDash(joinTags(d.Tags)))
	}
	return w.Flush()
}

func newInventoryValidate(s streams) *cobra.Command {
	var sel selection
	c := &cobra.Command{
		Use:   "validate",
		Short: "Read the inventory files and say what is wrong with them",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			inv, err := sel.load(c.Context(), s, nil)
			if err != nil {
				return err
			}
			fmt.Fprintf(s.out, "valid: %s, %s, %s\n",
				check.Count(len(inv.Devices), "device"), check.Count(len(inv.References), "reference"), check.Count(len(inv.Servers), "server route"))
			return nil
		},
	}
	sel.bindFiles(c.Flags())
	return c
}

func newInventorySchema(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "JSON Schema of the native format, for editors",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := s.out.Write(inventory.Schema())
			return err
		},
	}
}
