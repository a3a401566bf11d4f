package nxos

import (
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// portsConfig has every line that tells of the way of NTP packets, among others that begin alike.
const portsConfig = `
!Command: show running-config
!Time: Wed May 20 04:01:53 2026

version 10.3(9) Bios:version  
hostname n9k1
feature hsrp
no ip domain-lookup
ip domain-name example.net
ip name-server 192.0.2.53 192.0.2.54 use-vrf management
ip name-server 192.0.2.55
vrf context management
  ip name-server 192.0.2.56
  ip route 0.0.0.0/0 198.51.100.1
object-group ip address CLOCKS
  10 host 192.0.2.1
ip access-list NTP
  statistics per-entry
  10 permit ip 192.0.2.1/32 any
  20 permit udp 198.51.100.0/24 any eq ntp
  30 remark clocks
  40 deny ip any any log
ip access-list WEB
  10 permit tcp any any eq www
ipv6 access-list NTP6
  10 permit ipv6 host 2001:db8::1 any
ip access-list GROUPED
  10 permit ip addrgroup CLOCKS any
mac access-list MACS
  10 permit any any
ntp server 192.0.2.1 use-vrf management
ntp access-group peer NTP
ntp access-group serve GROUPED
ntp access-group query-only NTP6
vlan 10
  shutdown
interface mgmt0
  vrf member management
  ip address 198.51.100.7/24
interface Vlan10
  no shutdown
  ip address 203.0.113.2/24
  hsrp version 2
  hsrp 10
    authentication md5 key-string 7 TopSecret
    preempt
    ip 203.0.113.1
    ip 203.0.113.9 secondary
  hsrp 11 ipv6
    ip 2001:db8:1::1
    ip autoconfig
interface Vlan20
  shutdown
  ipv6 address 2001:db8:2::2/64
  vrrp 5
    address 198.51.100.2
    no shutdown
  vrrpv3 6 address-family ipv4
    address 198.51.100.3 primary
interface Ethernet1/1
router bgp 65000
  shutdown
monitor session 1
  shut
logging timestamp milliseconds
`

func TestPorts(t *testing.T) {
	virtual := func(protocol, address, line string) show.VirtualAddress {
		return show.VirtualAddress{Protocol: protocol, Address: address, Line: line}
	}
	want := []show.Interface{
		{Name: "mgmt0", VRF: "management", Addresses: []string{"198.51.100.7"}},
		{Name: "Vlan10", Addresses: []string{"203.0.113.2"}, Virtual: []show.VirtualAddress{
			virtual("HSRP", "203.0.113.1", "ip 203.0.113.1"), virtual("HSRP", "203.0.113.9", "ip 203.0.113.9 secondary"),
			virtual("HSRP", "2001:db8:1::1", "ip 2001:db8:1::1"),
		}},
		{Name: "Vlan20", Shutdown: true, Addresses: []string{"2001:db8:2::2"}, Virtual: []show.VirtualAddress{
			virtual("VRRP", "198.51.100.2", "address 198.51.100.2"), virtual("VRRP", "198.51.100.3", "address 198.51.100.3 primary"),
		}},
	}
	c, err := ParseConfig(portsConfig)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, c.Interfaces); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	servers := []show.NameServer{{Address: "192.0.2.53", VRF: "management"}, {Address: "192.0.2.54", VRF: "management"}, {Address: "192.0.2.55"}, {Address: "192.0.2.56", VRF: "management"}}
	if d := cmp.Diff(servers, c.NameServers); d != "" || !c.NoLookup {
		t.Errorf("no lookup %t, name servers (-want +got):\n%s", c.NoLookup, d)
	}
}

// The names of all lists are known, also of what is saved, which has the entries of those alone that NTP names.
func TestListNames(t *testing.T) {
	want := []string{"NTP", "WEB", "NTP6", "GROUPED", "MACS"}
	for _, text := range []string{portsConfig, keep(ShowTimeConfig, filtered(ShowTimeConfig, portsConfig))} {
		c, err := ParseConfig(text)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, c.ListNames); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
}

