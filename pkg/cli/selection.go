package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// selection is which devices a command is about, and how to log in to those that an
// inventory says nothing of.
type selection struct {
	files      []string
	limit      []string
	username   string
	references []string
}

func (sel *selection) bind(flags *pflag.FlagSet) {
	sel.bindFiles(flags)
	sel.bindLogin(flags)
	flags.StringSliceVar(&sel.references, "reference", nil, "NTP `SERVER` that votes on the time, beside the inventory's; repeatable")
}

func (sel *selection) bindFiles(flags *pflag.FlagSet) {
	flags.StringSliceVarP(&sel.files, "inventory", "i", nil, "inventory `FILE`: .yaml, .csv with a header row, or a list of hosts; repeatable")
	flags.StringSliceVar(&sel.limit, "limit", nil, "only devices that match: name, glob, tag:x, !not; repeatable")
}

func (sel *selection) bindLogin(flags *pflag.FlagSet) {
	flags.StringVar(&sel.username, "username", "", "user to log in as, instead of the inventory's (default the current user)")
}

var errNoDevices = errors.New("nothing to audit: name hosts, or an inventory with -i; ntpaudit demo needs neither")

// load reads the inventory files, adds the hosts, and applies --limit and the login defaults.
// A host that an inventory knows by name or address selects that device.
func (sel *selection) load(hosts []string) (inventory.Inventory, error) {
	inv, err := inventory.Load(sel.files)
	if err != nil {
		return inventory.Inventory{}, err
	}
	if len(hosts) > 0 {
		if inv, err = withHosts(inv, hosts); err != nil {
			return inventory.Inventory{}, err
		}
	}
	if inv, err = inventory.Select(inv, sel.limit); err != nil {
		return inventory.Inventory{}, err
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

// login fills in what neither the inventory nor the command line says.
func (sel *selection) login(d *inventory.Device) {
	switch {
	case sel.username != "":
		d.Username = sel.username
	case d.Username == "":
		d.Username = currentUser()
	}
	if d.Password.IsZero() && d.KeyFile == "" {
		d.Password = environmentSecret(passwordVariable)
	}
}

// withHosts keeps the devices that the hosts name, and adds the others as devices of their own.
func withHosts(inv inventory.Inventory, hosts []string) (inventory.Inventory, error) {
	var devices []inventory.Device
	for _, host := range hosts {
		known := knownAs(inv.Devices, host)
		if len(known) == 0 {
			added, err := inventory.FromHosts([]string{host}, inv.Defaults)
			if err != nil {
				return inventory.Inventory{}, err
			}
			known = added.Devices
		}
		devices = append(devices, known...)
	}
	chosen := inv.Only(func(d inventory.Device) bool {
		return slices.ContainsFunc(devices, func(c inventory.Device) bool { return c.Name == d.Name })
	})
	chosen.Devices, chosen.Partial = devices, len(devices) < len(inv.Devices)
	return chosen, nil
}

func knownAs(devices []inventory.Device, host string) []inventory.Device {
	var known []inventory.Device
	for _, d := range devices {
		if d.Name == host || inventory.SameAddress(d.Host, host) {
			known = append(known, d)
		}
	}
	return known
}

func joinTags(tags []string) string { return strings.Join(tags, " ") }

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
