package nxos

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// capture is the text of a capture.
func captureOf(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(captures, name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// good are whole answers of a device that has everything.
func good(t testing.TB) map[string]string {
	return map[string]string{
		ShowClock:      captureOf(t, "show-clock.source-after"),
		ShowPeerStatus: captureOf(t, "show-ntp-peer-status.plain"),
		ShowPeers:      captureOf(t, "show-ntp-peers.plain"),
		ShowVersion:    captureOf(t, "show-version.n9k"),
		ShowNTPConfig:  captureOf(t, "show-running-config-ntp.section"),
		ShowTimeConfig: captureOf(t, "show-running-config.filtered"),
	}
}

// answers puts texts in the order of the commands. A text that ends in "✂" is of an answer that was cut there.
func answers(texts map[string]string) (list []show.Answer) {
	for _, c := range Commands() {
		if text, ok := texts[c.Line]; ok {
			text, cut := strings.CutSuffix(text, "✂")
			list = append(list, show.Answer{Command: c.Line, Text: text, Whole: !cut})
		}
	}
	return list
}

// readWith reads good answers of which one is another. An empty text stands for no answer.
func readWith(t *testing.T, changes map[string]string) show.State {
	t.Helper()
	texts := good(t)
	for command, text := range changes {
		texts[command] = text
		if text == "" {
			delete(texts, command)
		}
	}
	return Read(answers(texts))
}

func TestReadEverything(t *testing.T) {
	s := readWith(t, nil)
	if len(s.Gaps) > 0 || len(s.Readings) != 1 || s.Readings[0].Err != nil {
		t.Fatalf("gaps %+v, readings %+v", s.Gaps, s.Readings)
	}
	if s.Version.Serial != "FDO00000001" || s.Version.Command != ShowVersion {
		t.Errorf("version %+v", s.Version)
	}
	if len(s.Associations.Associations) != 3 || !s.Associations.Enabled {
		t.Errorf("associations %+v", s.Associations)
	}
	first := s.Associations.Associations[0]
	if first.OffsetMS != nil || first.RefClock != nil || first.When != nil || first.DispMS != nil {
		t.Errorf("a row tells what is not printed: %+v", first)
	}
	if first.Command != ShowPeerStatus || !first.Configured || *first.VRF != "management" || *first.Local != "198.51.100.7" {
		t.Errorf("row %+v", first)
	}
	if want := []string{"show ntp peers lists 192.0.2.20, which show ntp peer-status does not show"}; !slices.Equal(s.Notes, want) {
		t.Errorf("notes %q, want %q", s.Notes, want)
	}
}

func TestReadStatus(t *testing.T) {
	tests := []struct {
		name, table  string // of a capture, or the table itself
		synchronized string // yes, no or a part of the reason why it is not known
		stratum      int
		line         string
	}{
		{"a source is followed", "plain", "yes", 3, "*192.0.2.16 "},
		{"none is", "none-selected", "no", 0, "Total peers : 1"},
		{"there is none", "no-peers", "no", 0, "Total peers : 0"},
		{"its own clock is followed", "own-clock", "no", 0, "*127.127.1.0 "},
		{"two are followed", "two-selected", "two rows are marked", 0, ""},
		{"rows are missing", "lies", "it counts 4 peers and shows 3", 0, ""},
		{"nothing counts the rows", "no-total", "the line that counts the peers is missing", 0, ""},
		{"rows are not understood", "bad-rows", "a line was not understood", 0, ""},
		{"the command is unknown", "unknown", "refused: % Invalid command", 0, ""},
		{"it is silent", "Total peers : 1\n*192.0.2.1 192.0.2.9 2 64 0 0.00100 default\n", "answered none of its last eight polls", 0, ""},
		{"it has no time", "Total peers : 1\n*192.0.2.1 192.0.2.9 16 64 1 0.00100 default\n", "has stratum 16", 0, ""},
		{"the lowest stratum", "Total peers : 1\n*192.0.2.1 192.0.2.9 15 64 1 0.00100 default\n", "yes", 16, "*192.0.2.1 "},
		{"cut", "Total peers : 1\n*192.0.2.1 192.0.2.9 2 64 377 0.00100 default\n✂", "cut", 0, ""},
		{"no answer", "", "", 0, ""},
	}
	for _, test := range tests {
		table := test.table
		if table != "" && !strings.Contains(table, "\n") {
			table = captureOf(t, "show-ntp-peer-status."+table)
		}
		s := readWith(t, map[string]string{ShowPeerStatus: table})
		gap, missing := s.Gap(show.KindStatus)
		if missing != (s.Status == nil) {
			t.Errorf("%s: status %+v and gap %+v", test.name, s.Status, gap)
			continue
		}
		if missing {
			if !strings.Contains(gap.Reason, test.synchronized) || gap.Command != ShowPeerStatus || test.line != "" {
				t.Errorf("%s: gap %+v, want one that says %q", test.name, gap, test.synchronized)
			}
			continue
		}
		stratum := 0
		if s.Status.Stratum != nil {
			stratum = *s.Status.Stratum
		}
		if !s.Status.Enabled || *s.Status.Synchronized != (test.synchronized == "yes") || stratum != test.stratum ||
			!strings.HasPrefix(s.Status.Line, test.line) || s.Status.Command != ShowPeerStatus {
			t.Errorf("%s: %+v", test.name, s.Status)
		}
	}
}

func TestReadNTPOff(t *testing.T) {
	off := captureOf(t, "show-running-config.no-feature")
	unknown := captureOf(t, "show-ntp-peer-status.unknown")
	s := readWith(t, map[string]string{ShowPeerStatus: unknown, ShowPeers: unknown, ShowNTPConfig: unknown, ShowTimeConfig: off})
	if len(s.Gaps) > 0 || s.Status == nil || s.Status.Enabled || s.Status.Line != "no feature ntp" || s.Status.Command != ShowTimeConfig {
		t.Errorf("status %+v, gaps %+v", s.Status, s.Gaps)
	}
	if s.Config == nil || len(s.Config.Servers) > 0 {
		t.Errorf("config %+v", s.Config)
	}
	if s := readWith(t, map[string]string{ShowTimeConfig: off}); s.Status == nil || !s.Status.Enabled {
		t.Errorf("a table with peers counts as off: %+v", s.Status)
	}
	s = readWith(t, map[string]string{ShowNTPConfig: unknown})
	if gap, missing := s.Gap(show.KindConfig); !missing || !strings.Contains(gap.Reason, "refused: % Invalid command") {
		t.Errorf("the section is refused although NTP is on: %+v", s.Gaps)
	}
}

func TestReadConfig(t *testing.T) {
	c := readWith(t, nil).Config
	if c == nil {
		t.Fatal("no configuration")
	}
	if got := c.Servers[1]; got.VRF != nil || !strings.Contains(got.Line, "use-vrf default") {
		t.Errorf("VRF default is one: %+v", got)
	}
	if *c.Servers[0].VRF != "management" || *c.NTPSource != "mgmt0" || c.ClockProtocol != nil || !c.AccessMatchAll || len(c.AccessGroups) != 3 {
		t.Errorf("%+v", c)
	}
	want := show.Timestamps{Kind: show.StampDatetime, Options: []string{"msec", "localtime", "show-timezone", "year"}, Line: "logging timestamp milliseconds"}
	if d := cmp.Diff(want, c.TimestampsLog); d != "" {
		t.Errorf("stamps (-want +got):\n%s", d)
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
		"": "datetime localtime year",
		"logging timestamp seconds\n":                                         "datetime localtime year",
		"logging timestamp microseconds\n":                                    "datetime msec localtime year",
		"clock format show-timezone syslog\n":                                 "datetime localtime show-timezone year",
		"clock format show-timezone debug\nlogging timestamp milliseconds\n":  "datetime msec localtime year",
		"logging timestamp nanoseconds\n":                                     "unknown",
		"logging timestamp seconds\nlogging timestamp microseconds\nbanner\n": "unknown",
	} {
		got := readWith(t, map[string]string{ShowTimeConfig: head + lines}).Config.TimestampsLog
		if s := strings.Join(append([]string{got.Kind}, got.Options...), " "); s != want {
			t.Errorf("%q: %s, want %s", lines, s, want)
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
		c := readWith(t, map[string]string{ShowTimeConfig: test.rest, ShowNTPConfig: test.line + "\n"}).Config
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

func TestReadACI(t *testing.T) {
	s := readWith(t, map[string]string{
		ShowVersion: captureOf(t, "show-version.aci"), ShowPeerStatus: captureOf(t, "show-ntp-peer-status.aci"), ShowNTPConfig: "", ShowTimeConfig: "",
	})
	gap, missing := s.Gap(show.KindConfig)
	if !missing || !gap.Inapplicable || !strings.Contains(gap.Reason, "APIC") {
		t.Errorf("gap %+v", gap)
	}
	if s.Status == nil || !*s.Status.Synchronized || *s.Status.Stratum != 3 {
		t.Errorf("status %+v", s.Status)
	}
}

// Without a list of the configured sources only the mode tells.
func TestReadConfigured(t *testing.T) {
	role := captureOf(t, "show-running-config-ntp.role")
	s := readWith(t, map[string]string{ShowPeerStatus: captureOf(t, "show-ntp-peer-status.modes"), ShowPeers: "", ShowNTPConfig: role})
	var configured []string
	for _, a := range s.Associations.Associations {
		if a.Configured {
			configured = append(configured, *a.Mode)
		}
	}
	if want := []string{"active", "broadcast", "client"}; !slices.Equal(configured, want) {
		t.Errorf("configured are %q, want %q", configured, want)
	}
	s = readWith(t, map[string]string{ShowPeers: captureOf(t, "show-ntp-peers.learned"), ShowNTPConfig: role})
	if s.Associations.Associations[0].Configured {
		t.Error("a source that is listed as learned counts as configured")
	}
}

// Answers that are not of this platform's commands are left alone, and the last of several counts.
func TestReadTakesTheLast(t *testing.T) {
	list := answers(good(t))
	list = append([]show.Answer{
		{Command: "show ntp status", Text: "Clock is synchronized, stratum 3, reference is 192.0.2.1\n", Whole: true},
		{Command: ShowPeerStatus, Text: captureOf(t, "show-ntp-peer-status.lies"), Whole: true},
	}, list...)
	list = append(list, show.Answer{Command: ShowClock, Text: captureOf(t, "show-clock.leap-second"), Whole: true})
	s := Read(list)
	if len(s.Gaps) > 0 || s.Status == nil {
		t.Errorf("gaps %+v", s.Gaps)
	}
	if len(s.Readings) != 2 || s.Readings[1].Err == nil || s.Readings[1].Answer != len(list)-1 || !strings.HasPrefix(s.Readings[1].Reason, ShowClock+": ") {
		t.Errorf("readings %+v", s.Readings)
	}
}

func TestReadNothing(t *testing.T) {
	s := Read(nil)
	for _, k := range []show.Kind{show.KindClock, show.KindStatus, show.KindAssociations, show.KindConfig, show.KindVersion} {
		if gap, missing := s.Gap(k); !missing || gap.Reason != "" || gap.Command == "" {
			t.Errorf("%s: gap %+v", k, gap)
		}
	}
}
