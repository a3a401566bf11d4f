package platforms_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platforms"
)

// The spellings are those of the table of platforms in the reference of inventories, column by column.
func TestPlatformsOfOtherTools(t *testing.T) {
	spellings := map[string][]string{
		"cisco_ios": {"ios", "cisco.ios.ios", "cisco.ios", "community.network.ios", "cisco_ios", "cisco-ios", "classic-ios", "cisco_iol",
			"cisco_vios", "cisco_viosl2", "cisco", "cisco_ios_ssh", "IOS", "Cisco IOS"},
		"cisco_iosxe": {"iosxe", "ios-xe", "cisco.iosxe", "cisco_xe", "cisco_iosxe", "cisco-ios-xe", "cisco-iosxe", "cisco_c8000v",
			"cisco_csr1000v", "vr-csr", "vr-cisco_csr1000v", "cisco_cat9kv", "IOS_XE", "IOS-XE", "Cisco IOS XE"},
		"cisco_nxos": {"nxos", "cisco.nxos.nxos", "cisco.nxos", "cisco_nxos", "cisco_nxos_ssh", "nxos_ssh", "nx-os", "cisco-nx-os",
			"cisco-nxos", "cisco_n9kv", "vr-n9kv", "vr-cisco_n9kv", "cisco-nx", "cisco_nxos_nxapi", "NXOS", "NX-OS", "Cisco NX-OS"},
		"cisco_iosxr": {"iosxr", "cisco.iosxr.iosxr", "cisco.iosxr", "cisco_xr", "iosxr_netconf", "cisco_iosxr", "ios-xr", "cisco-ios-xr",
			"cisco_xrd", "xrd", "cisco_xrv", "vr-xrv", "vr-cisco_xrv", "cisco_xrv9k", "vr-xrv9k", "vr-cisco_xrv9k", "cisco_c8000", "c8000",
			"cisco-xr", "IOS_XR", "IOS-XR"},
		"": {"", "asa", "cisco_asa", "eos", "junos", "cisco_ios_telnet", "nx", "c8000w", "auto"},
	}
	list := platforms.All()
	for want, spelled := range spellings {
		for _, s := range spelled {
			p, ok := list.ByName(s)
			_, listed := list.ByName(want) // a platform can be left out by a build tag
			if ok != listed || ok && p.Name != want {
				t.Errorf("%q is %v, want %q", s, p, want)
			}
		}
	}
}
