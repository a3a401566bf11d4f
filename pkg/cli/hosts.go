package cli

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// withHosts keeps the devices that the hosts name. What no inventory knows is a device of its own only where it is said
// that one is meant: a name with a mistake in it would be looked up and logged in to with the network's password.
func (sel *selection) withHosts(inv inventory.Inventory, hosts []string) (inventory.Inventory, error) {
	var devices []inventory.Device
	var errs []error
	for _, host := range hosts {
		found, err := sel.host(inv, host)
		errs = append(errs, err)
		devices = add(devices, found)
	}
	if err := errors.Join(errs...); err != nil {
		return inventory.Inventory{}, err
	}
	chosen := inv.Only(func(d inventory.Device) bool {
		return slices.ContainsFunc(devices, func(c inventory.Device) bool { return c.Name == d.Name })
	})
	chosen.Devices = devices // in the order of the arguments, with those that no inventory knows
	return chosen, nil
}

func (sel *selection) host(inv inventory.Inventory, host string) ([]inventory.Device, error) {
	if known := knownAs(inv.Devices, host); len(known) > 0 {
		return known, nil
	}
	if err := isPath(host); err != nil && !sel.adhoc {
		return nil, err
	}
	own, err := inventory.FromHosts([]string{host}, inv.Defaults)
	switch {
	case err != nil:
		return nil, err
	case len(sel.files) > 0 && !sel.adhoc && !saysHow(host):
		place := "the inventories"
		if len(sel.files) == 1 {
			place = safefile.Title(sel.files[0])
		}
		return nil, unknownHost(host, place, inv.Devices, "--adhoc asks it")
	}
	return own.Devices, nil
}

// saysHow reports whether an argument says how a host of its own is reached, as no name of a device does.
func saysHow(host string) bool {
	_, _, err := net.SplitHostPort(host)
	return err == nil || strings.Contains(host, "@")
}

// fileEndings are those of inventories and reports. No host has them: they are no top-level domains.
var fileEndings = []string{".yaml", ".yml", ".csv", ".json", ".ini", ".txt"}

// isPath is an error where a HOST is there as a file, or as a folder of evidence, or would be a file if it were there.
func isPath(host string) error {
	info, err := os.Stat(host)
	switch {
	case err != nil && slices.Contains(fileEndings, strings.ToLower(filepath.Ext(host))):
		return fmt.Errorf("%s: no such file, and no name of a host; -i names an inventory", host)
	case err != nil:
		return nil
	case info.Mode().IsRegular():
		return fmt.Errorf("%s is a file; did you mean -i %s?", host, host)
	case info.IsDir() && isEvidence(host):
		return fmt.Errorf("%s is a folder of evidence; did you mean --from %s?", host, host)
	}
	return nil
}

func isEvidence(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "manifest.json"))
	return err == nil || strings.ContainsRune(dir, filepath.Separator)
}
