package nxos

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// seed starts a fuzz target from the captures of a command, whole and cut in the middle.
func seed(f *testing.F, command string) {
	for _, c := range readCaptures(f) {
		if c.Command == command {
			f.Add(c.Text)
			f.Add(c.Text[:len(c.Text)/2])
			f.Add(strings.ReplaceAll(c.Text, "\n", "\r\r\n"))
		}
	}
	f.Add("")
	f.Add("% Invalid command at '^' marker.")
	f.Add("% Permission denied for the role\n")
	f.Add("\x1b[\b\b --More-- \r\x00\xff\u00a0\n")
}

// accounted checks that every line of a text that can carry an answer was either understood or stands in unparsed.
func accounted(t *testing.T, text string, unparsed []string, understood func(capture.Line) bool) {
	t.Helper()
	for l := range content(text) {
		if !slices.Contains(unparsed, l.Raw) && !understood(l) {
			t.Errorf("line %q is neither understood nor in unparsed", l.Raw)
		}
	}
}

// marshals checks that a result is valid JSON: no NaN, no infinity.
func marshals(t *testing.T, v any) {
	t.Helper()
	if _, err := json.Marshal(v); err != nil {
		t.Error(err)
	}
}

func FuzzParseClock(f *testing.F) {
	seed(f, ShowClock)
	seed(f, "show clock detail")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseClock(text)
		marshals(t, c)
		start, found := FindClockLine([]byte(c.Line))
		if err == nil && (capture.Exists(c) != nil || !found || start != 0 || c.Authoritative != nil || c.Synchronized != nil || c.Flag != "") {
			t.Errorf("impossible reading %+v", c)
		}
		accounted(t, text, c.Unparsed, func(l capture.Line) bool {
			s := strings.TrimSpace(l.Text)
			return err != nil || s == c.Line || new(clockReader).take(l)
		})
	})
}

func FuzzParsePeerStatus(f *testing.F) {
	seed(f, ShowPeerStatus)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePeerStatus(text)
		marshals(t, p)
		if err == nil && p.Whole() && *p.TotalPeers != len(p.Associations) {
			t.Errorf("whole with %d rows of %d", len(p.Associations), *p.TotalPeers)
		}
		var rows strings.Builder
		for _, row := range p.Associations {
			if row.Stratum < 0 || row.Stratum > 16 || row.Reach < 0 || row.Reach > 255 || row.DelayMS < 0 || !capture.IsHost(row.Address) {
				t.Errorf("impossible row %+v", row)
			}
			rows.WriteString(strings.Join(strings.Fields(row.Line), ""))
		}
		taken := rows.String()
		accounted(t, text, p.Unparsed, func(l capture.Line) bool {
			return err != nil || new(peerReader).takeFrame(l) || strings.Contains(taken, strings.Join(strings.Fields(l.Text), ""))
		})
	})
}

func FuzzParsePeers(f *testing.F) {
	seed(f, ShowPeers)
	f.Fuzz(func(t *testing.T, text string) {
		p, _ := ParsePeers(text)
		marshals(t, p)
		accounted(t, text, p.Unparsed, func(l capture.Line) bool {
			words := strings.Fields(l.Text)
			_, row := peerRow(words)
			return row || isRule(l.Text) || words[0] == "Peer"
		})
	})
}

func FuzzParseDistribution(f *testing.F) {
	seed(f, "show ntp status")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDistribution(text)
		marshals(t, d)
		if (d.Distribution == nil && d.LastState == nil) != (err != nil) {
			t.Errorf("%+v and %v", d, err)
		}
		accounted(t, text, d.Unparsed, func(l capture.Line) bool {
			s := strings.TrimSpace(l.Text)
			return strings.HasPrefix(s, "Distribution") || strings.HasPrefix(s, "Last operational state")
		})
	})
}

func FuzzParseCertificates(f *testing.F) {
	seed(f, ShowCertificates)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCertificates(text)
		marshals(t, c)
		if err != nil && len(c.Certificates) > 0 {
			t.Errorf("certificates and an error: %v", err)
		}
		understood := map[string]bool{}
		for _, block := range c.Certificates {
			if len(block.Trustpoints) != 1 {
				t.Errorf("trustpoints %q", block.Trustpoints)
			}
			for _, d := range []*show.CertificateDate{block.NotBefore, block.NotAfter} {
				if d != nil && (!d.Exists() || !d.UTC) {
					t.Errorf("impossible date %+v", d)
				}
				if d != nil {
					understood[d.Line] = true
				}
			}
		}
		accounted(t, text, c.Unparsed, func(l capture.Line) bool {
			s := strings.TrimSpace(l.Text)
			label, _, _ := strings.Cut(s, "=")
			return err != nil || understood[s] || label != "notBefore" && label != "notAfter"
		})
	})
}

