package nxos

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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

		ShowStartupConfig: filtered(ShowStartupConfig, captureOf(t, "show-running-config.full")),

		ShowCertificates: captureOf(t, "show-crypto-ca-certificates.two-trustpoints"),
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
		{"none is shown of those configured", "no-peers", "no", 0, "Total peers : 0"},
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
		if doubt := s.Status.Doubt; doubt != "" || s.Status.Synchronized == nil {
			if !s.Status.Enabled || s.Status.Synchronized != nil || s.Status.Stratum != nil || !strings.Contains(doubt, test.synchronized) {
				t.Errorf("%s: %+v, want NTP on and a doubt that says %q", test.name, s.Status, test.synchronized)
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

// A feature that is on without a peer or a server is no more than one that is off, whichever answer says so.
func TestReadNTPIdle(t *testing.T) {
	warning := captureOf(t, "show-clock.warning-after")
	for name, test := range map[string]struct {
		clock, table  string
		line, command string // of the status; empty: it says nothing of that
	}{
		"the table":               {"", captureOf(t, "show-ntp-peer-status.no-peers"), "Total peers : 0", ShowPeerStatus},
		"the clock":               {warning, "", "Warning: No NTP peer/server configured. Time may be out of sync.", ShowClock},
		"the table is refused":    {warning, captureOf(t, "show-ntp-peer-status.unknown"), "Warning: No NTP peer", ShowClock},
		"the clock is outvoted":   {warning, captureOf(t, "show-ntp-peer-status.plain"), "", ""},
		"the table contradicts":   {warning, "Total peers : 2\n", "", ""},
		"nothing but its own":     {"", captureOf(t, "show-ntp-peer-status.own-clock"), "", ""},
		"neither says it":         {"", captureOf(t, "show-ntp-peer-status.unknown"), "", ""},
		"the table is cut before": {"", "Total peers : 0✂", "", ""},
	} {
		changes := map[string]string{ShowPeerStatus: test.table, ShowPeers: "", ShowNTPConfig: "", ShowTimeConfig: ""}
		if test.clock != "" {
			changes[ShowClock] = test.clock
		}
		s := readWith(t, changes)
		idle := s.Status != nil && !s.Status.Enabled && s.Status.Off == "no NTP peer or server is configured"
		if idle != (test.line != "") {
			t.Errorf("%s: %+v, gaps %+v", name, s.Status, s.Gaps)
			continue
		}
		if _, missing := s.Gap(show.KindAssociations); idle && (missing || s.Status.Command != test.command || !strings.HasPrefix(s.Status.Line, test.line)) {
			t.Errorf("%s: %+v, gaps %+v", name, s.Status, s.Gaps)
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
	if want := []string{"active", "client"}; !slices.Equal(configured, want) {
		t.Errorf("configured are %q, want %q", configured, want)
	}
	if got := strings.Join(s.Notes, "; "); len(s.Associations.Associations) != 4 || got != "show ntp peer-status shows 224.0.1.1, to which the device sends broadcasts: no source" {
		t.Errorf("notes %q, associations %+v", got, s.Associations.Associations)
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
	for _, k := range []show.Kind{show.KindClock, show.KindStatus, show.KindAssociations, show.KindConfig, show.KindVersion, show.KindPKI} {
		if gap, missing := s.Gap(k); !missing || gap.Reason != "" || gap.Command == "" {
			t.Errorf("%s: gap %+v", k, gap)
		}
	}
}
