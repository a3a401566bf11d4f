package checks

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// The parts of ntp-authentication that controls tell apart (RFC 8633 5.5 and 5.6).
const (
	partPeer      = "peer"
	partBroadcast = "broadcast"
)

// broadcasts stands for those that a device listens to and has not heard yet.
const broadcasts = "broadcasts"

// dynamicSources are the sources that no line stands for, of which keys are wanted: servers that broadcast, and peers that made
// this device their own.
func dynamicSources(p *check.Pass) []check.Subject {
	if p.Config == nil || p.NTP == nil || ntpOff(p) {
		return nil
	}
	want, heard := p.Policy.Authentication, false
	var subjects []check.Subject
	rows := realSources(p)
	for i := range rows {
		if !dynamic(p, rows[i]) {
			continue
		}
		part := partOf(p, rows[i])
		heard = heard || part == partBroadcast
		if want.Required || want.Symmetric && part == partPeer || want.Broadcast && part == partBroadcast {
			subjects = append(subjects, check.Subject{Name: subjectName(rows[i].Address, rows[i].VRF), Association: &rows[i]})
		}
	}
	if !heard && len(listens(p)) > 0 && (want.Required || want.Broadcast) {
		subjects = append(subjects, check.Subject{Name: broadcasts})
	}
	return subjects
}

// dynamic reports whether no line stands for a row, not even one by name.
func dynamic(p *check.Pass, a facts.Association) bool {
	_, explained := sourceLine(p, a)
	return !explained && !a.Configured
}

// partOf says how a source without a line came by: its mode tells ("bdcast client", "passive"). Where that is not shown it is, without
// a line that listens, a peer that made this device its own.
func partOf(p *check.Pass, a facts.Association) string {
	mode := ""
	if a.Mode != nil {
		mode = *a.Mode
	}
	switch {
	case strings.Contains(mode, "cast"):
		return partBroadcast
	case mode == "passive", mode == "active", len(listens(p)) == 0:
		return partPeer
	}
	return partBroadcast
}

// listens are the lines that make an interface a client of broadcasts or multicasts.
func listens(p *check.Pass) []facts.Evidence {
	type key struct{}
	return check.Once(p, key{}, func() (lines []facts.Evidence) {
		for _, i := range p.Config.InterfaceNTP {
			if i.Listens() {
				lines = append(lines, configLine(i.Line))
			}
		}
		return lines
	})
}

// judgeDynamic judges a source that has no line. That its packets are authenticated shows in the detailed output; for broadcasts
// it is enough that the device asks for keys and trusts one.
func judgeDynamic(p *check.Pass, a facts.Association) {
	part := partOf(p, a)
	p.Under(part)
	p.Cite(row(a))
	p.Cite(listens(p)...)
	p.Cite(configLines(p, "ntp authenticate")...)
	p.Expectf("packets that are authenticated")
	switch {
	case a.Authenticated != nil && *a.Authenticated:
		p.Actualf("authenticated")
		judgeTrusted(p)
	case part == partPeer && peersRestricted(p):
		p.Actualf("an access-group names the peers that are wanted")
	case a.Authenticated != nil || !p.Config.Authenticate:
		failDynamic(p, part)
	case part == partBroadcast && trustsAKey(p):
		p.Actualf("ntp authenticate, with trusted keys")
		judgeTrusted(p)
	default:
		p.NotMeasuredf("whether its packets are authenticated is not shown")
	}
}

func failDynamic(p *check.Pass, part string) {
	if part == partBroadcast {
		p.Failf("its broadcasts are not authenticated; no line names it")
		p.Because(causeBroadcast)
		mend(p, byHand("Whether the broadcast is wanted is for you to decide: else enter \"no ntp broadcast client\" on the interface, once other sources answer."))
		return
	}
	p.Failf("a peer that is not authenticated; no line names it")
	p.Because(causePeer)
	mend(p, byHand("Whether this peer is wanted is for you to decide: agree on a key with its owner, or refuse it by an access-group of type peer."))
}

// judgeListener judges a device that would take time from broadcasts.
func judgeListener(p *check.Pass) {
	p.Under(partBroadcast)
	p.Cite(listens(p)...)
	p.Cite(configLines(p, "ntp authenticate")...)
	p.Expectf("broadcasts that are authenticated")
	reason, odd := notUnderstood(p, "ntp")
	switch {
	case odd:
		p.NotMeasuredf("%s", reason)
	case p.Config.Authenticate && trustsAKey(p):
		p.Actualf("ntp authenticate, with trusted keys")
		judgeTrusted(p)
	case p.Config.Authenticate:
		p.Actualf("ntp authenticate, and no trusted key: no broadcast is believed")
	default:
		p.Failf("believes any broadcast; ntp authenticate is off")
		p.Because(causeBroadcast)
	}
}

// trustsAKey reports whether a key is defined and trusted.
func trustsAKey(p *check.Pass) bool { return len(trustedKeys(p)) > 0 }

// trustedKeys are the numbers of the keys that are defined and trusted, each once.
func trustedKeys(p *check.Pass) (numbers []int) {
	type key struct{}
	return check.Once(p, key{}, func() (numbers []int) {
		seen := map[int]bool{}
		for _, k := range p.Config.AuthKeys {
			if p.Config.Trusted.Contains(k.Number) && !seen[k.Number] {
				numbers, seen[k.Number] = append(numbers, k.Number), true
			}
		}
		return numbers
	})
}

// peersRestricted reports whether no peer is configured, and an access-group lets none but known hosts become one. A list that the
// configuration does not hold, or no entry of it, restricts nothing that is known.
func peersRestricted(p *check.Pass) bool {
	type key struct{}
	return check.Once(p, key{}, func() bool {
		isPeer := func(s facts.ConfigServer) bool { return s.Type == "peer" }
		if p.Policy.Authentication.Required || slices.ContainsFunc(configured(p), isPeer) {
			return false
		}
		return slices.ContainsFunc(p.Config.AccessGroups, func(g show.AccessGroup) bool {
			l, defined := listNamed(p, g.ACL)
			return g.Type == "peer" && defined && l.restricts()
		})
	})
}
