package checks_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var (
	sourceHosts = []string{"198.51.100.1", "198.51.100.2", "198.51.100.3"}
	peersOnly   = all(group("ntp access-group peer 10", nil), accessList("10", sourceHosts...))
	v4Only      = all(group("ntp access-group ipv4 peer 10", ptr("ipv4")), accessList("10", sourceHosts...))
)

// What nothing shows to run does not answer everyone.
func TestAccessWhereNTPMayBeOff(t *testing.T) {
	stateUnknown := all(gap(facts.KindStatus), func(s *scene) { s.NTP, s.Config.Servers = nil, nil })
	source := func(s *scene) {
		s.Config.Servers = []show.ConfigServer{{Type: "server", Address: "198.51.100.1", Line: "ntp server 198.51.100.1"}}
	}
	const unknown = "whether NTP runs is not known; no line starts it: cut off"
	for id, open := range map[string]string{"ntp-access": "no ntp access-group", "ntp-control": "answers control queries unless told not to"} {
		tell(t, id, []story{
			{"no line", stateUnknown, check.StatusNotMeasured, unknown, 0, nil, ""},
			{"a source", all(stateUnknown, source), check.StatusFail, open, 0, nil, ""},
			{"ntp master", all(stateUnknown, func(s *scene) { s.Config.NTPMaster = &show.Master{Stratum: 8} }), check.StatusFail, open, 0, nil, ""},
			{"it listens to broadcasts", all(stateUnknown, interfaceLine("Vlan1", "ntp broadcast client")), check.StatusFail, open, 0, nil, ""},
			{"it answers", all(stateUnknown, func(s *scene) { s.AnswersNTP = ptr(true) }), check.StatusFail, open, 0, nil, ""},
		})
	}
}

func permitAny(name string) func(*scene) {
	return func(s *scene) {
		s.Config.AccessLists = append(s.Config.AccessLists, show.AccessListRead{Name: name, Family: show.IPv4, Entries: []show.AccessEntry{
			{Permit: true, Any: true, Line: " permit any"},
		}})
	}
}

// listOf permits prefixes in turn; "any" stands for "deny any".
func listOf(name string, prefixes ...string) func(*scene) {
	return func(s *scene) {
		l := show.AccessListRead{Name: name, Family: show.IPv4}
		for _, text := range prefixes {
			e := show.AccessEntry{Permit: text != "any", Any: text == "any", Line: " permit " + text}
			if e.Permit {
				e.From = netip.MustParsePrefix(text)
			}
			l.Entries = append(l.Entries, e)
		}
		s.Config.AccessLists = append(s.Config.AccessLists, l)
	}
}

// The evidence is what lets everybody in, not what the list happens to end with.
func TestAccessCitesWhatPermitsEveryone(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(*scene)
		want  []string
	}{
		"any": {all(permitAny("10"), func(s *scene) {
			s.Config.AccessLists[0].Entries = append(s.Config.AccessLists[0].Entries, show.AccessEntry{Any: true, Line: " deny any log"})
		}), []string{" permit any"}},
		"halves": {listOf("10", "0.0.0.0/1", "128.0.0.0/1", "192.0.2.0/24"), []string{" permit 0.0.0.0/1", " permit 128.0.0.0/1"}},
	} {
		s := newScene(t, "ntp-access")
		all(group("ntp access-group peer 10", nil), test.spoil)(s)
		f, _ := find(check.Run(checks.All(), s.fleet, s.policy).Devices[0], "ntp-access", "")
		var cited []string
		for _, e := range f.Evidence {
			if e.Line != "ntp access-group peer 10" {
				cited = append(cited, e.Line)
			}
		}
		if !slices.Equal(cited, test.want) {
			t.Errorf("%s: cited %q, want %q", name, cited, test.want)
		}
	}
}

func addressOf(address string) func(*scene) {
	return func(s *scene) {
		s.Config.Addresses = append(s.Config.Addresses, show.InterfaceAddress{Interface: "Vlan1", Address: address})
	}
}

func sixth(s *scene) {
	s.NTP.Associations = append(s.NTP.Associations, source("2001:DB8::4", 2, show.RoleCandidate))
}

