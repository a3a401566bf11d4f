package inventory_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

var fleet = inventory.Inventory{
	References: []inventory.Reference{{Address: "192.0.2.1"}},
	Devices: []inventory.Device{
		{Name: "core01", Host: "192.0.2.10", Tags: []string{"core", "site-a"}},
		{Name: "core02", Host: "2001:db8::1", Tags: []string{"core", "site-b"}},
		{Name: "edge01/re0", Host: "edge01.example.net", Tags: []string{"site-b"}},
	},
}

func TestSelect(t *testing.T) {
	for patterns, want := range map[string]string{
		"":                      "core01 core02 edge01/re0",
		"core01":                "core01",
		"core*":                 "core01 core02",
		"core0[2-9]":            "core02",
		"*":                     "core01 core02 edge01/re0",
		"edge*":                 "edge01/re0",
		"*.example.net":         "edge01/re0",
		"192.0.2.10":            "core01",
		"2001:DB8:0::1":         "core02",
		"tag:core":              "core01 core02",
		"tag:site-*":            "core01 core02 edge01/re0",
		"!core01":               "core02 edge01/re0",
		"tag:core|!core01":      "core02",
		"!tag:site-a, !core02":  "edge01/re0",
		"core01,edge*":          "core01 edge01/re0",
		"core01, !tag:site-a":   "",
		"!core01|core*":         "core02",
		" core01 ,, edge01/re0": "core01 edge01/re0",
	} {
		got, err := inventory.Select(fleet, strings.Split(patterns, "|"))
		if err != nil {
			t.Errorf("%q: %v", patterns, err)
			continue
		}
		var names []string
		for _, d := range got.Devices {
			names = append(names, d.Name)
		}
		if strings.Join(names, " ") != want || len(got.References) != 1 {
			t.Errorf("%q: got %v, want %s", patterns, names, want)
		}
	}
}

func TestSelectNothing(t *testing.T) {
	for pattern, closest := range map[string]string{
		"core1": "core01", "!croe02": "core02", "tag:cor": "tag:core", "zzz": "", "Core01": "core01",
	} {
		_, err := inventory.Select(fleet, []string{"core*", pattern})
		var none *inventory.NoMatchError
		if !errors.As(err, &none) || none.Closest != closest || none.Pattern != strings.TrimPrefix(pattern, "!") {
			t.Errorf("%q: %v", pattern, err)
		}
	}
	for _, bad := range []string{"core[", "tag:[", "![a"} {
		if _, err := inventory.Select(fleet, []string{bad}); err == nil || !strings.Contains(err.Error(), "syntax error in pattern") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestMatches(t *testing.T) {
	for pattern, want := range map[string]bool{"tag:core,!tag:site-b": true, "!core01": false, "!tag:lab": true, "tag:lab,core*": true} {
		got, err := inventory.Matches(pattern, fleet.Devices[0])
		if err != nil || got != want {
			t.Errorf("%q: %v %v", pattern, got, err)
		}
	}
	if _, err := inventory.Matches(" , ", fleet.Devices[0]); err == nil {
		t.Error("an empty pattern means nothing")
	}
}
