package lab

import (
	"strings"
	"testing"
	"time"
)

// pair is two cores that share 10.1.0.254, and a client of it. The second lags two seconds behind, so that it can be told
// who answers.
func pair(platform, first, second string) Spec {
	return Spec{Servers: append(honest(), ServerSpec{Name: "late", Address: "10.9.0.4", Offset: -2 * time.Second}), Devices: []DeviceSpec{
		{Name: "core1", Platform: platform, Address: "10.0.0.1", Config: first, Terminal: lineByLine(), NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}}}},
		{Name: "core2", Platform: platform, Address: "10.0.0.2", Config: second, Clock: ClockSpec{Offset: -2 * time.Second}, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.4"}}}},
		{Name: "leaf", Address: "10.0.0.3", NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.1.0.254"}}}},
	}}
}

// answering is who answers the client of a pair: core1, core2 or "".
func answering(l *Lab) string {
	state := l.device("leaf").ntpState(l.UTC())
	switch {
	case !state.synced:
		return ""
	case state.offset < -time.Second:
		return "core2"
	}
	return "core1"
}

// TestVirtualAddress: the member that is active answers at an address that devices share.
func TestVirtualAddress(t *testing.T) {
	hsrp := func(address, more string) string {
		return "interface Vlan10\n ip address " + address + " 255.255.255.0\n standby version 2\n standby 1 ip 10.1.0.254\n" + more
	}
	one, two := hsrp("10.1.0.1", ""), hsrp("10.1.0.2", "")
	tests := []struct {
		name          string
		first, second string
		device        string
		lines         []string
		before, after string
	}{
		{"the active one goes down", one, two, "core1", []string{"interface Vlan10", "shutdown"}, "core1", "core2"},
		{"the other goes down", one, two, "core2", []string{"interface Vlan10", "shutdown"}, "core1", "core1"},
		{"it leaves the group", one, two, "core1", []string{"interface Vlan10", "no standby 1"}, "core1", "core2"},
		{"priority", one, hsrp("10.1.0.2", " standby 1 priority 110\n"), "core1", []string{"interface Vlan10", "standby 1 priority 120"}, "core2", "core1"},
		{"its NTP ends, and HSRP does not mind", one, two, "core1", []string{"no ntp"}, "core1", ""},
		{"its groups refuse the client", one, two, "core1", []string{"access-list 1 permit 10.9.0.1", "ntp access-group peer 1"}, "core1", ""},
		{"its groups serve the client", one, two, "core1", []string{"access-list 1 permit 10.9.0.1", "ntp access-group peer 1",
			"access-list 2 permit 10.0.0.3", "ntp access-group serve-only 2"}, "core1", "core1"},
		{"deaf", one, two, "core1", []string{"interface Vlan10", "ntp disable"}, "core1", ""},
		{"VRRP", strings.ReplaceAll(one, "standby 1", "vrrp 1"), strings.ReplaceAll(two, "standby 1", "vrrp 1"), "core1", []string{"interface Vlan10", "shutdown"}, "core1", "core2"},
		{"VRRP of IOS-XE", strings.ReplaceAll(one, "standby 1 ip", "vrrp 1 address-family ipv4\n  address"), two, "core1", []string{"interface Vlan10", "shutdown"}, "core1", "core2"},
		{"GLBP", strings.ReplaceAll(one, "standby 1", "glbp 1"), two, "core1", []string{"interface Vlan10", "shutdown"}, "core1", "core2"},
	}
	for _, test := range tests {
		l := start(t, pair(platformIOS, test.first, test.second))
		if got := answering(l); got != test.before {
			t.Errorf("%s: before, %q answers", test.name, got)
		}
		typed(t, l, test.device, test.lines...)
		if got := answering(l); got != test.after {
			t.Errorf("%s: %q answers", test.name, got)
		}
	}
}

// TestVirtualAddressElsewhere: NX-OS and IOS-XR have groups too.
func TestVirtualAddressElsewhere(t *testing.T) {
	nexus := "interface Vlan10\n  ip address 10.1.0.%/24\n  hsrp 1\n    ip 10.1.0.254\n"
	xr := "interface Bundle-Ether1\n ipv4 address 10.1.0.% 255.255.255.0\n!\nrouter hsrp\n interface Bundle-Ether1\n  address-family ipv4\n   hsrp 1\n    address 10.1.0.254\n"
	down := map[string][]string{
		platformNXOS: {"interface Vlan10", "shutdown"}, platformXR: {"interface Bundle-Ether1 shutdown", "commit"},
	}
	for platform, config := range map[string]string{platformNXOS: nexus, platformXR: xr} {
		l := start(t, pair(platform, strings.ReplaceAll(config, "%", "1"), strings.ReplaceAll(config, "%", "2")))
		if got := answering(l); got != "core1" {
			t.Errorf("%s: %q answers", platform, got)
		}
		if platform == platformNXOS {
			wantText(t, answers(t, l, "core1", "show running-config | include hsrp|10.1.0.254"), "\n  hsrp 1\n    ip 10.1.0.254\n")
		}
		typed(t, l, "core1", down[platform]...)
		if got := answering(l); got != "core2" {
			t.Errorf("%s: core1 is down, and %q answers", platform, got)
		}
	}
}

// TestVirtualAddressOfOne: a device never takes the time from itself, the members come before a server that is listed at
// their address, and the inventory leads to the member that is active.
func TestVirtualAddressOfOne(t *testing.T) {
	config := "interface Vlan10\n ip address 10.1.0.1 255.255.255.0\n standby 1 ip 10.1.0.254\n"
	l := start(t, pair(platformIOS, config, ""))
	wantText(t, string(l.Inventory()), "address: 10.1.0.254\n    query: "+loopbackAddress(l.device("core1").udp.port()))
	typed(t, l, "core1", "no ntp server 10.9.0.1", "ntp server 10.1.0.254")
	wantSynced(t, l, "by itself", map[string]bool{"core1": false, "leaf": false})
	spec := pair(platformIOS, config, "")
	spec.Servers = append(spec.Servers, ServerSpec{Name: "vip", Address: "10.1.0.254", Offset: -5 * time.Second})
	l = start(t, spec)
	if got := answering(l); got != "core1" {
		t.Errorf("%q answers", got)
	}
	if text := string(l.Inventory()); strings.Count(text, "address: 10.1.0.254\n    query") != 1 {
		t.Errorf("two ways to one address:\n%s", text)
	}
	typed(t, l, "core1", "no ntp server 10.9.0.1")
	wantSynced(t, l, "below core1", map[string]bool{"leaf": false})
	l = start(t, pair(platformIOS, "", ""))
	typed(t, l, "core2", "interface Vlan10", "ip address 10.1.0.2 255.255.255.0", "standby 1 ip 10.1.0.254")
	if got := answering(l); got != "core2" {
		t.Errorf("an address that was typed in: %q answers", got)
	}
}
