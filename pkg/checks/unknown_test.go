package checks_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// fixture is a device in one state.
type fixture struct {
	name  string
	spoil func(*scene)
}

// fixtures are devices in every state that checks tell apart.
func fixtures() []fixture {
	far := offset(4990*ms, 5010*ms)
	own := first(func(a *facts.Association) { a.Address, a.RefClock = "127.127.1.1", ptr(".LOCL.") })
	dynamic := func(mode string) func(*scene) {
		return func(s *scene) {
			a := source("203.0.113.50", 1, show.RoleCandidate)
			a.Configured, a.Mode, a.Authenticated = false, &mode, ptr(false)
			s.NTP.Associations = append(s.NTP.Associations, a)
		}
	}
	return []fixture{
		{"healthy", nil},
		{"far off", far},
		{"far off and not synchronized", all(far, unsynchronized)},
		{"too close to decide", offset(90*ms, 1100*ms)},
		{"of several zones", zones(interval.Around(time.Hour, 5*ms), 0, time.Hour)},
		{"NTP off", nothingSteers},
		{"NTP off, and never set", all(nothingSteers, neverSet)},
		{"never set, silent", all(silent, neverSet)},
		{"SNTP", sntpOnly("198.51.100.1", "198.51.100.2")},
		{"SNTP, never set", all(sntpOnly("198.51.100.1"), neverSet)},
		{"PTP", all(nothingSteers, func(s *scene) { s.Clock.Source = "PTP" })},
		{"settling", all(unsynchronized, justBooted)},
		{"not synchronized", unsynchronized},
		{"silent", silent},
		{"silent behind its access-group", all(silent, group("ntp access-group serve-only CLIENTS", nil))},
		{"silent behind its access list", all(silent, group("ntp access-group peer 10", nil), accessList("10", "203.0.113.1"))},
		{"silent in a VRF", all(silent, inVRF("MGMT"), interfaces(port("Vlan1", "")))},
		{"silent without a source address", all(silent, sourcedFrom("Loopback9"), interfaces(port("Vlan1", ""), show.Interface{Name: "Loopback9", Unaddressed: true}))},
		{"silent on its interface", all(silent, interfaceLine("Vlan1", "ntp disable"))},
		{"refused", all(silent, code(".AUTH."), authenticated)},
		{"a falseticker", func(s *scene) { s.fleet.Servers[0] = measured("198.51.100.1", 5*sec) }},
		{"far off by a falseticker", all(far, func(s *scene) { s.fleet.Servers[0] = measured("198.51.100.1", 5*sec) })},
		{"its own clock", all(own, func(s *scene) { s.Config.NTPMaster = &show.Master{Stratum: 8} })},
		{"a low master", func(s *scene) { s.Config.NTPMaster = &show.Master{Stratum: 2, Explicit: true} }},
		{"keys", authenticated},
		{"keys that are not trusted", all(authenticated, func(s *scene) { s.Config.Trusted, s.Config.TrustedKeys = nil, nil })},
		{"keys of MD5", all(authenticated, func(s *scene) { s.Config.AuthKeys[0].Type = "md5" })},
		{"a key on one line", func(s *scene) { s.Config.Servers[0].Key, s.Config.Authenticate = ptr(5), true }},
		{"a listener", all(dynamic("broadcast_client"), interfaceLine("Vlan1", "ntp broadcast client"))},
		{"a peer that came by itself", dynamic("passive")},
		{"a peer", func(s *scene) { s.Config.Servers[1].Type, s.Config.Servers[1].Line = "peer", "ntp peer 198.51.100.2" }},
		{"guarded", all(group("ntp access-group peer 10", nil), group("ntp access-group serve-only 11", nil), accessList("10", "198.51.100.1", "198.51.100.2", "198.51.100.3"))},
		{"lost packets", reach(0o111)},
		{"stale", func(s *scene) { s.NTP.Status.LastUpdateSeconds = ptr(10_000) }},
		{"deep", func(s *scene) { s.NTP.Status.Stratum, s.NTP.Associations[0].Stratum = ptr(14), 13 }},
		{"few sources", func(s *scene) { s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:1], s.Config.Servers[:1] }},
		{"a cut table", cutTable},
		{"answers NTP", func(s *scene) { s.AnswersNTP = ptr(true) }},
		{"stamps of uptime", logs("uptime", "")},
		{"local time", logs("datetime", "localtime show-timezone")},
	}
}

