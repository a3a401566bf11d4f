package fix

import (
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// world is the model of the fleet on which changes are tried: each device with its sources and those that take time from it.
// What is not known of it counts as lost by whatever might lose it.
type world struct {
	fleet   *facts.Fleet
	graph   *topology.Graph
	devices []state
	added   map[int][]int      // nodes that the plans made so far add to the sources of a device
	coming  map[int][]newcomer // to each device, by the plans made so far
	partial bool               // the clients of a device may be outside of what was audited, or read
}

// state is a device of the model, as it is once the changes are in that were let through.
type state struct {
	sources      []source
	at           map[facts.AddressKey][]int // sources by the address of their row, and by the address or name on their line
	keys         map[int]bool               // that are defined
	set          map[int]string             // the types of those that the plan sets
	trust        show.KeyRanges
	newly        map[int]bool // trusted by the plan
	authenticate bool
	keyed        bool // a new source has a key
	sntp         bool // SNTP steers its clock, which stops as soon as NTP starts
	guarded      bool // access-groups are in force
	master       int  // the stratum at which it serves its own clock where it has no other; 0: it does not
	clients      []client
}

// source is what a device takes time from, or may.
type source struct {
	key     facts.AddressKey
	address string
	vrf     string
	line    *facts.ConfigServer // nil: no line stands for it
	node    int                 // in the graph; -1: it has no row
	number  int                 // of the key on its line; 0: none
	proven  bool                // the device calls its replies authenticated
	usable  bool                // certainly
	right   bool                // it answers, and was measured right from here: should the device discard it now, others are wrong
	stratum int                 // of the row; 0: it has none
	chosen  bool                // it is followed
	answers bool                // its reach is not 0
	blurred bool                // which of several rows it is, is not known: see blur
}

// client is a source of another device, or of one that has the device for a peer.
type client struct{ device, source int }

func newWorld(fleet *facts.Fleet) *world {
	g := topology.Build(fleet)
	w := &world{
		fleet: fleet, graph: g, devices: make([]state, len(fleet.Devices)), added: make(map[int][]int), coming: make(map[int][]newcomer), partial: fleet.Partial || len(fleet.Unseen()) > 0,
	}
	for i := range fleet.Devices {
		w.devices[i] = newState(g, &fleet.Devices[i], i)
	}
	for i := range w.devices {
		for k, s := range w.devices[i].sources {
			if s.node < 0 || !s.usable {
				continue
			}
			for _, server := range g.Members(s.node) {
				of := &w.devices[server]
				of.clients = append(of.clients, client{i, k})
			}
		}
	}
	return w
}

func has[K comparable, V any](m map[K]V, key K) bool {
	_, ok := m[key]
	return ok
}

// newState reads what a device has. A row of the table is joined with the line that stands for it, each line with one row.
func newState(g *topology.Graph, d *facts.Device, i int) state {
	s := state{keys: make(map[int]bool), newly: make(map[int]bool), set: make(map[int]string), at: make(map[facts.AddressKey][]int)}
	if d.Config != nil {
		s.authenticate, s.trust, s.guarded = d.Config.Authenticate, d.Config.Trusted, len(d.Config.AccessGroups) > 0
		for _, k := range d.Config.AuthKeys {
			s.keys[k.Number] = true
		}
		s.sntp = (len(d.Config.SNTPServers) > 0 || d.Config.SNTPListens) && (d.NTP == nil || d.NTP.Enabled == nil || !*d.NTP.Enabled)
	}
	taken := make(map[string]bool)
	lines := d.RowLines()
	if d.NTP != nil {
		for k, a := range d.NTP.Associations {
			if a.OwnClock() {
				s.master = a.Stratum + 1
				continue
			}
			s.add(row(g, a, g.Nodes[i].Sources[k].To, lines[k]))
			if lines[k] != nil {
				taken[lineKey(lines[k])] = true
			}
		}
	}
	if d.Config == nil {
		return s
	}
	if own := d.Config.NTPMaster; own != nil {
		s.master = own.Stratum
	}
	for _, line := range d.Config.Sources() {
		if !taken[lineKey(&line)] {
			s.add(lined(source{key: facts.KeyOf(line.Address), address: line.Address, node: -1}, &line))
		}
	}
	s.blur(d)
	return s
}

// lineKey tells lines apart, of which there is one for each address in a VRF.
func lineKey(line *facts.ConfigServer) string {
	return oneSpelling(line.Address) + " " + text(line.VRF)
}

func (s *state) add(x source) {
	n := len(s.sources)
	s.sources = append(s.sources, x)
	s.at[x.key] = append(s.at[x.key], n)
	if x.line == nil {
		return
	}
	if named := facts.KeyOf(x.line.Address); named != x.key {
		s.at[named] = append(s.at[named], n)
	}
}

// row is a source that the association table shows.
func row(g *topology.Graph, a facts.Association, node int, line *facts.ConfigServer) source {
	s := source{
		key: facts.KeyOf(a.Address), address: a.Address, node: node, usable: a.Usable(), stratum: a.Stratum, chosen: a.Selected(), answers: a.Reach != 0,
		proven: a.Authenticated != nil && *a.Authenticated,
	}
	m := g.Nodes[node].Measured
	s.right = m != nil && m.Verdict == facts.Truechimer && a.Reach != 0 && 0 < a.Stratum && a.Stratum < unsynchronized
	if a.VRF != nil {
		s.vrf = *a.VRF
	}
	return lined(s, line)
}

// lined adds what the line of a source says.
func lined(s source, line *facts.ConfigServer) source {
	if line == nil {
		return s
	}
	s.line, s.vrf = line, text(line.VRF)
	if line.Key != nil {
		s.number = *line.Key
	}
	return s
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// meant lists the sources that a change is about: those at its address, or by its name, in its VRF. A row without a line, and
// without a VRF, may be of any.
func (s *state) meant(line *show.ServerLine) (places []int) {
	for _, i := range s.at[facts.KeyOf(line.Address)] {
		if x := &s.sources[i]; x.vrf == line.VRF || x.line == nil && x.vrf == "" {
			places = append(places, i)
		}
	}
	return places
}
