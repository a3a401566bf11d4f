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
	filter := timeConfigFilter()
	for _, wanted := range []string{
		"version 17.9", "interface Loopback0", " ip address 192.0.2.1 255.255.255.0", " ipv6 address 2001:DB8::1/64", " no ip address",
		" ip vrf forwarding MGMT", " vrf forwarding MGMT", " ntp disable", "ntp server 192.0.2.1", "no ntp allow mode control",
		"sntp server 192.0.2.1", "sntp broadcast client", "clock timezone CET 1 0", "clock summer-time CEST recurring", "clock calendar-valid",
		"clock save interval 8", "service timestamps log datetime msec", "no service timestamps log uptime", "service sequence-numbers", "end", "!",
		" shutdown", " standby 1 ip 192.0.2.254", " vrrp 1 address-family ipv4", "  address 192.0.2.254 primary", " glbp 1 ip 192.0.2.254",
		"ip access-list standard NTP", "ipv6 access-list NTP6", "access-list 10 permit 192.0.2.1", " permit 192.0.2.1", " 10 permit 192.0.2.1",
		" deny   any", " sequence 10 permit ipv6 any any", " tunnel protection ipsec profile VPN", " crypto map VPN",
		"ip domain lookup", "no ip domain lookup", "no ip domain-lookup", "ip name-server 192.0.2.53",
	} {
		if !filter.MatchString(wanted) {
			t.Errorf("the filter drops %q", wanted)
		}
	}
	for _, other := range []string{
		"hostname R1", " description ntp server", " clock rate 2000000", "service password-encryption", " ip helper-address 192.0.2.1",
		"username admin secret 9 x", "  30820241 308201AA", "crypto pki trustpoint TP", "snmp-server community x RO", "crypto map VPN 10 ipsec-isakmp",
		" switchport port-security mac-address sticky 0011.2233.4455", " service-policy output QOS", "ip route 0.0.0.0 0.0.0.0 192.0.2.1",
		"enable secret 9 x", "tacacs-server key x", " key 7 0123", "router bgp 65000", " neighbor 192.0.2.1 remote-as 65000", "aaa new-model",
	} {
		if filter.MatchString(other) {
			t.Errorf("the filter lets %q through", other)
		}
	}
}

// timeConfigFilter is what a device makes of ShowTimeConfig.
func timeConfigFilter() *regexp.Regexp {
	_, pattern, _ := strings.Cut(ShowTimeConfig, "| include ")
	return regexp.MustCompile(pattern)
}

// filtered is what a device prints of a configuration for ShowTimeConfig.
func filtered(config string) string {
	filter := timeConfigFilter()
	var b strings.Builder
	for l := range strings.Lines(config) {
		if filter.MatchString(strings.TrimRight(l, "\r\n")) {
			b.WriteString(l)
		}
	}
	return b.String()
}

// A blank beside a bar would be part of the pattern, and what old releases may not know is not in it.
func TestPatternsAreOfTheSimplestKind(t *testing.T) {
	for _, c := range Commands() {
		_, pattern, _ := strings.Cut(c.Line, "| include ")
		if regexp.MustCompile(` \||\| |\)[*+]|[?{}_\\]`).MatchString(pattern) {
			t.Errorf("%q", pattern)
		}
	}
}

// The second flight of an audit holds at most these lines; what is beyond 250 bytes costs another round trip.
func TestOneFlight(t *testing.T) {
	flight := strings.Join([]string{ShowNTPAssociationsDetail, ShowVersion, ShowPKICertificates, ShowTimeConfig}, "\n") + "\n"
	if len(flight) > 250 {
		t.Errorf("%d bytes", len(flight))
	}
}
