package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func TestKindsOfDevices(t *testing.T) {
	algorithms := load(t, "authentication: {algorithms: {default: any, iosxe-router: [hmac-sha2-256]}}")
	for _, tt := range []struct {
		platform, role, algorithms string
		needsRole                  bool
	}{
		{"cisco_iosxe", "router", "hmac-sha2-256", false},
		{"cisco_iosxe", "switch", "", false},
		{"cisco_ios", "router", "", false},
		{"cisco_iosxe", "", "", true},
		{"cisco_ios", "", "", false},
	} {
		p := algorithms.For(inventory.Device{Platform: inventory.Platform(tt.platform), Role: tt.role})
		if strings.Join(p.Authentication.Algorithms, " ") != tt.algorithms || p.Authentication.NeedsRole != tt.needsRole {
			t.Errorf("%+v: %+v", tt, p.Authentication)
		}
	}
}

func TestChecksOfKinds(t *testing.T) {
	p := load(t, "extends: baseline\nchecks: {clock-zone: {default: low, nxos: medium, ios-switch: off}}\noverrides: [{match: a, checks: {clock-zone: high}}]")
	for _, tt := range []struct {
		name, platform, role string
		want                 policy.Severity
	}{
		{"b", "cisco_nxos", "switch", policy.Medium}, {"b", "cisco_ios", "router", policy.Low}, {"b", "cisco_ios", "switch", policy.Off},
		{"a", "cisco_nxos", "", policy.High},
	} {
		own := p.For(inventory.Device{Name: tt.name, Platform: inventory.Platform(tt.platform), Role: tt.role})
		if got := own.Level("clock-zone"); got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
	if p.Level("clock-zone") != policy.Low {
		t.Error("For changed the policy itself")
	}
	if got := load(t, "checks: {clock-zone: {nxos: low}}").Level("clock-zone"); got != policy.Off {
		t.Errorf("what is said of one kind holds for others: %s", got)
	}
}

// What must be configured and what must be usable, for kinds of devices and where a policy states only one of them.
func TestSourcesOfKinds(t *testing.T) {
	const two = "{default: 1, nxos: 2}"
	for _, tt := range []struct {
		text        string
		platform    inventory.Platform
		min, usable int
	}{
		{"", "cisco_ios", 2, 2},
		{"sources: {min: 4}", "cisco_ios", 4, 4},
		{"extends: baseline\nsources: {min: 4}", "cisco_ios", 4, 2},
		{"extends: baseline\nsources: {min: 1}", "cisco_ios", 1, 1},
		{"sources: {min: 0}", "cisco_ios", 0, 0},
		{"sources: {min: 2, usable: 1}", "cisco_ios", 2, 1},
		{"sources: {min: 1, usable: 5}", "cisco_ios", 1, 1},
		{"sources: {min: " + two + "}", "cisco_ios", 1, 1},
		{"sources: {min: " + two + "}", "cisco_nxos", 2, 2},
		{"sources: {min: " + two + ", usable: 1}", "cisco_nxos", 2, 1},
		{"sources: {min: 3, usable: 3}\noverrides: [{match: '*', sources: {min: " + two + "}}]", "cisco_nxos", 2, 2},
	} {
		own := load(t, tt.text).For(inventory.Device{Name: "a", Platform: tt.platform}).Sources
		if own.Min != tt.min || own.Usable != tt.usable {
			t.Errorf("%s: %s: %d of %d, want %d of %d", tt.text, tt.platform, own.Usable, own.Min, tt.usable, tt.min)
		}
	}
}

func TestPermanentOfKinds(t *testing.T) {
	p := load(t, "authentication: {permanent: {ios: [md5], nxos-switch: [md5, hmac-sha1]}}")
	for _, tt := range []struct {
		platform, role string
		want           []string
	}{{"cisco_ios", "", []string{"md5"}}, {"cisco_nxos", "", nil}, {"cisco_nxos", "switch", []string{"md5", "hmac-sha1"}}, {"cisco_iosxe", "router", nil}} {
		own := p.For(inventory.Device{Platform: inventory.Platform(tt.platform), Role: tt.role})
		if !slices.Equal(own.Authentication.Permanent, tt.want) || own.Authentication.NeedsRole {
			t.Errorf("%s %s: %+v", tt.platform, tt.role, own.Authentication)
		}
	}
}
