package topology

import (
	"net/netip"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// builder holds the indexes that are needed only while a graph is drawn.
type builder struct {
	fleet    *facts.Fleet
	nodes    []Node
	devices  map[facts.AddressKey]int // device node by address
	shared   map[facts.AddressKey]*SharedAddress
	own      [][]netip.Addr
	servers  map[identity]int
	places   map[string]int                        // server node by the place that was asked: one server under several names
	hashes   map[facts.AddressKey]facts.AddressKey // IPv6 address by the reference identifier it hashes to
	measured map[facts.AddressKey][]*facts.Server
	refs     map[int][]string // reference identifiers that devices print for a server node
}

// identity is what makes a source the same source.
type identity struct {
	vrf     string
	address facts.AddressKey
}

func newBuilder(fleet *facts.Fleet) *builder {
	b := &builder{
		fleet:    fleet,
		nodes:    make([]Node, 0, 2*len(fleet.Devices)),
		devices:  make(map[facts.AddressKey]int),
		servers:  make(map[identity]int),
		shared:   make(map[facts.AddressKey]*SharedAddress),
		places:   make(map[string]int),
		hashes:   make(map[facts.AddressKey]facts.AddressKey),
		measured: make(map[facts.AddressKey][]*facts.Server),
		refs:     make(map[int][]string),
	}
	for i := range fleet.Servers {
		s := &fleet.Servers[i]
		address := facts.KeyOf(s.Address)
		b.measured[address] = append(b.measured[address], s)
		b.learnHash(address)
	}
	for i := range fleet.Devices {
		b.addDevice(i)
	}
	b.findShared()
	return b
}

func (b *builder) addDevice(i int) {
	d := &b.fleet.Devices[i]
	node := Node{Kind: Device, Name: d.Name, Device: i, SteeredBy: d.SteeredBy()}
	if d.NTP != nil {
		node.Known = d.NTP.Known || d.NTP.Enabled != nil && !*d.NTP.Enabled
		if d.NTP.Status != nil {
			node.Stratum = d.NTP.Status.Stratum
		}
	}
	for _, a := range d.KnownBy {
		address := facts.KeyOfAddr(a)
		b.devices[address] = i
		b.learnHash(address)
		if node.Measured == nil {
			node.Measured = b.measurement("", address)
		}
	}
	b.nodes = append(b.nodes, node)
}

// learnHash remembers the reference identifier under which an IPv6 address appears.
func (b *builder) learnHash(address facts.AddressKey) {
	addr, ok := address.Addr()
	if !ok || !addr.Is6() {
		return
	}
	if id, ok := RefID(addr); ok {
		b.hashes[facts.KeyOf(id)] = address
	}
}

// measurement finds the queries to an address. An association table does not print the
// VRF, so without one a server that was measured in a single VRF is the one that is meant.
func (b *builder) measurement(vrf string, address facts.AddressKey) *facts.Server {
	found := b.measured[address]
	for _, s := range found {
		if s.VRF == vrf {
			return s
		}
	}
	if vrf == "" && len(found) == 1 {
		return found[0]
	}
	return nil
}

// addSources draws the edges from a device.
func (b *builder) addSources(i int) {
	ntp := b.fleet.Devices[i].NTP
	if ntp == nil || len(ntp.Associations) == 0 {
		b.addLines(i)
	}
	if ntp == nil {
		return
	}
	lines := b.fleet.Devices[i].RowLines()
	for k, a := range ntp.Associations {
		e := Edge{To: b.sourceNode(i, a, lines[k]), Selected: a.Selected(), Usable: a.Usable(), Stratum: a.Stratum}
		if e.Selected {
			e.Readings = b.readings(i, a)
		}
		b.learnServer(e.To, a)
		b.nodes[i].Sources = append(b.nodes[i].Sources, e)
	}
	b.addHidden(i)
	b.settle(i)
}

// addHidden draws the edges to the lines without a row, where a part of the table was not read. A name may be what any row stands
// for, and draws none.
func (b *builder) addHidden(i int) {
	d := &b.fleet.Devices[i]
	if len(d.NTP.Associations) == 0 || d.NTP.Known || d.Config == nil {
		return
	}
	shown := make(map[identity]bool)
	for _, line := range d.RowLines() {
		if line != nil {
			shown[identity{text(line.VRF), facts.KeyOf(line.Address)}] = true
		}
	}
	for _, s := range d.Config.Sources() {
		key := facts.KeyOf(s.Address)
		if _, isAddress := key.Addr(); isAddress && !shown[identity{text(s.VRF), key}] {
			b.nodes[i].Sources = append(b.nodes[i].Sources, Edge{To: b.nodeAt(text(s.VRF), s.Address, nil)})
		}
	}
}

// addLines draws the edges of a device without a table: from its servers of SNTP, which have none, and from the lines of its
// configuration where the table was not read. Whether it can follow those is not known.
func (b *builder) addLines(i int) {
	d := &b.fleet.Devices[i]
	if d.Config == nil {
		return
	}
	add := func(address, vrf string, usable bool) {
		e := Edge{To: b.nodeAt(vrf, address, nil), Usable: usable}
		b.nodes[i].Sources = append(b.nodes[i].Sources, e)
	}
	if !b.nodes[i].Known {
		for _, s := range d.Config.Sources() {
			add(s.Address, text(s.VRF), false)
		}
	}
	steers, _ := d.SteeredBySNTP()
	for _, s := range d.Config.SNTPServers {
		add(s.Address, "", steers)
	}
}

// learnServer takes what a row says of a server that was not measured. What a device that cannot reach it shows, stratum 16
// and no reference, is no word on the server: another may be served well.
func (b *builder) learnServer(server int, a facts.Association) {
	n := &b.nodes[server]
	if n.Kind != Server || a.Stratum <= 0 || a.Stratum > 15 {
		return
	}
	if upstream := a.Upstream(); upstream != "" {
		b.refs[server] = append(b.refs[server], upstream)
	}
	if (n.Stratum == nil || !n.Synchronized()) && (n.Measured == nil || n.Measured.Stratum == nil) {
		stratum := a.Stratum
		n.Stratum = &stratum
	}
}

// settle finds what a device follows that says it is synchronized while its table shows no
// choice: the two answers are not of one instant. Where its status names no source of the
// table, one is missing there.
func (b *builder) settle(i int) {
	ntp, n := b.fleet.Devices[i].NTP, &b.nodes[i]
	status := ntp.Status
	followed := slices.ContainsFunc(n.Sources, func(e Edge) bool { return e.Selected })
	if followed || status == nil || status.Synchronized == nil || !*status.Synchronized {
		return
	}
	n.Known = false
	if status.RefID == nil {
		return
	}
	for k, a := range ntp.Associations {
		if a.Named(*status.RefID) {
			n.Sources[k].Selected, n.Sources[k].Readings, n.Known = true, 1, ntp.Known
			return
		}
	}
}

// readings counts what shows that the device follows the source.
func (b *builder) readings(device int, a facts.Association) int {
	n := 1
	status := b.fleet.Devices[device].NTP.Status
	if status != nil && status.RefID != nil && a.Named(*status.RefID) {
		n++
	}
	if m := b.nodes[device].Measured; m != nil && a.Named(m.RefID) {
		n++
	}
	return n
}
