package ios

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
)

// A captured that is cut at any byte must not yield a value that the whole one does not have:
// no half number, no row made of two, no zero for what is missing.
func TestCutAnywhere(t *testing.T) {
	for _, c := range readCaptures(t) {
		if strings.Contains(c.File, "malformed") {
			continue // lines that were not understood when whole may be understood when cut
		}
		if c.Command == ShowPKICertificates && strings.Contains(c.File, "refused") {
			continue // its beginning is blank, which is what a device without certificates prints
		}
		whole := c.Values(t, parse)
		for i := range c.Text {
			cut := c
			cut.Text = c.Text[:i]
			if strings.Contains(c.Command, "config") {
				cut.Text = capture.WholeLines(cut.Text)
			}
			if path, ok := platformtest.Within(cut.Values(t, parse), whole); !ok && !isBannerReading(c, cut) {
				t.Errorf("%s cut at byte %d: %s is not a value of the whole", filepath.Base(c.File), i, path)
				break
			}
		}
	}
}

// isBannerReading allows the one exception: cut before its clock line, "show clock" behind
// an exec-prompt-timestamp banner gives the banner's reading, which is one of the same clock.
func isBannerReading(whole, cut captured) bool {
	c, err := ParseClock(cut.Text)
	return err == nil && strings.Contains(whole.Text, "Time source is NTP, "+c.Line+"\n")
}

func TestCutIsTold(t *testing.T) {
	for _, c := range readCaptures(t) {
		switch c.Command {
		case ShowNTPAssociations:
			end := strings.LastIndex(c.Text, "\n *")
			if end < 0 {
				continue
			}
			if a, err := ParseAssociations(c.Text[:end+1]); err != nil || !a.Truncated {
				t.Errorf("%s: without its legend the table counts as whole (%v)", c.File, err)
			}
		case ShowNTPAssociationsDetail:
			if d, err := ParseAssociationsDetail(c.Text[:strings.LastIndex(c.Text, "filtdelay")]); err != nil || !d.Truncated {
				t.Errorf("%s: without its filter lines the block counts as whole (%v)", c.File, err)
			}
		case ShowPKICertificates:
			end := strings.LastIndex(c.Text, "  Associated")
			if end < 0 {
				continue
			}
			if p, err := ParsePKICertificates(c.Text[:end]); err != nil || !p.Truncated {
				t.Errorf("%s: without its trustpoints the last certificate counts as whole (%v)", c.File, err)
			}
		case ShowNTPStatus:
			end := strings.Index(c.Text, "root dispersion")
			if end < 0 {
				continue
			}
			if s, err := ParseStatus(c.Text[:end]); err != nil || !s.Truncated || s.RootDispMS != nil {
				t.Errorf("%s: without its dispersions the status counts as whole (%v)", c.File, err)
			}
		}
	}
}

// A line that is not understood must come out as it was printed, wherever it stands, and must
// not disturb the others.
func TestForeignLineAnywhere(t *testing.T) {
	const foreign = "  Quux: a line of a release to come, 42 of them"
	for _, c := range readCaptures(t) {
		if strings.Contains(c.Command, "config") || c.Command == ShowVersion || c.Command == ShowPrivilege ||
			c.Command == ShowPKICertificates || strings.Contains(c.File, "refused") {
			continue // these have many other lines, and pass them over
		}
		lines := strings.SplitAfter(c.Text, "\n")
		for i := range lines {
			text := strings.Join(lines[:i], "") + foreign + "\n" + strings.Join(lines[i:], "")
			got, err := Parse("cisco_ios", c.Command, text)
			if err != nil {
				t.Errorf("%s, line %d: %v", c.File, i+1, err)
				continue
			}
			data, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(data), foreign) {
				t.Errorf("%s: a foreign line before line %d vanishes", c.File, i+1)
			}
			wrapped := strings.Contains(c.File, "ipv6") // a foreign line tears a wrapped row apart
			if path, ok := platformtest.Within(captured{File: c.File, Command: c.Command, Text: text}.Values(t, parse), c.Values(t, parse)); !ok && !wrapped {
				t.Errorf("%s: a foreign line before line %d changes %s", c.File, i+1, path)
			}
		}
	}
}
