package checks

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// approvedWhy says why an approved address is proposed: "approved by policy core; measured +0.2 ±1.0 ms here, stratum 1 PPS".
func approvedWhy(p *check.Pass, c candidate) string {
	text := "approved by policy " + p.Policy.Name
	for i := range p.Fleet.Servers {
		if s := &p.Fleet.Servers[i]; facts.KeyOf(s.Address) == facts.KeyOf(c.address) && s.Verdict == facts.Truechimer {
			return text + "; " + serverWhy(p, s)
		}
	}
	return text + "; not measured from here"
}

// measuredWhy says why an address is proposed:
//
//	192.0.2.2: measured +0.2 ±1.0 ms here, stratum 1 PPS, another root than 192.0.2.1; used by j2 and 11 more
//	198.51.100.2 = core2, site-a: measured +0.1 ±0.9 ms; used by acc1
func measuredWhy(p *check.Pass, c candidate, u *use) string {
	n := p.Graph.Nodes[c.node]
	head, text := c.address, ""
	if n.Kind == topology.Device {
		d := &p.Fleet.Devices[c.node]
		head += " = " + d.Name
		if site := d.AtSite(); site != "" {
			head += ", " + site
		}
		text = fmt.Sprintf("measured %s, stratum %d", d.Clock.Offset.Text(0), nodeStratum(n))
	} else {
		text = serverWhy(p, n.Measured)
	}
	if other := otherRoot(p, c); other != "" {
		text += ", another root than " + other
	}
	text += "; used by " + list(nodeNames(p.Graph, p.Graph.Users(c.node)))
	if passed := u.passedBy(p); (c.step == stepTop || c.step == stepPast) && len(passed) > 0 {
		text += "; it goes past " + list(passed)
	}
	return head + ": " + text
}

// serverWhy is how a server was measured from here.
func serverWhy(p *check.Pass, s *facts.Server) string {
	s = p.Fleet.SeenFrom(p.Device, s)
	text := "measured right" + fromHere(p)
	if s.Offset != nil {
		text = "measured " + s.Offset.Text(0) + fromHere(p)
	}
	if s.Stratum != nil {
		text += fmt.Sprintf(", stratum %d", *s.Stratum)
		if *s.Stratum == 1 && s.RefID != "" {
			text += " " + strings.Trim(s.RefID, ".")
		}
	}
	return text
}

// fromHere says where a server was measured: a VRF of the device may lead to another.
func fromHere(p *check.Pass) string {
	if newVRF(p) != nil {
		return " from this machine"
	}
	return " here"
}

// otherRoot names a source of the device whose chain ends elsewhere. Empty: it has none that works.
func otherRoot(p *check.Pass, c candidate) string {
	_, root := p.Graph.Root(c.node)
	for i, e := range p.Graph.Nodes[p.Node].Sources {
		if !e.Usable || p.NTP == nil || i >= len(p.NTP.Associations) || doomed(p, p.NTP.Associations[i].Address) {
			continue
		}
		if _, own := p.Graph.Root(e.To); own != root && p.Graph.Nodes[e.To].Kind != topology.OwnClock {
			return p.Graph.Nodes[e.To].Name
		}
	}
	return ""
}
