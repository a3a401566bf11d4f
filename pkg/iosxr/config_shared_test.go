package iosxr

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

const hsrpSection = `Thu Oct  1 08:00:00.123 UTC
router hsrp
 interface GigabitEthernet0/0/0/0
  address-family ipv4
   hsrp 1 version 2
    priority 110
    address 192.0.2.254
    address 192.0.2.253 secondary
   !
  !
  address-family ipv6
   hsrp 2
    address global 2001:db8::1
    address linklocal autoconfig
   !
  !
 !
 interface GigabitEthernet0/0/0/1
  hsrp 3 ipv4 198.51.100.254
 !
!
`

const vrrpSection = `Thu Oct  1 08:00:00.123 UTC
router vrrp
 interface MgmtEth0/RP0/CPU0/0
  address-family ipv4
   vrrp 7
    address 198.51.100.1
   !
  !
 !
!
`

const briefTable = `
Interface                      IP-Address      Status          Protocol Vrf-Name
Loopback0                      192.0.2.7       Up              Up       default 
MgmtEth0/RP0/CPU0/0            198.51.100.7    Up              Up       MGMT    
GigabitEthernet0/0/0/0         unassigned      Shutdown        Down     default 
GigabitEthernet0/0/0/1         198.51.100.2    Up              Up       default 
GigabitEthernet0/0/0/2         unassigned      Up              Up       default 
GigabitEthernet0/0/0/3         unnumbered      Up              Up       default 
`

func TestReadInterfaces(t *testing.T) {
	virtual := func(protocol, address, line string) show.VirtualAddress {
		return show.VirtualAddress{Protocol: protocol, Address: address, Line: line}
	}
	c := Read(instead(device(t), ShowInterfaces, briefTable, ShowConfigHSRP, hsrpSection, ShowConfigVRRP, vrrpSection)).Config
	if c == nil {
		t.Fatal("no configuration")
	}
	want := []show.Interface{
		{Name: "Loopback0", Addresses: []string{"192.0.2.7"}},
		{Name: "MgmtEth0/RP0/CPU0/0", VRF: "MGMT", Addresses: []string{"198.51.100.7"}, NTPDisabled: true, Virtual: []show.VirtualAddress{
			virtual("VRRP", "198.51.100.1", "address 198.51.100.1"),
		}},
		{Name: "GigabitEthernet0/0/0/0", Shutdown: true, Broadcast: true, Virtual: []show.VirtualAddress{
			virtual("HSRP", "192.0.2.254", "address 192.0.2.254"), virtual("HSRP", "192.0.2.253", "address 192.0.2.253 secondary"),
			virtual("HSRP", "2001:db8::1", "address global 2001:db8::1"),
		}},
		{Name: "GigabitEthernet0/0/0/1", Addresses: []string{"198.51.100.2"}, Virtual: []show.VirtualAddress{
			virtual("HSRP", "198.51.100.254", "hsrp 3 ipv4 198.51.100.254"),
		}},
	}
	if d := cmp.Diff(want, c.Interfaces, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if c.Misread("interface") || c.Misread("router hsrp") || c.Misread("router vrrp") || !c.Misread("ipv4 access-list") || !c.Ended {
		t.Errorf("unread %+v, ended %t", c.Unread, c.Ended)
	}
}

// What was not read is not absent; what the system does not know is.
func TestReadSharedAddressesThatAreNotKnown(t *testing.T) {
	for _, test := range []struct{ name, brief, hsrp, says string }{
		{"none", briefTable, none, ""},
		{"the system does not know it", briefTable, "     ^\n% Invalid input detected at '^' marker.\n", ""},
		{"not authorized", briefTable, "% This command is not authorized\n", "show running-config router hsrp: not authorized; the account needs a task group that may read hsrp"},
		{"cut", briefTable, strings.TrimSuffix(hsrpSection, " !\n!\n"), "cut: the block does not reach its end"},
		{"another section", briefTable, "ntp\n server 192.0.2.1\n!\n", "no line of it"},
		{"an interface that is not in the table", strings.Replace(briefTable, "GigabitEthernet0/0/0/1 ", "GigabitEthernet0/0/0/9 ", 1), hsrpSection, "names an interface that show ipv4 vrf all interface brief does not list"},
	} {
		c := Read(instead(device(t), ShowInterfaces, test.brief, ShowConfigHSRP, test.hsrp, ShowConfigVRRP, none)).Config
		if c == nil {
			t.Fatalf("%s: no configuration", test.name)
		}
		reason := ""
		for _, u := range c.Unread {
			if u.Words == "router hsrp" {
				reason = u.Reason
			}
		}
		if (reason == "") != (test.says == "") || !strings.Contains(reason, test.says) {
			t.Errorf("%s: %q, want %q", test.name, reason, test.says)
		}
	}
}

// A stored configuration has all of it, as blocks or in the formal form.
func TestWholeConfiguration(t *testing.T) {
	blocks := "hostname r1\nipv4 access-list NTP\n 10 permit ipv4 host 192.0.2.1 any\n 20 permit ipv4 198.51.100.0 0.0.0.255 any\n 30 remark clocks\n!\n" +
		"ipv4 access-list WEB\n 10 permit tcp any any eq www\n!\nipv6 access-list SIX\n 10 permit ipv6 2001:db8::/32 any\n!\n" +
		"interface GigabitEthernet0/0/0/0\n vrf A\n ipv4 address 198.51.100.2 255.255.255.0\n shutdown\n!\n" + hsrpSection[len("Thu Oct  1 08:00:00.123 UTC\n"):] +
		"ntp\n access-group vrf A ipv4 peer NTP\n access-group ipv6 serve SIX\n!\nend\n"
	formal := "hostname r1\nipv4 access-list NTP 10 permit ipv4 host 192.0.2.1 any\nipv4 access-list NTP 20 permit ipv4 198.51.100.0 0.0.0.255 any\n" +
		"ipv6 access-list SIX 10 permit ipv6 2001:db8::/32 any\n" +
		"interface GigabitEthernet0/0/0/0 vrf A\ninterface GigabitEthernet0/0/0/0 ipv4 address 198.51.100.2 255.255.255.0\ninterface GigabitEthernet0/0/0/0 shutdown\n" +
		"router hsrp interface GigabitEthernet0/0/0/0 address-family ipv4 hsrp 1 version 2 address 192.0.2.254\n" +
		"ntp access-group vrf A ipv4 peer NTP\nntp access-group ipv6 serve SIX\nend\n"
	for name, text := range map[string]string{"blocks": blocks, "formal": formal} {
		c, err := ParseConfig(text)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Interfaces) != 1 || c.Interfaces[0].VRF != "A" || !c.Interfaces[0].Shutdown || len(c.Interfaces[0].Virtual) == 0 || c.Interfaces[0].Virtual[0].Address != "192.0.2.254" {
			t.Errorf("%s: %+v", name, c.Interfaces)
		}
		var entries []string
		for _, l := range c.AccessLists {
			if l.Unclear {
				t.Errorf("%s: %s is not clear", name, l.Name)
			}
			for _, e := range l.Entries {
				entries = append(entries, l.Family+" "+l.Name+" "+e.From.String())
			}
		}
		if want := []string{"ipv4 NTP 192.0.2.1/32", "ipv4 NTP 198.51.100.0/24", "ipv6 SIX 2001:db8::/32"}; !slices.Equal(entries, want) {
			t.Errorf("%s: %q, want %q", name, entries, want)
		}
	}
}
