package ios

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// portsConfig has every line that tells of the way of NTP packets, among others that begin alike.
const portsConfig = `version 17.9
service tcp-keepalives-in
!
no ip domain lookup
ip domain name example.net
ip name-server 192.0.2.53 192.0.2.54
ip name-server vrf MGMT 2001:DB8::53
!
interface Loopback0
 ip address 192.0.2.7 255.255.255.255
!
interface Loopback9
 no ip address
!
interface Tunnel0
 ip unnumbered Loopback0
 tunnel source GigabitEthernet1
 tunnel protection ipsec profile VPN shared
!
interface GigabitEthernet1
 description shutdown
 vrf forwarding MGMT
 ip address dhcp
 crypto map VPN
!
interface GigabitEthernet2
 ip address 198.51.100.2 255.255.255.0
 ip address 203.0.113.2 255.255.255.0 secondary
 ntp disable
 standby version 2
 standby 1 ip 198.51.100.254
 standby 1 ip 203.0.113.254 secondary
 standby 1 authentication md5 key-string TopSecret
 standby 2 ip
 standby 3 ipv6 2001:DB8:1::254/64
 standby 3 ipv6 autoconfig
 standby ip 198.51.100.253
 shutdown
!
interface GigabitEthernet3
 ipv6 address 2001:DB8:2::2/64
 vrrp 5 ip 198.51.100.250
 vrrp 6 address-family ipv4
  priority 110
  address 198.51.100.251 primary
  address 198.51.100.252 secondary
  exit-vrrp
 glbp 7 ip 198.51.100.249
 ntp broadcast client
 ntp disable ipv6
!
interface GigabitEthernet4
 switchport mode access
!
router bgp 65000
 address-family ipv4 vrf MGMT
 neighbor 192.0.2.1 shutdown
!
dial-peer voice 1 voip
 shutdown
!
radius server AAA
 address ipv4 192.0.2.9 auth-port 1812 acct-port 1813
!
ip sla 1
 vrf forwarding OTHER
!
ip access-list standard NTP
 10 permit 192.0.2.1
 20 permit 198.51.100.0 0.0.0.255 log
 deny   any
ip access-list extended WEB
 permit tcp any any eq www
ip access-list extended NTP-EXT
 remark clocks
 deny   tcp any any
 permit udp host 192.0.2.1 eq ntp any eq ntp
 permit ip 203.0.113.0 0.0.0.255 any
mac access-list extended NTP-MAC
 permit any any
!
access-list 10 permit 192.0.2.1
access-list 10 remark clocks
access-list 10 deny   any
access-list 20 permit 192.0.2.2
ipv6 access-list NTP6
 sequence 10 permit ipv6 host 2001:DB8::1 any
 permit udp 2001:DB8:5::/48 any eq ntp sequence 20
!
ntp source Loopback9
ntp access-group peer NTP
ntp access-group serve 10
ntp access-group ipv4 serve-only NTP-EXT
ntp access-group ipv6 query-only NTP6
clock save interval 8
end
`

func TestPorts(t *testing.T) {
	virtual := func(protocol, address, line string) show.VirtualAddress {
		return show.VirtualAddress{Protocol: protocol, Address: address, Line: line}
	}
	want := []show.Interface{
		{Name: "Loopback0", Addresses: []string{"192.0.2.7"}},
		{Name: "Loopback9", Unaddressed: true},
		{Name: "Tunnel0", TunnelProtection: "VPN"},
		{Name: "GigabitEthernet1", VRF: "MGMT", CryptoMap: "VPN"},
		{Name: "GigabitEthernet2", Shutdown: true, Addresses: []string{"198.51.100.2", "203.0.113.2"}, NTPDisabled: true, Virtual: []show.VirtualAddress{
			virtual("HSRP", "198.51.100.254", "standby 1 ip 198.51.100.254"),
			virtual("HSRP", "203.0.113.254", "standby 1 ip 203.0.113.254 secondary"),
			virtual("HSRP", "2001:DB8:1::254", "standby 3 ipv6 2001:DB8:1::254/64"),
			virtual("HSRP", "198.51.100.253", "standby ip 198.51.100.253"),
		}},
		{Name: "GigabitEthernet3", Addresses: []string{"2001:DB8:2::2"}, Broadcast: true, Virtual: []show.VirtualAddress{
			virtual("VRRP", "198.51.100.250", "vrrp 5 ip 198.51.100.250"),
			virtual("VRRP", "198.51.100.251", "address 198.51.100.251 primary"),
			virtual("VRRP", "198.51.100.252", "address 198.51.100.252 secondary"),
			virtual("GLBP", "198.51.100.249", "glbp 7 ip 198.51.100.249"),
		}},
	}
	c := mustConfig(t, portsConfig)
	if d := cmp.Diff(want, c.Interfaces); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	servers := []show.NameServer{{Address: "192.0.2.53"}, {Address: "192.0.2.54"}, {Address: "2001:DB8::53", VRF: "MGMT"}}
	if d := cmp.Diff(servers, c.NameServers); d != "" || !c.NoLookup {
		t.Errorf("no lookup %t, name servers (-want +got):\n%s", c.NoLookup, d)
	}
	if c.SaveInterval != 8 {
		t.Errorf("save interval %d", c.SaveInterval)
	}
}

