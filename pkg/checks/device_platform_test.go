package checks_test

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

func TestDevicePlatform(t *testing.T) {
	declared := func(name inventory.Platform) func(*scene) { return func(s *scene) { s.Platform = name } }
	nxos := func(s *scene) {
		s.Platform, s.OS, s.Contradicts = "cisco_ios", &platform.Platform{Name: "cisco_nxos", Title: "NX-OS"}, true
		s.Version.Says.Line = "Cisco Nexus Operating System (NX-OS) Software"
	}
	saying := func(line string) func(*scene) {
		return all(nxos, func(s *scene) { s.Version.Says.Line = line })
	}
	tell(t, "device-platform", []story{
		{"as declared", nil, check.StatusPass, "", 0, nil, ""},
		{"IOS-XE behind cisco_ios", declared("cisco_ios"), check.StatusPass, "", 0, nil, ""},
		{"left to the device", declared("auto"), check.StatusPass, "", 0, nil, ""},
		{"none stated", declared(""), check.StatusPass, "", 0, nil, ""},
		{"another", nxos, check.StatusFail, "show version says Cisco Nexus Operating System; the inventory says cisco_ios", 0, nil, ""},
		{"another, which names itself at length", saying("Cisco " + strings.Repeat("x", 100)), check.StatusFail, "show version says NX-OS; the inventory says cisco_ios", 0, nil, ""},
		{"IOS XR", saying("Cisco IOS XR Software, Version 7.3.2"), check.StatusFail, "show version says Cisco IOS XR Software; the inventory says cisco_ios", 0, nil, ""},
		{"not said", func(s *scene) { s.Told = false }, check.StatusNotMeasured, "show version does not say what system it is", 0, nil, ""},
		{"not answered", gap(facts.KindVersion), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"not supported", func(s *scene) {
			s.OS, s.Told, s.Outcome, s.Error = nil, false, snapshot.Unsupported, &snapshot.Error{Message: "show version says EOS 4.29.2F"}
		}, check.StatusNotMeasured, "show version says EOS 4.29.2F", 0, nil, ""},
		{"waived", waived("device-platform", nxos), check.StatusWaived, "show version says Cisco Nexus Operating System", 0, nil, ""},
	})
}

// That IOS-XE stands behind cisco_ios is said.
func TestDevicePlatformNamesWhatItFound(t *testing.T) {
	s := newScene(t, "device-platform")
	s.Platform = "cisco_ios"
	s.RoleAssumed = true
	if f := check.Run(checks.All(), s.fleet, s.policy).Devices[0][0]; f.Actual != "cisco_iosxe 16.09.01; assumed to be a router by its model ISR4331/K9" {
		t.Errorf("an assumed role is not said: %+v", f)
	}
	s.RoleAssumed = false
	f := check.Run(checks.All(), s.fleet, s.policy).Devices[0][0]
	if f.Expected != "cisco_ios" || f.Actual != "cisco_iosxe 16.09.01" || len(f.Evidence) != 1 {
		t.Errorf("%+v", f)
	}
}

// An inventory that states no platform claims none, whatever the device is; the answer names it.
func TestDevicePlatformOfNoneStated(t *testing.T) {
	for name := range answersOf {
		if _, known := platforms.All().ByName(name); !known {
			continue
		}
		fleet := facts.From(platforms.All(), evidence(name, ""))
		f, found := find(check.Run(checks.All(), fleet, everything(t)).Devices[0], "device-platform", "")
		if !found || f.Status != check.StatusPass || !strings.HasPrefix(f.Actual, name+" ") || f.Expected != "any: the inventory states none" {
			t.Errorf("%s: %+v", name, f)
		}
	}
}
