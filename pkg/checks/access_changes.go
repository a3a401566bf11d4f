package checks

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// restrictAccess lets the sources in as peers and the clients for the time alone, always both: the first access-group refuses all
// of a family that none names. Whom the audit has not seen is left to a person, as a placeholder in the clients' list.
func restrictAccess(p *check.Pass, families ...string) remedy {
	switch clients := askers(p); {
	case unknownClients(p) != "":
		return byHand("No access list is written: " + unknownClients(p) + ", and may take time from this device. Audit the whole fleet, or list its clients yourself.")
	case p.Config.AccessByVRF:
		return byHand("No access-group is written: it holds for one VRF and one family, and who takes time from this device there is not known" + usersInWords(p) +
			". Find out who sends it NTP, and permit its sources with ntp access-group peer and its clients with serve-only in one go.")
	case clients.count() > mostClients:
		return byHand(fmt.Sprintf("No access list is written: %d addresses of audited devices take time from this device. Permit them by prefix with ntp access-group serve-only, and its sources with peer in one go.", clients.count()))
	case len(clients.nameless) > 0:
		return byHand("No access list is written: from which address " + list(clients.nameless) + " would ask is not known.")
	}
	var lists, groups []show.Change
	for _, family := range families {
		l, g := restrictFamily(p, family)
		lists, groups = append(lists, l...), append(groups, g...)
	}
	return changes(append(lists, groups...)...)
}

// unknownClients says which devices may take time from others unseen, as a clause; empty: none, the whole fleet is known.
func unknownClients(p *check.Pass) string {
	type key struct{}
	return check.OnceForAll(p, key{}, func() string {
		if p.Fleet.Partial {
			return "only a part of the fleet was audited: devices outside it are not known"
		}
		unseen := p.Fleet.Unseen()
		if len(unseen) == 0 {
			return ""
		}
		verb := "were"
		if len(unseen) == 1 {
			verb = "was"
		}
		return fmt.Sprintf("%d of %s %s not read whole (%s)", len(unseen), check.Count(len(p.Fleet.Devices), "device"), verb, list(nodeNames(p.Graph, unseen)))
	})
}

// mostClients is how many addresses an access list is written for: a longer one is better written by prefix.
const mostClients = 200

// restrictFamily writes the lists and groups of a family that the device has addresses or sources of.
func restrictFamily(p *check.Pass, family string) (lists, groups []show.Change) {
	v4, v6 := sourceAddresses(p)
	sources, name, suffix := v4, "IPv4", ""
	if family == show.IPv6 {
		sources, name, suffix = v6, "IPv6", "-V6"
	}
	var clients []string
	for _, a := range askers(p).clients {
		if a.Is4() == (family == show.IPv4) {
			clients = append(clients, a.String())
		}
	}
	if len(sources)+len(clients) == 0 && !hasFamily(p, family) {
		return nil, nil
	}
	clients = append(clients, show.Placeholder("address from which ntpaudit asks over "+name), show.Placeholder("further "+name+" clients: who else takes time from here"))
	theirs := freeName(p, "NTP-CLIENTS"+suffix)
	lists = append(lists, show.Change{Verb: show.SetAccessList, List: &show.AccessList{Name: theirs, Family: family, Members: clients}, Why: fmt.Sprintf(
		"clients of %s over %s: hits on UDP 123 in an access-list with log, or a flow export, tell who else takes time from here; show ntp associations does not. "+
			"See first that no list is called %s", p.Name, name, theirs)})
	if len(sources) > 0 {
		own := freeName(p, "NTP-SOURCES"+suffix)
		lists = append(lists, show.Change{Verb: show.SetAccessList, List: &show.AccessList{Name: own, Family: family, Members: sources}, Why: "sources and peers over " + name})
		groups = append(groups, show.Change{Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "peer", Family: family, List: own},
			Why: "from here on everything else is refused over " + name})
	}
	return lists, append(groups, show.Change{Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "serve-only", Family: family, List: theirs}})
}

