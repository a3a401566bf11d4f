package facts_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestSources(t *testing.T) {
	row := func(address string, stratum, reach int, role show.Role, configured bool) facts.Association {
		return facts.Association{Association: show.Association{Address: address, Stratum: stratum, Reach: reach, Role: role, Configured: configured}}
	}
	rows := []facts.Association{
		row("10.9.0.1", 2, 255, "sys_peer", true),
		row("10.9.0.1", 2, 255, "candidate", true), // the same address in another VRF
		row("10.9.0.2", 2, 255, "falseticker", true),
		row("10.9.0.3", 16, 1, "none", true),
		row("10.9.0.4", 2, 0, "none", true),
		row("127.127.1.1", 7, 255, "none", true), // ntp master
		row("192.0.2.9", 2, 255, "none", false),  // broadcast
	}
	lines := func(names ...string) *facts.Config {
		c := &facts.Config{}
		for _, n := range names {
			c.Servers = append(c.Servers, show.ConfigServer{Address: n})
		}
		return c
	}
	odd := lines("10.9.0.1")
	odd.Unparsed = []string{"ntp server ?? 10.9.0.2"}
	other := lines("10.9.0.1")
	other.Unparsed = []string{"ntp allow mode control 3", "username x"}
	receivers := append(rows[:1:1], row("127.127.20.0", 0, 255, "none", true), row("127.127.22.0", 0, 0, "none", true))
	refclock := lines("10.9.0.1")
	refclock.Refclocks = []string{"ntp refclock trimble pps none"}
	red := "RED"
	vrf := lines("10.9.0.1", "10.9.0.1", "10.9.0.1", "2001:DB8::1", "2001:db8::1", "ntp1", "NTP1", "127.127.1.1")
	vrf.Servers[1].VRF, vrf.Servers[2].VRF = &red, &red
	type count = facts.SourceCount
	for _, test := range []struct {
		name   string
		device facts.Device
		want   count
	}{
		{"nothing was read", facts.Device{}, count{}},
		{"the table alone", facts.Device{NTP: &facts.NTP{Associations: rows, Known: true}}, count{5, 1, 3, true, true}},
		{"a part of the table alone", facts.Device{NTP: &facts.NTP{Associations: rows[:1]}}, count{1, 0, 1, false, false}},
		{"nothing is left of the table", facts.Device{NTP: &facts.NTP{}}, count{}},
		{"an empty table", facts.Device{NTP: &facts.NTP{Known: true}}, count{0, 0, 0, true, true}},
		{"lines, and a part of the table", facts.Device{Config: lines("10.9.0.1", "10.9.0.2", "ntp.example.net"), NTP: &facts.NTP{Associations: rows[:1]}}, count{3, 0, 1, true, false}},
		{"lines alone", facts.Device{Config: lines("10.9.0.1")}, count{1, 0, 0, true, false}},
		{"lines and rows", facts.Device{Config: lines("10.9.0.1"), NTP: &facts.NTP{Associations: rows, Known: true}}, count{1, 1, 3, true, true}},
		{"a line that might be one", facts.Device{Config: odd, NTP: &facts.NTP{Associations: rows[:1], Known: true}}, count{1, 0, 1, false, true}},
		{"a line that is none", facts.Device{Config: other, NTP: &facts.NTP{Associations: rows[:1], Known: true}}, count{1, 0, 1, true, true}},
		{"one address twice, and in a VRF", facts.Device{Config: vrf}, count{4, 0, 0, true, false}},
		{"receivers, of which the table shows one more", facts.Device{Config: refclock, NTP: &facts.NTP{Associations: receivers, Known: true}}, count{3, 0, 2, true, true}},
		{"a receiver that the table does not show", facts.Device{Config: refclock, NTP: &facts.NTP{Associations: rows[:1], Known: true}}, count{2, 0, 1, true, true}},
		{"receivers without the configuration", facts.Device{NTP: &facts.NTP{Associations: receivers, Known: true}}, count{3, 0, 2, true, true}},
	} {
		if got := test.device.Sources(); got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
	if got := (count{1, 1, 3, true, true}).Text() + " " + (count{3, 0, 1, true, false}).Text() + " " + (count{}).Text(); got != "3/1+1 ?/3 " {
		t.Errorf("texts %q", got)
	}
	few := (&facts.Device{NTP: &facts.NTP{Associations: rows, Known: true}}).CountSources(func(a string) bool { return a == "10.9.0.1" })
	if want := (count{2, 0, 2, true, true}); few != want {
		t.Errorf("those that are wanted: got %+v, want %+v", few, want)
	}
}

// Where NTP is off the servers of SNTP count, and only the clock tells whether they are usable.
func TestSourcesOfSNTP(t *testing.T) {
	off := false
	no := false
	client := func(listens bool, servers ...string) *facts.Config {
		c := &facts.Config{}
		c.SNTPListens = listens
		for _, s := range servers {
			c.SNTPServers = append(c.SNTPServers, show.SNTPSource{Address: s})
		}
		return c
	}
	clock := func(source string) *facts.Clock { return &facts.Clock{Source: source} }
	for _, test := range []struct {
		name   string
		config *facts.Config
		clock  *facts.Clock
		want   facts.SourceCount
		text   string
	}{
		{"the clock says so", client(false, "10.9.0.1", "10.9.0.2"), clock("SNTP"), facts.SourceCount{2, 0, 2, true, true}, "2/2"},
		{"it does not say what steers it", client(false, "10.9.0.1"), clock(""), facts.SourceCount{1, 0, 0, true, false}, "?/1"},
		{"the clock was not read", client(false, "10.9.0.1"), nil, facts.SourceCount{1, 0, 0, true, false}, "?/1"},
		{"something else does", client(false, "10.9.0.1"), clock("hardware calendar"), facts.SourceCount{1, 0, 0, true, true}, "0/1"},
		{"nothing ever did", client(false, "10.9.0.1"), clock("none"), facts.SourceCount{1, 0, 0, true, true}, "0/1"},
		{"not authoritative", client(false, "10.9.0.1"), &facts.Clock{Source: "SNTP", Authoritative: &no}, facts.SourceCount{1, 0, 0, true, true}, "0/1"},
		{"a client of broadcasts", client(true), clock("SNTP"), facts.SourceCount{0, 1, 1, true, true}, "1/0+1"},
		{"no line", client(false), clock(""), facts.SourceCount{0, 0, 0, true, true}, "0/0"},
		{"lines that were not read", nil, clock("SNTP"), facts.SourceCount{}, ""},
		{"lines that were not read, and a clock that names no network", nil, clock("user configuration"), facts.SourceCount{UsableKnown: true}, "0/?"},
	} {
		d := facts.Device{Config: test.config, Clock: test.clock, NTP: &facts.NTP{Enabled: &off, Known: true}}
		got := d.Sources()
		if got != test.want || got.Text() != test.text {
			t.Errorf("%s: got %+v %q, want %+v %q", test.name, got, got.Text(), test.want, test.text)
		}
	}
	on := true
	d := facts.Device{Config: client(false, "10.9.0.1"), NTP: &facts.NTP{Enabled: &on, Known: true}}
	if got := d.Sources(); got.Have() != 0 {
		t.Errorf("SNTP beside NTP: %+v", got)
	}
}
