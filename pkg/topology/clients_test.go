package topology_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

func TestClients(t *testing.T) {
	fl := fleet(
		device("core1", "192.0.2.1", 2, "*198.51.100.1@1", "+192.0.2.2@2"), device("core2", "192.0.2.2", 2, "*198.51.100.2@1", "+192.0.2.1@2"),
		device("dist", "192.0.2.3", 3, "*192.0.2.1@2"),
		device("acc1", "192.0.2.11", 4, "*192.0.2.3@3", "+192.0.2.2@2"), device("acc2", "192.0.2.12", 4, "*192.0.2.3@3", "!192.0.2.1@2"),
		device("acc3", "192.0.2.13", 4, "!192.0.2.1@2", "*198.51.100.1@1"), device("br", "192.0.2.14", 4, "*"+vip+"@2"))
	withHSRP(vip, &fl.Devices[0], &fl.Devices[1])
	g := topology.Build(fl)
	var got []string
	for _, c := range g.Clients(0) {
		text := fmt.Sprintf("%s in %d, others:", g.Nodes[c.Node].Name, c.Steps)
		for _, e := range c.Others {
			text += fmt.Sprintf(" %s@%d", g.Nodes[e.To].Name, e.Stratum)
		}
		if !c.Usable {
			text += ", not usable"
		}
		got = append(got, text)
	}
	want := []string{
		"core2 in 1, others: 198.51.100.2@1",
		"dist in 1, others:",
		"acc2 in 1, others:",
		"acc3 in 1, others: 198.51.100.1@1, not usable",
		"br in 1, others:",
		"acc1 in 2, others: core2@2",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("clients of core1 (-want +got):\n%s", d)
	}
}

// A peer that has no time but from the device itself is no source of it.
func TestOthersOfADeviceAreItsRealSources(t *testing.T) {
	g := topology.Build(fleet(
		device("a", "192.0.2.1", 2, "*198.51.100.1@1", "+192.0.2.2@3", "127.127.1.1@7"),
		device("b", "192.0.2.2", 3, "*192.0.2.1@2")))
	if d := cmp.Diff([]string{"198.51.100.1"}, targets(g, g.Others(0, 0))); d != "" {
		t.Errorf("real sources (-want +got):\n%s", d)
	}
}

func TestBelow(t *testing.T) {
	g := topology.Build(fleet(
		device("core", "192.0.2.1", 2, "*198.51.100.1@1"), device("dist", "192.0.2.2", 3, "*198.51.100.2@1", "192.0.2.1@2"),
		device("acc", "192.0.2.3", 4, "*192.0.2.2@3"), device("other", "192.0.2.4", 2, "!192.0.2.1@2", "*198.51.100.1@1")))
	for address, want := range map[string]bool{
		"192.0.2.1": true, "192.0.2.2": true, "192.0.2.3": true, "192.0.2.4": false, "198.51.100.1": false, "198.51.100.9": false,
	} {
		if got := g.Below(0, address); got != want {
			t.Errorf("Below(core, %s) = %v, want %v", address, got, want)
		}
	}
}

// TestOthersAgainstBruteForce removes each device in turn and looks which sources of the rest still have the time.
func TestOthersAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for round := range 200 {
		g := topology.Build(randomFleet(rng))
		for removed := range g.Nodes {
			if g.Nodes[removed].Kind != topology.Device {
				continue
			}
			left := reached(g, removed)
			for i := range g.Nodes {
				var want []string
				for _, e := range g.Nodes[i].Sources {
					if e.Usable && left[e.To] && !slices.Contains(g.Members(e.To), removed) {
						want = append(want, g.Nodes[e.To].Name)
					}
				}
				if d := cmp.Diff(want, targets(g, g.Others(i, removed))); d != "" {
					t.Fatalf("round %d: sources of %s without %s (-want +got):\n%s", round, g.Nodes[i].Name, g.Nodes[removed].Name, d)
				}
			}
		}
	}
}