func FuzzParseVersion(f *testing.F) {
	seed(f, ShowVersion)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := ParseVersion(text)
		marshals(t, v)
		if v.Uptime != nil && *v.Uptime < 0 {
			t.Errorf("uptime %s", *v.Uptime)
		}
		claimed, ok := identify(text)
		if _, marked := versionMark.In(text); ok != marked || ok && err == nil && claimed.OSVersion != v.OSVersion {
			t.Errorf("claimed %t as %q, marked %t; read as %q", ok, claimed.OSVersion, marked, v.OSVersion)
		}
	})
}

func FuzzParseConfig(f *testing.F) {
	seed(f, "show running-config")
	seed(f, "show running-config ntp")
	f.Add(portsConfig)
	f.Add("feature ntp\nno feature ntp\nclock summer-time A 5 Sun Mar 02:00 5 Sun Oct 03:00 60\nlogging server 192.0.2.1 6 use-vrf\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, _ := ParseConfig(text)
		marshals(t, c)
		for _, line := range vanished(t, text) {
			t.Errorf("line %q is in no field, and not in unparsed", line)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, c := range readCaptures(f) {
		f.Add("sh ver", c.Text)
		f.Add(c.Command, c.Text)
	}
	f.Fuzz(func(t *testing.T, command, text string) {
		got, err := Parse(command, text)
		if (got == nil) == (err == nil) {
			t.Errorf("%v and %v", got, err)
		}
		marshals(t, got)
	})
}

// Every kind is known or a gap, and what was cut is a gap.
func FuzzRead(f *testing.F) {
	texts := good(f)
	f.Add(texts[ShowClock], texts[ShowPeerStatus], texts[ShowPeers], texts[ShowVersion], texts[ShowNTPConfig], texts[ShowTimeConfig], texts[ShowCertificates], uint8(0))
	for i := range 7 {
		f.Add(texts[ShowClock], texts[ShowPeerStatus], texts[ShowPeers], texts[ShowVersion], texts[ShowNTPConfig], texts[ShowTimeConfig], texts[ShowCertificates], uint8(1<<i))
	}
	for _, c := range readCaptures(f) {
		f.Add(c.Text, c.Text, c.Text, c.Text, c.Text, c.Text, c.Text, uint8(0))
	}
	f.Add("", "", "", "", portsConfig, portsConfig, "", uint8(0))
	f.Fuzz(func(t *testing.T, clock, status, peers, version, ntp, rest, pki string, cut uint8) {
		s := Read([]show.Answer{
			{Command: ShowClock, Text: clock, Whole: cut&1 == 0}, {Command: ShowPeerStatus, Text: status, Whole: cut&2 == 0},
			{Command: ShowPeers, Text: peers, Whole: cut&4 == 0}, {Command: ShowVersion, Text: version, Whole: cut&8 == 0},
			{Command: ShowNTPConfig, Text: ntp, Whole: cut&16 == 0}, {Command: ShowTimeConfig, Text: rest, Whole: cut&32 == 0},
			{Command: ShowStartupConfig, Text: rest, Whole: cut&32 == 0}, {Command: ShowCertificates, Text: pki, Whole: cut&64 == 0},
		})
		marshals(t, s.Config)
		marshals(t, s.Associations)
		for _, known := range []struct {
			kind  show.Kind
			there bool
			cut   bool
		}{
			{show.KindStatus, s.Status != nil, cut&2 != 0}, {show.KindAssociations, s.Associations != nil, cut&2 != 0},
			{show.KindConfig, s.Config != nil, cut&48 != 0}, {show.KindVersion, s.Version != nil, false},
			{show.KindPKI, s.Certificates != nil, cut&64 != 0}, {show.KindStartup, s.Startup != nil, false},
		} {
			if _, missing := s.Gap(known.kind); missing == known.there || known.cut && known.there && (known.kind == show.KindConfig || known.kind == show.KindPKI) {
				t.Errorf("%s: there %t, a gap %t, cut %t", known.kind, known.there, missing, known.cut)
			}
		}
		if s.Associations != nil && s.Associations.Enabled && cut&2 != 0 {
			t.Error("a cut table counts as whole")
		}
		if len(s.Readings) != 1 || (s.Readings[0].Err == nil) != (s.Readings[0].Reason == "") {
			t.Errorf("readings %+v", s.Readings)
		}
	})
}
