package fix

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// reach is the stratum that a source of a device has by ways round the device: along sources that work to a server, a reference
// clock, or the own clock of another device. unsynchronized: there is no such way that is known. stratum is that of the source as
// the device's table has it.
func (w *world) reach(device int, s *source) int {
	if s.node < 0 {
		return unsynchronized
	}
	nodes := w.upwards(device, s.node)
	strata := make(map[int]int, len(nodes))
	for _, n := range nodes {
		strata[n] = unsynchronized
		if w.isRoot(n) {
			strata[n] = min(w.rootStratum(n, s), unsynchronized)
		}
	}
	for range unsynchronized { // no chain is longer
		for _, n := range nodes {
			for _, up := range w.feeds(n) {
				if have, known := strata[up.node]; known && have+up.steps < strata[n] {
					strata[n] = have + up.steps
				}
			}
		}
	}
	return strata[s.node]
}

// feed is a node from which another may get the time, and how much deeper it stands then.
type feed struct{ node, steps int }

// feeds are the sources of a node that work. What a server says of itself is its own stratum already.
func (w *world) feeds(node int) (list []feed) {
	n := w.graph.Nodes[node]
	switch n.Kind {
	case topology.Virtual:
		for _, m := range w.graph.Members(node) {
			list = append(list, feed{m, 0})
		}
	case topology.Server:
		for _, e := range n.Sources {
			list = append(list, feed{e.To, 1})
		}
	case topology.Device:
		for _, s := range w.devices[node].sources {
			if s.works() && s.node >= 0 {
				list = append(list, feed{s.node, 1})
			}
		}
	}
	return list
}

// upwards lists a node and all above it, the device left out, and an address that it shares: it may be the device that answers
// there.
func (w *world) upwards(device, from int) (nodes []int) {
	seen := map[int]bool{device: true}
	for path := []int{from}; len(path) > 0; {
		at := path[len(path)-1]
		path = path[:len(path)-1]
		if seen[at] || w.graph.Nodes[at].Kind == topology.Virtual && slices.Contains(w.graph.Members(at), device) {
			continue
		}
		seen[at] = true
		nodes = append(nodes, at)
		for _, f := range w.feeds(at) {
			path = append(path, f.node)
		}
	}
	return nodes
}

// isRoot reports whether a node has the time by itself: it is a clock, or a server that is not seen to follow any.
func (w *world) isRoot(node int) bool {
	n := w.graph.Nodes[node]
	switch n.Kind {
	case topology.Receiver:
		return true
	case topology.Server:
		return len(n.Sources) == 0
	case topology.Device:
		return w.devices[node].master > 0
	}
	return false
}

// rootStratum is that of a root, as far as it is known; where it is not, that of the source in question.
func (w *world) rootStratum(node int, s *source) int {
	n := w.graph.Nodes[node]
	switch {
	case n.Kind == topology.Receiver:
		return 0
	case n.Kind == topology.Device:
		return w.devices[node].master
	case node == s.node:
		return s.stratum
	case n.Stratum != nil && *n.Stratum > 0:
		return *n.Stratum
	}
	return s.stratum
}
