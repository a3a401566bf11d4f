package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

var ntpVirtual = check.Check{
	ID: "ntp-virtual",
	Doc: check.Doc{
		Title: "No source is a virtual address",
		Text: `One of several routers answers at an address of HSRP, VRRP or GLBP. After a
switchover it is another clock: reference, stratum and offset jump, keys and
access lists are those of another box, and which of them was followed when a
log line was written is not known. A client that has the real addresses has
several sources instead of one.

Passes if no source is such an address of audited devices. Fails if one is.
Addresses that many devices share, such as anycast gateways, say nothing and
are not judged.`,
		Remedy: `Configure the real addresses of all routers that share the address, best their
loopbacks, and take the virtual address out when they answer.`,
	},
	Wants:   []facts.Kind{facts.KindAssociations, facts.KindConfig},
	Applies: ntpOrSNTP,
	Run:     runNTPVirtual,
}

func runNTPVirtual(p *check.Pass, _ check.Subject) {
	p.Expectf("real addresses")
	if reason, unread := sourcesUnread(p); unread {
		p.NotMeasuredf("%s", reason)
	}
	for _, s := range virtualSources(p) {
		p.Actualf("%s", p.Graph.Nodes[s.shared.Node].Name)
		p.Cite(sourceEvidence(p, s.named)...)
		if slices.Contains(s.shared.Members, p.Node) {
			p.Failf("%s is its own %s address", s.named, s.shared.Protocol)
		} else {
			p.Failf("%s is the %s address of %s; after a switchover refid and offset jump", s.named, s.shared.Protocol, p.Graph.Owners(s.shared))
		}
		mend(p, replaceVirtual(p, s))
	}
}

// sourcesUnread is why the sources of the device are not known.
func sourcesUnread(p *check.Pass) (reason string, unread bool) {
	if p.Config != nil || p.NTP != nil && p.NTP.Known {
		return "", false
	}
	if reason, missing := p.Gap(facts.KindAssociations); missing {
		return reason, true
	}
	return "neither the association table nor the configuration was read whole", true
}

// virtualSource is a source that is an address of HSRP, VRRP or GLBP.
type virtualSource struct {
	named  string // as the device names it
	shared topology.SharedAddress
}

// virtualSources lists them, each once.
func virtualSources(p *check.Pass) []virtualSource {
	var list []virtualSource
	seen := map[int]bool{}
	for i, e := range p.Graph.Nodes[p.Node].Sources {
		node := p.Graph.Nodes[e.To]
		if node.Kind != topology.Virtual || seen[e.To] {
			continue
		}
		seen[e.To] = true
		s := virtualSource{named: node.Address}
		if p.NTP != nil && i < len(p.NTP.Associations) {
			s.named = p.NTP.Associations[i].Address
		}
		if s.shared, _ = p.Graph.VirtualAt(node.Address); !s.shared.Unique {
			s.shared = ownGroup(p, s.shared)
		}
		if s.shared.Unique {
			list = append(list, s)
		}
	}
	return list
}

// ownGroup is an address as the device itself has it by HSRP, VRRP or GLBP, whatever else has it.
func ownGroup(p *check.Pass, shared topology.SharedAddress) topology.SharedAddress {
	if p.Config == nil {
		return shared
	}
	key := facts.KeyOf(shared.Address)
	for _, i := range p.Config.Interfaces {
		for _, v := range i.Virtual {
			if facts.KeyOf(v.Address) == key {
				shared.Protocol, shared.Members, shared.Unique = v.Protocol, []int{p.Node}, true
				return shared
			}
		}
	}
	return shared
}

// sourceEvidence is the rows and the lines of a source.
func sourceEvidence(p *check.Pass, address string) []facts.Evidence {
	r, key := rollOf(p), facts.KeyOf(address)
	var list []facts.Evidence
	for _, i := range r.rowAt[key] {
		list = append(list, row(p.NTP.Associations[i]))
	}
	for _, i := range r.lineAt[key] {
		list = append(list, configLine(r.lines[i].Line))
	}
	return list
}