// unknowns make one input unknown each.
func unknowns() []fixture {
	status := func(change func(*show.Status)) func(*scene) {
		return func(s *scene) {
			if s.NTP != nil && s.NTP.Status != nil {
				own := *s.NTP.Status
				change(&own)
				s.NTP.Status = &own
			}
		}
	}
	row := func(change func(*facts.Association)) func(*scene) {
		return func(s *scene) {
			if s.NTP != nil {
				each(change)(s)
			}
		}
	}
	ofClock := func(change func(*facts.Clock)) func(*scene) {
		return func(s *scene) { change(s.Clock) }
	}
	return []fixture{
		{"the clock", all(gap(facts.KindClock), func(s *scene) { s.Clock = nil })},
		{"the offset", ofClock(func(c *facts.Clock) { c.Offset, c.ShowClock, c.DirectNTP = nil, nil, nil })},
		{"the flag", ofClock(func(c *facts.Clock) { c.Authoritative, c.Synchronized = nil, nil })},
		{"the time source", ofClock(func(c *facts.Clock) { c.Source = "" })},
		{"the zone", ofClock(func(c *facts.Clock) { c.UTCOffset = nil })},
		{"the time of the reading", ofClock(func(c *facts.Clock) { c.At = nil })},
		{"all of NTP", all(gap(facts.KindStatus), gap(facts.KindAssociations), func(s *scene) { s.NTP = nil })},
		{"whether NTP runs", func(s *scene) { s.NTP.Enabled = nil }},
		{"the status", func(s *scene) {
			gap(facts.KindStatus)(s)
			s.NTP.Status, s.NTP.StatusLine, s.NTP.Uptime = nil, "", nil
			if len(s.NTP.Associations) == 0 {
				s.NTP.Enabled = nil
			}
		}},
		{"whether it is synchronized", status(func(s *show.Status) { s.Synchronized = nil })},
		{"the stratum", status(func(s *show.Status) { s.Stratum = nil })},
		{"the reference", status(func(s *show.Status) { s.RefID = nil })},
		{"the poll interval", status(func(s *show.Status) { s.Poll = nil })},
		{"the last update", status(func(s *show.Status) { s.LastUpdateSeconds = nil })},
		{"the loop filter", status(func(s *show.Status) { s.LoopFilter = nil })},
		{"the table", all(gap(facts.KindAssociations), func(s *scene) { s.NTP.Known, s.NTP.Associations = false, nil })},
		{"a row", func(s *scene) {
			s.NTP.Known = false
			if n := len(s.NTP.Associations); n > 0 {
				s.NTP.Associations, s.NTP.Doubt = s.NTP.Associations[:n-1], "a row was not understood: ?"
			}
		}},
		{"the row that is followed", func(s *scene) {
			s.NTP.Known = false
			if n := len(s.NTP.Associations); n > 0 {
				s.NTP.Associations, s.NTP.Doubt = s.NTP.Associations[1:], "a row was not understood: ?"
			}
		}},
		{"when answers came", row(func(a *facts.Association) { a.When = nil })},
		{"the dispersions", row(func(a *facts.Association) { a.Dispersion = nil })},
		{"the reported offsets", row(func(a *facts.Association) { a.Offset, a.OffsetMS = nil, nil })},
		{"what the sources follow", row(func(a *facts.Association) { a.RefClock = nil })},
		{"the modes", row(func(a *facts.Association) { a.Mode = nil })},
		{"what is authenticated", row(func(a *facts.Association) { a.Authenticated = nil })},
		{"the configuration", all(gap(facts.KindConfig), func(s *scene) { s.Config = nil })},
		{"the interfaces", func(s *scene) { s.Config.Interfaces = nil }},
		{"the access lists", func(s *scene) { s.Config.AccessLists = nil }},
		{"a line about keys", oddLine("ntp authentication-key ??")},
		{"a line about a source", oddLine("ntp server ??")},
		{"a line about access", oddLine("ntp access-group ??")},
		{"a line about stamps", oddLine("service timestamps ??")},
		{"the version", all(gap(facts.KindVersion), func(s *scene) { s.Version = nil })},
		{"how long it runs", func(s *scene) {
			s.NTP.Uptime = nil
			s.Version = &facts.Version{Model: s.Version.Model, OSVersion: s.Version.OSVersion}
		}},
		{"the certificates", all(gap(facts.KindPKI), func(s *scene) { s.PKI = nil })},
		{"whether it answers NTP", func(s *scene) { s.AnswersNTP = nil }},
		{"the role", func(s *scene) { s.Role = "" }},
		{"the addresses", func(s *scene) { s.KnownBy = nil }},
		{"the servers", func(s *scene) { s.fleet.Servers = nil }},
		{"the reference of the audit", func(s *scene) { s.fleet.Reference.Offset, s.fleet.Reference.Tier = nil, facts.TierNone }},
		{"another device", func(s *scene) {
			s.fleet.Devices[1] = facts.Device{Device: s.fleet.Devices[1].Device, Outcome: "unreachable"}
		}},
	}
}

