package lab

import (
	"regexp"
	"strings"
	"testing"
)

// typed enters lines into a device's configuration mode, which refuses none of them.
func typed(t *testing.T, l *Lab, device string, lines ...string) {
	t.Helper()
	if got := answers(t, l, device, append(append([]string{"configure terminal"}, lines...), "end")...); strings.Contains(got, "%") {
		t.Errorf("%s: a line is refused: %s", device, got)
	}
}

// wantSynced holds who is synchronized against what is wanted.
func wantSynced(t *testing.T, l *Lab, when string, want map[string]bool) {
	t.Helper()
	for name, synced := range want {
		if got := l.device(name).ntpState(l.UTC()).synced; got != synced {
			t.Errorf("%s: %s is synchronized: %v", when, name, got)
		}
	}
}

// chain is a core with one server, and two devices that take time from the core, one of them with key 7.
func chain(core DeviceSpec) Spec {
	key := []string{"ntp authentication-key 7 hmac-sha2-256 of-the-fleet", "ntp trusted-key 7", "ntp authenticate"}
	core.Name, core.Address, core.Platform = "core", "10.0.0.1", platformIOSXE
	core.NTP.Lines = append(append([]string(nil), key...), core.NTP.Lines...)
	return Spec{
		Servers: []ServerSpec{{Name: "ntp1", Address: "10.9.0.1",
			Key: &KeySpec{ID: 1, Type: "md5", Secret: "one"}, Keys: []KeySpec{{ID: 2, Type: "sha256", Secret: "two"}}}},
		Devices: []DeviceSpec{core,
			{Name: "signed", Address: "10.0.0.2", Platform: platformIOSXE, NTP: DeviceNTPSpec{Lines: key, Servers: []PeerSpec{{Address: "10.0.0.1", Key: 7}}}},
			{Name: "plain", Address: "10.0.0.3", Platform: platformIOSXE, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.0.0.1"}}}},
		},
	}
}

// TestKeysOfPairs: a key counts with number, type and secret, at both ends, and a line that redefines it takes time away
// from whoever uses it.
func TestKeysOfPairs(t *testing.T) {
	all, none := map[string]bool{"core": true, "signed": true, "plain": true}, map[string]bool{"core": false, "signed": false, "plain": false}
	unsigned := map[string]bool{"core": true, "signed": false, "plain": true}
	tests := []struct {
		name, device string
		lines        []string
		want         map[string]bool
	}{
		{"nothing", "core", nil, all},
		{"another secret", "core", []string{"ntp authentication-key 7 hmac-sha2-256 other"}, unsigned},
		{"another type", "core", []string{"ntp authentication-key 7 hmac-sha1 of-the-fleet"}, unsigned},
		{"the same again", "core", []string{"ntp authentication-key 7 hmac-sha2-256 of-the-fleet"}, all},
		{"no trust", "core", []string{"no ntp trusted-key 7"}, unsigned},
		{"gone", "core", []string{"no ntp authentication-key 7"}, unsigned},
		{"another secret at the client", "signed", []string{"ntp authentication-key 7 hmac-sha2-256 other"}, unsigned},
		{"a key that the server lacks", "core", []string{"ntp server 10.9.0.1 key 7"}, none},
		{"a number that the server has, of another type", "core",
			[]string{"ntp authentication-key 1 hmac-sha1 one", "ntp trusted-key 1", "ntp server 10.9.0.1 key 1"}, none},
		{"its further key", "core", []string{"ntp authentication-key 2 hmac-sha2-256 two", "ntp trusted-key 2", "ntp server 10.9.0.1 key 2"}, all},
		{"a new number, not yet used", "core", []string{"ntp authentication-key 3 cmac-aes-128 0123456789abcdef", "ntp trusted-key 3"}, all},
	}
	for _, test := range tests {
		l := start(t, chain(DeviceSpec{NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}}}}))
		typed(t, l, test.device, test.lines...)
		wantSynced(t, l, test.name, test.want)
	}
}

// TestAuthenticateDynamic: "ntp authenticate" takes nothing unsigned from a source that no line names.
func TestAuthenticateDynamic(t *testing.T) {
	device := func(key int, lines ...string) DeviceSpec {
		return DeviceSpec{NTP: DeviceNTPSpec{Lines: lines, Servers: []PeerSpec{{Address: "10.9.0.1", Dynamic: true, Key: key}}}}
	}
	tests := []struct {
		name   string
		device DeviceSpec
		synced bool
	}{
		{"without authentication", device(0, "ntp logging"), true},
		{"unsigned", device(0, "ntp authenticate"), false},
		{"signed", device(5, "ntp authenticate", "ntp authentication-key 5 md5 lab", "ntp trusted-key 5"), true},
		{"signed with another secret", device(5, "ntp authenticate", "ntp authentication-key 5 md5 x", "ntp trusted-key 5"), false},
	}
	for _, test := range tests {
		test.device.Name = "r1"
		l := start(t, Spec{Servers: []ServerSpec{{Name: "ntp1", Address: "10.9.0.1", Key: &KeySpec{ID: 5, Type: "md5", Secret: "lab"}}}, Devices: []DeviceSpec{test.device}})
		wantSynced(t, l, test.name, map[string]bool{"r1": test.synced})
	}
}

