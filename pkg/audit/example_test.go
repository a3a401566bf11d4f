package audit_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/audit"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Two routers of a simulated network are audited over real SSH and NTP: one whose clock is right, and one that is
// three seconds fast.
func Example() {
	ctx := context.Background()
	dir, stop := startNetwork(ctx)
	defer stop()

	inv, err := inventory.Load(ctx, []inventory.Source{inventory.File(filepath.Join(dir, "inventory.yaml"))}, audit.Words())
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := policy.Builtin("baseline")
	if err != nil {
		fmt.Println(err)
		return
	}
	evidence, err := audit.Run(ctx, inv, p, audit.Options{
		HostKeys: session.HostKeys{File: filepath.Join(dir, "known_hosts")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := audit.Evaluate([]*snapshot.Snapshot{evidence}, p)
	for _, d := range r.Devices {
		offset := d.Finding("clock-offset")
		fmt.Println(d.Name, d.Outcome, offset.Status)
	}
	fmt.Println("exit code", r.ExitCode())
	// Output:
	// right audited pass
	// fast audited fail
	// exit code 1
}

const network = `
ntp_servers:
  - {name: ntp1, address: 10.9.0.1, stratum: 1, refid: GPS}
  - {name: ntp2, address: 10.9.0.2, stratum: 1, refid: PPS}
  - {name: ntp3, address: 10.9.0.3, stratum: 1, refid: GPS}
defaults:
  ntp: {servers: [{address: 10.9.0.1}, {address: 10.9.0.2}, {address: 10.9.0.3}]}
devices:
  - {name: right, address: 10.0.0.1}
  - {name: fast, address: 10.0.0.2, clock: {offset: 3s}}
`

// startNetwork starts the routers and writes their inventory and host keys to a folder.
func startNetwork(ctx context.Context) (dir string, stop func()) {
	spec, err := lab.Parse("network.yaml", []byte(network))
	if err != nil {
		panic(err)
	}
	fleet, err := lab.Start(ctx, spec)
	if err != nil {
		panic(err)
	}
	if dir, err = os.MkdirTemp("", "ntpaudit-"); err != nil {
		panic(err)
	}
	if err := fleet.WriteFiles(dir); err != nil {
		panic(err)
	}
	for _, variable := range fleet.Environment() { // the password that the inventory names
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	return dir, func() {
		fleet.Close()
		os.RemoveAll(dir)
	}
}