func TestAccessLists(t *testing.T) {
	c, err := ParseConfig(portsConfig)
	if err != nil {
		t.Fatal(err)
	}
	want := []show.AccessListRead{
		{Name: "NTP", Family: "ipv4", Unclear: false, Entries: []show.AccessEntry{
			{Permit: true, From: netip.MustParsePrefix("192.0.2.1/32"), Line: "10 permit ip 192.0.2.1/32 any"},
			{Permit: true, From: netip.MustParsePrefix("198.51.100.0/24"), Line: "20 permit udp 198.51.100.0/24 any eq ntp"},
			{Any: true, Line: "40 deny ip any any log"},
		}},
		{Name: "NTP6", Family: "ipv6", Entries: []show.AccessEntry{
			{Permit: true, From: netip.MustParsePrefix("2001:db8::1/128"), Line: "10 permit ipv6 host 2001:db8::1 any"},
		}},
		{Name: "GROUPED", Family: "ipv4", Unclear: true},
	}
	if d := cmp.Diff(want, c.AccessLists, cmp.Comparer(sameEntry), cmpopts.EquateEmpty()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func sameEntry(a, b show.AccessEntry) bool { return a == b }

// filtered is what a device prints of a configuration for a command.
func filtered(command, config string) string {
	_, pattern, _ := strings.Cut(strings.TrimSuffix(command, `"`), `"`)
	filter := regexp.MustCompile(pattern)
	var b strings.Builder
	for l := range strings.Lines(config) {
		if filter.MatchString(strings.TrimRight(l, "\r\n")) {
			b.WriteString(l)
		}
	}
	return b.String()
}

// What the filter leaves of a whole configuration, and what is saved of that, must tell the same.
func TestFilteredConfigTellsTheSame(t *testing.T) {
	configs := map[string]string{"portsConfig": portsConfig, "full": captureOf(t, "show-running-config.full")}
	files, err := filepath.Glob(filepath.Join(platformtest.Root, "configs", "nxos", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		configs[file] = string(text)
	}
	free := regexp.MustCompile(`(?s)banner motd #.*?#\n|scheduler job name.*?end-job\n`)
	for name, config := range configs {
		config = free.ReplaceAllString(config, "")
		want, err := ParseConfig(config)
		if err != nil {
			continue
		}
		through := filtered(ShowTimeConfig, config)
		for what, text := range map[string]string{"the filter leaves": through, "is saved": keep(ShowTimeConfig, through)} {
			got, err := ParseConfig(text)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if d := cmp.Diff(want.Config, got.Config, cmpopts.EquateEmpty(), cmp.Comparer(sameEntry)); d != "" {
				t.Errorf("%s: what %s tells otherwise (-whole +got):\n%s", name, what, d)
			}
			if again := keep(ShowTimeConfig, text); what == "is saved" && again != text {
				t.Errorf("%s: saved once more it is another", name)
			}
		}
	}
	t.Logf("%d configurations", len(configs))
}

func TestKeep(t *testing.T) {
	kept := keep(ShowTimeConfig, filtered(ShowTimeConfig, portsConfig))
	for _, other := range []string{"TopSecret", "eq www", "remark", "permit any any", "65000", "monitor", "object-group", "10 host"} {
		if strings.Contains(kept, other) {
			t.Errorf("%q is saved", other)
		}
	}
	if !strings.Contains(kept, "ip access-list NTP\n  10 permit ip 192.0.2.1/32 any\n") || !strings.Contains(kept, "\nip access-list WEB\nipv6 access-list NTP6\n") || !strings.HasPrefix(kept, "!Command: ") {
		t.Errorf("saved is %q", kept)
	}
	for _, text := range []string{"", "% Permission denied for the role\n", "grep: Invalid regular expression\n"} {
		if got := keep(ShowTimeConfig, text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestControl(t *testing.T) {
	for lines, want := range map[string]show.Control{
		"":                                 {},
		"ntp allow control rate-limit 3\n": {Answered: true, Line: "ntp allow control rate-limit 3"},
		"no ntp allow control\n":           {Refused: true, Line: "no ntp allow control"},
		"ntp allow private\n":              {Private: true, Line: "ntp allow private"},
	} {
		c, err := ParseConfig("version 10.3(9) Bios:version\n" + lines)
		if err != nil || c.Control != want {
			t.Errorf("%q: %+v, %v", lines, c.Control, err)
		}
	}
}

// The global table has no name in the rows, however a line spells it.
func TestReadDefaultVRF(t *testing.T) {
	c := readWith(t, map[string]string{ShowTimeConfig: "!Command: show running-config\nip name-server 192.0.2.53 use-vrf default\ninterface Vlan1\n  vrf member default\n  ip address 192.0.2.1/24\n"}).Config
	if c == nil || c.NameServers[0].VRF != "" || c.Interfaces[0].VRF != "" || c.Addresses[0].VRF != "" {
		t.Errorf("%+v", c)
	}
}