// TestClientsAgainstBruteForce: a client is what the device can be reached from, and Below agrees.
func TestClientsAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for round := range 200 {
		g := topology.Build(randomFleet(rng))
		for d := range g.Nodes {
			if g.Nodes[d].Kind != topology.Device {
				continue
			}
			var want, got []string
			for i, n := range g.Nodes {
				if n.Kind == topology.Device && i != d && g.Below(d, fmt.Sprintf("192.0.2.%d", 1+i)) {
					want = append(want, n.Name)
				}
			}
			for _, c := range g.Clients(d) {
				if c.Usable {
					got = append(got, g.Nodes[c.Node].Name)
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(strings.Join(want, " "), strings.Join(got, " ")); diff != "" {
				t.Fatalf("round %d: clients of %s (-want +got):\n%s", round, g.Nodes[d].Name, diff)
			}
		}
	}
}

func targets(g *topology.Graph, edges []topology.Edge) []string {
	var nodes []int
	for _, e := range edges {
		nodes = append(nodes, e.To)
	}
	return names(g, nodes)
}

// Who is configured to take time from a device is its client, whether or not his table was read.
func TestClientsWithoutATable(t *testing.T) {
	sntp := device("sntp", "192.0.2.2", 16)
	sntp.NTP.Enabled = new(bool)
	sntp.Clock = &facts.Clock{Source: "SNTP"}
	sntp.Config = &facts.Config{Config: show.Config{SNTPServers: []show.SNTPSource{{Address: "192.0.2.1"}}}}
	unread := device("unread", "192.0.2.3", 16)
	unread.NTP = nil
	unread.Config = &facts.Config{Config: show.Config{Servers: []show.ConfigServer{{Type: "server", Address: "192.0.2.1"}, {Type: "server", Address: "198.51.100.7"}}}}
	third := device("third", "192.0.2.4", 2, "*198.51.100.7@1/.GPS.")
	g := topology.Build(fleet(device("core", "192.0.2.1", 2, "*198.51.100.1@1"), sntp, unread, third))
	clients := g.Clients(0)
	if len(clients) != 2 || clients[0].Node != 1 || !clients[0].Usable || clients[1].Node != 2 || clients[1].Usable {
		t.Errorf("clients of core: %+v, want that of SNTP, which can, and the one whose table was not read", clients)
	}
	if server, ok := g.ServerAt("198.51.100.7"); !ok || g.Nodes[server].Stratum == nil || *g.Nodes[server].Stratum != 1 {
		t.Errorf("the server that a line names is not what the table of another says of it")
	}
}

// What a cut table hides is shown by the lines; a name may be any row, and a row has its line.
func TestClientsBehindACutTable(t *testing.T) {
	cut := device("cut", "192.0.2.3", 3, "*198.51.100.1@1")
	cut.NTP.Known = false
	cut.Config = &facts.Config{Config: show.Config{Servers: []show.ConfigServer{
		{Type: "server", Address: "198.51.100.1"}, {Type: "server", Address: "192.0.2.1"}, {Type: "server", Address: "time.example.net"},
	}}}
	fl := fleet(device("core", "192.0.2.1", 2, "*198.51.100.1@1"), cut)
	g := topology.Build(fl)
	if d := cmp.Diff([]string{"198.51.100.1", "core"}, sourceNames(g, 1)); d != "" {
		t.Errorf("sources (-want +got):\n%s", d)
	}
	if list := g.Clients(0); len(list) != 1 || list[0].Node != 1 || list[0].Usable {
		t.Errorf("clients of the core: %+v", list)
	}
	fl.Devices[1].NTP.Known = true
	if d := cmp.Diff([]string{"198.51.100.1"}, sourceNames(topology.Build(fl), 1)); d != "" {
		t.Errorf("sources of a whole table (-want +got):\n%s", d)
	}
}

func sourceNames(g *topology.Graph, node int) (list []string) {
	for _, e := range g.Nodes[node].Sources {
		list = append(list, g.Nodes[e.To].Name)
	}
	return list
}

// Who takes time from whom is found once for the graph: what one device of a mesh costs does not grow with what each device lists.
func TestClientsOfAMeshAreFoundOnce(t *testing.T) {
	const many, each = 60, 3 // of devices; of allocations for one of them
	g := topology.Build(mesh(many))
	if n := len(g.Clients(0)); n != many-1 {
		t.Fatalf("%d clients, want %d", n, many-1)
	}
	if got := testing.AllocsPerRun(5, func() { g.Clients(0) }); got > many*each {
		t.Errorf("%v allocations for %d clients", got, many-1)
	}
}

// What spares a look at the other sources of a client is never less than what stands there.
func TestHighestSourceBoundsOthers(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for round := range 100 {
		g := topology.Build(randomFleet(rng))
		for d := range g.Nodes {
			if g.Nodes[d].Kind != topology.Device {
				continue
			}
			for _, c := range g.Clients(d) {
				for _, e := range c.Others {
					if e.Stratum > g.HighestSource(c.Node) {
						t.Fatalf("round %d: %s has a source at %d, the highest is %d", round, g.Nodes[c.Node].Name, e.Stratum, g.HighestSource(c.Node))
					}
				}
			}
		}
	}
}

// All of a mesh are told from each other without a look at what each of them lists.
func TestTakersOfAMeshCostNoSources(t *testing.T) {
	const many = 60
	g := topology.Build(mesh(many))
	if got := testing.AllocsPerRun(5, func() { g.Takers(0) }); got > many/2 {
		t.Errorf("%v allocations, want a few for all %d", got, many-1)
	}
}

// mesh is devices each of which has all others among its sources.
func mesh(many int) *facts.Fleet {
	var devices []facts.Device
	for i := range many {
		var rows []string
		for k := range many {
			if k != i {
				rows = append(rows, fmt.Sprintf("+192.0.2.%d@2", 1+k))
			}
		}
		devices = append(devices, device(fmt.Sprintf("r%d", i), fmt.Sprintf("192.0.2.%d", 1+i), 3, rows...))
	}
	return fleet(devices...)
}