// TestAccessGroups: the lists of groups hold for a device's own sources and for who takes time from it, and each kind and
// family has a line of its own.
func TestAccessGroups(t *testing.T) {
	const up, down = "access-list 1 permit 10.9.0.1", "access-list 2 permit 10.0.0.2"
	tests := []struct {
		name                string
		lines               []string
		core, signed, plain bool
	}{
		{"peer only", []string{up, "ntp access-group peer 1"}, true, false, false},
		{"serve-only only", []string{down, "ntp access-group serve-only 2"}, false, true, false},
		{"both", []string{up, down, "ntp access-group peer 1", "ntp access-group serve-only 2"}, true, true, false},
		{"both, by family", []string{up, down, "ntp access-group ipv4 peer 1", "ntp access-group ipv4 serve-only 2"}, true, true, false},
		{"of the other family", []string{"ntp access-group ipv6 peer NONE"}, true, true, true},
		{"query-only gives no time", []string{up, down, "ntp access-group peer 1", "ntp access-group query-only 2"}, true, false, false},
		{"a list that is not there", []string{"ntp access-group peer NOWHERE"}, true, true, true},
		{"named, numbered entries", []string{"ip access-list standard UP", "10 permit 10.9.0.0 0.0.0.255", "exit", "ntp access-group peer UP"}, true, false, false},
		{"kept out, then let in", []string{up, "ntp access-group peer 1", "no ntp access-group peer 1"}, true, true, true},
	}
	for _, test := range tests {
		l := start(t, chain(DeviceSpec{NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}}}}))
		typed(t, l, "core", test.lines...)
		now := l.UTC()
		hears := func(name string) bool { return l.device(name).ntpState(now).peers[0].reach != 0 }
		if hears("core") != test.core || hears("signed") != test.signed || hears("plain") != test.plain {
			t.Errorf("%s: core hears: %v, the clients: %v %v", test.name, hears("core"), hears("signed"), hears("plain"))
		}
	}
}