// The names of all lists are known, also of what is saved, which has the entries of those alone that NTP names.
func TestListNames(t *testing.T) {
	want := []string{"NTP", "WEB", "NTP-EXT", "NTP-MAC", "NTP6"}
	for _, text := range []string{portsConfig, keep(ShowTimeConfig, filtered(portsConfig))} {
		if d := cmp.Diff(want, mustConfig(t, text).ListNames); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
}

func TestAccessLists(t *testing.T) {
	entry := func(permit bool, from, line string) show.AccessEntry {
		e := show.AccessEntry{Permit: permit, Any: from == "any", Line: line}
		if !e.Any {
			e.From = netip.MustParsePrefix(from)
		}
		return e
	}
	want := []show.AccessListRead{
		{Name: "NTP", Family: "ipv4", Entries: []show.AccessEntry{
			entry(true, "192.0.2.1/32", "10 permit 192.0.2.1"),
			entry(true, "198.51.100.0/24", "20 permit 198.51.100.0 0.0.0.255 log"),
			entry(false, "any", "deny   any"),
		}},
		{Name: "NTP-EXT", Family: "ipv4", Entries: []show.AccessEntry{
			entry(true, "192.0.2.1/32", "permit udp host 192.0.2.1 eq ntp any eq ntp"),
			entry(true, "203.0.113.0/24", "permit ip 203.0.113.0 0.0.0.255 any"),
		}},
		{Name: "10", Family: "ipv4", Entries: []show.AccessEntry{
			entry(true, "192.0.2.1/32", "access-list 10 permit 192.0.2.1"),
			entry(false, "any", "access-list 10 deny   any"),
		}},
		{Name: "NTP6", Family: "ipv6", Entries: []show.AccessEntry{
			entry(true, "2001:db8::1/128", "sequence 10 permit ipv6 host 2001:DB8::1 any"),
			entry(true, "2001:db8:5::/48", "permit udp 2001:DB8:5::/48 any eq ntp sequence 20"),
		}},
	}
	c := mustConfig(t, portsConfig)
	if d := cmp.Diff(want, c.AccessLists, cmp.Comparer(sameEntry), cmpopts.EquateEmpty()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// An entry that may decide and is not understood leaves open whom the list lets in.
func TestUnclearEntries(t *testing.T) {
	for _, test := range []struct {
		entry   string
		unclear bool
	}{
		{"permit 192.0.2.1", false},
		{"permit host 192.0.2.1", false},
		{"permit 192.0.2.0, wildcard bits 0.0.0.255", true},
		{"permit 192.0.2.0 0.0.255.0", true}, // not the last bits
		{"permit udp 192.0.2.0 0.0.0.255 host 198.51.100.1 eq ntp", true},
		{"permit udp 192.0.2.1 any", true}, // in an extended list an address has its wildcard
		{"permit udp any range 100 200 any", true},
		{"permit udp any any eq snmp", true},
		{"permit ip any any time-range NIGHT", true},
		{"permit object-group CLOCKS any any", true},
		{"permit any any", true}, // of a list of MAC addresses
		{"evaluate REFLECTED", true},
		{"permit", true},
		{"permit tcp any any established", false},
		{"remark permit any", false},
	} {
		c := mustConfig(t, "ip access-list extended A\n "+test.entry+"\n!\nntp access-group peer A\n")
		if len(c.AccessLists) != 1 || c.AccessLists[0].Unclear != test.unclear {
			t.Errorf("%s: %+v", test.entry, c.AccessLists)
		}
	}
}

// Lines of the same words below another block are of no interface.
func TestBlocksEndAtTheExclamationMark(t *testing.T) {
	c := mustConfig(t, filtered(strings.ReplaceAll(portsConfig, "interface GigabitEthernet4\n switchport mode access\n!\n", "")))
	last := c.Interfaces[len(c.Interfaces)-1]
	if last.Name != "GigabitEthernet3" || last.Shutdown || last.VRF != "" {
		t.Errorf("%+v", last)
	}
}
