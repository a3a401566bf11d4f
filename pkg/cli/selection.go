package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/audit"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/spf13/pflag"
)

// selection is which devices a command is about, and how to log in to those that an
// inventory says nothing of.
type selection struct {
	limit
	files      []string
	adhoc      bool
	username   string
	references []string
}

// bind gives a command that asks devices every flag of the selection.
func (sel *selection) bind(flags *pflag.FlagSet) {
	sel.bindFiles(flags)
	sel.bindLogin(flags)
	flags.StringSliceVar(&sel.references, "reference", nil, "NTP `SERVER` that votes on the time, beside the inventory's; repeatable")
}

func (sel *selection) bindFiles(flags *pflag.FlagSet) {
	flags.StringSliceVarP(&sel.files, "inventory", "i", nil, "inventory `FILE`: .yaml, .csv with a header row, or a list of hosts; - is standard input; repeatable")
	sel.limit.bind(flags)
}

func (sel *selection) bindLogin(flags *pflag.FlagSet) {
	flags.BoolVar(&sel.adhoc, "adhoc", false, "take a HOST that no inventory knows for a device of its own")
	flags.StringVar(&sel.username, "username", "", "user to log in as, instead of the inventory's (default the current user)")
}

var errNoDevices = errors.New("nothing to audit: name hosts, or an inventory with -i; ntpaudit demo needs neither")

// load reads the inventory files, takes the devices that the hosts name, and applies --limit and the login defaults. No
// device at all is an error: nothing that follows would say anything.
func (sel *selection) load(ctx context.Context, s streams, hosts []string) (inventory.Inventory, error) {
	if len(hosts) == 0 && len(sel.files) == 0 {
		return inventory.Inventory{}, errNoDevices
	}
	sources := sel.sources(s)
	inv, err := inventory.Load(ctx, sources, audit.Words())
	if err != nil {
		return inventory.Inventory{}, err
	}
	if len(hosts) > 0 {
		if inv, err = sel.withHosts(inv, hosts); err != nil {
			return inventory.Inventory{}, err
		}
	}
	if len(inv.Devices) == 0 {
		return inventory.Inventory{}, fmt.Errorf("%s: no device; list some under devices:, or name hosts", strings.Join(titles(sources), ", "))
	}
	inv, err = sel.selects(inv)
	switch {
	case err != nil && strings.HasSuffix(err.Error(), "?"):
		return inventory.Inventory{}, err
	case err != nil:
		return inventory.Inventory{}, fmt.Errorf("%w; ntpaudit inventory list shows what there is", err)
	}
	for _, r := range sel.references {
		if err := inventory.ValidTarget(r); err != nil {
			return inventory.Inventory{}, fmt.Errorf("--reference: %w", err)
		}
		inv.References = append(inv.References, inventory.Reference{Address: r})
	}
	for i := range inv.Devices {
		sel.login(&inv.Devices[i])
	}
	return inv, nil
}

// sources are the inventories that the command line names.
func (sel *selection) sources(s streams) []inventory.Source {
	var list []inventory.Source
	for _, path := range sel.files {
		list = append(list, inventory.FileBy(s.read, path))
	}
	return list
}

func titles(sources []inventory.Source) []string {
	var list []string
	for _, source := range sources {
		list = append(list, source.Title())
	}
	return list
}

// login fills in what neither the inventory nor the command line says.
func (sel *selection) login(d *inventory.Device) {
	switch {
	case sel.username != "":
		d.Username = sel.username
	case d.Username == "":
		d.Username = currentUser()
	}
	if d.Password.IsZero() && d.KeyFile == "" {
		d.Password = impliedPassword()
	}
}

func joinTags(tags []string) string { return strings.Join(tags, " ") }

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
