package fix

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// effect is what a change costs, before it is made.
type effect struct {
	lost    []int    // sources of the device that are no longer certain to work
	clients []client // that are no longer certain to be served
	deep    bool     // what stands below the device would come to stratum 16
	leads   string   // where a new source would get its time from: the device itself. Empty: it would not
}

// harmless reports whether nothing that worked is lost.
func (e effect) harmless() bool { return len(e.lost)+len(e.clients) == 0 && e.leads == "" && !e.deep }

// effect works out what a change of a device would cost.
func (w *world) effect(device int, c show.Change) effect {
	s := &w.devices[device]
	switch c.Verb {
	case show.AddServer:
		return effect{leads: w.circle(device, c.Server.Address)}
	case show.RemoveServer:
		return effect{lost: s.working(s.meant(c.Server))}
	case show.SetServer, show.UseKey:
		return effect{lost: slices.DeleteFunc(s.working(s.meant(c.Server)), func(i int) bool { return w.survives(device, &s.sources[i], c.Server) })}
	case show.SetKey, show.Untrust, show.RemoveKey:
		return w.keyed(device, c)
	case show.Trust: // a key that is trusted counts, whether "ntp authenticate" is there or not
		return effect{lost: s.usable(func(x *source) bool {
			return x.number != 0 && x.number == c.Key.Number && !x.proven && !w.shares(device, x.address, x.number)
		})}
	case show.Authenticate:
		return effect{lost: s.usable(func(x *source) bool { return !s.authenticate && w.refuses(device, x) })}
	case show.SetSource:
		return effect{lost: s.usable(func(x *source) bool { return x.vrf == c.Source.VRF })}
	case show.DropMaster:
		return effect{clients: s.clients}
	case show.LimitMaster:
		if c.Stratum+w.depth(device) >= unsynchronized {
			return effect{clients: s.clients, deep: true}
		}
	}
	return effect{}
}

// unsynchronized is the stratum of who has no time.
const unsynchronized = 16

// unseen is how many steps may stand below a device beyond those that were audited, on a part of a fleet.
const unseen = 3

// depth is how many steps of clients stand below a device.
func (w *world) depth(device int) (steps int) {
	for _, c := range w.graph.Clients(device) {
		steps = max(steps, c.Steps)
	}
	if w.partial {
		steps = max(steps, unseen)
	}
	return steps
}

// usable lists the sources that work and that something would happen to.
func (s *state) usable(hit func(*source) bool) (places []int) {
	for i := range s.sources {
		if x := &s.sources[i]; x.works() && hit(x) {
			places = append(places, i)
		}
	}
	return places
}

// works reports whether a source works, or will once those are gone that are wrong.
func (s *source) works() bool { return s.usable || s.right }

// working keeps of some sources those that work.
func (s *state) working(places []int) []int {
	return slices.DeleteFunc(places, func(i int) bool { return !s.sources[i].works() })
}

// shares reports whether a server is known to share a key with a device, by the inventory. That tells number and type: of a key that
// the device has already, for whomever, the secret is not known; one that the plan sets gets that of the owner.
func (w *world) shares(device int, address string, key int) bool {
	n, kind, known := w.fleet.SharedKey(&w.fleet.Devices[device], address)
	s := &w.devices[device]
	own, set := s.set[key]
	return known && n == key && (set && (kind == "" || own == kind) || !set && !s.keys[key])
}

// sharesNew reports whether a key that is yet to be set is one that a server shares with a device, by the inventory.
func (w *world) sharesNew(device int, address string, key *show.KeyNumber) bool {
	n, kind, known := w.fleet.SharedKey(&w.fleet.Devices[device], address)
	return known && n == key.Number && (kind == "" || key.Type == "" || kind == key.Type)
}

