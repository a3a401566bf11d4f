package session_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// However the terminal behaves, the answers are those of one that behaves well.
func TestTerminals(t *testing.T) {
	config := strings.Repeat("interface Vlan1\n ip address 192.0.2.1 255.255.255.0\n", 40)
	tests := map[string]struct {
		terminal lab.TerminalSpec
		denied   []string
		note     string // part of the only note; "" for no note
	}{
		"as asked for":           {},
		"80 columns":             {terminal: lab.TerminalSpec{IgnorePTYSize: true}},
		"banner":                 {terminal: lab.TerminalSpec{BannerLogin: "who are you>\n", BannerMOTD: "core#\ntype terminal length 0\n###\n"}},
		"banner with an echo":    {terminal: lab.TerminalSpec{BannerMOTD: "core#\ncore# terminal length 0\n"}},
		"pager":                  {terminal: lab.TerminalSpec{Length: 10}, denied: []string{"terminal length"}, note: `"terminal length 0" was refused`},
		"tiny pager":             {terminal: lab.TerminalSpec{Length: 2}, denied: []string{"terminal"}, note: "a line at a time"},
		"pager, 80 columns":      {terminal: lab.TerminalSpec{IgnorePTYSize: true}, denied: []string{"terminal"}, note: "a line at a time"},
		"little typing":          {terminal: lab.TerminalSpec{TypeAhead: 210}, note: "the echo of"},
		"very little typing":     {terminal: lab.TerminalSpec{TypeAhead: 190, IgnorePTYSize: true}, note: "the echo of"},
		"blank after the prompt": {terminal: lab.TerminalSpec{Prompt: "{hostname}{mark} ", Length: 10}, denied: []string{"terminal"}, note: "a line at a time"},
	}
	want := map[string]string{}
	s := newSite(t, lab.DeviceSpec{Name: "r1", Config: config})
	for _, a := range s.ask(t, "r1").Answers {
		want[a.Command] = a.Text
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, lab.DeviceSpec{Name: "r1", Config: config, Terminal: test.terminal, Denied: test.denied})
			d := s.ask(t, "r1")
			mustBe(t, d, snapshot.Audited, "")
			if len(d.Notes) > 1 || !strings.Contains(strings.Join(d.Notes, "\n"), test.note) || test.note == "" && len(d.Notes) > 0 {
				t.Errorf("notes %q, want %q", d.Notes, test.note)
			}
			for _, command := range everything {
				if command == ios.ShowClockDetail || command == ios.ShowVersion {
					continue // they tell the time, which has gone on
				}
				if diff := cmp.Diff(want[command], answerTo(t, d, command).Text); diff != "" {
					t.Errorf("%q (-want +got):\n%s", command, diff)
				}
			}
		})
	}
}
