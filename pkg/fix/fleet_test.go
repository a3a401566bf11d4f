package fix_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func one(rng *rand.Rand, in int) bool { return rng.IntN(in) == 0 }

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// shared is an address of two devices, by HSRP.
const shared = "198.51.100.254"

// randomTruth makes up a fleet: servers right and wrong, devices that follow them and each other, with and without keys.
func randomTruth(rng *rand.Rand) *truth {
	t := &truth{active: map[string]*router{}}
	for i := range 2 + rng.IntN(3) {
		s := &server{address: fmt.Sprintf("192.0.2.%d", i+1), stratum: 1 + rng.IntN(3), wrong: one(rng, 4), dead: one(rng, 5), keys: map[int]secret{}}
		for range rng.IntN(3) {
			s.keys[1+rng.IntN(3)] = secret{pick(rng, []string{"md5", "md5", "hmac-sha2-256"}), pick(rng, []string{"alpha", "beta"})}
		}
		t.servers = append(t.servers, s)
	}
	for i := range 2 + rng.IntN(4) {
		r := &router{name: fmt.Sprintf("r%d", i+1), address: fmt.Sprintf("198.51.100.%d", i+1), loopback: fmt.Sprintf("10.255.0.%d", i+1), apart: i > 1 && one(rng, 8), lax: one(rng, 3), unrouted: one(rng, 2), keys: map[int]secret{}, discards: map[string]bool{}}
		t.devices = append(t.devices, r)
	}
	if one(rng, 4) {
		t.active[shared] = t.devices[rng.IntN(2)]
	}
	for i, r := range t.devices {
		t.configure(rng, r, i)
	}
	return t
}

// configure gives a device lines of every kind.
func (t *truth) configure(rng *rand.Rand, r *router, i int) {
	if one(rng, 10) {
		if one(rng, 2) {
			r.lines = append(r.lines, "sntp server "+pick(rng, t.servers).address)
		}
		return
	}
	withKeys := one(rng, 2)
	for range rng.IntN(4) {
		address, keys := t.someServer(rng, i)
		line := pick(rng, []string{"ntp server ", "ntp server ", "ntp server ", "ntp peer "})
		if one(rng, 15) {
			line += "vrf RED "
		}
		line += address
		if withKeys && !one(rng, 3) {
			line += " key " + strconv.Itoa(1+rng.IntN(3))
		}
		r.replace(line)
		for n, k := range keys {
			r.keys[n] = k
		}
	}
	if withKeys {
		t.giveKeys(rng, r)
	}
	if one(rng, 5) {
		r.lines = append(r.lines, fmt.Sprintf("ntp master %d", 2+rng.IntN(12)))
	}
	if one(rng, 6) {
		r.lines = append(r.lines, "ntp source Loopback0")
	}
	if one(rng, 8) {
		r.lines = append(r.lines, "ip access-list standard HERE", " permit 192.0.2.1", " permit 198.51.100.1", "ntp access-group "+pick(rng, []string{"peer", "serve-only"})+" HERE")
	}
}

// someServer is what a device may be configured with: a server, a device, or the address that two share.
func (t *truth) someServer(rng *rand.Rand, i int) (address string, keys map[int]secret) {
	others := slices.DeleteFunc(slices.Clone(t.devices), func(r *router) bool { return r == t.devices[i] })
	switch n := rng.IntN(6); {
	case n < 2 && len(others) > 0:
		return pick(rng, others).address, nil
	case n == 2 && t.active[shared] != nil && i > 1:
		return shared, nil
	}
	s := pick(rng, t.servers)
	return s.address, s.keys
}

func (t *truth) giveKeys(rng *rand.Rand, r *router) {
	for n := 1; n <= 3; n++ {
		k, told := r.keys[n]
		if !told || one(rng, 5) {
			k = secret{pick(rng, []string{"md5", "hmac-sha2-256"}), pick(rng, []string{"alpha", "beta"})}
		}
		if !one(rng, 4) {
			r.lines = append(r.lines, fmt.Sprintf("ntp authentication-key %d %s %s", n, k.kind, k.text))
		}
		if !one(rng, 3) {
			r.lines = append(r.lines, fmt.Sprintf("ntp trusted-key %d", n))
		}
	}
	if one(rng, 2) {
		r.lines = append(r.lines, "ntp authenticate")
	}
}

func (t *truth) audited() []*router {
	return slices.DeleteFunc(slices.Clone(t.devices), func(r *router) bool { return r.apart })
}

func randomPolicy(t *testing.T, rng *rand.Rand) *policy.Policy {
	t.Helper()
	p, err := policy.Builtin(pick(rng, policy.Names()))
	if err != nil {
		t.Fatal(err)
	}
	p.Checks, p.Levels = nil, nil
	for _, c := range checks.All() {
		if !one(rng, 8) && c.ID != "log-ordering" {
			p.Checks = append(p.Checks, policy.CheckLevel{ID: c.ID, Severity: policy.Medium})
		}
	}
	p.Sources.Min = 1 + rng.IntN(4)
	p.Authentication.Required = one(rng, 2)
	if one(rng, 3) {
		p.Authentication.Algorithms = []string{"hmac-sha2-256"}
	}
	if one(rng, 4) {
		p.Sources.Approved = []string{"192.0.2.1", "192.0.2.2", "203.0.113.9"}
	}
	if one(rng, 3) {
		p.Interface.Allow = []string{"Loopback*"}
	}
	return p
}

