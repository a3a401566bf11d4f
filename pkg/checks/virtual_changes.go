package checks

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// replaceVirtual names the members by addresses of their own, or other sources where the policy approves none of those, and then
// takes away the one that they share.
func replaceVirtual(p *check.Pass, s virtualSource) remedy {
	var r remedy
	var real, barred []string
	for _, m := range s.shared.Members {
		name, own := p.Graph.Nodes[m].Name, serverAddress(p, m, s.shared.Address)
		switch {
		case own == "":
			r = r.and(byHand(fmt.Sprintf("No address of %s but the shared one is known: add one of its own.", name)))
		case hasSource(p, own) || p.Graph.Below(p.Node, own):
		case !mayAdd(p, own):
			barred = append(barred, own+" of "+name)
		case !servesWell(p, m):
			r = r.and(byHand(fmt.Sprintf("%s is not known to have the right time: add its address %s when it has.", name, own)))
		default:
			real = append(real, own)
			r = r.and(changes(addMember(p, s, own, name)))
		}
	}
	if len(real) > 0 && wantsKeys(p) {
		return byHand(fmt.Sprintf("Add %s, each with a key that its owner names, and remove %s when they answer.", list(real), s.named))
	}
	if len(barred) > 0 {
		r = byHand(fmt.Sprintf("%s: not approved by policy %s, so not added.", list(barred), p.Policy.Name)).and(r)
	}
	if len(barred) > 0 && len(real) == 0 {
		return r.and(addSources(p), removeVirtual(p, s.named, len(newSources(p)) > 0))
	}
	return r.and(removeVirtual(p, s.named, len(real) > 0))
}

func addMember(p *check.Pass, s virtualSource, own, name string) show.Change {
	return show.Change{Verb: show.AddServer, Server: wanted(p, newLine(p, own)), Why: fmt.Sprintf("%s, which answers at %s by %s", name, s.named, s.shared.Protocol)}
}

// removeVirtual takes the lines of the shared address away, where something stands in for them.
func removeVirtual(p *check.Pass, named string, replaced bool) remedy {
	key := facts.KeyOf(named)
	var removals []show.Change
	for _, i := range rollOf(p).lineAt[key] {
		removals = append(removals, removal(rollOf(p).lines[i]))
	}
	if len(removals) == 0 || replaced || works(p, map[facts.AddressKey]bool{key: true}) {
		return changes(removals...)
	}
	return byHand(fmt.Sprintf("Remove %s only when another source works.", named))
}

// serverAddress is the address at which an audited device is best asked for the time, of the family of another: that of a
// loopback, which is up as long as the device is, else the first by which it is known. Empty: none is.
func serverAddress(p *check.Pass, device int, like string) string {
	d := &p.Fleet.Devices[device]
	example, err := netip.ParseAddr(like)
	fits := func(a netip.Addr) bool {
		shared, isShared := p.Graph.VirtualAt(a.String())
		return (err != nil || a.Is4() == example.Is4()) && (!isShared || len(shared.Members) < 2)
	}
	if d.Config != nil {
		for _, i := range d.Config.Addresses {
			a, err := netip.ParseAddr(i.Address)
			if err == nil && i.VRF == "" && isLoopback(i.Interface) && slices.Contains(d.KnownBy, a) && fits(a) {
				return a.String()
			}
		}
	}
	for _, a := range d.KnownBy {
		if fits(a) {
			return a.String()
		}
	}
	return ""
}

func isLoopback(name string) bool { return strings.HasPrefix(strings.ToLower(name), "loopback") }

// servesWell reports whether an audited device may be proposed as a source: it is synchronized, by a chain that has a root,
// and its own clock was measured within the limit.
func servesWell(p *check.Pass, device int) bool {
	d := &p.Fleet.Devices[device]
	synchronized, _ := d.Synchronized()
	kind, _ := p.Graph.Root(device)
	return synchronized && kind == topology.Rooted && d.Clock != nil && d.Clock.Offset != nil &&
		d.Clock.Offset.Within(finest(p)) == interval.Inside
}
