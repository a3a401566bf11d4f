package lab

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// onEach is configuration for IOS, NX-OS and IOS-XR.
func onEach(ios, nxos, xr string) map[string]string {
	return map[string]string{platformIOS: ios, platformNXOS: nxos, platformXR: xr}
}

func onAll(line string) map[string]string { return onEach(line, line, line) }

// TestEngine: what a pasted line may break breaks, on every platform.
func TestEngine(t *testing.T) {
	auth, trust := onAll("ntp authenticate"), onAll("ntp trusted-key 5")
	key := func(secret string) map[string]string {
		const beginning = "ntp authentication-key 5 md5 "
		return onEach(beginning+secret, beginning+secret, beginning+"clear "+secret)
	}
	list := func(address string) map[string]string {
		return onEach("ip access-list standard A\npermit "+address+"\nexit\nntp access-group peer A",
			"ip access-list A\n10 permit ip host "+address+" any\nexit\nntp access-group peer A",
			"ipv4 access-list A\n10 permit ipv4 host "+address+" any\nexit\nntp access-group ipv4 peer A")
	}
	source := onEach("interface Vlan9\nno ip address\nexit\nntp source Vlan9", "interface loopback9\nexit\nntp source-interface loopback9",
		"interface Loopback9\nshutdown\nexit\nntp source Loopback9")
	vrf := onEach("ntp server vrf NOWHERE 10.9.0.1", "ntp server 10.9.0.1 use-vrf NOWHERE", "ntp server vrf NOWHERE 10.9.0.1")
	none, plain, keyed := onAll("no ntp server 10.9.0.1"), onAll("ntp server 10.9.0.1"), onAll("ntp server 10.9.0.1 key 5")
	tests := []struct {
		name  string
		lines []map[string]string
		works bool
	}{
		{"nothing", nil, true},
		{"the right key", []map[string]string{key("lab-ntp-key"), trust, auth, keyed}, true},
		{"another secret", []map[string]string{key("other"), trust, auth, keyed}, false},
		{"another secret, without authenticate", []map[string]string{key("other"), trust, keyed}, false},
		{"not trusted", []map[string]string{key("lab-ntp-key"), auth, keyed}, false},
		{"not defined", []map[string]string{trust, auth, keyed}, false},
		{"authenticate without a key on the line", []map[string]string{auth}, true},
		{"group that permits the server", []map[string]string{list("10.9.0.1")}, true},
		{"group that does not", []map[string]string{list("10.9.0.2")}, false},
		{"source without an address", []map[string]string{source}, false},
		{"VRF that is not there", []map[string]string{none, vrf}, false},
		{"removed and back", []map[string]string{none, plain}, true},
	}
	for _, platform := range []string{platformIOS, platformNXOS, platformXR} {
		for _, test := range tests {
			if got := syncedAfter(t, platform, test.lines); got != test.works {
				t.Errorf("%s, %s: synchronized is %v", platform, test.name, got)
			}
		}
	}
}

// syncedAfter enters lines into a device with one source, which has key 5, and reports whether it still follows it.
func syncedAfter(t *testing.T, platform string, entered []map[string]string) bool {
	t.Helper()
	l := start(t, Spec{
		Servers: []ServerSpec{{Name: "ntp1", Address: "10.9.0.1", Key: &KeySpec{ID: 5, Type: "md5", Secret: "lab-ntp-key"}}},
		Devices: []DeviceSpec{{Name: "r1", Platform: platform, Address: "10.0.0.1", Terminal: lineByLine(),
			NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}}}}},
	})
	lines := []string{"configure terminal"}
	for _, line := range entered {
		lines = append(lines, strings.Split(line[platform], "\n")...)
	}
	if platform == platformXR && entered != nil {
		lines = append(lines, "commit")
	}
	if got := answers(t, l, "r1", append(lines, "end")...); strings.Contains(got, "%") {
		t.Errorf("%s: a line is refused: %s", platform, got)
	}
	return l.device("r1").ntpState(l.UTC()).synced
}

