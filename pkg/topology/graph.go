// Package topology works out who takes time from whom.
//
// A Graph has a node for each audited device and each source that one of them names, and an
// edge from each of them to what it takes time from. Devices are not asked at the same
// instant, so what rests on a single reading is marked as such.
package topology

import (
	"net/netip"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// Kind says what a node stands for.
type Kind int

// The kinds of node.
const (
	Device   Kind = iota // an audited device
	Server               // a source that is no audited device
	OwnClock             // the undisciplined clock of the one node that uses it
	Receiver             // a reference clock of the one device that it is attached to: a root at stratum 0
	Virtual              // an address that several devices share: see Graph.VirtualAt
)

// Node is a device, or something that a device takes time from.
type Node struct {
	Kind    Kind
	Name    string // a device's name, a server's address as first seen
	Device  int    // index into the fleet's devices; -1 for the other kinds
	Address string // of a Server, and of a Virtual
	VRF     string
	Stratum *int  // its own, 16 or 0 if it is not synchronized; nil where nobody said
	Members []int // of a Virtual: the devices that share the address
	// SteeredBy is what steers a device's clock in place of NTP, such as PTP: it is a root then, whatever its table says.
	SteeredBy string
	// Known tells whether all of the node's sources were read. Nothing follows from the
	// absence of an edge where they were not.
	Known    bool
	Measured *facts.Server // what the auditor's own queries say; nil: none reached it
	// Sources of a device are parallel to its associations. Behind those of a table that was not read whole stand the lines of
	// the configuration without a row. Where it has none they are its servers of SNTP, and the lines of its configuration if
	// the table was not read.
	Sources []Edge
}

// Synchronized reports whether the node says of itself that it has the time.
func (n Node) Synchronized() bool {
	return n.Kind == Receiver || n.SteeredBy != "" || n.Stratum == nil || 0 < *n.Stratum && *n.Stratum < 16
}

// Edge leads from a node to one of its sources.
type Edge struct {
	To       int
	Selected bool // the node follows this source
	Usable   bool // the node could follow it
	Stratum  int  // of the source, as the node's own table has it; 0: it does not tell
	// Readings counts the independent readings by which the node follows the source: its
	// association table, the reference in its "show ntp status", its reply to a query.
	Readings int
}

// Graph is who takes time from whom. Its first nodes are the fleet's devices, in their order.
type Graph struct {
	Nodes []Node

	above   [][]int   // for each node, its distinct sources
	usable  [][]int   // for each node, those of them that it could follow
	users   [][]int   // for each node, the nodes that have it among their sources
	takers  [][]taker // for each node, the users of it and of the addresses that it shares
	highest []int     // for each node, see HighestSource
	ends    []end
	idom    []int // immediate dominator of each node; see dominators.go
	span    []span
	popular []int
	places  map[facts.AddressKey]int // the servers in use, by address
	devices map[facts.AddressKey]int // the devices, by the addresses that identify them
	shared  map[facts.AddressKey]*SharedAddress
	own     [][]netip.Addr // for each device, see OwnAddresses
	sites   []Site
	siteAt  map[int]int // of a device
}

// Build draws the graph of a fleet.
func Build(fleet *facts.Fleet) *Graph {
	b := newBuilder(fleet)
	for i := range fleet.Devices {
		b.addSources(i)
	}
	b.followRefIDs()
	g := &Graph{Nodes: b.nodes, places: make(map[facts.AddressKey]int), devices: b.devices, shared: b.shared, own: b.own}
	g.join()
	g.findSites(siteNames(fleet))
	g.ends = findEnds(g)
	g.idom = findDominators(g)
	g.span = spans(g.idom)
	g.popular = rankServers(g)
	for _, i := range g.popular {
		if key := facts.KeyOf(g.Nodes[i].Address); !has(g.places, key) {
			g.places[key] = i
		}
	}
	return g
}

// join fills in what every question about the graph asks of its edges.
func (g *Graph) join() {
	n := len(g.Nodes)
	g.above, g.usable, g.users = make([][]int, n), make([][]int, n), make([][]int, n)
	for i, node := range g.Nodes {
		g.above[i], g.usable[i] = node.upstreams(anyEdge), node.upstreams(usable)
		for _, to := range g.above[i] {
			g.users[to] = append(g.users[to], i)
		}
	}
	g.findTakers()
}

func anyEdge(Edge) bool { return true }

func usable(e Edge) bool { return e.Usable }

// upstreams lists the distinct other ends of the edges that are wanted, in order.
func (n Node) upstreams(want func(Edge) bool) []int {
	var list []int
	listed := make(map[int]bool, len(n.Sources))
	for _, e := range n.Sources {
		if want(e) && !listed[e.To] {
			list, listed[e.To] = append(list, e.To), true
		}
	}
	return list
}

func has[K comparable, V any](m map[K]V, key K) bool {
	_, ok := m[key]
	return ok
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

// Users lists the nodes that have this node among their sources, followed or not. Those of an address that a device
// shares with others are users of each of them.
func (g *Graph) Users(node int) []int {
	isVirtual := func(user int) bool { return g.Nodes[user].Kind == Virtual }
	if !slices.ContainsFunc(g.users[node], isVirtual) {
		return g.users[node]
	}
	var list []int
	for _, user := range g.users[node] {
		if isVirtual(user) {
			list = append(list, g.users[user]...)
			continue
		}
		list = append(list, user)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Usable counts the distinct sources that a node could follow, its own clock left out.
func (g *Graph) Usable(node int) int {
	n := 0
	for _, up := range g.usable[node] {
		if g.Nodes[up].Kind != OwnClock {
			n++
		}
	}
	return n
}

// Servers lists the servers that devices use: those measured right first and those
// measured wrong last, the most used first among equals.
func (g *Graph) Servers() []int { return g.popular }

// ServerAt is the server in use that has this address or name, the first of Servers where
// several VRFs have one.
func (g *Graph) ServerAt(address string) (node int, ok bool) {
	node, ok = g.places[facts.KeyOf(address)]
	return node, ok
}
