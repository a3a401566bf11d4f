package checks

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// noCandidate says why a placeholder stands for a source: what rules out each clock that is known here.
func noCandidate(p *check.Pass) string {
	const yours = " What <...> stands for is yours to choose."
	if len(p.Policy.Sources.Approved) > 0 {
		return fmt.Sprintf("Policy %s approves no further source that fits this device.", p.Policy.Name) + ruledOut(approvedRules(p)) + yours
	}
	why := "No other clock is in use in the fleet, as far as it was read."
	if rules := measuredRules(p); len(rules.texts) > 0 {
		why = "No further clock of the fleet fits this device." + ruledOut(rules)
	}
	return why + yours + unusedReferences(p) + unmeasuredInUse(p)
}

// rules are why clocks are not proposed, in the order in which they were found.
type rules struct {
	texts []string
	names map[string][]string // by the text of the rule
}

func (r *rules) add(name, text string) {
	if r.names == nil {
		r.names = map[string][]string{}
	}
	if len(r.names[text]) == 0 {
		r.texts = append(r.texts, text)
	}
	r.names[text] = append(r.names[text], name)
}

// ruledOut names the rules with those that they rule out: " Of another site: core9. A client of this device: acc1."
func ruledOut(r rules) string {
	var text strings.Builder
	for _, rule := range r.texts {
		fmt.Fprintf(&text, " %s: %s.", rule, list(r.names[rule]))
	}
	return text.String()
}

func approvedRules(p *check.Pass) (r rules) {
	wrong := knownWrong(p)
	for _, address := range p.Policy.Sources.Approved {
		switch rule := ruleOfAddress(p, address); {
		case hasSource(p, address):
		case wrong[facts.KeyOf(address)]:
			r.add(address, "Measured wrong")
		case rule != "":
			r.add(address, rule)
		}
	}
	return r
}

func measuredRules(p *check.Pass) (r rules) {
	has := map[int]bool{p.Node: true}
	for _, e := range p.Graph.Nodes[p.Node].Sources {
		has[e.To] = true
	}
	for _, c := range newSources(p) {
		has[c.node] = true
	}
	for _, node := range usage(p).nodes {
		n := p.Graph.Nodes[node]
		if has[node] || n.Kind == topology.Server && !configuredAnywhere(p)[facts.KeyOf(n.Address)] {
			continue // a reference identifier is no address
		}
		if rule := ruleOfNode(p, node); rule != "" {
			r.add(n.Name, rule)
		}
	}
	return r
}

// ruleOfNode is why a server, or an audited device, is not proposed. Empty: it may be.
func ruleOfNode(p *check.Pass, node int) string {
	c := candidate{node: node}
	isDevice := p.Graph.Nodes[node].Kind == topology.Device
	right := proposable(p, &c)
	rule := ruleOfAddress(p, c.address)
	_, fits := usage(p).step(p, node, len(p.Graph.Users(p.Node)) > 0)
	switch {
	case isDevice && p.Graph.Below(p.Node, deviceAddress(p, node)):
		return "A client of this device"
	case rule != "":
		return rule
	case notHigher(p, node):
		return "At a stratum that is no lower than its own"
	case !right && isDevice:
		return "Not known to have the right time"
	case pooled(p, c.address):
		return "Reached by the name of a pool, so not for a line"
	case !right:
		return "Not measured right from here"
	case !fits:
		return "Not what the servers of its site use"
	}
	return ""
}

// deviceAddress is one by which a device is found in the graph.
func deviceAddress(p *check.Pass, device int) string {
	if own := p.Graph.OwnAddresses(device); len(own) > 0 {
		return own[0].String()
	}
	return p.Fleet.Devices[device].Host
}

// ruleOfAddress is why an address cannot be a source of the device, whatever answers at it. Empty: nothing.
func ruleOfAddress(p *check.Pass, address string) string {
	f := familiesOf(p)
	switch {
	case address == "":
		return ""
	case p.Graph.Below(p.Node, address):
		return "A client of this device"
	case sharedSource(p, address):
		return "An address that several devices share"
	case !f.take(address):
		return "Not reached over " + f.only() + ", and the device has no other addresses"
	}
	return ""
}
