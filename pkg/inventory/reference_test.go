package inventory_test

import (
	"fmt"
	"strings"
	"testing"
)

// What is compared with all others before it is found by a key: pairs would take an hour.
func TestLongListsOfServersAndTags(t *testing.T) {
	const many = 50_000
	var text strings.Builder
	text.WriteString("references:\n")
	for i := range many {
		fmt.Fprintf(&text, "- ntp%d\n", i)
	}
	text.WriteString("servers:\n")
	for i := range many {
		fmt.Fprintf(&text, "- {address: 10.%d.%d.%d, query: a}\n", i>>16, i>>8&255, i&255)
	}
	text.WriteString("defaults:\n  tags:\n")
	for i := range many {
		fmt.Fprintf(&text, "  - t%d\n", i)
	}
	inv := parse(t, "a.yaml", text.String()+"devices: [{name: a, tags: [t0, own]}]\n")
	if len(inv.References) != many || len(inv.Servers) != many || len(inv.Devices[0].Tags) != many+1 {
		t.Errorf("%d references, %d servers, %d tags", len(inv.References), len(inv.Servers), len(inv.Devices[0].Tags))
	}
}

func TestOneServerUnderTwoSpellings(t *testing.T) {
	for text, want := range map[string]string{
		"servers: [{address: 10.0.0.1, query: a}, {address: '::ffff:10.0.0.1', query: a}]\n": "in VRF \"\" stands twice (first at b.yaml:1:11)",
		"references: [NTP1, 'ntp1.:123']\n":                                                  "reference ntp1.:123 stands twice (first at b.yaml:1:14)",
		"references: [{system: true, bound: 1s}, {system: true, bound: 1s}]\n":               "stands twice (first at b.yaml:1:14)",
	} {
		if _, err := load("b.yaml", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	inv := parse(t, "b.yaml", "references: [ntp1, 'ntp1:1123', {system: true, bound: 1s}]\nservers: [{address: 10.0.0.1, query: a}, {address: 10.0.0.1, vrf: M, query: a}]\n")
	if len(inv.References) != 3 || len(inv.Servers) != 2 {
		t.Errorf("%d references, %d routes", len(inv.References), len(inv.Servers))
	}
}
