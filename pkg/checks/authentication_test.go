package checks_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// cameAlone adds a source that no line stands for.
func cameAlone(change func(*facts.Association)) func(*scene) {
	return func(s *scene) {
		a := source("203.0.113.50", 1, show.RoleCandidate)
		a.Configured = false
		change(&a)
		s.NTP.Associations = append(s.NTP.Associations, a)
	}
}

func symmetric(s *scene) { s.policy.Authentication.Symmetric = true }

func broadcast(s *scene) { s.policy.Authentication.Broadcast = true }

func aPeer(s *scene) {
	s.Config.Servers[1].Type, s.Config.Servers[1].Line = "peer", "ntp peer 198.51.100.2"
}

// TestSourcesWithoutALine: RFC 8633 asks for authentication of broadcasts (5.5) and of peers (5.6), also of those that came by
// themselves, and leaves servers alone.
func TestSourcesWithoutALine(t *testing.T) {
	const it = "203.0.113.50"
	plain := func(*facts.Association) {}
	mode := func(mode string, authenticated *bool) func(*scene) {
		return cameAlone(func(a *facts.Association) { a.Mode, a.Authenticated = &mode, authenticated })
	}
	listening := interfaceLine("Vlan1", "ntp broadcast client")
	guarded := all(group("ntp access-group peer 10", nil), accessList("10", "198.51.100.1"))
	open := func(s *scene) {
		group("ntp access-group peer 10", nil)(s)
		s.Config.AccessLists = []show.AccessListRead{{Name: "10", Family: show.IPv4, Entries: []show.AccessEntry{{Permit: true, Any: true}}}}
	}
	tell(t, "ntp-authentication", []story{
		{"a peer that came by itself", all(symmetric, cameAlone(plain)), check.StatusFail, "a peer that is not authenticated", 0, byHand, it},
		{"one that is authenticated", all(symmetric, mode("passive", ptr(true))), check.StatusPass, "", 0, nil, it},
		{"one that is not, with keys", all(symmetric, authenticated, mode("passive", ptr(false))), check.StatusFail, "a peer that is not authenticated", 0, byHand, it},
		{"one of which that is not shown", all(symmetric, authenticated, mode("passive", nil)), check.StatusNotMeasured, "whether its packets are authenticated is not shown", 0, nil, it},
		{"peers are named by an access-group", all(symmetric, guarded, mode("passive", ptr(false))), check.StatusPass, "", 0, nil, it},
		{"an access-group that lets everybody in", all(symmetric, open, mode("passive", ptr(false))), check.StatusFail, "a peer that is not authenticated", 0, nil, it},
		{"an access-group beside a peer with a line", all(symmetric, guarded, aPeer, mode("passive", ptr(false))), check.StatusFail, "a peer that is not authenticated", 0, nil, it},
		{"a peer with a line", all(symmetric, aPeer), check.StatusFail, "no key on its line", 0, byHand, "198.51.100.2"},
		{"servers are not asked", symmetric, check.StatusNotApplicable, "authentication is not used, and not required", 0, nil, ""},
		{"nothing is asked", all(aPeer, cameAlone(plain), listening), check.StatusNotApplicable, "authentication is not used, and not required", 0, nil, ""},
		{"a broadcast", all(broadcast, listening, cameAlone(plain)), check.StatusFail, "its broadcasts are not authenticated", 0, byHand, it},
		{"a broadcast, by its mode", all(broadcast, mode("broadcast_client", nil)), check.StatusFail, "its broadcasts are not authenticated", 0, byHand, it},
		{"a broadcast with trusted keys", all(broadcast, listening, authenticated, cameAlone(plain)), check.StatusPass, "", 0, nil, it},
		{"a broadcast that is not authenticated, with trusted keys", all(broadcast, authenticated, mode("bcast client", ptr(false))), check.StatusFail,
			"its broadcasts are not authenticated", 0, nil, it},
		{"a broadcast where peers are asked", all(symmetric, listening, cameAlone(plain)), check.StatusNotApplicable, "authentication is not used, and not required", 0, nil, ""},
		{"no broadcast yet", all(broadcast, listening), check.StatusFail, "believes any broadcast", 0, nil, "broadcasts"},
		{"no broadcast yet, with trusted keys", all(broadcast, listening, authenticated), check.StatusPass, "", 0, nil, "broadcasts"},
		{"all are asked", all(required, cameAlone(plain)), check.StatusFail, "a peer that is not authenticated", 0, nil, it},
		{"all are asked, whatever an access-group says", all(required, guarded, cameAlone(plain)), check.StatusFail, "a peer that is not authenticated", 0, nil, it},
	})
}

