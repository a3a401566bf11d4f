package checks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// A text is read for every platform: what only some of them know stands in a paragraph that names them.
func TestDocsNameThePlatform(t *testing.T) {
	for _, only := range []struct{ words, platform string }{
		{"clock save", "On IOS"}, {"clock-period", "On IOS"}, {"allow mode control", "On IOS"}, {"ntp disable", "On IOS"}, {"ntp logging", "On IOS"},
		{"an asterisk, in", "IOS marks"}, {"a dot", "on IOS"}, {"A star", "On IOS and IOS XR"}, {"old releases", "of IOS"}, {"ntp source Loopback0", "On IOS"},
		{"timestamps log datetime", "On IOS and IOS XR"}, {"leave out \"localtime\"", "On IOS and IOS XR"},
		{"feature ntp", "NX-OS"}, {"logging timestamp", "NX-OS"}, {"peer-status", "NX-OS"}, {"source-interface", "NX-OS"}, {"show-timezone syslog", "NX-OS"},
	} {
		found := false
		for _, c := range checks.All() {
			for paragraph := range strings.SplitSeq(c.Doc.Text+"\n\n"+c.Doc.Remedies(), "\n\n") {
				paragraph = strings.ReplaceAll(paragraph, "\n", " ")
				named := strings.Contains(paragraph, only.words)
				found = found || named
				if named && !strings.Contains(paragraph, only.platform) {
					t.Errorf("%s: %q, and nothing says %q: %s", c.ID, only.words, only.platform, paragraph)
				}
			}
		}
		if !found {
			t.Errorf("no text says %q any more", only.words)
		}
	}
}

// What turns NTP on is no part of a fix where it is on, and has no sources.
func TestIdleIsNotTurnedOn(t *testing.T) {
	enables := func(c show.Change) bool { return c.Verb == show.EnableNTP }
	for name, because := range map[string]string{"off": "", "idle": "no NTP peer or server is configured"} {
		s := newScene(t, "ntp-enabled")
		s.NTP = &facts.NTP{Enabled: ptr(false), Known: true, Status: &show.Status{Line: "x", Off: because}, StatusLine: "x"}
		s.Config.Servers = nil
		f := check.Run(checks.All(), s.fleet, s.policy).Devices[0][0]
		if len(f.Changes) == 0 || slices.ContainsFunc(f.Changes, enables) != (because == "") {
			t.Errorf("%s: %+v", name, f.Changes)
		}
	}
}
