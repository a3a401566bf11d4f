package nxos

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestReadConfig(t *testing.T) {
	c := readWith(t, nil).Config
	if c == nil {
		t.Fatal("no configuration")
	}
	if got := c.Servers[1]; got.VRF != nil || !strings.Contains(got.Line, "use-vrf default") {
		t.Errorf("VRF default is one: %+v", got)
	}
	if *c.Servers[0].VRF != "management" || c.NTPSource != nil || !slices.Equal(c.NTPSourceVRF, []show.VRFSource{{VRF: "management", Interface: "mgmt0"}}) || c.ClockProtocol != nil || !c.AccessMatchAll || len(c.AccessGroups) != 3 {
		t.Errorf("%+v", c)
	}
	want := show.Timestamps{Kind: show.StampDatetime, Options: []string{"msec", "localtime", "show-timezone", "year"}, Line: "logging timestamp milliseconds"}
	if d := cmp.Diff(want, c.TimestampsLog); d != "" {
		t.Errorf("stamps (-want +got):\n%s", d)
	}
	if !strings.HasPrefix(c.NTPLocked, "ntp distribute: ") {
		t.Errorf("NTP lines of a fabric are not locked: %q", c.NTPLocked)
	}
	if c.TimestampsDebug.Kind != show.StampNotApplicable {
		t.Errorf("debug stamps %+v", c.TimestampsDebug)
	}
	addresses := []show.InterfaceAddress{
		{Interface: "mgmt0", VRF: "management", Address: "198.51.100.7"}, {Interface: "mgmt0", VRF: "management", Address: "2001:db8::7"},
		{Interface: "loopback0", Address: "203.0.113.7"}, {Interface: "loopback0", Address: "203.0.113.8"},
	}
	if d := cmp.Diff(addresses, c.Addresses); d != "" || !slices.Equal(c.Loopbacks, []string{"loopback0"}) {
		t.Errorf("loopbacks %q, addresses (-want +got):\n%s", c.Loopbacks, d)
	}
}

func TestReadStamps(t *testing.T) {
	const head = "!Command: show running-config\n"
	for lines, want := range map[string]string{
		"":                                    "datetime localtime year",
		"logging timestamp seconds\n":         "datetime localtime year",
		"logging timestamp microseconds\n":    "datetime msec localtime year",
		"clock format show-timezone syslog\n": "datetime localtime show-timezone year",
		"clock format show-timezone debug\nlogging timestamp milliseconds\n":  "datetime msec localtime year",
		"logging timestamp nanoseconds\n":                                     "unknown",
		"logging timestamp seconds\nlogging timestamp microseconds\nbanner\n": "unknown",
	} {
		got := readWith(t, map[string]string{ShowTimeConfig: head + lines}).Config.TimestampsLog
		byDefault := want != "unknown" && !strings.Contains(lines, "logging timestamp")
		if s := strings.Join(append([]string{got.Kind}, got.Options...), " "); s != want || got.Default != byDefault {
			t.Errorf("%q: %s, want %s; by default is %t", lines, s, want, got.Default)
		}
	}
}

// The one source interface counts in its own VRF; where that is not known, for every source.
func TestReadSourceInAVRF(t *testing.T) {
	const head = "!Command: show running-config\n"
	const servers = "ntp server 192.0.2.1 use-vrf A\nntp server 192.0.2.2 use-vrf B\nntp server 192.0.2.3\nntp source-interface loopback5\n"
	for _, test := range []struct {
		name, rest string
		global     bool
		want       []show.VRFSource
	}{
		{"in A", head + "interface loopback5\n  vrf member A\n  ip address 198.51.100.2/32\n", false, []show.VRFSource{{VRF: "A", Interface: "loopback5"}}},
		{"in none", head + "interface loopback5\n  ip address 198.51.100.2/32\n", true, nil},
		{"not known", head, true, []show.VRFSource{{VRF: "A", Interface: "loopback5"}, {VRF: "B", Interface: "loopback5"}}},
	} {
		c := readWith(t, map[string]string{ShowTimeConfig: test.rest, ShowNTPConfig: servers}).Config
		if c == nil || (c.NTPSource != nil) != test.global || !slices.Equal(c.NTPSourceVRF, test.want) {
			t.Errorf("%s: %+v", test.name, c)
		}
	}
}

func TestReadSource(t *testing.T) {
	const head = "!Command: show running-config\n"
	interfaces := head + "interface loopback0\n  ip address 198.51.100.2/32\ninterface loopback1\n  ip address 198.51.100.3/32\n"
	twice := interfaces + "interface Vlan7\n  vrf member default\n  ip address 198.51.100.2/24\n"
	for _, test := range []struct{ line, rest, want string }{
		{"ntp source 198.51.100.2", interfaces, "loopback0"},
		{"ntp source 198.51.100.4", interfaces, "198.51.100.4"},
		{"ntp source 198.51.100.2", twice, "198.51.100.2"},
		{"ntp source-interface loopback1", interfaces, "loopback1"},
	} {
		c := readWith(t, map[string]string{ShowTimeConfig: test.rest, ShowNTPConfig: test.line + "\n", ShowPeers: ""}).Config
		if c == nil || c.NTPSource == nil || *c.NTPSource != test.want {
			t.Errorf("%s: %+v", test.line, c)
			continue
		}
		if len(c.Evidence("ntp source"))+len(c.Evidence("ntp source-interface")) != 1 {
			t.Errorf("%s: lines %q", test.line, c.Lines)
		}
	}
}

