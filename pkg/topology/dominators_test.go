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

func TestSinglePointsAndFalseRedundancy(t *testing.T) {
	twoRoots := []facts.Device{
		device("c1", "192.0.2.1", 2, "*198.51.100.1@1/.GPS.", "+198.51.100.2@1/.GPS."),
		device("c2", "192.0.2.2", 2, "*198.51.100.2@1/.GPS.", "+198.51.100.1@1/.GPS."),
	}
	tests := []struct {
		name              string
		fleet             *facts.Fleet
		single, redundant []string
	}{
		{"two cores, two roots", fleet(append(twoRoots,
			device("a1", "192.0.2.11", 3, "*192.0.2.1@2", "+192.0.2.2@2"), device("a2", "192.0.2.12", 3, "*192.0.2.2@2", "+192.0.2.1@2"))...), nil, nil},
		{"a site behind one router", fleet(append(twoRoots,
			device("br", "192.0.2.20", 3, "*192.0.2.1@2", "+192.0.2.2@2"),
			device("s1", "192.0.2.21", 4, "*192.0.2.20@3", "!192.0.2.2@2"), device("s2", "192.0.2.22", 4, "*192.0.2.20@3"))...),
			[]string{"br: s1 s2"}, nil},
		{"four servers, one clock", fleet(
			device("a", "192.0.2.1", 3, "*198.51.100.1@2/203.0.113.1", "+198.51.100.2@2/203.0.113.1"),
			device("b", "192.0.2.2", 3, "*198.51.100.2@2/203.0.113.1", "+198.51.100.1@2/203.0.113.1")),
			[]string{"203.0.113.1: a b"}, []string{"203.0.113.1: a b"}},
		{"servers deep in a hierarchy that nobody saw", fleet(
			device("a", "192.0.2.1", 4, "*198.51.100.1@3/203.0.113.1", "+198.51.100.2@3/203.0.113.1"),
			device("b", "192.0.2.2", 4, "*198.51.100.2@3/203.0.113.1", "+198.51.100.1@3/203.0.113.1")), nil, nil},
		{"one server for all", fleet(
			device("a", "192.0.2.1", 2, "*198.51.100.1@1/.GPS."), device("b", "192.0.2.2", 2, "*198.51.100.1@1/.GPS.")),
			[]string{"198.51.100.1: a b"}, nil},
		{"a falseticker and a silent server are no way out", fleet(
			device("a", "192.0.2.1", 2, "*198.51.100.1@1", "!198.51.100.2@1"), device("b", "192.0.2.2", 2, "*198.51.100.1@1", "!198.51.100.2@1")),
			[]string{"198.51.100.1: a b"}, nil},
	}
	for _, test := range tests {
		g := topology.Build(test.fleet)
		if d := cmp.Diff(test.single, singles(g, g.SinglePoints(2))); d != "" {
			t.Errorf("%s: single points (-want +got):\n%s", test.name, d)
		}
		if d := cmp.Diff(test.redundant, singles(g, g.FalseRedundancy())); d != "" {
			t.Errorf("%s: false redundancy (-want +got):\n%s", test.name, d)
		}
	}
}

func singles(g *topology.Graph, list []topology.Single) []string {
	var out []string
	for _, s := range list {
		out = append(out, g.Nodes[s.Node].Name+": "+strings.Join(names(g, s.Devices), " "))
	}
	return out
}

// TestSinglePointsAgainstBruteForce removes each node in turn and looks which devices no
// longer reach a root. An address that devices share does not go away by itself.
func TestSinglePointsAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		g := topology.Build(randomFleet(rng))
		want := bruteForce(g)
		if d := cmp.Diff(want, singles(g, g.SinglePoints(2))); d != "" {
			t.Fatalf("round %d: single points (-want +got):\n%s", round, d)
		}
	}
}

func randomFleet(rng *rand.Rand) *facts.Fleet {
	var devices []facts.Device
	n := 2 + rng.IntN(12)
	for i := range n {
		var sources []string
		for range rng.IntN(4) {
			to := fmt.Sprintf("192.0.2.%d@3", 1+rng.IntN(n))
			switch rng.IntN(6) {
			case 0:
				to = fmt.Sprintf("198.51.100.%d@1", 1+rng.IntN(3))
			case 1:
				to = "203.0.113.254@3"
			}
			sources = append(sources, to)
		}
		devices = append(devices, device(fmt.Sprintf("d%02d", i), fmt.Sprintf("192.0.2.%d", 1+i), 4, sources...))
	}
	withHSRP("203.0.113.254", &devices[0], &devices[1])
	return fleet(devices...)
}

func bruteForce(g *topology.Graph) []string {
	whole := reached(g, -1)
	var out []string
	for x := range g.Nodes {
		if g.Nodes[x].Kind == topology.Virtual {
			continue
		}
		left := reached(g, x)
		var lost []string
		for i, n := range g.Nodes {
			if n.Kind == topology.Device && i != x && whole[i] && !left[i] {
				lost = append(lost, n.Name)
			}
		}
		if len(lost) > 1 {
			out = append(out, g.Nodes[x].Name+": "+strings.Join(lost, " "))
		}
	}
	return out
}

// reached tells which nodes a root reaches without going through the removed one.
func reached(g *topology.Graph, removed int) []bool {
	have := make([]bool, len(g.Nodes))
	for again := true; again; {
		again = false
		for i, n := range g.Nodes {
			ok := n.Kind == topology.Server || slices.ContainsFunc(n.Sources, func(e topology.Edge) bool { return e.Usable && have[e.To] })
			if i != removed && ok && !have[i] {
				have[i], again = true, true
			}
		}
	}
	return have
}
