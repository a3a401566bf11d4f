package ntpshow

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func ntpLine(words []string) bool { return words[0] == "ntp" }

func noise(line string) bool { return capture.IsPrompt(line) || capture.IsLog(line) }

// A time line is never lost: it is taken, or rejected where nothing shows that it is configuration.
func TestReadTakesOrRejects(t *testing.T) {
	for name, test := range map[string]struct {
		text            string
		taken, rejected []string
	}{
		"plain":                {"ntp server a\nhostname r1\n", []string{"ntp server a", "hostname r1"}, nil},
		"LF CR":                {"banner motd ^C\n\rntp x\n\r^C\n\rntp server a\n\r", []string{"ntp server a"}, nil},
		"in a banner":          {"banner motd #\nntp x\n#\nntp server a\n", []string{"ntp server a"}, nil},
		"below an open banner": {"banner motd #\nntp server a\nhostname r1\n", []string{"banner motd #", "hostname r1"}, []string{"ntp server a"}},
		"like noise":           {"ntp server a: %SYS-5-CONFIG_I: x\nr1#\n", nil, []string{"ntp server a: %SYS-5-CONFIG_I: x"}},
	} {
		r := ConfigReader{WithoutKey: capture.WithoutKey}
		var taken []string
		r.Read(test.text, noise, ntpLine, func(l capture.Line, words []string) { taken = append(taken, strings.Join(words, " ")) })
		if !slices.Equal(taken, test.taken) || !slices.Equal(r.Unparsed, test.rejected) {
			t.Errorf("%s: taken %q, rejected %q", name, taken, r.Unparsed)
		}
	}
}

// Of two lines that contradict each other the first holds, and the second is not understood.
func TestContradictionIsNotUnderstood(t *testing.T) {
	var r ConfigReader
	for _, step := range []struct {
		name      string
		got, want bool
	}{
		{"a zone", r.SetTimezone(" clock timezone CET 1", &show.Timezone{Name: "CET"}), true},
		{"the same zone", r.SetTimezone("clock timezone CET 1", &show.Timezone{Name: "CET"}), true},
		{"another zone", r.SetTimezone("clock timezone EET 2", &show.Timezone{Name: "EET"}), false},
		{"master", r.SetMaster(nil), true},
		{"the same master", r.SetMaster(nil), true},
		{"another master", r.SetMaster([]string{"3"}), false},
		{"a source", Once(&r.NTPSource, "Loopback0"), true},
		{"another source", Once(&r.NTPSource, "Loopback1"), false},
	} {
		if step.got != step.want {
			t.Errorf("%s is understood: %t", step.name, step.got)
		}
	}
	if r.Timezone.Name != "CET" || r.NTPMaster.Stratum != 8 || *r.NTPSource != "Loopback0" {
		t.Errorf("the first does not hold: %+v", r.Config)
	}
}

// The VRF of an interface counts for the addresses above its line, and for no other interface.
func TestAddressesHaveTheirVRF(t *testing.T) {
	var r ConfigReader
	r.OpenInterface([]string{"Loopback0"}, "Loopback")
	r.AddAddress("192.0.2.1")
	r.VRF = "MGMT"
	r.CloseInterface()
	r.OpenInterface([]string{"Vlan1"}, "Loopback")
	r.AddAddress("2001:db8::1/64")
	r.AddAddress("dhcp")
	c, found := r.Finish()
	want := []show.InterfaceAddress{{Interface: "Loopback0", VRF: "MGMT", Address: "192.0.2.1"}, {Interface: "Vlan1", Address: "2001:db8::1"}}
	if !found || !slices.Equal(c.Addresses, want) || !slices.Equal(c.Loopbacks, []string{"Loopback0"}) {
		t.Errorf("found %t: %v, loopbacks %v", found, c.Addresses, c.Loopbacks)
	}
}

func TestKeysAreForgotten(t *testing.T) {
	r := ConfigReader{WithoutKey: capture.WithoutKey}
	r.Reject("ntp authentication-key 1 md5 geheim 7 x")
	kept := r.Keep(" ntp authentication-key 1 md5 geheim 7")
	if strings.Contains(kept+r.Unparsed[0]+r.Lines[0], "geheim") || kept != "ntp authentication-key 1 md5 <removed> 7" {
		t.Errorf("%q, %q", kept, r.Unparsed)
	}
}

func TestNoConfiguration(t *testing.T) {
	var r ConfigReader
	if c, found := r.Finish(); found || c.Servers == nil || c.Unparsed == nil {
		t.Errorf("found %t: %+v", found, c)
	}
}