// hasFamily reports whether the device has addresses of a family, beside those of a link.
func hasFamily(p *check.Pass, family string) bool {
	return slices.ContainsFunc(p.Config.Addresses, func(i show.InterfaceAddress) bool {
		a, err := netip.ParseAddr(i.Address)
		return err == nil && !a.IsLinkLocalUnicast() && familyOf(a) == family
	})
}

// freeName is a name for an access list that none of the device has, of whatever kind: an existing one may guard something else.
func freeName(p *check.Pass, name string) string {
	taken := func(name string) bool {
		return slices.ContainsFunc(p.Config.AccessGroups, func(g show.AccessGroup) bool { return strings.EqualFold(g.ACL, name) }) ||
			slices.ContainsFunc(p.Config.AccessLists, func(l show.AccessListRead) bool { return strings.EqualFold(l.Name, name) }) ||
			slices.ContainsFunc(p.Config.ListNames, func(other string) bool { return strings.EqualFold(other, name) })
	}
	free := name
	for n := 2; taken(free); n++ {
		free = fmt.Sprintf("%s-%d", name, n)
	}
	return free
}

// usersInWords names the audited devices that take time from this one.
func usersInWords(p *check.Pass) string {
	if users := p.Graph.Users(p.Node); len(users) > 0 {
		return " (of the audited devices, " + list(nodeNames(p.Graph, users)) + ")"
	}
	return " (no audited device does)"
}

// admitSources lets the device's own sources in, where other access-groups stand already: whom those
// refuse they refuse with it and without it.
func admitSources(p *check.Pass) []show.Change {
	v4, v6 := sourceAddresses(p)
	if len(v4)+len(v6) == 0 {
		v4 = []string{show.Placeholder("addresses of the sources")}
	}
	return append(admit(show.IPv4, freeName(p, "NTP-SOURCES"), v4), admit(show.IPv6, freeName(p, "NTP-SOURCES-V6"), v6)...)
}

func admit(family, name string, members []string) []show.Change {
	if len(members) == 0 {
		return nil
	}
	return []show.Change{
		{Verb: show.SetAccessList, List: &show.AccessList{Name: name, Family: family, Members: members}},
		{Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "peer", Family: family, List: name}},
	}
}

// sourceAddresses lists the addresses of the sources, from the table and the lines, as they
// are once other findings are fixed, and of the devices that have this one for a peer.
func sourceAddresses(p *check.Pass) (v4, v6 []string) {
	var all []string
	if p.NTP != nil {
		for _, a := range p.NTP.Associations {
			all = append(all, a.Address) // its own clock too: older releases must let it in
		}
	}
	for _, s := range configured(p) {
		all = append(all, s.Address)
	}
	if missing := newSources(p); enabled(p, "ntp-sources") || p.CountSources(func(a string) bool { return doomed(p, a) }).Have() > 0 {
		for _, c := range missing {
			all = append(all, c.address)
		}
	}
	all = slices.DeleteFunc(all, func(address string) bool { return doomed(p, address) })
	for _, a := range askers(p).peers {
		all = append(all, a.String())
	}
	listed := map[netip.Addr]bool{}
	for _, address := range all {
		addr, err := netip.ParseAddr(address)
		switch {
		case show.IsPlaceholder(address):
			v4 = append(v4, address)
		case err != nil || listed[addr]:
		case addr.Is4():
			v4 = append(v4, addr.String())
		default:
			v6 = append(v6, addr.String())
		}
		listed[addr] = true
	}
	return v4, v6
}

// letIn says that the device's own access-group would keep new sources silent: a list that is there is not added to, as it may guard
// something else.
func letIn(p *check.Pass, added []candidate) remedy {
	if p.Config == nil {
		return remedy{}
	}
	var outside []string
	for _, c := range added {
		if _, found := notInTheList(p, silentSource{address: c.address, vrf: vrf(newVRF(p))}); found {
			outside = append(outside, c.address)
		}
	}
	if len(outside) == 0 {
		return remedy{}
	}
	return byHand(fmt.Sprintf("No list that an ntp access-group of type peer names permits %s: permit it there as well, or it stays silent. No line is added to a list that is there, as it may guard something else.", list(outside)))
}
