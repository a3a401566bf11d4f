package ios

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
			f.Add(strings.ReplaceAll(c.Text, "\n", "\r\n"))
		}
	}
	f.Add("")
	f.Add("% Invalid input detected at '^' marker.")
	f.Add("%NTP is not enabled.")
	f.Add("\x1b[\b\b --More-- \r\x00\xff\u00a0\n")
}

// accounted checks that every line of a text that can carry an answer was either understood
// or stands in unparsed.
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
	seed(f, ShowClockDetail)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseClock(text)
		marshals(t, c)
		if err == nil && (capture.Exists(c) != nil || !capture.IsClockLine([]byte(c.Line)) || c.Flag == "*" == *c.Authoritative) {
			t.Errorf("impossible reading %+v", c)
		}
		accounted(t, text, c.Unparsed, func(l capture.Line) bool {
			s := strings.TrimLeft(l.Text, " \t")
			return s == c.Line || s == "No time source" || strings.HasPrefix(s, "Time source is ") || strings.HasPrefix(s, "Summer time ") ||
				err != nil
		})
	})
}

func FuzzParseConfig(f *testing.F) {
	seed(f, "show running-config")
	seed(f, "show ntp config")
	f.Add("ntp\n server 192.0.2.5 prefer\n authentication-key 1 md5 encrypted 12\n!\nsntp server 192.0.2.1 version 3\nend\n")
	f.Add(portsConfig)
	f.Add("interface Serial0\n clock rate 64000\n sntp disable\n clock timezone CET 1\nclock timezone EST -5 0\nclock timezone EDT -4 0\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, _ := ParseConfig(text)
		marshals(t, c)
		for _, line := range vanished(t, text) {
			t.Errorf("line %q is in no field, and not in unparsed", line)
		}
	})
}

func FuzzParseVersion(f *testing.F) {
	seed(f, ShowVersion)
	f.Fuzz(func(t *testing.T, text string) {
		v, _ := ParseVersion(text)
		marshals(t, v)
		if v.Uptime != nil && *v.Uptime < 0 {
			t.Errorf("uptime %s", *v.Uptime)
		}
	})
}

func FuzzParsePrivilege(f *testing.F) {
	seed(f, ShowPrivilege)
	f.Fuzz(func(t *testing.T, text string) {
		if level, err := ParsePrivilege(text); level < 0 || level > 15 || err != nil && level != 0 {
			t.Errorf("level %d, %v", level, err)
		}
	})
}

func FuzzParseSNTP(f *testing.F) {
	seed(f, "show sntp")
	f.Fuzz(func(t *testing.T, text string) {
		s, _ := ParseSNTP(text)
		marshals(t, s)
		accounted(t, text, s.Unparsed, func(l capture.Line) bool {
			words := strings.Fields(l.Text)
			_, row := sntpRow(words)
			return row || words[0] == "SNTP" || words[0] == "Broadcast"
		})
	})
}

func FuzzParsePKICertificates(f *testing.F) {
	seed(f, ShowPKICertificates)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParsePKICertificates(text)
		marshals(t, c)
		if err != nil && len(c.Certificates) > 0 {
			t.Errorf("certificates and an error: %v", err)
		}
		understood := map[string]bool{}
		for _, block := range c.Certificates {
			for _, d := range []*show.CertificateDate{block.NotBefore, block.NotAfter, block.RenewAt} {
				if d != nil && !d.Exists() {
					t.Errorf("impossible date %+v", d)
				}
				if d != nil {
					understood[d.Line] = true
				}
			}
		}
		accounted(t, text, c.Unparsed, func(l capture.Line) bool {
			s := strings.TrimSpace(l.Text)
			label, _, _ := strings.Cut(s, ":")
			return len(c.Certificates) > 0 && (understood[s] || dateOf(new(show.Certificate), label) == nil)
		})
	})
}

func FuzzParse(f *testing.F) {
	for _, c := range readCaptures(f) {
		f.Add("sh ver", c.Text)
		f.Add(c.Command, c.Text)
	}
	f.Fuzz(func(t *testing.T, command, text string) {
		got, err := Parse("cisco_iosxe", command, text)
		if (got == nil) == (err == nil) {
			t.Errorf("%v and %v", got, err)
		}
		marshals(t, got)
	})
}
