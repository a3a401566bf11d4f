package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// limit is the patterns that say which devices a command is about.
type limit struct{ patterns []string }

func (l *limit) bind(flags *pflag.FlagSet) {
	flags.StringSliceVar(&l.patterns, "limit", nil, "only devices that match: name, glob, tag:x, !not; repeatable")
}

var errNothingSelected = errors.New("the selection leaves no device")

// selects applies the patterns to an inventory, and refuses to leave nothing of it.
func (l limit) selects(inv inventory.Inventory) (inventory.Inventory, error) {
	selected, err := inventory.Select(inv, l.patterns)
	if err == nil && len(selected.Devices) == 0 {
		err = errNothingSelected
	}
	return selected, err
}

// of is a report as far as the patterns mean its devices, all of it where there are none.
func (l limit) of(r *report.Report) (*report.Report, error) {
	if len(l.patterns) == 0 {
		return r, nil
	}
	selected, err := l.selects(inventory.Inventory{Devices: reported(r)})
	if err != nil {
		return nil, err
	}
	return only(r, selected.Devices), nil
}

// ofBoth is two reports as far as the patterns mean a device of either.
func (l limit) ofBoth(one, other *report.Report) (*report.Report, *report.Report, error) {
	if len(l.patterns) == 0 {
		return one, other, nil
	}
	selected, err := l.selects(inventory.Inventory{Devices: reported(one, other)})
	if err != nil {
		return nil, nil, err
	}
	return only(one, selected.Devices), only(other, selected.Devices), nil
}

// reported is the devices of reports, each once, as far as patterns tell them apart.
func reported(reports ...*report.Report) []inventory.Device {
	var devices []inventory.Device
	seen := make(map[string]bool)
	for _, r := range reports {
		for _, d := range r.Devices {
			if !seen[d.Name] {
				devices = append(devices, inventory.Device{Name: d.Name, Host: d.Address, Tags: d.Tags})
			}
			seen[d.Name] = true
		}
	}
	return devices
}

func only(r *report.Report, devices []inventory.Device) *report.Report {
	names := make(map[string]bool, len(devices))
	for _, d := range devices {
		names[d.Name] = true
	}
	return r.Only(func(d *report.Device) bool { return names[d.Name] })
}

// knownAs finds the devices that a HOST argument names, by name or address.
func knownAs(devices []inventory.Device, host string) []inventory.Device {
	var known []inventory.Device
	for _, d := range devices {
		if d.Name == host || inventory.SameAddress(d.Host, host) {
			known = append(known, d)
		}
	}
	return known
}

// add adds the devices that are not there yet.
func add(devices, more []inventory.Device) []inventory.Device {
	for _, d := range more {
		if !slices.ContainsFunc(devices, func(there inventory.Device) bool { return there.Name == d.Name }) {
			devices = append(devices, d)
		}
	}
	return devices
}

// unknownHost says that a place has no device of that name, and which one may be meant.
func unknownHost(host, place string, devices []inventory.Device, hint string) error {
	var names []string
	for _, d := range devices {
		names = append(names, d.Name, d.Host)
	}
	if near, ok := yamlfile.Closest(host, names); ok {
		return fmt.Errorf("%s: not in %s; did you mean %s?%s", host, place, near, parenthesis(hint))
	}
	if hint == "" {
		return fmt.Errorf("%s: not in %s", host, place)
	}
	return fmt.Errorf("%s: not in %s; %s", host, place, hint)
}

func parenthesis(hint string) string {
	if hint == "" {
		return ""
	}
	return " (" + hint + ")"
}

// ofEvidence is a report of saved evidence as far as hosts and patterns mean its devices.
func (l limit) ofEvidence(r *report.Report, hosts []string, from string) (*report.Report, error) {
	all := reported(r)
	var chosen []inventory.Device
	for _, host := range hosts {
		known := knownAs(all, host)
		if len(known) == 0 {
			return nil, unknownToEvidence(host, from, all)
		}
		chosen = add(chosen, known)
	}
	if len(hosts) > 0 && len(chosen) < len(all) {
		r = only(r, chosen)
	}
	return l.of(r)
}

func unknownToEvidence(host, from string, all []inventory.Device) error {
	if _, err := os.Stat(host); err == nil || strings.ContainsAny(host, `/\`) {
		return fmt.Errorf("%s: a path, and no device of %s; --from takes one folder", host, from)
	}
	return unknownHost(host, from, all, "")
}