// weaker are the causes that say no more than that the cause is not known, and those of which only the beginning is.
var weaker = []check.Cause{"", "unknown", "silence", "source-not-measured", "not-explained"}

// TestUnknownIsNeverNo makes each input unknown in turn, for every check, on devices in every state, under every policy: what was a
// pass, or not measured, must not fail by it, and a cause must not become another.
func TestUnknownIsNeverNo(t *testing.T) {
	policies := strictPolicies(t)
	if testing.Short() {
		policies = policies[1:2] // the one that asks for everything
	}
	for _, p := range policies {
		for _, f := range fixtures() {
			before := verdictsOf(t, p, f)
			for _, u := range unknowns() {
				for id, now := range verdictsOf(t, p, f, u) {
					was, asked := before[id]
					switch {
					case f.name == "SNTP, never set" && u.name == "the configuration" && id == "ntp-enabled":
						// a clock that nothing has ever set says as much by itself: no source steers it
					case asked && !was.failed && was.judged && now.failed:
						t.Errorf("%s, %s, %s not known: %s fails: %q", p.Name, f.name, u.name, id, now.message)
					case was.failed && now.failed && was.cause != now.cause && !slices.Contains(weaker, now.cause) && !strings.Contains(was.message, now.message):
						t.Errorf("%s, %s, %s not known: %s: cause %q became %q: %q", p.Name, f.name, u.name, id, was.cause, now.cause, now.message)
					}
				}
			}
		}
	}
}

// verdict is what a check came to on a device, over all its subjects.
type verdict struct {
	failed, judged bool // judged: something applied
	cause          check.Cause
	message        string
}

func verdictsOf(t *testing.T, p *policy.Policy, changes ...fixture) map[string]verdict {
	t.Helper()
	s := newScene(t, "")
	s.fleet.Devices = append(s.fleet.Devices[:2], s.fleet.Devices[4]) // r1, r2 and a client of both
	own := *p
	s.policy = &own
	for _, c := range changes {
		if c.spoil != nil && s.Config != nil && s.NTP != nil {
			c.spoil(s)
		}
	}
	all := map[string]verdict{}
	for _, f := range check.Run(checks.All(), s.fleet, s.policy).Devices[0] {
		v := all[f.Check]
		v.judged = v.judged || f.Status != check.StatusNotApplicable
		if f.Status == check.StatusFail && !v.failed {
			v.failed, v.cause, v.message = true, f.Cause, f.Message
		}
		all[f.Check] = v
	}
	return all
}

// strictPolicies are one with every check, one that asks for everything besides, and one that has few to leave a question to.
func strictPolicies(t *testing.T) []*policy.Policy {
	t.Helper()
	strict := everything(t)
	strict.Name = "everything"
	strict.Authentication.Required, strict.Authentication.Symmetric, strict.Authentication.Broadcast = true, true, true
	strict.Sources.Approved = []string{"198.51.100.1", "198.51.100.2", "198.51.100.3"}
	strict.Interface.Allow = []string{"Loopback*"}
	strict.Timezone = "UTC"
	all := []*policy.Policy{everything(t), strict}
	stig, err := policy.Builtin("stig")
	if err != nil {
		t.Fatal(err)
	}
	return append(all, stig)
}
