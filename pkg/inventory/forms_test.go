package inventory_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

func TestHostList(t *testing.T) {
	inv := parse(t, "hosts.txt", "\ufeff# fleet\r\n192.0.2.1\r\n  me@edge01:2222 # two\n2001:db8::1\n[2001:db8::2]\n[2001:db8::3]:22\n")
	var got []string
	for _, d := range inv.Devices {
		got = append(got, strings.Join([]string{d.Name, d.Host, d.Username, d.NTP}, " "))
	}
	want := []string{
		"192.0.2.1 192.0.2.1  192.0.2.1:123", "edge01:2222 edge01 me edge01:123", "2001:db8::1 2001:db8::1  [2001:db8::1]:123",
		"2001:db8::2 2001:db8::2  [2001:db8::2]:123", "[2001:db8::3]:22 2001:db8::3  [2001:db8::3]:123",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBadHostList(t *testing.T) {
	for text, want := range map[string]string{
		"a\n\n b:0\n":             `hosts:3:2: host "b": port: not a whole number`,
		"a\na\n":                  `hosts:2:1: device "a" stands twice (first at hosts:1:1)`,
		"2001:db8::1:2222:x\n":    `hosts:1:1: host "2001…": neither`,
		"devices:\n  - a\n":       `hosts: this is read as a list of hosts and looks like YAML; give it the ending .yaml`,
		"host,name\n192.0.2.1,\n": `hosts: this is read as a list of hosts and looks like CSV; give it the ending .csv`,
		"PK\x03\x04":              `hosts:1:3: control character U+0003: this is not a text file`,
	} {
		if _, err := load("hosts", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestCSV(t *testing.T) {
	for name, text := range map[string]string{
		"comma":     "\ufeffHost,NAME,Port,tags,addresses,ntp,site\n# a comment\n192.0.2.1,a,,core;edge,10.0.0.1 10.0.0.2,off,ams1\n192.0.2.2,b,2222,x,,,\n",
		"semicolon": "host;name;port;tags;addresses;ntp;site\r\n192.0.2.1;a;;core edge;\"10.0.0.1;10.0.0.2\";off;ams1\r\n192.0.2.2;b;2222;x;;;\r\n",
	} {
		inv := parse(t, "f.CSV", text)
		want := []inventory.Device{{
			Name: "a", Host: "192.0.2.1", Port: 22, Tags: []string{"core", "edge"}, Site: "ams1",
			Addresses: []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")},
		}, {
			Name: "b", Host: "192.0.2.2", Port: 2222, Tags: []string{"x"}, NTP: "192.0.2.2:123",
		}}
		if diff := cmp.Diff(want, inv.Devices, compareDevices); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestBadCSV(t *testing.T) {
	for text, want := range map[string]string{
		"host,prot\na,1\n":           `f.csv:1:6: column 2 has an unknown name; did you mean "port"?`,
		"host,host\na,b\n":           `f.csv:1:6: column "host" stands twice`,
		"tags,port\na,1\n":           `f.csv:1:1: no column is named host or name; begin with a line of column names`,
		"host,port\na,1\nb\n":        `f.csv:3:1: the row has 1 cells and the header 2`,
		"host,port\na,99999\nb,x\n":  `f.csv:3:3: port: not a whole`,
		"host,role\na,\"swi\"tch\n":  `f.csv:2:7: not CSV: extraneous or missing " in quoted-field`,
		"host,groups\na,core\n":      `f.csv:2:3: unknown group`,
		"name,host\nü,192.0.2.1.1\n": `f.csv:2:3: host "192.0.2.1.1": not an IP address`,
		"host\na\na\n":               `f.csv:3:1: device "a" stands twice (first at f.csv:2:1)`,
	} {
		if _, err := load("f.csv", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestFromHosts(t *testing.T) {
	inv, err := inventory.FromHosts([]string{"edge01", "me@[2001:db8::1]:2222"}, inventory.Device{Username: "audit", Tags: []string{"x"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []inventory.Device{
		{Name: "edge01", Host: "edge01", Port: 22, Username: "audit", Tags: []string{"x"}, NTP: "edge01:123"},
		{Name: "[2001:db8::1]:2222", Host: "2001:db8::1", Port: 2222, Username: "me", Tags: []string{"x"}, NTP: "[2001:db8::1]:123"},
	}
	if diff := cmp.Diff(want, inv.Devices, compareDevices); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := inv.Devices[1].Endpoint(); got != "[2001:db8::1]:2222" {
		t.Errorf("endpoint %s", got)
	}
	for arg, want := range map[string]string{"edge01": "given twice", "a b": "neither", "admin:hunter2@x": "only a user name", "x:": `host "x": port: not a whole number`, "[switches]": "brackets stand round an IPv6 address only"} {
		_, err := inventory.FromHosts([]string{"edge01", arg}, inventory.Device{})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", arg, err)
		}
	}
}

func TestDefaultsServeHostsThatNoFileNames(t *testing.T) {
	inv := parse(t, "a.yaml", "defaults: {username: audit, ntp: off, port: 2022}\n")
	added, err := inventory.FromHosts([]string{"edge99"}, inv.Defaults)
	if err != nil {
		t.Fatal(err)
	}
	if d := added.Devices[0]; d.Username != "audit" || d.NTP != "" || d.Port != 2022 || d.Host != "edge99" {
		t.Errorf("%+v", d)
	}
}
