package nxos

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
)

func TestCutAnywhere(t *testing.T) {
	var list []captured
	for _, c := range readCaptures(t) {
		switch name := filepath.Base(c.File); {
		case strings.Contains(name, ".two."): // clock lines are an error, and one is not
		case strings.Contains(name, "unknown"), strings.Contains(name, "refused"):
		case strings.Contains(name, "folded-in-a-word"): // nothing tells that a line goes on
		default:
			list = append(list, c)
		}
	}
	platformtest.CutAnywhere(t, Parse, list)
}

func TestCutTableIsTold(t *testing.T) {
	for _, c := range readCaptures(t) {
		if c.Command != ShowPeerStatus {
			continue
		}
		p, err := ParsePeerStatus(c.Text)
		if err != nil || !p.Whole() || len(p.Associations) == 0 {
			continue
		}
		last := p.Associations[len(p.Associations)-1]
		end := strings.LastIndex(c.Text, last.Flags+last.Address)
		for i := range c.Text[:end] {
			if p, err := ParsePeerStatus(c.Text[:i]); err == nil && p.Whole() {
				t.Errorf("%s cut at byte %d counts as whole", filepath.Base(c.File), i)
				break
			}
		}
	}
}

// A line that is not understood must come out as it was printed, wherever it stands, and must not disturb the others.
func TestForeignLineAnywhere(t *testing.T) {
	const foreign = "  Quux: a line of a release to come, 42 of them"
	for _, c := range readCaptures(t) {
		if strings.Contains(c.Command, "config") || c.Command == ShowVersion || c.Parsed(t, Parse)[0] == 'e' ||
			strings.Contains(c.File, "unknown") || strings.Contains(c.File, "refused") {
			continue // these have many other lines, and pass them over
		}
		lines := strings.SplitAfter(c.Text, "\n")
		for i := range lines {
			text := strings.Join(lines[:i], "") + foreign + "\n" + strings.Join(lines[i:], "")
			changed := captured{File: c.File, Command: c.Command, Text: text}
			if !strings.Contains(changed.Parsed(t, Parse), foreign) {
				t.Errorf("%s: a foreign line before line %d vanishes", c.File, i+1)
			}
			folded := strings.Contains(c.File, "folded") || strings.Contains(c.File, "between") // a foreign line tears a row apart
			if d := cmp.Diff(withoutUnparsed(t, c), withoutUnparsed(t, changed)); d != "" && !folded {
				t.Errorf("%s: a foreign line before line %d (-want +got):\n%s", c.File, i+1, d)
			}
		}
	}
}
