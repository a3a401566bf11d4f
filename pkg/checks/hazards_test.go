package checks_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// TestNoLineIsHazardous spoils scenes at random, under every built-in policy, and holds each line
// that is proposed against what may never be: somebody will type it.
func TestNoLineIsHazardous(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 12))
	proposed := 0
	for range 400 {
		s := newScene(t, "")
		s.policy = hardPolicy(t, rng)
		var story []string
		for _, w := range ways {
			if rng.IntN(3) == 0 {
				w.spoil(s)
				story = append(story, w.name)
			}
		}
		results := check.Run(checks.All(), s.fleet, s.policy)
		plans := fix.For(platforms.All()).Plans(s.fleet, results)
		for i, findings := range results.Devices {
			d := &s.fleet.Devices[i]
			for k, f := range findings {
				for _, c := range f.Changes {
					if c.Line == "" && (c.Verb == show.RemoveServer || c.Verb == show.SetServer) {
						t.Errorf("%s, %s: %s of %s without the line in force, which some platforms take away whole", d.Name, f.Check, c.Verb, c.Server.Address)
					}
				}
				all := plans[i].Of(k).Lines
				for _, line := range all {
					proposed++
					if why := hazard(s, d, line, all); why != "" {
						t.Fatalf("%s, %s under %s after %q: %q: %s", d.Name, f.Check, s.policy.Name, story, line, why)
					}
				}
			}
		}
	}
	if proposed < 1000 {
		t.Errorf("only %d lines were proposed", proposed)
	}
}

// hardPolicy is a built-in policy with every check on.
func hardPolicy(t *testing.T, rng *rand.Rand) *policy.Policy {
	t.Helper()
	p, err := policy.Builtin(policy.Names()[rng.IntN(len(policy.Names()))])
	if err != nil {
		t.Fatal(err)
	}
	p.Checks, p.Levels = nil, nil
	for _, c := range checks.All() {
		p.Checks = append(p.Checks, policy.CheckLevel{ID: c.ID, Severity: policy.Medium})
	}
	return p
}

// ways to spoil the first device, or the fleet round it.
var ways = []struct {
	name  string
	spoil func(*scene)
}{
	{"nothing steers it", nothingSteers},
	{"its sources are silent", silent},
	{"keys are wanted", func(s *scene) { s.policy.Authentication.Required = true }},
	{"keys of one kind are wanted", func(s *scene) { s.policy.Authentication.Algorithms = []string{"cmac-aes-128"} }},
	{"it has keys", func(s *scene) {
		s.Config.Authenticate = true
		trust(&s.Config.Config, "5")
		s.Config.AuthKeys = append(s.Config.AuthKeys, show.AuthKey{Number: 5, Type: "md5"})
		if len(s.Config.Servers) > 0 {
			s.Config.Servers[0].Key = ptr(5)
		}
	}},
	{"its key is not defined", func(s *scene) {
		if len(s.Config.Servers) > 1 {
			s.Config.Servers[1].Key = ptr(9)
		}
	}},
	{"servers are approved", func(s *scene) { s.policy.Sources.Approved = []string{"198.51.100.2", "203.0.113.7"} }},
	{"many are needed", func(s *scene) { s.policy.Sources.Min = 5 }},
	{"one is enough", func(s *scene) { s.policy.Sources.Min = 1 }},
	{"a server is wrong", func(s *scene) { s.fleet.Servers[0] = measured("198.51.100.1", 5*sec) }},
	{"nobody measured the servers", func(s *scene) { s.fleet.Servers = nil }},
	{"the servers name what they follow", func(s *scene) {
		for i := range s.fleet.Servers {
			s.fleet.Servers[i].Stratum, s.fleet.Servers[i].RefID = ptr(2), fmt.Sprintf("203.0.113.%d", 60+i)
		}
	}},
	{"the auditor trusts another", func(s *scene) {
		other := measured("203.0.113.99", 0)
		other.Roles = []string{"reference"}
		s.fleet.Servers = append(s.fleet.Servers, other)
	}},
	{"a peer nobody configured", func(s *scene) {
		a := source("203.0.113.50", 1, show.RoleCandidate)
		a.Configured = false
		s.NTP.Associations = append(s.NTP.Associations, a)
		s.fleet.Servers = append(s.fleet.Servers, measured("203.0.113.50", 0))
	}},
	{"it follows its own clock", func(s *scene) {
		s.Config.NTPMaster = &show.Master{Stratum: 3, Explicit: true}
		for i := range s.NTP.Associations {
			s.NTP.Associations[i].Role = show.RoleNone
		}
		s.NTP.Associations = append(s.NTP.Associations, source("127.127.1.1", 2, show.RoleSysPeer))
	}},
	{"a part of the fleet", func(s *scene) { s.fleet.Partial = true }},
	{"it restricts access", func(s *scene) {
		s.Config.AccessGroups = append(s.Config.AccessGroups, show.AccessGroup{Type: "serve-only", ACL: "10"})
	}},
	{"it answers NTP", func(s *scene) { s.AnswersNTP = ptr(true) }},
}

