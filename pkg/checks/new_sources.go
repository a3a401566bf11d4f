package checks

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// addSources proposes the sources that the device lacks, see newSources. Every check
// that adds sources proposes the same ones, so that those of two findings are not too many
// together.
func addSources(p *check.Pass) remedy {
	type key struct{}
	return check.Once(p, key{}, func() remedy {
		if reasons := obstacles(p); len(reasons) > 0 {
			return clearFirst(p, reasons)
		}
		list := newSources(p)
		if len(list) == 0 {
			return remedy{}
		}
		r := startNTP(p)
		for _, c := range list {
			r = r.and(addSource(p, c))
		}
		if wantsKeys(p) {
			r = r.and(authenticate(p))
		}
		r = r.and(masterBelow(p, list), letIn(p, list))
		if show.IsPlaceholder(list[len(list)-1].address) {
			r.reasons = append(r.reasons, noCandidate(p))
		}
		if reason, needed := chooseVRF(p); needed {
			r.reasons = append(r.reasons, reason)
		}
		return r
	})
}

// startNTP is what has to happen before the first source of a device on which NTP is off: its platform may have a switch for it,
// and SNTP ends.
func startNTP(p *check.Pass) (r remedy) {
	if !ntpOff(p) {
		return r
	}
	r = stopSNTP(p)
	if offBecause(p) == off {
		r.changes = append(r.changes, show.Change{Verb: show.EnableNTP})
	}
	return r
}

// addSource adds a source, with the key that the policy asks for. Where the number is not known, which a server shares, it is left
// to a person; a device that has no other source gets it without a key first, so that it has the time until then.
func addSource(p *check.Pass, c candidate) remedy {
	line := wanted(p, newLine(p, c.address))
	add := show.Change{Verb: show.AddServer, Server: line, Why: c.why}
	if !wantsKeys(p) {
		return changes(add)
	}
	number, agreed := keyOn(p, c.address)
	if agreed == "" || works(p, nil) {
		line.Key, line.KeyAgreed = number, agreed
		return keyFor(p, c.address).and(changes(add))
	}
	keyed := *line
	keyed.KeyAgreed = agreed
	return keyFor(p, c.address).and(changes(add, show.Change{Verb: show.UseKey, Server: &keyed}))
}

// newLine is the line of a new source, which is asked from the interface that the lines beside it name.
func newLine(p *check.Pass, address string) facts.ConfigServer {
	s := facts.ConfigServer{Type: "server", Address: address, VRF: newVRF(p)}
	for i, beside := range slices.DeleteFunc(slices.Clone(configured(p)), func(x facts.ConfigServer) bool { return vrf(x.VRF) != vrf(s.VRF) }) {
		if beside.Source == nil || i > 0 && *beside.Source != *s.Source {
			s.Source = nil // they differ
			break
		}
		s.Source = beside.Source
	}
	return s
}

// unusedReferences names the servers that the audit itself trusts and that no device is configured
// with: whether a device reaches them is not known.
func unusedReferences(p *check.Pass) string {
	var names []string
	for _, s := range p.Fleet.Servers {
		if slices.Contains(s.Roles, "reference") && s.Verdict == facts.Truechimer && !configuredAnywhere(p)[facts.KeyOf(s.Address)] {
			names = append(names, s.Address)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(" Measured right from here, but whether %s reaches them is not known: %s.", p.Name, list(names))
}

// unmeasuredInUse names servers that other devices could follow, and that did not answer the auditor.
func unmeasuredInUse(p *check.Pass) string {
	for _, i := range p.Graph.Servers() {
		n := p.Graph.Nodes[i]
		users := p.Graph.Users(i)
		if (n.Measured == nil || n.Measured.Verdict == facts.NoAnswer) && len(users) > 0 && !hasSource(p, n.Address) && configuredAnywhere(p)[facts.KeyOf(n.Address)] {
			return fmt.Sprintf(" %s serves %s; it was not measured from here.", n.Address, list(nodeNames(p.Graph, users)))
		}
	}
	return ""
}

// newSources lists what the device should take time from as well, so that it
// has as many sources as the policy asks for, and one at least, once those are gone that are
// wrong or not approved: see candidates. What cannot be suggested is a placeholder. Where PTP or a receiver
// steers the clock there are none: NTP beside it would steer the clock as well. Nor are there any behind what keeps the sources
// silent that there are.
func newSources(p *check.Pass) []candidate {
	type key struct{}
	return check.Once(p, key{}, func() []candidate {
		if steeredBy(p) != "" || len(obstacles(p)) > 0 {
			return nil
		}
		missing := max(1, p.Policy.Sources.Min) - p.CountSources(func(address string) bool { return !doomed(p, address) }).Have()
		if missing <= 0 {
			return nil
		}
		list := independent(p, candidates(p))
		list = list[:min(len(list), missing)]
		for len(list) < missing {
			list = append(list, candidate{address: show.Placeholder(fmt.Sprintf("address %d", len(list)+1)), node: -1})
		}
		return list
	})
}

// independent puts those in front, of those that are equally near, that end at a clock which neither a source that stays nor
// one before them ends at: servers behind one appliance are wrong together.
func independent(p *check.Pass, from []candidate) []candidate {
	used := make(map[int]bool)
	for i, e := range p.Graph.Nodes[p.Node].Sources {
		if i >= len(p.NTP.Associations) || !doomed(p, p.NTP.Associations[i].Address) {
			_, root := p.Graph.Root(e.To)
			used[root] = true
		}
	}
	var list []candidate
	for len(from) > 0 {
		near := 1
		for near < len(from) && from[near].step == from[0].step {
			near++
		}
		list = append(list, apart(p, used, from[:near])...)
		from = from[near:]
	}
	return list
}

func apart(p *check.Pass, used map[int]bool, from []candidate) []candidate {
	var first, rest []candidate
	for _, c := range from {
		known, root := c.node >= 0, -1
		if known {
			_, root = p.Graph.Root(c.node)
		}
		if known && used[root] {
			rest = append(rest, c)
			continue
		}
		first = append(first, c)
		used[root] = used[root] || known
	}
	return append(first, rest...)
}