// survives reports whether a source works on with the options of a new line: it keeps the interface that it is asked from, and its
// key, or gets one that it is known to share.
func (w *world) survives(device int, s *source, line *show.ServerLine) bool {
	now := show.ServerLine{}
	if s.line != nil {
		now = s.line.Whole()
	}
	number := 0
	if line.Key != nil {
		number = *line.Key
	}
	same := number == s.number || number != 0 && w.shares(device, s.address, number)
	return line.Source == now.Source && same && line.KeyAgreed == ""
}

// refuses reports whether "ntp authenticate" might lose a source: one with a key that is not trusted or was not seen to work, and one that
// found the device and not the other way round.
func (w *world) refuses(device int, x *source) bool {
	if x.number == 0 {
		return x.line == nil && !x.proven
	}
	s := &w.devices[device]
	known := x.proven || w.shares(device, x.address, x.number)
	return !known || !s.keys[x.number] || !s.trusted(x.number)
}

// hasKeys reports whether a source has a key on its line.
func (s *state) hasKeys() bool {
	return s.keyed || slices.ContainsFunc(s.sources, func(x source) bool { return x.number != 0 })
}

func (s *state) trusted(n int) bool { return s.trust.Contains(n) || s.newly[n] }

// keyed is what becomes of those that use a key which is set anew, or no longer trusted, or gone. Setting one that no line
// names and that does not exist changes nothing.
func (w *world) keyed(device int, c show.Change) effect {
	s, n := &w.devices[device], c.Key.Number
	if n == 0 {
		return effect{} // a placeholder stands for it
	}
	e := effect{lost: s.usable(func(x *source) bool { return x.number == n })}
	if c.Verb == show.SetKey && !has(s.keys, n) { // clients cannot use what does not exist, and a source may share it
		e.lost = slices.DeleteFunc(e.lost, func(i int) bool { return w.shares(device, s.sources[i].address, n) })
		return e
	}
	for _, u := range s.clients {
		if w.devices[u.device].sources[u.source].number == n {
			e.clients = append(e.clients, u)
		}
	}
	return e
}

// circle tells whether a source could come to take its time from the device, directly or through others, and names it. A source
// that is silent now counts: once the device has the time it has it too.
func (w *world) circle(device int, address string) string {
	if s, shared := w.graph.VirtualAt(address); shared && slices.Contains(s.Members, device) {
		return s.Address
	}
	from, known := w.graph.NodeAt(address)
	if !known {
		return ""
	}
	seen, path := map[int]bool{from: true}, []int{from}
	for len(path) > 0 {
		at := path[len(path)-1]
		path = path[:len(path)-1]
		if slices.Contains(w.graph.Members(at), device) {
			return w.graph.Nodes[from].Name
		}
		for _, up := range w.above(at) {
			if !seen[up] {
				seen[up] = true
				path = append(path, up)
			}
		}
	}
	return ""
}

// above lists what a node is configured with, and what plans have added.
func (w *world) above(node int) []int {
	up := slices.Clone(w.added[node])
	for _, e := range w.graph.Nodes[node].Sources {
		if w.graph.Nodes[e.To].Kind != topology.OwnClock {
			up = append(up, e.To)
		}
	}
	return up
}

// make has the model go on with a change.
func (w *world) make(device int, c show.Change) {
	s := &w.devices[device]
	for _, i := range w.effect(device, c).lost {
		s.sources[i].usable, s.sources[i].right = false, false
	}
	if c.Server != nil && c.Server.Key != nil && c.Verb != show.RemoveServer {
		for _, i := range s.meant(c.Server) {
			s.sources[i].number = *c.Server.Key
		}
	}
	switch c.Verb {
	case show.AddServer:
		s.keyed = s.keyed || c.Server.Key != nil
		if to, known := w.graph.NodeAt(c.Server.Address); known {
			w.added[device] = append(w.added[device], to)
		}
	case show.SetKey:
		s.keys[c.Key.Number] = true
		s.set[c.Key.Number] = c.Key.Type
	case show.LimitMaster:
		s.master = c.Stratum
	case show.Trust:
		s.newly[c.Key.Number] = true
	case show.Authenticate:
		s.authenticate = true
	}
}
