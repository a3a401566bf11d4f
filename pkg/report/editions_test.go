package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func reported(t *testing.T, name string, os [3]string, year int) *Report {
	t.Helper()
	p, err := policy.Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	fleet, results := measured()
	fleet.Started = time.Date(year, 11, 28, 0, 0, 0, 0, time.UTC)
	fleet.Finished = fleet.Started
	for i, title := range os { // the third did not answer
		name := "cisco_" + strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(title))
		fleet.Devices[i].OS = &platform.Platform{Name: name, Title: title}
	}
	return New(fleet, results, p, check.DefaultTerms(), fix.For(platforms.All()))
}

// That findings name no control of the benchmark, and why, is said once a platform.
func TestDevicesWithoutAnEdition(t *testing.T) {
	const none = "policy cis has no edition for IOS XR: judged by its settings; the findings name no control of it"
	const role = "policy stig: the findings of some devices with IOS-XE name no control, as it depends on their role; write role: router or role: switch in the inventory"
	for _, tt := range []struct {
		policy string
		os     [3]string
		want   []string
	}{
		{"cis", [3]string{"IOS XR", "IOS XR", "NX-OS"}, []string{none}},
		{"cis", [3]string{"IOS", "NX-OS", "IOS XR"}, nil},
		{"stig", [3]string{"IOS-XE", "IOS XR", "IOS"}, []string{role}},
		{"baseline", [3]string{"IOS XR", "IOS XR", "IOS"}, nil},
	} {
		var notes []string
		for _, n := range reported(t, tt.policy, tt.os, 2026).Notes {
			if strings.HasPrefix(n, "policy ") {
				notes = append(notes, n)
			}
		}
		if !slices.Equal(notes, tt.want) {
			t.Errorf("%s, %v: notes %q, want %q", tt.policy, tt.os, notes, tt.want)
		}
	}
}

// The report names the editions by which its devices were judged, and says when one may no longer be the newest.
func TestEditionsOfAReport(t *testing.T) {
	for year, old := range map[int]bool{2026: false, 2028: true} {
		r := reported(t, "cis", [3]string{"IOS", "NX-OS", "IOS"}, year)
		var ids []string
		for _, e := range r.Policy.Editions {
			ids = append(ids, e.Framework)
		}
		if want := []string{"CIS Cisco IOS 15 v4.1.1", "CIS Cisco NX-OS v1.2.0"}; !slices.Equal(ids, want) {
			t.Errorf("%d: %q", year, ids)
		}
		note := func(n string) bool {
			return n == "CIS Cisco NX-OS v1.2.0 was last compared with its text on 2026-11-27: look for a newer one at https://www.cisecurity.org/benchmark/cisco"
		}
		if slices.ContainsFunc(r.Notes, note) != old {
			t.Errorf("%d: notes %q", year, r.Notes)
		}
	}
}
