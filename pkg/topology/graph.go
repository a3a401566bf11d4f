// Package topology works out who takes time from whom.
//
// A Graph has a node for each audited device and each source that one of them names, and an
// edge from each of them to what it takes time from. Devices are not asked at the same
// instant, so what rests on a single reading is marked as such.
package topology

import (
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// Kind says what a node stands for.
type Kind int

// The kinds of node.
const (
	Device   Kind = iota // an audited device
	Server               // a source that is no audited device
	OwnClock             // the undisciplined clock of the one node that uses it
)

// Node is a device, or something that a device takes time from.
type Node struct {
	Kind    Kind
	Name    string // a device's name, a server's address as first seen
	Device  int    // index into the fleet's devices; -1 for the other kinds
	Address string // of a Server
	VRF     string
	Stratum *int // its own, 16 or 0 if it is not synchronized; nil where nobody said
	// Known tells whether all of the node's sources were read. Nothing follows from the
	// absence of an edge where they were not.
	Known    bool
	Measured *facts.Server // what the auditor's own queries say; nil: none reached it
	Sources  []Edge        // a device's are parallel to its associations
}

// Synchronized reports whether the node says of itself that it has the time.
func (n Node) Synchronized() bool {
	return n.Stratum == nil || 0 < *n.Stratum && *n.Stratum < 16
}

// Edge leads from a node to one of its sources.
type Edge struct {
	To       int
	Selected bool // the node follows this source
	Usable   bool // the node could follow it
	// Readings counts the independent readings by which the node follows the source: its
	// association table, the reference in its "show ntp status", its reply to a query.
	Readings int
}

// Graph is who takes time from whom. Its first nodes are the fleet's devices, in their order.
type Graph struct {
	Nodes []Node

	users   [][]int // for each node, the nodes that have it among their sources
	ends    []end
	idom    []int // immediate dominator of each node; see dominators.go
	popular []int
}

// Build draws the graph of a fleet.
func Build(fleet *facts.Fleet) *Graph {
	b := newBuilder(fleet)
	for i := range fleet.Devices {
		b.addSources(i)
	}
	b.followRefIDs()
	g := &Graph{Nodes: b.nodes}
	g.users = usersOf(g.Nodes)
	g.ends = findEnds(g)
	g.idom = findDominators(g)
	g.popular = rankServers(g)
	return g
}

func usersOf(nodes []Node) [][]int {
	users := make([][]int, len(nodes))
	for i, n := range nodes {
		for _, to := range n.upstreams(anyEdge) {
			users[to] = append(users[to], i)
		}
	}
	return users
}

func anyEdge(Edge) bool { return true }

func usable(e Edge) bool { return e.Usable }

// upstreams lists the distinct other ends of the edges that are wanted, in order.
func (n Node) upstreams(want func(Edge) bool) []int {
	var list []int
	for _, e := range n.Sources {
		if want(e) && !contains(list, e.To) {
			list = append(list, e.To)
		}
	}
	return list
}

// contains is for the handful of sources that a node has.
func contains(list []int, v int) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// Followed returns the edge to the source that a node follows.
func (g *Graph) Followed(node int) (Edge, bool) {
	for _, e := range g.Nodes[node].Sources {
		if e.Selected {
			return e, true
		}
	}
	return Edge{}, false
}

// Users lists the nodes that have this node among their sources, followed or not.
func (g *Graph) Users(node int) []int { return g.users[node] }

// Usable counts the distinct sources that a node could follow, its own clock left out.
func (g *Graph) Usable(node int) int {
	n := 0
	for _, up := range g.Nodes[node].upstreams(usable) {
		if g.Nodes[up].Kind != OwnClock {
			n++
		}
	}
	return n
}

// Servers lists the servers that devices use: those measured right first and those
// measured wrong last, the most used first among equals.
func (g *Graph) Servers() []int { return g.popular }