// seen is what an audit sees of the fleet.
func (t *truth) seen(rng *rand.Rand) *facts.Fleet {
	offset := interval.Around(0, 3*time.Millisecond)
	now := t.settle()
	f := &facts.Fleet{
		Started: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC), Complete: true, Partial: len(t.audited()) < len(t.devices),
		Reference: facts.Reference{Tier: facts.TierConfigured, Offset: &offset, Majority: true, Voters: 4, Faulty: 1},
		Keys:      []map[facts.AddressKey]inventory.KeyName{{}},
	}
	for _, s := range t.servers {
		f.Servers = append(f.Servers, s.seen(rng))
		for n := 1; n <= 3; n++ { // in order, or a failure could not be had again
			k, has := s.keys[n]
			if !has {
				continue
			}
			if one(rng, 3) && k.kind == "md5" && t.agree(n, k) {
				f.Keys[0][facts.KeyOf(s.address)] = inventory.KeyName{ID: uint16(n), Type: "md5"}
			}
		}
	}
	for i, r := range t.audited() {
		f.Devices = append(f.Devices, t.device(rng, now, r, i))
	}
	return f
}

// agree reports whether all devices that have a key under a number have this one: an inventory that names it says so.
func (t *truth) agree(n int, k secret) bool {
	for _, r := range t.devices {
		if own, defined := r.shared()[n]; defined && own != k {
			return false
		}
		if told, named := r.keys[n]; named && told != k {
			return false
		}
	}
	for _, r := range t.devices {
		r.keys[n] = k
	}
	return true
}

func (s *server) seen(rng *rand.Rand) facts.Server {
	stratum, off := s.stratum, interval.Around(0, 2*time.Millisecond)
	v := facts.Server{Address: s.address, Roles: []string{"source"}, Verdict: facts.Truechimer, Stratum: &stratum, RefID: "GPS", Offset: &off}
	switch {
	case s.dead || one(rng, 8):
		return facts.Server{Address: s.address, Roles: []string{"source"}, Verdict: facts.NoAnswer}
	case s.wrong:
		off = interval.Around(5*time.Second, 2*time.Millisecond)
		v.Verdict, v.Offset = facts.Falseticker, &off
	}
	return v
}

func ptr[T any](v T) *T { return &v }

// device is what an audit sees of one.
func (t *truth) device(rng *rand.Rand, now world, r *router, i int) facts.Device {
	system, _ := platforms.All().ByName("cisco_iosxe")
	d := facts.Device{
		Device: inventory.Device{Name: r.name, Host: r.address, Platform: "cisco_iosxe", Role: pick(rng, []string{"router", "switch", ""})},
		OS:     system, Told: true, Outcome: "audited", KnownBy: []netip.Addr{netip.MustParseAddr(r.address), netip.MustParseAddr(r.loopback)},
		Version: &facts.Version{Model: "ISR4331/K9", OSVersion: pick(rng, []string{"17.09.04a", "16.03.01"}), Uptime: ptr(400 * 24 * time.Hour)},
		Config:  &facts.Config{Privilege: ptr(15), Config: r.config(t, i)},
	}
	if one(rng, 2) {
		d.Tags = []string{"site-a"}
	}
	off := interval.Around(0, 4*time.Millisecond)
	if one(rng, 8) {
		off = interval.Around(5*time.Second, 4*time.Millisecond)
	}
	d.Clock = &facts.Clock{Offset: &off, ShowClock: &off, Method: []string{"show clock"}, UTCOffset: ptr(time.Duration(0)), Zone: "UTC", Authoritative: ptr(true), Source: "NTP"}
	d.NTP = t.table(rng, now, r)
	if !*d.NTP.Enabled && r.has("sntp server") {
		d.Clock.Source = "SNTP"
	}
	return d
}

