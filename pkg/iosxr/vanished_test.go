package iosxr

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// vanished lists the time lines of a configuration that stand neither in a line of the result nor in unparsed. A text that
// is refused as a whole loses nothing.
func vanished(t *testing.T, text string) (lost []string) {
	t.Helper()
	s, err := readSection(text)
	if err != nil {
		return nil
	}
	kept := func(line string) bool {
		return slices.ContainsFunc(s.Lines, func(k string) bool { return k == line || strings.HasSuffix(k, " "+line) })
	}
	text = mainPart(strings.ReplaceAll(text, "\n\r", "\n"))
	free, margin := capture.FreeText{Text: text}, capture.Margin(content(text))
	inBlock := false
	for l := range capture.Lines(text) {
		words := strings.Fields(l.Text)
		if free.Holds(l) || len(words) == 0 || words[0][0] == '!' || isNoise(l.Text) && !isTimeLine(words) {
			continue
		}
		head := len(words) == 1 && words[0] == "ntp"
		indented := l.Indent() > margin
		inBlock = indented && inBlock || !indented && head
		line := capture.WithoutKey(strings.Join(words, " "))
		typed := strings.TrimPrefix(capture.WithoutKey("ntp "+line), "ntp ") // in the block it may be read as what follows "ntp"
		wanted := inBlock && indented || isTimeLine(words) && !head
		if wanted && !kept(line) && !kept(typed) && !slices.Contains(s.Unparsed, capture.WithoutKey(l.Raw)) {
			lost = append(lost, l.Raw)
		}
	}
	return lost
}

// A time line that is put anywhere into a configuration is read, or listed.
func TestNoLineVanishes(t *testing.T) {
	lines := []string{
		"ntp server 192.0.2.9", " server 192.0.2.9", "ntp", "clock timezone CET 1", " ntp server 192.0.2.9", "  disable",
		"service timestamps log disable", " odd", "ntp odd", "no ntp master", "no service timestamps log", "\tserver 192.0.2.9",
	}
	for _, c := range readCaptures(t) {
		if !strings.Contains(c.Command, "config") {
			continue
		}
		parts := strings.SplitAfter(c.Text, "\n")
		for i := range parts {
			for _, line := range lines {
				text := strings.Join(parts[:i], "") + line + "\n" + strings.Join(parts[i:], "")
				for _, lost := range vanished(t, text) {
					t.Errorf("%s with %q before line %d: %q is lost", c.File, line, i+1, lost)
				}
			}
		}
	}
}
