package ios

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

const startupText = "Using 1453 out of 33554432 bytes\nversion 17.9\nservice timestamps log datetime msec\nntp clock-period 17208943\n" +
	"ntp authentication-key 10 md5 0A1B2C3D4E5F 7\nntp  server  192.0.2.1\nno ntp allow mode control 3\nclock timezone CET 1 0\nend\n"

// What runs and what is saved is written alike: without the text of keys, and without what the device rewrites by itself.
func TestTimeLines(t *testing.T) {
	running := "version 17.9\nservice timestamps log datetime msec\nservice sequence-numbers\ninterface Vlan1\n ntp disable\n!\n" +
		"ntp clock-period 17208999\nntp authentication-key 10 md5 CorrectHorse\nntp server 192.0.2.1\nno ntp allow mode control 3\n" +
		"clock timezone CET 1 0\nend\n"
	want := []string{
		"service timestamps log datetime msec", "ntp authentication-key 10 md5", "ntp server 192.0.2.1", "no ntp allow mode control 3", "clock timezone CET 1 0",
	}
	s := Read([]show.Answer{whole(ShowTimeConfig, running), whole(ShowStartupConfig, startupText)})
	if s.Config == nil || !slices.Equal(s.Config.TimeLines, want) {
		t.Errorf("running %+v, want %q", s.Config, want)
	}
	if s.Startup == nil || !s.Startup.Present || !slices.Equal(s.Startup.Lines, want) || s.Startup.Command != ShowStartupConfig {
		t.Errorf("startup %+v, want %q", s.Startup, want)
	}
}

func TestReadStartup(t *testing.T) {
	level := func(n string) show.Answer { return whole(ShowPrivilege, "Current privilege level is "+n+"\n") }
	running := whole(ShowTimeConfig, timeConfig)
	for _, test := range []struct {
		name    string
		answers []show.Answer
		lines   int    // -1: there is none to start with
		gap     string // empty: there is no gap
	}{
		{"saved", []show.Answer{whole(ShowStartupConfig, startupText)}, 5, ""},
		{"nothing saved", []show.Answer{whole(ShowStartupConfig, "startup-config is not present\n")}, -1, ""},
		{"no memory", []show.Answer{whole(ShowStartupConfig, "%% Non-volatile configuration memory is not present\n")}, -1, ""},
		{"saved without a time line", []show.Answer{whole(ShowStartupConfig, "version 12.4\nend\n")}, 0, ""},
		{"busy", []show.Answer{whole(ShowStartupConfig, "startup-config file open failed (Device or resource busy)\n")}, 0, "show startup-config: not understood"},
		{"refused", []show.Answer{whole(ShowStartupConfig, "      ^\n% Invalid input detected at '^' marker.\n")}, 0, "show startup-config: refused: % Invalid"},
		{"not authorized", []show.Answer{whole(ShowStartupConfig, "Command authorization failed.\n")}, 0, "show startup-config: not authorized"},
		{"cut", []show.Answer{{Command: ShowStartupConfig, Text: startupText[:80], Cut: "timeout"}}, 0, "show startup-config: cut (timeout)"},
		{"no end", []show.Answer{whole(ShowStartupConfig, strings.TrimSuffix(startupText, "end\n"))}, 0, "show startup-config: the answer does not reach"},
		{"empty", []show.Answer{whole(ShowStartupConfig, "")}, 0, "show startup-config: not understood"},
		{"below 15", []show.Answer{level("7"), whole(ShowStartupConfig, startupText)}, 0, "show startup-config: privilege level 7"},
		{"not understood", []show.Answer{running, whole(ShowStartupConfig, "version 17.9\nntp sever\nntp server 192.0.\nend\n")}, 0, `show startup-config: not understood: "ntp server 192.0."`},
		{"not understood, and runs", []show.Answer{whole(ShowTimeConfig, "version 17.9\nntp server 192.0.\nend\n"),
			whole(ShowStartupConfig, "version 17.9\nntp server 192.0.\nend\n")}, 1, ""},
	} {
		s := Read(test.answers)
		gap, missing := s.Gap(show.KindStartup)
		if missing != (test.gap != "") || !strings.HasPrefix(gap.Reason, test.gap) || missing == (s.Startup != nil) {
			t.Errorf("%s: gap %+v, startup %+v", test.name, gap, s.Startup)
		}
		if s.Startup != nil && (s.Startup.Present != (test.lines >= 0) || len(s.Startup.Lines) != max(test.lines, 0)) {
			t.Errorf("%s: %+v", test.name, s.Startup)
		}
	}
}