// table is what a device says of its sources.
func (t *truth) table(rng *rand.Rand, now world, r *router) *facts.NTP {
	on := slices.ContainsFunc(r.lines, func(l string) bool {
		return strings.HasPrefix(l, "ntp server") || strings.HasPrefix(l, "ntp peer") || strings.HasPrefix(l, "ntp master")
	})
	n := &facts.NTP{Enabled: &on, Known: true, Status: &show.Status{Enabled: on}, Uptime: ptr(400 * 24 * time.Hour)}
	if !on {
		return n
	}
	stratum := now.strata[r]
	n.Status.Synchronized, n.Status.Stratum = ptr(stratum < unsynchronized), &stratum
	chosen := false
	for _, s := range r.configured() {
		a := facts.Association{Association: show.Association{Address: s.address, Configured: true, Poll: 64, Stratum: 16, RefClock: ptr(".INIT.")}, Offset: ptr(time.Duration(0))}
		if now.usable[r][s.id] {
			above := t.hears(now, r, s)
			a.Stratum, a.Reach, a.RefClock, a.Role = above, 0o377, ptr(".GPS."), show.RoleCandidate
			if above > 1 {
				a.RefClock = ptr(t.follows(now, s.address))
			}
			if !chosen && above+1 == stratum {
				a.Role, chosen = show.RoleSysPeer, true
				n.Status.RefID = ptr(s.address)
			}
			if a.Role == show.RoleCandidate && one(rng, 8) {
				a.Role, r.discards[s.id] = show.RoleFalseticker, true
			}
			a.Authenticated = ptr(s.key != 0 && t.authentic(r, s))
		}
		n.Associations = append(n.Associations, a)
	}
	if own := r.number("ntp master"); own > 0 {
		a := facts.Association{Association: show.Association{Address: "127.127.1.1", Configured: true, Poll: 16, Stratum: own - 1, Reach: 0o377, RefClock: ptr(".LOCL.")}}
		if len(now.usable[r]) == 0 {
			a.Role = show.RoleSysPeer
			n.Status.RefID = ptr("127.127.1.1")
		}
		n.Associations = append(n.Associations, a)
	}
	return n
}

// authentic reports whether the replies of a source verify.
func (t *truth) authentic(r *router, s source) bool {
	for _, x := range t.servers {
		if x.address == s.address {
			return r.verifies(s, x.keys)
		}
	}
	for _, x := range t.devices {
		if (x.address == s.address || t.active[s.address] == x) && x != r {
			return r.verifies(s, x.shared())
		}
	}
	return false
}

// follows is the reference identifier of what answers at an address.
func (t *truth) follows(now world, address string) string {
	for _, r := range t.devices {
		if r.address != address && t.active[address] != r {
			continue
		}
		for _, s := range r.configured() {
			if now.usable[r][s.id] && t.hears(now, r, s)+1 == now.strata[r] {
				return s.address
			}
		}
		return "127.127.1.1"
	}
	return "203.0.113.77"
}

// config is the lines of a router as they are read.
func (r *router) config(t *truth, i int) (c show.Config) {
	c.Lines = slices.Clone(r.lines)
	c.Addresses = []show.InterfaceAddress{{Interface: "Vlan10", Address: r.address}, {Interface: "Loopback0", Address: r.loopback}}
	c.Loopbacks, c.Ended = []string{"Loopback0"}, true
	vlan := show.Interface{Name: "Vlan10", Addresses: []string{r.address}}
	if t.active[shared] != nil && i < 2 {
		vlan.Virtual = []show.VirtualAddress{{Protocol: "HSRP", Address: shared}}
	}
	c.Interfaces = []show.Interface{vlan, {Name: "Loopback0", Addresses: []string{r.loopback}}}
	var ranges []show.KeyRange
	for _, line := range r.lines {
		words := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "ntp server ") || strings.HasPrefix(line, "ntp peer "):
			c.Servers = append(c.Servers, serverLine(line, words))
		case strings.HasPrefix(line, "sntp server "):
			c.SNTPServers = append(c.SNTPServers, show.SNTPSource{Address: words[2]})
		case strings.HasPrefix(line, "ntp authentication-key "):
			n, _ := strconv.Atoi(words[2])
			c.AuthKeys = append(c.AuthKeys, show.AuthKey{Number: n, Type: words[3]})
		case strings.HasPrefix(line, "ntp trusted-key "):
			n, _ := strconv.Atoi(words[2])
			ranges = append(ranges, show.KeyRange{Low: n, High: n})
		case line == "ntp authenticate":
			c.Authenticate = true
		case strings.HasPrefix(line, "ntp master "):
			n, _ := strconv.Atoi(words[2])
			c.NTPMaster = &show.Master{Stratum: n, Explicit: true}
		case strings.HasPrefix(line, "ntp source "):
			c.NTPSource = ptr("Loopback0")
		case strings.HasPrefix(line, "ntp access-group "):
			c.AccessGroups = append(c.AccessGroups, show.AccessGroup{Type: words[2], ACL: words[3], Line: line})
		}
	}
	c.Trusted = show.JoinRanges(ranges)
	stamps := show.Timestamps{Kind: "datetime", Options: []string{"msec"}}
	c.TimestampsLog, c.TimestampsDebug = stamps, stamps
	return c
}

func serverLine(line string, words []string) show.ConfigServer {
	s := show.ConfigServer{Type: words[1], Address: words[2], Line: line}
	if words[2] == "vrf" {
		s.VRF, s.Address = &words[3], words[4]
	}
	for i, w := range words {
		if w == "key" {
			n, _ := strconv.Atoi(words[i+1])
			s.Key = &n
		}
	}
	return s
}