// TestClientsAreFiltered: a device serves those that its access groups permit.
func TestClientsAreFiltered(t *testing.T) {
	server := func(platform string, lines []string, config string) DeviceSpec {
		return DeviceSpec{Name: "server", Address: "10.0.0.1", Platform: platform, Config: config,
			NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}}, Lines: lines}}
	}
	const up = "access-list 1 permit 10.9.0.0 0.0.0.255\n"
	nx := "ip access-list UP\n  10 permit ip 10.9.0.0/24 any\nip access-list DOWN\n  10 permit ip host 10.0.0.3 any\n"
	xr := "ipv4 access-list UP\n 10 permit ipv4 10.9.0.0/24 any\n!\nipv4 access-list DOWN\n 10 permit ipv4 host 10.0.0.3 any\n!\n"
	deny := "ip access-list UP\n  10 deny ip host 10.0.0.2 any\n  20 permit ip any any\nip access-list DOWN\n  10 permit ip any any\n"
	tests := []struct {
		name              string
		server            DeviceSpec
		second, third, us bool
	}{
		{"open", server(platformIOS, nil, ""), true, true, true},
		{"IOS", server(platformIOS, []string{"ntp access-group peer 1", "ntp access-group serve-only 2"}, up+"access-list 2 permit host 10.0.0.3\n"), false, true, false},
		{"IOS, the auditor too", server(platformIOS, []string{"ntp access-group peer 1", "ntp access-group serve 2"}, up+"access-list 2 permit 127.0.0.1\n"), false, false, true},
		{"NX-OS", server(platformNXOS, []string{"ntp access-group peer UP", "ntp access-group serve-only DOWN"}, nx), false, true, false},
		{"NX-OS, query-only serves nobody", server(platformNXOS, []string{"ntp access-group peer UP", "ntp access-group query-only DOWN"}, nx), false, false, false},
		{"NX-OS, a deny ends the search", server(platformNXOS, []string{"ntp access-group peer UP", "ntp access-group serve DOWN"}, deny), false, true, true},
		{"NX-OS, match-all goes on", server(platformNXOS, []string{"ntp access-group peer UP", "ntp access-group serve DOWN", "ntp access-group match-all"}, deny), true, true, true},
		{"IOS-XR", server(platformXR, []string{"ntp access-group ipv4 peer UP", "ntp access-group ipv4 serve-only DOWN"}, xr), false, true, false},
		{"IOS-XR, another VRF", server(platformXR, []string{"ntp access-group vrf X ipv4 peer UP"}, xr), true, true, true},
		{"IOS-XR, another family", server(platformXR, []string{"ntp access-group ipv6 peer UP"}, xr), true, true, true},
	}
	for _, test := range tests {
		below := func(name, address string) DeviceSpec {
			return DeviceSpec{Name: name, Address: address, Platform: platformNXOS, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.0.0.1"}}}}
		}
		l := start(t, Spec{Servers: honest(), Devices: []DeviceSpec{test.server, below("second", "10.0.0.2"), below("third", "10.0.0.3")}})
		now := l.UTC()
		if !l.device("server").ntpState(now).synced {
			t.Errorf("%s: the server has lost its own source", test.name)
		}
		if got := l.device("second").ntpState(now).synced; got != test.second {
			t.Errorf("%s: the second device is synchronized: %v", test.name, got)
		}
		if got := l.device("third").ntpState(now).synced; got != test.third {
			t.Errorf("%s: the third device is synchronized: %v", test.name, got)
		}
		silence := 10 * time.Second
		if !test.us {
			silence = 50 * time.Millisecond
		}
		if replies, _, _ := ask(t, l, l.device("server").udp.port(), clientPacket(4), silence); (len(replies) > 0) != test.us {
			t.Errorf("%s: %d answers to the auditor", test.name, len(replies))
		}
	}
}

// TestServersInVRFs: a server is heard in the VRFs that lead to it.
func TestServersInVRFs(t *testing.T) {
	l := start(t, Spec{Servers: []ServerSpec{{Name: "ntp1", Address: "10.9.0.1", VRFs: []string{"MGMT"}}}, Devices: []DeviceSpec{
		{Name: "right", Platform: platformXR, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1", VRF: "MGMT"}}}},
		{Name: "wrong", Platform: platformXR, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}}}},
		{Name: "beside", Platform: platformNXOS, Address: "10.0.0.3", NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1", VRF: "MGMT"}}, Lines: []string{"ntp source-interface loopback3"}},
			Interfaces: []InterfaceSpec{{Name: "loopback3", Address: "10.3.0.3"}, {Name: "Ethernet1/9", Address: "10.3.1.3", VRF: "MGMT"}}},
		{Name: "listed", Platform: platformNXOS, VRF: "MGMT", Interfaces: []InterfaceSpec{{Name: "mgmt0", VRF: "MGMT"}}, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1", VRF: "MGMT"}}}},
	}})
	for name, want := range map[string]bool{"right": true, "wrong": false, "beside": false, "listed": false} {
		if got := l.device(name).ntpState(l.UTC()).synced; got != want {
			t.Errorf("%s is synchronized: %v", name, got)
		}
	}
}

func TestType7(t *testing.T) {
	for _, secret := range []string{"", "lab-ntp-key", strings.Repeat("long", 20)} {
		if plain, ok := reveal(hide(secret)); !ok || plain != secret {
			t.Errorf("%q comes back as %q", secret, plain)
		}
	}
	if plain, ok := reveal("0822455D0A16"); !ok || plain != "cisco" {
		t.Errorf("a known one reads %q", plain)
	}
	for _, wrong := range []string{"", "0", "xx41", "074", "-141", "07zz"} {
		if _, ok := reveal(wrong); ok {
			t.Errorf("%q is taken", wrong)
		}
	}
}

// TestIPv6Only: a device whose addresses are all of IPv6 has no other in its configuration, follows a server by IPv6, and is
// followed by that address.
func TestIPv6Only(t *testing.T) {
	for platform, want := range onEach("interface Loopback0\n ipv6 address 2001:db8::11/128\n", "interface loopback0\n  ipv6 address 2001:db8::11/128\n",
		"interface Loopback0\n ipv6 address 2001:db8::11/128\n") {
		six := DeviceNTPSpec{Servers: []PeerSpec{{Address: "2001:db8::1"}}}
		behind := DeviceNTPSpec{Servers: []PeerSpec{{Address: "2001:db8::11"}}}
		l := start(t, Spec{Servers: []ServerSpec{{Name: "ntp6", Address: "2001:db8::1", Stratum: 1}}, Devices: []DeviceSpec{
			{Name: "six", Platform: platform, Address: "2001:db8::11", Addresses: []string{"2001:db8:1::11"}, NTP: six},
			{Name: "behind", Address: "2001:db8::12", NTP: behind},
		}})
		config := answers(t, l, "six", "show running-config")
		wantText(t, config, want, "ipv6 address 2001:db8:1::11/64\n")
		if address := regexp.MustCompile(`\d+\.\d+\.\d+\.\d+`).FindString(config); address != "" {
			t.Errorf("%s: the configuration has %s", platform, address)
		}
		wantText(t, answers(t, l, "behind", "show ntp status"), "Clock is synchronized, stratum 3, reference is 2001:db8::11")
		wantText(t, string(l.Inventory()), "- 2001:db8::11\n", "- address: 2001:db8::11\n")
	}
}
