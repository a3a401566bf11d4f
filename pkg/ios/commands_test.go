package ios

import (
	"regexp"
	"strings"
	"testing"
)

func TestAllowed(t *testing.T) {
	p := IOS()
	for _, c := range Commands() {
		if !p.Allowed(c.Line) {
			t.Errorf("%q is listed and not allowed", c.Line)
		}
		for _, other := range []string{
			c.Line + " ", " " + c.Line, c.Line + "\n", c.Line + "\r", strings.ToUpper(c.Line),
			c.Line + " | redirect flash:x", c.Line + " | tee flash:x", c.Line + " | append flash:x", c.Line[:len(c.Line)-1],
		} {
			if p.Allowed(other) {
				t.Errorf("%q is allowed", other)
			}
		}
	}
	for _, other := range []string{"", "show", "configure terminal", "show running-config", "reload", "write erase"} {
		if p.Allowed(other) {
			t.Errorf("%q is allowed", other)
		}
	}
}

// What is sent must be free of control characters, of the help's question mark, and of the
// filters that write files.
func TestCommandsAreHarmless(t *testing.T) {
	for _, c := range Commands() {
		if strings.IndexFunc(c.Line, func(r rune) bool { return r < ' ' || r > '~' || r == '?' }) >= 0 {
			t.Errorf("%q holds a control character or a question mark", c.Line)
		}
		if regexp.MustCompile(`redirect|tee|append|>`).MatchString(c.Line) {
			t.Errorf("%q may write", c.Line)
		}
		if !strings.HasPrefix(c.Line, "show ") && !strings.HasPrefix(c.Line, "terminal ") && c.Line != Enable {
			t.Errorf("%q does more than show", c.Line)
		}
		if len(c.Line) > 200 {
			t.Errorf("%q is longer than a VTY reads ahead", c.Line)
		}
		if c.Privilege < 1 || c.Privilege > 15 || !strings.HasSuffix(c.Purpose, ".") {
			t.Errorf("%q: privilege %d, purpose %q", c.Line, c.Privilege, c.Purpose)
		}
	}
}

func TestTimeConfigFilter(t *testing.T) {
	_, pattern, _ := strings.Cut(ShowTimeConfig, "| include ")
	filter := regexp.MustCompile(pattern)
	if strings.Contains(pattern, " |") || strings.Contains(pattern, "| ") {
		t.Errorf("%q: a blank beside | would be part of the pattern", pattern)
	}
	for _, wanted := range []string{
		"version 17.9", "interface Loopback0", " ip address 192.0.2.1 255.255.255.255", " ipv6 address 2001:DB8::1/64",
		" ip vrf forwarding MGMT", " vrf forwarding MGMT", " ntp disable", "ntp server 192.0.2.1", "no ntp allow mode control",
		"sntp server 192.0.2.1", "clock timezone CET 1 0", "clock summer-time CEST recurring", "clock calendar-valid",
		"service timestamps log datetime msec", "no service timestamps log uptime", "service sequence-numbers", "end",
	} {
		if !filter.MatchString(wanted) {
			t.Errorf("the filter drops %q", wanted)
		}
	}
	for _, other := range []string{
		"hostname R1", " description ntp server", " no ip address", " clock rate 2000000", "service password-encryption",
		"username admin secret 9 x", "  30820241 308201AA", "crypto pki trustpoint TP", "snmp-server community x RO",
	} {
		if filter.MatchString(other) {
			t.Errorf("the filter lets %q through", other)
		}
	}
}

// What the filter leaves of a whole configuration must tell the same about time.
func TestFilteredConfigTellsTheSame(t *testing.T) {
	_, pattern, _ := strings.Cut(ShowTimeConfig, "| include ")
	filter := regexp.MustCompile(pattern)
	for _, c := range readCaptures(t) {
		if !strings.HasSuffix(c.File, "running-config.whole.txt") {
			continue
		}
		// The free text of banners and macros cannot be told in a filtered answer.
		text := regexp.MustCompile(`(?s)banner motd \^C.*?\^C\n|macro name.*?\n@\n`).ReplaceAllString(c.Text, "")
		var kept strings.Builder
		for l := range strings.Lines(text) {
			if filter.MatchString(strings.TrimSuffix(l, "\n")) {
				kept.WriteString(l)
			}
		}
		filtered := captured{File: c.File, Command: c.Command, Text: kept.String()}
		if got, want := filtered.Parsed(t, parse), c.Parsed(t, parse); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
		cfg, err := ParseConfig(filtered.Text)
		if err != nil || !cfg.Ended {
			t.Errorf("the end of the filtered configuration is not seen (%v)", err)
		}
	}
}