// hazard says why a line must not be proposed.
func hazard(s *scene, d *facts.Device, line string, all []string) string {
	words := strings.Fields(line)
	own := slices.ContainsFunc(d.Config.Servers, func(c show.ConfigServer) bool { return slices.Contains(words, c.Address) })
	switch {
	case strings.HasPrefix(line, "ntp server ") || strings.HasPrefix(line, "ntp peer "):
		if slices.Contains(words, "key") && !slices.ContainsFunc(d.Config.Servers, func(c show.ConfigServer) bool {
			return slices.Contains(words, c.Address) && c.Key != nil && strings.Contains(line, " key "+strconv.Itoa(*c.Key))
		}) {
			return "it puts a key on a server that has none"
		}
		if !own && !named(s, words) {
			return "its address was neither measured right here and configured somewhere, nor approved"
		}
	case strings.HasPrefix(line, "ntp authentication-key "):
		if slices.ContainsFunc(d.Config.AuthKeys, func(k show.AuthKey) bool { return strconv.Itoa(k.Number) == words[2] }) {
			return "it defines a key anew"
		}
	case line == "no ntp master":
		usable := 0
		for _, a := range d.NTP.Associations {
			if a.Usable() && !a.OwnClock() {
				usable++
			}
		}
		if usable == 0 || s.fleet.Partial {
			return "it takes the last clock away"
		}
	case strings.HasPrefix(line, "ntp access-group "):
		serves := slices.ContainsFunc(all, func(l string) bool { return strings.Contains(l, "serve-only") })
		asks := slices.ContainsFunc(all, func(l string) bool { return strings.Contains(l, "who else takes time") })
		if len(d.Config.AccessGroups) == 0 && (!serves || !asks || s.fleet.Partial) {
			return "it shuts clients out that were not seen"
		}
	}
	return ""
}

// named reports whether the address of a new source may be named; a placeholder is none.
func named(s *scene, words []string) bool {
	for _, w := range words {
		if _, err := netip.ParseAddr(w); err != nil {
			continue
		}
		if slices.Contains(s.policy.Sources.Approved, w) {
			return true
		}
		right := slices.ContainsFunc(s.fleet.Servers, func(v facts.Server) bool { return v.Address == w && v.Verdict == facts.Truechimer })
		used := slices.ContainsFunc(s.fleet.Devices, func(d facts.Device) bool {
			return d.NTP != nil && slices.ContainsFunc(d.NTP.Associations, func(a facts.Association) bool { return a.Address == w && a.Configured }) ||
				d.Config != nil && slices.ContainsFunc(d.Config.Servers, func(c show.ConfigServer) bool { return c.Address == w })
		})
		device := slices.ContainsFunc(s.fleet.Devices, func(d facts.Device) bool {
			at := slices.ContainsFunc(d.KnownBy, func(a netip.Addr) bool { return a.String() == w })
			synchronized, _ := d.Synchronized()
			return at && synchronized && d.Clock != nil && d.Clock.Offset != nil && d.Clock.Offset.Within(s.policy.ClockOffset[0].Value) == interval.Inside
		})
		return (right || device) && used && len(s.policy.Sources.Approved) == 0
	}
	return true
}
