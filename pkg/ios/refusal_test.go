package ios

import (
	"errors"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestDeviceError(t *testing.T) {
	tests := []struct {
		text string
		kind show.ErrorKind
	}{
		{"% Invalid input detected at '^' marker.", show.InvalidInput},
		{"show clok\r\n         ^\r\n% Invalid input detected at '^' marker.\r\n\r\nR1>", show.InvalidInput},
		{"% Incomplete command.\n", show.Incomplete},
		{"% Ambiguous command:  \"sh n\"\n", show.Ambiguous},
		{"% Unknown command or computer name, or unable to find computer address", show.UnknownCommand},
		{"Translating \"foo\"...domain server (255.255.255.255)\n% Unknown command or computer name, or unable to find computer address", show.UnknownCommand},
		{"% Bad IP address or host name\n% Unknown command or computer name, or unable to find computer address", show.UnknownCommand},
		{"Command authorization failed.\n", show.Unauthorized},
		{"% Authorization failed.\n", show.Unauthorized},
		{"Load for five secs: 1%/0%; one minute: 2%; five minutes: 3%\n% Authorization failed.\n", show.Unauthorized},
		{"%NTP is not enabled.", ""},
		{"Clock is synchronized, stratum 3\n% Invalid input detected at '^' marker.", ""},
		{"% Invalid inp", ""},
		{"", ""},
	}
	for _, test := range tests {
		refusal, found := DeviceError(test.text)
		var kind show.ErrorKind
		line := ""
		if found {
			kind, line = refusal.Kind, refusal.Line
		}
		if kind != test.kind || found != (test.kind != "") || found && !strings.Contains(test.text, line) {
			t.Errorf("%q: %q, %q, %t", test.text, kind, line, found)
		}
	}
}

// Every parser tells a refusal from an answer, and an answer from nothing.
func TestParsersReportRefusals(t *testing.T) {
	parsers := map[string]func(string) error{
		"associations": func(s string) error { _, err := ParseAssociations(s); return err },
		"detail":       func(s string) error { _, err := ParseAssociationsDetail(s); return err },
		"status":       func(s string) error { _, err := ParseStatus(s); return err },
		"clock":        func(s string) error { _, err := ParseClock(s); return err },
		"config":       func(s string) error { _, err := ParseConfig(s); return err },
		"version":      func(s string) error { _, err := ParseVersion(s); return err },
		"privilege":    func(s string) error { _, err := ParsePrivilege(s); return err },
		"sntp":         func(s string) error { _, err := ParseSNTP(s); return err },
	}
	for name, parse := range parsers {
		var refusal *show.Refusal
		if err := parse("   ^\n% Invalid input detected at '^' marker.\n"); !errors.As(err, &refusal) || refusal.Kind != show.InvalidInput {
			t.Errorf("%s: a refusal gives %v", name, err)
		}
		for _, text := range []string{"", "\n\n", "R1#\n", "<html><body>It works!</body></html>\n", "\x00\x01\x02"} {
			if err := parse(text); err == nil || errors.As(err, &refusal) {
				t.Errorf("%s: %q gives %v", name, text, err)
			}
		}
	}
}

func TestDisabled(t *testing.T) {
	const text = "R1#show ntp associations\r\n%NTP is not enabled.\r\n\r\nR1#"
	if a, err := ParseAssociations(text); err != nil || a.Enabled || a.Truncated {
		t.Errorf("associations: %+v, %v", a, err)
	}
	if d, err := ParseAssociationsDetail(text); err != nil || d.Enabled || d.Truncated {
		t.Errorf("detail: %+v, %v", d, err)
	}
	if s, err := ParseStatus(text); err != nil || s.Enabled || s.Truncated {
		t.Errorf("status: %+v, %v", s, err)
	}
}
