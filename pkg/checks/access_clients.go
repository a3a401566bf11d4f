package checks

import (
	"maps"
	"net/netip"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// whoAsks is the addresses from which audited devices ask a device, or an address that it shares with others.
type whoAsks struct {
	peers    []netip.Addr // that have it for a peer: refused as peers, as "serve-only" does, they have no time from it
	clients  []netip.Addr // the others
	nameless []string     // devices of which no address is known
}

func (w *whoAsks) count() int { return len(w.peers) + len(w.clients) }

func askers(p *check.Pass) *whoAsks {
	type key struct{}
	return check.Once(p, key{}, func() *whoAsks {
		var w whoAsks
		peers, clients := map[netip.Addr]bool{}, map[netip.Addr]bool{}
		for _, c := range p.Graph.Clients(p.Node) {
			if c.Steps != 1 {
				continue
			}
			addresses := 0
			for _, line := range linesTo(p, c.Node) {
				group := clients
				if line.Type == "peer" {
					group = peers
				}
				for _, a := range p.Fleet.Devices[c.Node].AsksFrom(line) {
					group[a] = true
					addresses++
				}
			}
			if addresses == 0 {
				w.nameless = append(w.nameless, p.Graph.Nodes[c.Node].Name)
			}
		}
		for a := range peers {
			delete(clients, a)
		}
		w.peers, w.clients = inOrder(peers), inOrder(clients)
		return &w
	})
}

func inOrder(set map[netip.Addr]bool) []netip.Addr {
	return slices.SortedFunc(maps.Keys(set), netip.Addr.Compare)
}

// linesTo are the lines by which another device asks this one; the zero value stands for one that is not known.
func linesTo(p *check.Pass, client int) (list []facts.ConfigServer) {
	d := &p.Fleet.Devices[client]
	rows := d.RowLines()
	for k, e := range p.Graph.Nodes[client].Sources {
		if !slices.Contains(p.Graph.Members(e.To), p.Node) {
			continue
		}
		var line facts.ConfigServer
		switch {
		case k < len(rows) && rows[k] != nil:
			line = *rows[k]
		case len(rows) == 0 && d.Config != nil: // by SNTP
			line.Source = d.Config.SNTPInterface
		}
		list = append(list, line)
	}
	return list
}
