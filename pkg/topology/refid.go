package topology

import (
	"crypto/md5"
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// RefID is the reference identifier by which a server that is reached at addr appears in
// its clients: an IPv4 address itself, else the first four bytes of the MD5 of the IPv6
// address, in dotted form (RFC 5905 §7.3). ok is false where MD5 is forbidden (FIPS 140).
// Two addresses share a hash once in 2³², so a match is evidence, not proof.
func RefID(addr netip.Addr) (id string, ok bool) {
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		return addr.String(), true
	}
	defer func() {
		if recover() != nil { // the only way in which crypto/md5 refuses
			id, ok = "", false
		}
	}()
	bytes := addr.As16()
	sum := md5.Sum(bytes[:])
	return netip.AddrFrom4([4]byte(sum[:4])).String(), true
}

// followRefIDs draws the edge from each server to what it says it follows. Servers that
// appear on the way are followed no further: nobody said what they follow.
func (b *builder) followRefIDs() {
	for i := range len(b.nodes) {
		n := b.nodes[i]
		if n.Kind != Server || !n.Synchronized() {
			continue
		}
		refid, readings := b.refID(i)
		switch {
		case facts.OwnClock(refid):
			b.addUpstream(i, b.ownClock(i), readings)
		case n.Stratum != nil && *n.Stratum > 1 && isIPv4(refid):
			above := *n.Stratum - 1
			b.addUpstream(i, b.upstreamNode(refid, &above), readings)
		}
	}
}

func (b *builder) addUpstream(from, to, readings int) {
	e := Edge{To: to, Selected: true, Usable: true, Readings: readings}
	b.nodes[from].Sources = append(b.nodes[from].Sources, e)
}

// refID is the reference identifier of a server: from the auditor's query, else as the
// devices print it. Each is a reading of its own.
func (b *builder) refID(server int) (refid string, readings int) {
	if m := b.nodes[server].Measured; m != nil && m.RefID != "" {
		refid, readings = m.RefID, 1
	}
	printed := b.refs[server]
	if refid == "" && len(printed) > 0 {
		refid = printed[0]
	}
	if slices.ContainsFunc(printed, func(p string) bool { return strings.Trim(p, ".") == strings.Trim(refid, ".") }) {
		readings++
	}
	return refid, readings
}

// upstreamNode finds the node that a reference identifier names: an IPv4 address, or the
// hash of an IPv6 address that the run knows.
func (b *builder) upstreamNode(refid string, stratum *int) int {
	if address, ok := b.hashes[facts.KeyOf(refid)]; ok {
		addr, _ := address.Addr()
		return b.nodeAt("", addr.String(), stratum)
	}
	return b.nodeAt("", refid, stratum)
}

func isIPv4(s string) bool {
	addr, err := netip.ParseAddr(s)
	return err == nil && addr.Is4()
}
