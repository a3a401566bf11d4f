package lab

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAnswers(t *testing.T) {
	l := one(t, DeviceSpec{Answers: map[string]string{"show processes cpu": "CPU utilization\x1b[2J\n", "show run | include fixed": "as it is\n"}, Config: "logging host 192.0.2.9\n"})
	tests := []struct{ typed, want string }{
		{"show privilege", "Current privilege level is 15\n"},
		{"sh priv", "Current privilege level is 15\n"},
		{"SHOW PRIVILEGE", "Current privilege level is 15\n"},
		{"sh n", "% Ambiguous command:  \"sh n\"\n"},
		{"show", "% Incomplete command.\n\n"},
		{"show ntp", "% Incomplete command.\n\n"},
		{"show users", "        ^\n% Invalid input detected at '^' marker.\n\n"},
		{"show clokc", "        ^\n% Invalid input detected at '^' marker.\n\n"},
		{"show   clokc", "          ^\n% Invalid input detected at '^' marker.\n\n"},
		{"show clock detail please", "                     ^\n% Invalid input detected at '^' marker.\n\n"},
		{"foo bar", "   ^\n% Invalid input detected at '^' marker.\n\n"},
		{"foo", "% Unknown command or computer name, or unable to find computer address\n"},
		{"show processes cpu", "CPU utilization\x1b[2J\n"},
		{"show run  |  include fixed", "as it is\n"},
		{"show run | include logging host", "logging host 192.0.2.9\n"},
		{"show running-config | include ^hostname|^logging host", "hostname r1\nlogging host 192.0.2.9\n"},
		{"show run | sec ^line vty", "line vty 0 15\n login local\n transport input ssh\n"},
		{"show run | count ^line", "Number of lines which match regexp = 2\n"},
		{"show run | i HOSTNAME", ""},
		{"show run | inc (", "% Failed to compile regular expression.\n\n"},
		{"show run | redirect flash:x", "              ^\n% Invalid input detected at '^' marker.\n\n"},
		{"show run | include", "% Incomplete command.\n\n"},
		{"show run |", "% Incomplete command.\n\n"},
		{"show run | xyz abc", "              ^\n% Invalid input detected at '^' marker.\n\n"},
		{"| include x", "% Incomplete command.\n\n"},
		{"terminal length 0 | include x", "                     ^\n% Invalid input detected at '^' marker.\n\n"},
		{"show privilege | exclude level", ""},
		{"show run | begin ^ntp|^end", "end\n\n"},
		{"show run | i name_r1_|st-art_", "hostname r1\n"},
		{"terminal length 513", "                   ^\n% Invalid input detected at '^' marker.\n\n"},
		{"terminal width 0", ""},
		{"terminal no monitor", ""},
		{"", ""},
		{"! a comment", ""},
		{"   ", ""},
	}
	for _, test := range tests {
		want := "r1#" + test.typed + "\n" + test.want + "r1#exit\n"
		got := answers(t, l, "r1", test.typed)
		if !strings.HasSuffix(got, want) {
			t.Errorf("%q:\n got %q\nwant %q", test.typed, got, want)
		}
	}
}

func TestPager(t *testing.T) {
	var long strings.Builder
	for i := range 30 {
		fmt.Fprintf(&long, "line %d\n", i)
	}
	l := one(t, DeviceSpec{Answers: map[string]string{"show tech-support": long.String()}})
	more := " --More-- "
	wiped := more + strings.Repeat("\b", 9) + strings.Repeat(" ", 8) + strings.Repeat("\b", 9)
	tests := []struct{ typed, want, without string }{
		{"show tech\n q", "line 8\r\n" + wiped + "line 9\r\n", "line 18"},
		{"show tech\n   exit\n", "line 29\r\nr1#exit", "\x00"},
		{"show tech\n\rq", "line 8\r\n" + wiped + "line 9\r\n" + wiped + "r1#", "line 10"},
		{"show tech\nq", "line 8\r\n" + wiped + "r1#", "line 9"},
		{"terminal length 0\nshow tech\n", "line 8\r\nline 9\r\n", more},
		{"show tech\nshow clock\n", "line 8\r\n" + wiped + "r1#how clock\r\n", "line 9"}, // the pager eats what was typed ahead
	}
	for _, test := range tests {
		got, err := typing(dial(t, l, "r1"), 80, 10, test.typed+"\nexit\n")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(got, test.want) || strings.Contains(got, test.without) {
			t.Errorf("%q: got %q, want %q", test.typed, got, test.want)
		}
	}
}

