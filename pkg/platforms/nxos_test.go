//go:build !without_nxos

package platforms_test

import (
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platforms"
)

func TestNXOSIsListed(t *testing.T) {
	list := platforms.All()
	names := list.Names()
	if i := slices.Index(names, "cisco_nxos"); i < 0 || slices.Index(names, "cisco_iosxe") > i {
		t.Errorf("the list is %q", names)
	}
	const (
		nxos = "Cisco Nexus Operating System (NX-OS) Software\n  NXOS: version 10.4(5)\n"
		xe   = "Cisco IOS XE Software, Version 17.09.04a\n"
	)
	if found := list.Identify(nxos); !found.Known() || found.Platform.Name != "cisco_nxos" || found.Version.OSVersion != "10.4(5)" {
		t.Errorf("%+v", found)
	}
	if found := list.Identify(xe + nxos); found.Known() || found.Says != "IOS-XE 17.09.04a and NX-OS 10.4(5)" {
		t.Errorf("two systems: %+v", found)
	}
}
