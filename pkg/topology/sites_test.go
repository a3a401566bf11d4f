package topology_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// at puts devices at a site.
func at(site string, devices ...facts.Device) []facts.Device {
	for i := range devices {
		devices[i].Site = site
	}
	return devices
}

// campus is two cores that peer and two switches on them at one site, a router alone at another, and one at none.
func campus() *facts.Fleet {
	return fleet(slices.Concat(
		at("a",
			device("core1", "192.0.2.1", 2, "*198.51.100.1@1", "+192.0.2.2@2"), device("core2", "192.0.2.2", 2, "*198.51.100.2@1", "+192.0.2.1@2"),
			device("acc1", "192.0.2.11", 3, "*192.0.2.1@2", "+192.0.2.2@2"), device("acc2", "192.0.2.12", 3, "*192.0.2.1@2", "!192.0.2.2@2")),
		at("b", device("br1", "192.0.2.21", 3, "*192.0.2.1@2")),
		at("c", device("x", "192.0.2.31", 2, "*198.51.100.1@1", "+192.0.2.32@2"), device("y", "192.0.2.32", 2, "*198.51.100.2@1", "+192.0.2.31@2")),
		at("a", device("leaf", "192.0.2.41", 4, "*192.0.2.11@3")))...)
}

func TestSites(t *testing.T) {
	g := topology.Build(campus())
	sites := g.Sites()
	if len(sites) != 1 || sites[0].Name != "a" {
		t.Fatalf("sites %+v, want a alone: at the others no device serves another but as a peer", sites)
	}
	if d := cmp.Diff("core1 core2 acc1: core1 core2 acc1 acc2 leaf", strings.Join(names(g, sites[0].Servers), " ")+": "+strings.Join(names(g, sites[0].Devices), " ")); d != "" {
		t.Errorf("site a (-want +got):\n%s", d)
	}
	if _, ok := g.SiteOf(4); ok {
		t.Error("a device that stands alone has a site")
	}
	if d := cmp.Diff([]string{"core1", "core2"}, names(g, sites[0].Top)); d != "" {
		t.Errorf("top of a (-want +got):\n%s", d)
	}
	above := g.Above(sites[0].Servers)
	var list []string
	for i, n := range g.Nodes {
		if above[i] {
			list = append(list, n.Name)
		}
	}
	if d := cmp.Diff([]string{"198.51.100.1", "198.51.100.2"}, list); d != "" {
		t.Errorf("above the cores (-want +got):\n%s", d)
	}
}

func TestSteps(t *testing.T) {
	fl := campus()
	withHSRP(vip, &fl.Devices[0], &fl.Devices[1])
	fl.Devices[2].NTP.Associations[0].Address, fl.Devices[2].NTP.Associations[1].Reach = vip, 0
	g := topology.Build(fl)
	cores := []int{0, 1}
	for device, want := range map[int]int{0: 0, 2: 1, 3: 1, 7: 2, 5: -1} {
		got, ok := g.Steps(device, cores)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%s is %d steps from a core (%v), want %d", g.Nodes[device].Name, got, ok, want)
		}
	}
}

func TestHierarchy(t *testing.T) {
	fl := campus()
	withHSRP(vip, &fl.Devices[0], &fl.Devices[1])
	fl.Devices[3].NTP.Associations = fl.Devices[3].NTP.Associations[:1]
	fl.Devices[3].NTP.Associations[0].Address = vip
	if d := cmp.Diff([]string{
		"198.51.100.1 st1: 2 of 8", "198.51.100.2 st1: 2 of 8",
		"core1 st2: 4 of 5", "core2 st2: 3 of 5", "x st2: 1 of 1", "y st2: 1 of 1", "acc1 st3: 1 of 1",
	}, rows(topology.Build(fl))); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
}

func rows(g *topology.Graph) []string {
	var list []string
	for _, l := range g.Hierarchy() {
		stratum := "-"
		if s := g.Nodes[l.Node].Stratum; s != nil {
			stratum = fmt.Sprint(*s)
		}
		list = append(list, fmt.Sprintf("%s st%s: %d of %d", g.Nodes[l.Node].Name, stratum, l.Direct, l.All))
	}
	return list
}

// TestHierarchyCountsClients holds the counts against the lists of clients.
func TestHierarchyCountsClients(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 100 {
		g := topology.Build(randomFleet(rng))
		listed := map[int]bool{}
		for _, l := range g.Hierarchy() {
			listed[l.Node] = true
			if g.Nodes[l.Node].Kind != topology.Device {
				continue
			}
			direct := 0
			clients := g.Clients(l.Node)
			for _, c := range clients {
				if c.Steps == 1 {
					direct++
				}
			}
			if direct != l.Direct || len(clients) != l.All {
				t.Fatalf("%s: %d of %d, and it has %d of %d clients", g.Nodes[l.Node].Name, l.Direct, l.All, direct, len(clients))
			}
		}
		for i, n := range g.Nodes {
			if n.Kind == topology.Device && !listed[i] && len(g.Clients(i)) > 0 {
				t.Fatalf("%s has clients and no row", n.Name)
			}
		}
	}
}
