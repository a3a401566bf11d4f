package topology_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// A server that a device names twice, by name and by address, is one way to the time and not two.
func TestOneServerUnderTwoNamesIsOneNode(t *testing.T) {
	fl := fleet(device("a", "192.0.2.1", 3, "*ntp1.example.net@2", "+198.51.100.1@2", "+198.51.100.2@2"))
	for _, s := range []struct{ name, place string }{
		{"ntp1.example.net", "198.51.100.1:123"}, {"198.51.100.1", "198.51.100.1:123"}, {"198.51.100.2", "198.51.100.2:123"},
	} {
		measured := server(s.name, 2, "203.0.113.1")
		measured.Place = s.place
		fl.Servers = append(fl.Servers, measured)
	}
	g := topology.Build(fl)
	a := g.Nodes[0].Sources
	if a[0].To != a[1].To || a[0].To == a[2].To {
		t.Errorf("edges lead to %d, %d and %d, want the first two to one server", a[0].To, a[1].To, a[2].To)
	}
}

// What was not measured is told by its name alone.
func TestServersWithoutAPlaceAreToldByTheirNames(t *testing.T) {
	fl := fleet(device("a", "192.0.2.1", 3, "*198.51.100.1@2", "+198.51.100.2@2"))
	fl.Servers = []facts.Server{server("198.51.100.1", 2, "GPS"), server("198.51.100.2", 2, "GPS")}
	g := topology.Build(fl)
	if a := g.Nodes[0].Sources; a[0].To == a[1].To {
		t.Error("two servers are taken for one")
	}
}

// A device that another one names by a name of DNS is that device, and a loop is one.
func TestADeviceUnderAnotherNameIsThatDevice(t *testing.T) {
	fl := fleet(device("a", "192.0.2.1", 3, "*core.example.net@3"), device("b", "192.0.2.2", 3, "*192.0.2.1@3"))
	measured := server("core.example.net", 3, "192.0.2.1")
	measured.Place = "192.0.2.2:123"
	fl.Servers = []facts.Server{measured}
	if loops := topology.Build(fl).Loops(); len(loops) != 1 {
		t.Errorf("loops: %+v, want one of a and b", loops)
	}
}
