package cli

import (
	"fmt"
	"text/tabwriter"

	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
)

// dryRun says who would be asked what. It resolves no name and opens no socket.
func (o *collecting) dryRun(s streams, j *judge, hosts []string) error {
	inv, err := o.load(s, hosts)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "SSH: %d devices, at most %d at once\n", len(inv.Devices), o.parallel)
	for _, d := range inv.Devices {
		fmt.Fprintf(w, "  %s\t%s\tas %s\n", d.Name, d.Endpoint(), d.Username)
	}
	fmt.Fprintln(w, "Each is asked:")
	for _, line := range j.commands(inv) {
		fmt.Fprintf(w, "  %s\n", line)
	}
	fmt.Fprintln(w, "NTP: the references, and each server that a device names")
	for _, t := range ntpquery.Targets(inv) {
		fmt.Fprintf(w, "  %s\t%s\n", t.Address, t.Query)
	}
	fmt.Fprintf(w, "NTP to the devices themselves: %s\n", o.ntpDevices)
	if o.ntpDevices != "never" {
		for _, d := range inv.Devices {
			if d.NTP != "" {
				fmt.Fprintf(w, "  %s\t%s\n", d.Name, d.NTP)
			}
		}
	}
	return w.Flush()
}
