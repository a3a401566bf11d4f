package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// edgeSource is a source of a device as its own table, or line, names it.
type edgeSource struct {
	name    string
	address string // without its VRF
	kind    topology.Kind
	edge    topology.Edge
	row     *facts.Association // nil: it stands in no table
	line    string             // what the line that it stands for names; empty: which line is not known
}

func edgeSources(p *check.Pass) []edgeSource {
	var all []edgeSource
	lines := p.RowLines()
	for i, e := range p.Graph.Nodes[p.Node].Sources {
		node := p.Graph.Nodes[e.To]
		s := edgeSource{name: node.Name, address: node.Address, kind: node.Kind, edge: e}
		if p.NTP != nil && i < len(p.NTP.Associations) {
			s.row = &p.NTP.Associations[i]
			if l := lines[i]; l != nil {
				s.line = l.Address
			}
			if s.kind != topology.Receiver {
				s.name, s.address = subjectName(s.row.Address, s.row.VRF), s.row.Address
			}
		}
		all = append(all, s)
	}
	return all
}

func namesOf(sources []edgeSource) []string {
	var names []string
	for _, s := range sources {
		names = append(names, s.name)
	}
	return names
}

func rowsOf(p *check.Pass, sources []edgeSource) []facts.Evidence {
	var rows []facts.Evidence
	for _, s := range sources {
		if s.row != nil {
			rows = append(rows, row(*s.row))
		} else {
			rows = append(rows, configLines(p, "sntp server "+s.name)...)
		}
	}
	return rows
}

// useDesignated adds designated servers that the device lacks, as many as it should have, and then takes away what is none.
func useDesignated(p *check.Pass, wrong []edgeSource) remedy {
	if ntpOff(p) {
		return byHand("Replace the servers of SNTP by designated ones.")
	}
	gone := map[facts.AddressKey]bool{}
	var removals []show.Change
	for _, s := range wrong {
		if s.row != nil {
			gone[facts.KeyOf(s.row.Address)] = true
			removals = append(removals, removeSource(p, *s.row)...)
		}
	}
	added := addDesignated(p, wrong)
	if len(added) > 0 && wantsKeys(p) {
		return byHand("Add designated servers, each with a key that its owner names, and remove " + list(namesOf(wrong)) + " when they answer.")
	}
	if len(added) == 0 && !works(p, gone) {
		return byHand("Remove " + list(namesOf(wrong)) + " only when a designated server works.")
	}
	return changes(append(added, removals...)...)
}

// addDesignated are the designated servers that are to be added: two of them make up for each other.
func addDesignated(p *check.Pass, wrong []edgeSource) []show.Change {
	missing := max(2, p.Policy.Sources.Min) + len(wrong) - len(edgeSources(p))
	var list []show.Change
	for _, c := range designatedServers(p, wrong[0].address) {
		if missing <= 0 {
			break
		}
		if hasSource(p, c.address) || !mayAdd(p, c.address) || p.Graph.Below(p.Node, c.address) {
			continue
		}
		list = append(list, show.Change{Verb: show.AddServer, Server: wanted(p, newLine(p, c.address)), Why: c.why})
		missing--
	}
	return list
}

// designatedServer is a server that a device may be pointed at, and why.
type designatedServer struct{ address, why string }

// designatedServers are those that have the right time: audited devices, at addresses of the family of another one, and
// addresses that were measured.
func designatedServers(p *check.Pass, like string) []designatedServer {
	r := rosterOf(p, p.Policy.Sources.Designated)
	why := "designated by policy " + p.Policy.Name
	var all []designatedServer
	for i := range p.Fleet.Devices {
		if r.devices[i] && servesWell(p, i) {
			if address := serverAddress(p, i, like); address != "" {
				all = append(all, designatedServer{address, p.Fleet.Devices[i].Name + ", " + why})
			}
		}
	}
	for _, s := range p.Fleet.Servers {
		if r.names(s.Address) && s.Verdict == facts.Truechimer {
			if _, isDevice := p.Graph.DeviceAt(s.Address); !isDevice {
				all = append(all, designatedServer{s.Address, why + measuredHere(p, s)})
			}
		}
	}
	return all
}

func measuredHere(p *check.Pass, s facts.Server) string {
	if s.Offset == nil {
		return ""
	}
	return "; measured " + s.Offset.Text(0) + fromHere(p)
}