// TestWhomAccessGroupsLetIn: a list that is known, in both families, and no more than the sources and the clients.
func TestWhomAccessGroupsLetIn(t *testing.T) {
	tell(t, "ntp-access", []story{
		{"the sources", peersOnly, check.StatusPass, "", 0, nil, ""},
		{"everyone", all(group("ntp access-group peer 10", nil), permitAny("10")), check.StatusFail, "access list 10 permits everyone (peer)", 0, nil, ""},
		{"everyone, in two halves", all(group("ntp access-group peer 10", nil), listOf("10", "128.0.0.0/2", "0.0.0.0/1", "192.0.0.0/2", "192.0.2.1/32")), check.StatusFail,
			"access list 10 permits everyone (peer)", 0, nil, ""},
		{"not everyone: a quarter is left out", all(group("ntp access-group peer 10", nil), listOf("10", "128.0.0.0/2", "0.0.0.0/1", "0.0.0.0/2")), check.StatusPass, "", 0, nil, ""},
		{"everyone over IPv6, in halves", all(group("ntp access-group peer 10", nil), listOf("10", "8000::/1", "::/1")), check.StatusFail, "access list 10 permits everyone (peer)", 0, nil, ""},
		{"a half behind deny any", all(group("ntp access-group peer 10", nil), listOf("10", "0.0.0.0/1", "any", "128.0.0.0/1")), check.StatusPass, "", 0, nil, ""},
		{"a list of remarks alone", all(group("ntp access-group peer 10", nil), listOf("10")), check.StatusInconclusive, "access list 10 has no entries", policy.Low, nil, ""},
		{"a list that is not there", group("ntp access-group peer 10", nil), check.StatusInconclusive, "access list 10 is not in the configuration", policy.Low, nil, ""},
		{"a list that was not understood", all(peersOnly, func(s *scene) { s.Config.AccessLists[0].Unclear = true }), check.StatusNotMeasured,
			"an entry of access list 10 was not understood", 0, nil, ""},
		{"not a source that is silent", all(peersOnly, func(s *scene) {
			s.Config.AccessLists[0].Entries = s.Config.AccessLists[0].Entries[:2]
			s.NTP.Associations[2].Reach = 0
		}), check.StatusFail, "no list of type peer permits 198.51.100.3", policy.Medium, nil, ""},
		{"not a source that answers all the same", all(peersOnly, func(s *scene) {
			s.Config.AccessLists[0].Entries = s.Config.AccessLists[0].Entries[:2]
		}), check.StatusPass, "", 0, nil, ""},
		{"IPv4 only, with a source of IPv6", all(v4Only, sixth), check.StatusFail, "the access-group covers IPv4 only", policy.Medium, []string{
			"ipv6 access-list NTP-CLIENTS-V6", " permit ipv6 host <address from which ntpaudit asks over IPv6> any",
			" permit ipv6 host <further IPv6 clients: who else takes time from here> any",
			"ipv6 access-list NTP-SOURCES-V6", " permit ipv6 host 2001:db8::4 any",
			"ntp access-group ipv6 peer NTP-SOURCES-V6", "ntp access-group ipv6 serve-only NTP-CLIENTS-V6"}, ""},
		{"IPv4 only, and it answers over IPv6", all(v4Only, func(s *scene) { s.Host, s.AnswersNTP = "2001:db8::9", ptr(true) }), check.StatusFail,
			"the access-group covers IPv4 only; it answers NTP over IPv6", policy.Medium, nil, ""},
		{"IPv4 only, with an address of IPv6", all(v4Only, addressOf("2001:db8:1::1")), check.StatusInconclusive, "the access-group covers IPv4 only", policy.Low, nil, ""},
		{"IPv4 only, without IPv6", all(v4Only, addressOf("192.0.2.1")), check.StatusPass, "", 0, nil, ""},
		{"no family is named, with a source of IPv6", all(peersOnly, sixth), check.StatusPass, "", 0, nil, ""},
		{"IPv6 only", all(group("ntp access-group ipv6 peer SIX", ptr("ipv6")), func(s *scene) {
			s.Config.AccessLists = []show.AccessListRead{{Name: "SIX", Family: show.IPv6}}
		}), check.StatusFail, "the access-group covers IPv6 only", 0, nil, ""},
	})
}

func TestNTPControl(t *testing.T) {
	said := func(c show.Control) func(*scene) {
		return func(s *scene) { s.Config.Control = c }
	}
	refused := said(show.Control{Refused: true, Line: "no ntp allow mode control"})
	private := said(show.Control{Refused: true, Private: true, Line: "ntp allow mode private"})
	onXR := func(s *scene) { s.OS = &platform.Platform{Title: "IOS XR"} }
	refuse := []string{"no ntp allow mode control", "no ntp allow mode private"}
	tell(t, "ntp-control", []story{
		{"refused", refused, check.StatusPass, "", 0, nil, ""},
		{"private requests", private, check.StatusFail, "answers private requests (mode 7)", policy.Medium, refuse, ""},
		{"private requests behind an access-group", all(private, peersOnly), check.StatusFail, "answers private requests (mode 7)", policy.Medium, refuse, ""},
		{"nothing is said", nil, check.StatusFail, "answers control queries unless told not to", policy.Low, refuse, ""},
		{"nothing is said on another platform", onXR, check.StatusNotMeasured, "whether the release answers control queries without a line is not known", policy.Low, nil, ""},
		{"answered", said(show.Control{Answered: true, Line: "ntp allow mode control 3"}), check.StatusFail, "answers control queries from everyone", policy.Medium, refuse, ""},
		{"answered to listed hosts", all(said(show.Control{Answered: true, Line: "ntp allow mode control 3"}), peersOnly), check.StatusPass, "", 0, nil, ""},
		{"listed hosts", peersOnly, check.StatusPass, "", 0, nil, ""},
		{"clients only", all(group("ntp access-group serve-only 11", nil), permitAny("11")), check.StatusPass, "", 0, nil, ""},
		{"everyone may query", all(group("ntp access-group query-only 12", nil), permitAny("12")), check.StatusFail, "access list 12 permits everyone (query-only)", policy.Medium, refuse, ""},
		{"a list that is not there", group("ntp access-group peer 10", nil), check.StatusInconclusive, "access list 10 is not in the configuration", policy.Low, nil, ""},
		{"a list that was not read", all(group("ntp access-group peer 10", nil), func(s *scene) {
			s.Config.Unread = []show.Unread{{Words: "ipv4 access-list", Reason: "not asked for"}}
		}), check.StatusPass, "", 0, nil, ""},
		{"IPv4 only, with a source of IPv6", all(v4Only, sixth), check.StatusFail, "the access-group covers IPv4 only", policy.Medium, refuse, ""},
		{"a line was not understood", oddLine("ntp allow ??"), check.StatusNotMeasured, "a line was not understood: ntp allow ??", 0, nil, ""},
		{"a line about access was not understood", oddLine("ntp access-group ??"), check.StatusNotMeasured, "a line was not understood: ntp access-group ??", 0, nil, ""},
		{"NTP off", ntpOff, check.StatusPass, "", 0, nil, ""},
		{"NTP off, which ntp-enabled says", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindConfig), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-control", private), check.StatusWaived, "answers private requests (mode 7)", 0, nil, ""},
	})
}
