package nxos

import (
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestReadStartup(t *testing.T) {
	running := "!Command: show running-config\nversion 10.3(9) Bios:version\nfeature ntp\nntp server 192.0.2.1\nntp authentication-key 5 md5 fewhg 7\nlogging timestamp milliseconds\nlogging server 192.0.2.50\nclock timezone CET 1 0\n"
	startup := "\n!Command: show startup-config\n!Time: Wed May 20 04:01:53 2026\nversion 10.3(9) Bios:version  \nfeature ntp\nntp  server 192.0.2.1\nntp authentication-key 5 md5 gexig 7\nlogging timestamp milliseconds\nclock timezone CET 1 0\n"
	lines := []string{"feature ntp", "ntp server 192.0.2.1", "ntp authentication-key 5 md5", "logging timestamp milliseconds", "clock timezone CET 1 0"}
	s := readWith(t, map[string]string{ShowTimeConfig: running, ShowStartupConfig: startup})
	if s.Config == nil || !slices.Equal(s.Config.TimeLines, lines) {
		t.Errorf("running %+v, want %q", s.Config, lines)
	}
	if s.Startup == nil || !s.Startup.Present || !slices.Equal(s.Startup.Lines, lines) {
		t.Errorf("startup %+v, want %q", s.Startup, lines)
	}
	if s := readWith(t, map[string]string{ShowStartupConfig: "No startup configuration\n"}); s.Startup == nil || s.Startup.Present {
		t.Errorf("nothing to start with: %+v", s.Startup)
	}
	for text, want := range map[string]string{
		"":                                   "",
		"% Permission denied for the role\n": `show startup-config: not permitted for the role of the account, as for network-operator; use a role that permits "show startup-config"`,
		"ntp server 192.0.2.1\n":             "show startup-config: the answer lacks the lines that a configuration begins with",
		startup + "✂":                        "show startup-config: cut",
		"                ^\n% Invalid command at '^' marker.\n": "show startup-config: refused: % Invalid command at '^' marker.",
	} {
		s := readWith(t, map[string]string{ShowStartupConfig: text})
		if gap, missing := s.Gap(show.KindStartup); !missing || s.Startup != nil || gap.Reason != want {
			t.Errorf("%q: %+v, want %q", text, gap, want)
		}
	}
	aci := readWith(t, map[string]string{ShowVersion: captureOf(t, "show-version.aci")})
	if gap, _ := aci.Gap(show.KindStartup); !gap.Inapplicable {
		t.Errorf("ACI: %+v", gap)
	}
}
