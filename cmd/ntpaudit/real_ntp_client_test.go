package main

import (
	"fmt"
	"math"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// TestRealNTPClient asks the simulated servers, and a simulated device, with chronyd.
func TestRealNTPClient(t *testing.T) {
	t.Parallel()
	chronyd := needs(t, "chronyd", "sh")[0]
	lab := startLab(t, ntpLab())
	inv := lab.inventory(t)
	tests := []ntpQuestion{{name: "device", server: lab.device(t, "edge01").NTP, want: -3}}
	for i, key := range ntpKeys {
		server := serverQuery(t, inv, fmt.Sprintf("192.0.2.%d", i+1))
		tests = append(tests, ntpQuestion{name: key.ours, server: server, key: i + 1, want: float64(i)})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			// Far more than half a round trip, and less than what tells the servers apart.
			if got := tt.ask(t, chronyd); math.Abs(got-tt.want) > 0.5 {
				t.Errorf("server − this host: got %+.6f s, want %+.0f s", got, tt.want)
			}
		})
	}
}

// ntpLab has a device, and a server for each type of key: the first is right, and each other is
// a second further ahead.
func ntpLab() string {
	var spec strings.Builder
	spec.WriteString("devices: [{name: edge01, clock: {offset: -3s}, ntp: {servers: [{address: 192.0.2.1}]}}]\nntp_servers:\n")
	for i, key := range ntpKeys {
		fmt.Fprintf(&spec, "  - {name: %s, address: 192.0.2.%d, offset: %ds, key: {id: %d, type: %s, secret: %q}}\n",
			key.ours, i+1, i, i+1, key.ours, key.secret)
	}
	return spec.String()
}

// serverQuery is where the lab's server of an address is asked.
func serverQuery(t *testing.T, inv inventory.Inventory, address string) string {
	t.Helper()
	for _, route := range inv.Servers {
		if route.Address.String() == address {
			return route.Query
		}
	}
	t.Fatalf("%s is not in the lab's inventory", address)
	return ""
}

type ntpQuestion struct {
	name, server string
	key          int     // its number; 0 is none
	want         float64 // server − this host, seconds
}

// ask measures server − this host, in seconds. The clock is left alone (-Q).
func (q ntpQuestion) ask(t *testing.T, chronyd string) float64 {
	t.Helper()
	host, port, err := net.SplitHostPort(q.server)
	if err != nil {
		t.Fatal(err)
	}
	server := "server " + host + " port " + port + " iburst"
	if q.key > 0 {
		server += fmt.Sprintf(" key %d", q.key)
	}
	pid := filepath.Join(t.TempDir(), "pid")
	said := process{
		args:   []string{chronyd, "-Q", "-u", "root", "-t", "60", "pidfile " + pid, "keyfile " + chronyKeys(t), server},
		errors: true,
	}.run(t)
	_, number, _ := strings.Cut(said, "System clock wrong by ")
	var offset float64
	if _, err := fmt.Sscan(number, &offset); err != nil {
		t.Fatalf("no offset: %v\n%s", err, said)
	}
	return offset
}