// TestAlgorithmsOfSourcesWithoutALine: which key a source without a line uses is not shown, so that all trusted ones count.
func TestAlgorithmsOfSourcesWithoutALine(t *testing.T) {
	const it = "203.0.113.50"
	heard := cameAlone(func(a *facts.Association) { a.Mode, a.Authenticated = ptr("broadcast_client"), ptr(true) })
	peer := cameAlone(func(a *facts.Association) { a.Mode, a.Authenticated = ptr("passive"), ptr(true) })
	listening := interfaceLine("Vlan1", "ntp broadcast client")
	keys := func(types ...string) func(*scene) {
		return func(s *scene) {
			required(s)
			s.policy.Authentication.Algorithms = []string{"hmac-sha2-256"}
			s.Config.Authenticate, s.Config.AuthKeys = true, nil
			trust(&s.Config.Config, "1 - 2")
			for i, kind := range types {
				s.Config.AuthKeys = append(s.Config.AuthKeys, show.AuthKey{Number: 1 + i, Type: kind})
			}
		}
	}
	permanent := func(s *scene) { s.policy.Authentication.Permanent = []string{"md5"} }
	const none, which = "no trusted key is of an accepted type", "which of the trusted keys it uses is not shown; key 1 is md5"
	var stories []story
	for subject, source := range map[string]func(*scene){it: heard, "broadcasts": listening} {
		stories = append(stories,
			story{subject + ", all accepted", all(keys("hmac-sha2-256", "hmac-sha2-256"), source), check.StatusPass, "", 0, nil, subject},
			story{subject + ", one of two", all(keys("md5", "hmac-sha2-256"), source), check.StatusNotMeasured, which, 0, nil, subject},
			story{subject + ", none", all(keys("md5", "md5"), source), check.StatusFail, none, 0, nil, subject},
			story{subject + ", none, and no better one", all(keys("md5"), permanent, source), check.StatusFail, none, 0, nil, subject})
	}
	tell(t, "ntp-authentication", append(stories,
		story{"a peer, none", all(keys("md5"), peer), check.StatusFail, none, 0, nil, it},
		story{"a peer, and no key is known", all(keys(), peer), check.StatusNotMeasured, "with which key it is authenticated is not known", 0, nil, it}))
}

// TestPartsOfAuthentication: a finding about a peer or a broadcast bears the section about it, and one about a server neither.
func TestPartsOfAuthentication(t *testing.T) {
	rfc, err := policy.Builtin("rfc8633")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, subject string
		spoil         func(*scene)
		has, lacks    string
	}{
		{"a peer", "198.51.100.2", aPeer, "5.6", "5.5"},
		{"a peer that came by itself", "203.0.113.50", cameAlone(func(*facts.Association) {}), "5.6", "5.5"},
		{"a broadcast", "203.0.113.50", all(interfaceLine("Vlan1", "ntp broadcast client"), cameAlone(func(*facts.Association) {})), "5.5", "5.6"},
		{"a server", "198.51.100.1", func(s *scene) { s.Config.Authenticate = true }, "4.1", "5.6"},
	} {
		s := newScene(t, "")
		s.policy = rfc
		test.spoil(s)
		f, found := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-authentication", test.subject)
		ids := map[string]bool{}
		for _, c := range f.Controls {
			ids[c.ID] = true
		}
		if !found || f.Status != check.StatusFail || !ids[test.has] || ids[test.lacks] {
			t.Errorf("%s: %s %q, controls %v", test.name, f.Status, f.Message, f.Controls)
		}
	}
}