func TestReadConfigGaps(t *testing.T) {
	role := captureOf(t, "show-running-config-ntp.role")
	for _, test := range []struct {
		name    string
		changes map[string]string
		reason  string
	}{
		{"role", map[string]string{ShowNTPConfig: role, ShowTimeConfig: role}, `not permitted for the role of the account, as for network-operator; use a role that permits "show running-config ntp"`},
		{"role, one of two", map[string]string{ShowNTPConfig: role}, "show running-config ntp: not permitted"},
		{"AAA", map[string]string{ShowNTPConfig: "Error: AAA authorization failed for command: show running-config ntp\n"}, "show running-config ntp: not authorized"},
		{"incomplete", map[string]string{ShowTimeConfig: captureOf(t, "show-running-config-ntp.incomplete")}, "refused: % Incomplete command"},
		{"not asked", map[string]string{ShowNTPConfig: ""}, ""},
		{"neither asked", map[string]string{ShowNTPConfig: "", ShowTimeConfig: ""}, ""},
		{"empty", map[string]string{ShowNTPConfig: "\n"}, "the answer is empty"},
		{"cut", map[string]string{ShowNTPConfig: "ntp server 192.0.2.1\nntp ser✂"}, "show running-config ntp: cut"},
		{"the filter fits nothing that proves the rest", map[string]string{ShowTimeConfig: "interface mgmt0\n"}, "lacks the lines that a configuration begins with"},
		{"another answer", map[string]string{ShowNTPConfig: captureOf(t, "show-ntp-peers.plain")}, "show running-config ntp: not understood"},
	} {
		s := readWith(t, test.changes)
		gap, missing := s.Gap(show.KindConfig)
		if !missing || s.Config != nil || !strings.Contains(gap.Reason, test.reason) || (gap.Reason == "") != (test.reason == "") || gap.Inapplicable {
			t.Errorf("%s: config %+v, gap %+v", test.name, s.Config, gap)
		}
		if _, missing := s.Gap(show.KindStatus); missing {
			t.Errorf("%s: the status is missing as well", test.name)
		}
	}
}

// Nothing ends a configuration of NX-OS, so that a cut one shows only beside the list of the sources.
func TestReadConfigWithTooFewSources(t *testing.T) {
	const head = "!Command: show running-config ntp\nversion 10.3(9) Bios:version\n"
	peers := captureOf(t, "show-ntp-peers.plain")
	for _, test := range []struct {
		name, section, peers string
		reason               string // of the gap; empty: the configuration counts
	}{
		{"none of three", head, peers, "show running-config ntp: not whole: it holds 0 sources, and show ntp peers lists 3 configured"},
		{"two of three", head + "ntp server 192.0.2.16\nntp server 192.0.2.17\n", peers, "it holds 2 sources, and show ntp peers lists 3 configured"},
		{"one line is odd", head + "ntp server 192.0.2.16\nntp server 192.0.2.17\nntp peer 192.0.2.20 odd\n", peers, ""},
		{"its own clock", head + "ntp master\n", "  127.127.1.0   Server (configured)\n", ""},
		{"learned", head, captureOf(t, "show-ntp-peers.learned"), ""},
		{"no list", head, "", ""},
		{"none listed", head, "--------\n  Peer IP Address   Serv/Peer\n--------\n", ""},
	} {
		s := readWith(t, map[string]string{ShowNTPConfig: test.section, ShowPeers: test.peers})
		gap, missing := s.Gap(show.KindConfig)
		if missing != (test.reason != "") || missing != (s.Config == nil) || !strings.Contains(gap.Reason, test.reason) {
			t.Errorf("%s: config %+v, gap %+v", test.name, s.Config, gap)
		}
		if len(s.Associations.Associations) != 3 {
			t.Errorf("%s: associations %+v", test.name, s.Associations)
		}
	}
}

// The answers that a clock needs are enough for its zone.
func TestReadOfTheClockAlone(t *testing.T) {
	p := Platform()
	texts := good(t)
	for command := range texts {
		if !slices.Contains(p.Tellers([]show.Kind{show.KindClock}), command) {
			delete(texts, command)
		}
	}
	s := Read(answers(texts))
	if s.Config == nil || s.Config.Timezone == nil || len(s.Readings) != 1 {
		t.Errorf("%d readings, config %+v, gaps %+v", len(s.Readings), s.Config, s.Gaps)
	}
}