func TestEnable(t *testing.T) {
	tests := []struct {
		name   string
		device DeviceSpec
		typed  string
		want   string
	}{
		{"right", DeviceSpec{}, "enable\nlab-enable\nshow privilege\ndisable\n", "r1>enable\r\nPassword: \r\nr1#show privilege\r\nCurrent privilege level is 15\r\nr1#disable\r\nr1>"},
		{"second try", DeviceSpec{}, "en\nwrong\nlab-enable\n", "Password: \r\nPassword: \r\nr1#"},
		{"wrong", DeviceSpec{}, "en\na\nb\nc\n", "Password: \r\nPassword: \r\nPassword: \r\n% Bad secrets\r\n\r\nr1>"},
		{"wrong with AAA", DeviceSpec{EnableAAA: true}, "en\na\n", "Password: \r\n% Access denied\r\n\r\nr1>"},
		{"without a secret", DeviceSpec{Enable: none}, "en\n", "% No password set\r\nr1>"},
		{"another secret", DeviceSpec{Enable: "other"}, "en\nother\n", "Password: \r\nr1#"},
		{"erased", DeviceSpec{}, "en\nlab-x\x7fenable\n", "Password: \r\nr1#"},
	}
	for _, test := range tests {
		test.device.Privilege = 1
		l := one(t, test.device)
		got := talk(t, dial(t, l, "r1"), 80, test.typed+"exit\n")
		if !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
		c, err := l.Counters("r1")
		if err != nil || slices.Contains(c.Commands, "lab-enable") {
			t.Errorf("%s: the secret is among the commands: %v", test.name, err)
		}
	}
}

func TestPrivilegeDecidesWhatThereIs(t *testing.T) {
	config := "show running-config | include ntp"
	for level, want := range map[int]string{
		1:  "r1>" + config + "\n        ^\n% Invalid input detected at '^' marker.\n\nr1>",
		7:  "r1#" + config + "\nr1#",
		15: "r1#" + config + "\nntp server 10.9.0.1\nntp server 10.9.0.2\nntp server 10.9.0.3\nr1#",
	} {
		l := one(t, DeviceSpec{Privilege: level, NTP: threePeers()})
		wantText(t, answers(t, l, "r1", config, "show ntp status"), want, "Clock is synchronized")
	}
}

func TestHabits(t *testing.T) {
	ahead := "show clock\nshow privilege\n"
	tests := []struct {
		name   string
		device DeviceSpec
		typed  string
		want   []string
	}{
		{"denied", DeviceSpec{Denied: []string{"show running-config"}}, "show run | inc ntp", []string{"ntp\r\nCommand authorization failed.\r\n\r\nr1#"}},
		{"no length", DeviceSpec{Denied: []string{"terminal length"}}, "show run\n ", []string{"Command authorization failed.", " --More-- "}},
		{"unknown", DeviceSpec{Unknown: []string{"show clock detail"}}, "show clock detail", []string{"              ^\r\n% Invalid input detected"}},
		{"prompt", DeviceSpec{Terminal: TerminalSpec{Prompt: "{hostname}.example{mark} "}}, "", []string{"\r\nr1.example# "}},
		{"hostname", DeviceSpec{Hostname: "R_1"}, "", []string{"\r\nR_1#"}},
		{"motd", DeviceSpec{Terminal: TerminalSpec{BannerMOTD: "fake#\nkeep out\n"}}, "", []string{"\r\nfake#\r\nkeep out\r\nr1#"}},
		{"syslog", DeviceSpec{Terminal: TerminalSpec{Monitor: true, Syslog: []string{"%LINK-3-UPDOWN: Interface Gi0/1, changed state to up"}}},
			"show priv\nterminal no monitor\nshow hist", []string{"level is 15\r\nNov", ": %LINK-3-UPDOWN: Interface", "show hist\r\n  terminal length 0\r\n"}},
		{"syslog by uptime", DeviceSpec{Timestamps: TimestampsSpec{Log: "service timestamps log"}, Terminal: TerminalSpec{Monitor: true, Syslog: []string{"%X-1-Y: z"}}},
			"show priv", []string{"\r\n15w0d: %X-1-Y: z\r\n"}},
		{"prompt timestamp", DeviceSpec{Terminal: TerminalSpec{PromptTimestamp: true}}, "show priv",
			[]string{"show priv\r\nLoad for five secs: 1%/0%; one minute: 2%; five minutes: 3%\r\nTime source is user configuration, ", "\r\n\r\nCurrent privilege"}},
		{"type-ahead", DeviceSpec{Terminal: TerminalSpec{TypeAhead: 40}}, strings.Repeat(ahead, 5), []string{"r1#show clock\r\n"}},
		{"domain lookup", DeviceSpec{}, "configure terminal\nno no ip domain lookup\nno ip domain lookup\nend\nfoo", []string{"% Unknown command"}},
	}
	for _, test := range tests {
		test.device.Clock.SetTo = "2026-11-22T10:00:00Z"
		l := one(t, test.device)
		c := dial(t, l, "r1")
		text := "terminal length 0\n" + test.typed + "\nexit\n"
		if test.name == "no length" || test.name == "type-ahead" {
			text += "qexit\n"
		}
		got, err := typing(c, 80, 24, text)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(test.name, func(t *testing.T) { wantText(t, got, test.want...) })
	}
}

func TestExec(t *testing.T) {
	l := one(t, DeviceSpec{})
	c := dial(t, l, "r1")
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.Output("show privilege")
	if string(out) != "\r\nCurrent privilege level is 15\r\n" {
		t.Errorf("%q", out)
	}
	if err == nil {
		t.Error("IOS sends no exit status")
	}
	if _, err := c.NewSession(); err == nil {
		t.Error("a connection has one session only")
	}
}

func TestSecondSessionIsRefused(t *testing.T) {
	l := one(t, DeviceSpec{})
	c := dial(t, l, "r1")
	if _, err := c.NewSession(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.NewSession(); err == nil {
		t.Error("a connection has one session only")
	}
}