// TestAuthenticationUnderSTIG: an approved algorithm passes, whatever the example of the text; MD5 is a permanent finding on IOS,
// which no line fixes; what is wrong for routers and switches alike is judged without a role.
func TestAuthenticationUnderSTIG(t *testing.T) {
	const of = "198.51.100.1"
	stig, err := policy.Builtin("stig")
	if err != nil {
		t.Fatal(err)
	}
	typed := func(algorithm string) func(*scene) {
		return all(authenticated, func(s *scene) { s.Config.AuthKeys[0].Type = algorithm })
	}
	onIOS := func(s *scene) {
		s.Platform, s.OS = "cisco_ios", &platform.Platform{Name: "cisco_ios", Title: "IOS"}
	}
	noRole := func(s *scene) {
		s.Role = ""
		s.Version.Model = "unknown"
	}
	for _, test := range []struct {
		name    string
		spoil   func(*scene)
		status  check.Status
		message string
		cause   check.Cause
		fixes   bool // lines, or why there are none
	}{
		{"hmac-sha2-256", typed("hmac-sha2-256"), check.StatusPass, "", "", false},
		{"as IOS XR calls it", typed("hmac-sha2"), check.StatusPass, "", "", false},
		{"cmac-aes-128", typed("cmac-aes-128"), check.StatusPass, "", "", false},
		{"hmac-sha1", typed("hmac-sha1"), check.StatusPass, "", "", false},
		{"md5 on IOS-XE", typed("md5"), check.StatusFail, "key 5 is md5; accepted are hmac-sha2-256, hmac-sha1, cmac-aes-128", "algorithm", true},
		{"md5 on IOS", all(onIOS, typed("md5")), check.StatusFail, "key 5 is md5; the STIG calls it a permanent finding on IOS: POA&M or waiver", "permanent-finding", false},
		{"md5 on IOS, not trusted", all(onIOS, typed("md5"), func(s *scene) { s.Config.Trusted = nil }), check.StatusFail,
			"key 5 is not trusted; key 5 is md5; the STIG calls it a permanent finding on IOS: POA&M or waiver", "key-not-trusted", true},
		{"an approved one on IOS", all(onIOS, typed("hmac-sha2-256")), check.StatusPass, "", "", false},
		{"refused, and no role", all(noRole, authenticated, silent, code(".AUTH.")), check.StatusFail,
			"replies fail authentication; the key, its number or its type differs", "authentication", false},
		{"refused, and the key not trusted", all(authenticated, silent, code(".AUTH."), func(s *scene) { s.Config.Trusted = nil }), check.StatusFail,
			"key 5 is not trusted", "key-not-trusted", true},
		{"no key, and no role", noRole, check.StatusFail, "no key on its line", "no-key", true},
		{"a key that is not defined, and a line that may define it", all(authenticated, oddLine("ntp authentication-key ?? md5"), func(s *scene) { s.Config.AuthKeys = nil }),
			check.StatusNotMeasured, "a line was not understood: ntp authentication-key ?? md5", "", false},
	} {
		s := newScene(t, "")
		own := *stig
		s.policy = &own
		test.spoil(s)
		f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-authentication", of)
		fixes := len(f.Changes)+len(f.ByHand) > 0
		if f.Status != test.status || f.Message != test.message || f.Cause != test.cause || fixes != test.fixes {
			t.Errorf("%s: %s %q, cause %q, changes %v, by hand %q; want %s %q, cause %q", test.name, f.Status, f.Message, f.Cause, f.Changes, f.ByHand, test.status, test.message, test.cause)
		}
	}
}