// TestPeersNeedPeerAccess: what serves a client is not enough for a peer.
func TestPeersNeedPeerAccess(t *testing.T) {
	spec := func(kind string) Spec {
		return Spec{Servers: honest(), Devices: []DeviceSpec{
			{Name: "a", Address: "10.0.0.1", Config: "access-list 1 permit 10.9.0.0 0.0.0.255\naccess-list 2 permit 10.0.0.2\n", NTP: DeviceNTPSpec{
				Servers: []PeerSpec{{Address: "10.9.0.1"}}, Lines: []string{"ntp access-group peer 1", "ntp access-group " + kind + " 2"}}},
			{Name: "b", Address: "10.0.0.2", NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.0.0.1", Peer: kind != "serve-only"}}}},
		}}
	}
	wantSynced(t, start(t, spec("serve")), "a peer", map[string]bool{"a": true, "b": false})
	wantSynced(t, start(t, spec("serve-only")), "a client", map[string]bool{"a": true, "b": true})
}

// TestOldOwnClock: old code asks its access groups about its own clock, new code does not.
func TestOldOwnClock(t *testing.T) {
	for legend, synced := range map[string]bool{"old": false, "new": true} {
		l := one(t, DeviceSpec{Legend: legend, Config: "access-list 1 permit 10.9.0.9\n", NTP: DeviceNTPSpec{Master: 8, Lines: []string{"ntp access-group peer 1"}}})
		wantSynced(t, l, legend+" code", map[string]bool{"r1": synced})
		if got := answers(t, l, "r1", "show ntp associations"); regexp.MustCompile(`[*#]~127\.127\.`).MatchString(got) != synced {
			t.Errorf("%s code:\n%s", legend, got)
		}
		typed(t, l, "r1", "access-list 1 permit 127.127.7.1")
		wantSynced(t, l, legend+" code, permitted", map[string]bool{"r1": true})
	}
}

// TestSilentSources: lines after which packets do not leave, or their answers are not taken.
func TestSilentSources(t *testing.T) {
	mgmt := "interface GigabitEthernet0/0\n vrf forwarding Mgmt-vrf\n ip address 10.1.0.1 255.255.255.0\ninterface Loopback9\n no ip address\ninterface Vlan9\n ip address 10.1.9.1 255.255.255.0\n shutdown\n"
	again := func(line string) []string { return []string{"no ntp server 10.9.0.1", line} }
	tests := []struct {
		name  string
		lines []string
		works bool
	}{
		{"nothing", nil, true},
		{"source with an address", []string{"ntp source Loopback0"}, true},
		{"source that is not there", []string{"ntp source Loopback77"}, false},
		{"source without an address", []string{"ntp source Loopback9"}, false},
		{"source that is shut down", []string{"ntp source Vlan9"}, false},
		{"brought up", []string{"ntp source Vlan9", "interface Vlan9", "no shutdown"}, true},
		{"shut down later", []string{"ntp source Loopback0", "interface Loopback0", "shutdown"}, false},
		{"source in another table", []string{"ntp source GigabitEthernet0/0"}, false},
		{"on the line", again("ntp server 10.9.0.1 source Loopback77"), false},
		{"VRF", again("ntp server vrf Mgmt-vrf 10.9.0.1"), true},
		{"VRF of another spelling", again("ntp server vrf MGMT 10.9.0.1"), false},
		{"VRF, deaf", append(again("ntp server vrf Mgmt-vrf 10.9.0.1"), "interface GigabitEthernet0/0", "ntp disable"), false},
		{"VRF, deaf for IPv6", append(again("ntp server vrf Mgmt-vrf 10.9.0.1"), "interface GigabitEthernet0/0", "ntp disable ipv6"), true},
		{"deaf where another VRF is", []string{"interface GigabitEthernet0/0", "ntp disable"}, true},
		{"every way in is deaf", []string{"interface Vlan8", "ip address 10.1.8.1 255.255.255.0", "ntp disable"}, false},
		{"one way in is left", []string{"interface Vlan8", "ip address 10.1.8.1 255.255.255.0", "ntp disable", "interface Vlan7", "ip address 10.1.7.1 255.255.255.0"}, true},
		{"another family", again("ntp server 2001:db8::9"), false},
	}
	for _, test := range tests {
		l := start(t, Spec{Servers: []ServerSpec{{Name: "ntp1", Address: "10.9.0.1"}, {Name: "six", Address: "2001:db8::9"}}, Devices: []DeviceSpec{
			{Name: "r1", Address: "10.0.0.1", Config: mgmt, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}}}}}})
		typed(t, l, "r1", test.lines...)
		state := l.device("r1").ntpState(l.UTC())
		if state.synced != test.works || (state.peers[0].reach != 0) != test.works {
			t.Errorf("%s: synchronized is %v, reach %o", test.name, state.synced, state.peers[0].reach)
		}
	}
	for _, platform := range []string{platformNXOS, platformXR} {
		lines := map[string]string{platformNXOS: "interface Ethernet1/1\nntp disable ip", platformXR: "ntp interface GigabitEthernet0/0/0/1 disable\ncommit"}
		l := start(t, Spec{Servers: honest(), Devices: []DeviceSpec{{Name: "r1", Platform: platform, Address: "10.0.0.1", Terminal: lineByLine(),
			Interfaces: []InterfaceSpec{{Name: map[string]string{platformNXOS: "Ethernet1/1", platformXR: "GigabitEthernet0/0/0/1"}[platform], Address: "10.1.0.1"}},
			NTP:        DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}}}}}})
		wantSynced(t, l, platform, map[string]bool{"r1": true})
		typed(t, l, "r1", strings.Split(lines[platform], "\n")...)
		wantSynced(t, l, platform+", deaf", map[string]bool{"r1": false})
	}
}

// TestOpenInterfaces: a specification that lists no interface has those that its NTP lines need, and typed lines have none.
func TestOpenInterfaces(t *testing.T) {
	device := func(config string) DeviceSpec {
		return DeviceSpec{Name: "r1", Address: "10.0.0.1", Config: config, NTP: DeviceNTPSpec{
			Servers: []PeerSpec{{Address: "10.9.0.1", VRF: "RED"}, {Address: "10.9.0.2", VRF: "RED", Source: "Loopback7"}, {Address: "10.9.0.3"}}, Lines: []string{"ntp source Vlan10"}}}
	}
	reached := func(d DeviceSpec, lines ...string) (n int) {
		l := start(t, Spec{Servers: honest(), Devices: []DeviceSpec{d}})
		typed(t, l, "r1", lines...)
		for _, a := range l.device("r1").ntpState(l.UTC()).peers {
			if a.reach != 0 {
				n++
			}
		}
		return n
	}
	if got := reached(device("")); got != 3 {
		t.Errorf("%d sources answer, want 3", got)
	}
	if got := reached(device("interface Vlan10\n no ip address\n")); got != 0 {
		t.Errorf("%d sources answer, none of whose interfaces is there", got)
	}
	if got := reached(device(""), "ntp server vrf BLUE 10.9.0.1", "ntp source Vlan11"); got != 2 {
		t.Errorf("%d sources answer, want those in RED", got)
	}
}
