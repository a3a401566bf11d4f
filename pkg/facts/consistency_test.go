package facts_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// pair is a status that is synchronized to ref, and a table.
func pair(ref string, stratum int, rows ...facts.Association) *facts.NTP {
	yes := true
	return &facts.NTP{Enabled: &yes, Known: true, Associations: rows, Status: &show.Status{Enabled: true, Synchronized: &yes, Stratum: &stratum, RefID: &ref}}
}

// followed marks a row as the one that is followed.
func followed(a facts.Association) facts.Association {
	a.Role = show.RoleSysPeer
	return a
}

func silentRow(address string) facts.Association {
	a := rowOf(address, ".TIME.", 16)
	a.Reach = 0
	return a
}

func configured(addresses ...string) *facts.Config {
	c := &facts.Config{}
	for _, a := range addresses {
		c.Servers = append(c.Servers, show.ConfigServer{Address: a})
	}
	return c
}

func TestStatusAgainstTable(t *testing.T) {
	good := rowOf("192.0.2.1", ".GPS.", 1)
	cut := pair("192.0.2.1", 2)
	cut.Known = false
	odd := rowOf("192.0.2.2", ".GPS.", 1)
	odd.Flags = new(string)
	*odd.Flags, odd.Role = "#~", show.RoleNone
	gps := rowOf("127.127.20.0", ".GPS.", 0)
	dead := good
	dead.Stratum = 16
	for _, test := range []struct {
		name    string
		ntp     *facts.NTP
		config  *facts.Config
		want    []facts.Disagreement
		text    string // of the first
		unknown string
	}{
		{"they agree", pair("192.0.2.1", 2, followed(good)), configured("192.0.2.1"), nil, "", ""},
		{"a hash of an IPv6 address", pair("57.171.155.55", 2, followed(rowOf("2001:db8::1", ".GPS.", 1))), nil, nil, "", ""},
		{"its own clock", pair("127.127.1.1", 8, followed(rowOf("127.127.1.1", ".LOCL.", 7))), nil, nil, "", ""},
		{"its own clock, by its code", pair(".LOCL.", 1, followed(rowOf("127.127.1.1", ".LOCL.", 0))), nil, nil, "", ""},
		{"a receiver", pair(".GPS.", 1, followed(gps), good), nil, nil, "", ""},
		{"one address in two VRFs", pair("192.0.2.1", 2, silentRow("192.0.2.1"), followed(good)), nil, nil, "", ""},
		{"every row has reach 0", pair("192.0.2.1", 2, silentRow("192.0.2.1"), silentRow("192.0.2.2")), configured("192.0.2.1", "192.0.2.2", "192.0.2.3"),
			[]facts.Disagreement{facts.FollowsSilent, facts.FollowsNone}, "the status follows 192.0.2.1; its row has reach 0", ""},
		{"it answers and has no time", pair("192.0.2.1", 17, followed(dead)), nil,
			[]facts.Disagreement{facts.FollowsSilent}, "the status follows 192.0.2.1; its row is at stratum 16", ""},
		{"in no row and no line", pair("203.0.113.9", 2, followed(good)), configured("192.0.2.1"),
			[]facts.Disagreement{facts.FollowsUnknown, facts.FollowsOther}, "the status follows 203.0.113.9, which is in no row and no line", ""},
		{"in no row, and in a line", pair("192.0.2.9", 2, followed(good)), configured("192.0.2.1", "192.0.2.9"),
			[]facts.Disagreement{facts.FollowsOther}, "the status follows 192.0.2.9; the table marks 192.0.2.1", ""},
		{"in no row, and a line by name", pair("192.0.2.9", 2, good), configured("192.0.2.1", "ntp.example.net"),
			[]facts.Disagreement{facts.FollowsNone}, "the status follows 192.0.2.9; the table marks no row", ""},
		{"in no row, and the lines are not known", pair("192.0.2.9", 2), nil,
			[]facts.Disagreement{facts.FollowsNone}, "the status follows 192.0.2.9; the table marks no row", "the status follows 192.0.2.9, which has no row; whether a line names it is not known"},
		{"a row that prints a name", pair("192.0.2.1", 2, followed(rowOf("ntp.example.net", ".GPS.", 1))), configured("ntp.example.net"), nil, "", "a row shows a name in place of an address"},
		{"a table that was cut", cut, configured("192.0.2.1"), nil, "", "the association table was not read whole"},
		{"another row is marked", pair("192.0.2.1", 2, good, followed(rowOf("192.0.2.2", ".PPS.", 1))), nil,
			[]facts.Disagreement{facts.FollowsOther}, "the status follows 192.0.2.1; the table marks 192.0.2.2", ""},
		{"no row is marked", pair("192.0.2.1", 2, good), nil, []facts.Disagreement{facts.FollowsNone}, "the status follows 192.0.2.1; the table marks no row", ""},
		{"a mark without its legend", pair("192.0.2.1", 2, good, odd), nil, nil, "", "which row is followed is not clear without the legend of the table"},
		{"another receiver", pair(".PPS.", 1, followed(gps)), configured(),
			[]facts.Disagreement{facts.FollowsUnknown, facts.FollowsOther}, "the status follows .PPS., which is in no row and no line", ""},
		{"the stratum does not fit", pair("192.0.2.1", 5, followed(good)), nil, []facts.Disagreement{facts.StratumDiffers}, "stratum 5, its source 192.0.2.1 is at 1", ""},
		{"no status", &facts.NTP{Associations: []facts.Association{good}}, nil, nil, "", "whether it is synchronized is not known"},
		{"nothing", nil, nil, nil, "", "whether it is synchronized is not known"},
	} {
		d := facts.Device{NTP: test.ntp, Config: test.config}
		c := d.Consistency()
		var got []facts.Disagreement
		for _, m := range c.Once {
			got = append(got, m.Question)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || c.Unknown != test.unknown || len(c.Certain) > 0 {
			t.Errorf("%s: %+v (-want +got)\n%s", test.name, c, diff)
			continue
		}
		if len(got) > 0 && c.Once[0].Text != test.text {
			t.Errorf("%s: %q, want %q", test.name, c.Once[0].Text, test.text)
		}
	}
}

// What one of two pairs shows was a race; what both show is certain.
func TestTwoPairs(t *testing.T) {
	good := pair("192.0.2.1", 2, followed(rowOf("192.0.2.1", ".GPS.", 1)))
	silent := func() *facts.NTP { return pair("192.0.2.1", 2, silentRow("192.0.2.1")) }
	for _, test := range []struct {
		name          string
		before, after *facts.NTP
		certain, once int
		doubt         bool
	}{
		{"both", silent(), silent(), 2, 0, true},
		{"only the first", silent(), good, 0, 0, false},
		{"only the second", good, silent(), 0, 0, false},
		{"different ones", silent(), pair("192.0.2.1", 9, followed(rowOf("192.0.2.1", ".GPS.", 1))), 0, 1, false},
		{"the first was not read", nil, silent(), 0, 2, true},
	} {
		after := *test.after
		after.Earlier = test.before
		d := facts.Device{NTP: &after, Config: configured("192.0.2.1")}
		if c := d.Consistency(); len(c.Certain) != test.certain || len(c.Once) != test.once || d.SourceInDoubt() != test.doubt {
			t.Errorf("%s: %+v, in doubt %t", test.name, c, d.SourceInDoubt())
		}
	}
}

// "Time source is NTP" stays after NTP was lost; the dot before the time says so, and contradicts nothing.
func TestClockAgainstStatus(t *testing.T) {
	yes, no := true, false
	for _, test := range []struct {
		name  string
		clock *facts.Clock
		want  bool
	}{
		{"NTP, and no mark", &facts.Clock{Source: "NTP", Authoritative: &yes}, true},
		{"NTP, and a dot", &facts.Clock{Source: "NTP", Authoritative: &yes, Synchronized: &no}, false},
		{"not authoritative", &facts.Clock{Source: "NTP", Authoritative: &no}, false},
		{"no flags", &facts.Clock{Source: "NTP"}, false},
		{"another source", &facts.Clock{Source: "user configuration", Authoritative: &yes}, false},
		{"not read", nil, false},
	} {
		n := pair("192.0.2.1", 16)
		n.Status.Synchronized = &no
		d := facts.Device{NTP: n, Clock: test.clock}
		if c := d.Consistency(); (len(c.Once) == 1 && c.Once[0].Question == facts.ClockSaysNTP) != test.want || c.Unknown != "" {
			t.Errorf("%s: %+v", test.name, c)
		}
	}
}

// A platform whose word on its state is made of its table has nothing to compare.
func TestNoWordOfItsOwn(t *testing.T) {
	d := facts.Device{
		OS:  &platform.Platform{Untold: []show.Untold{{Kind: show.KindSync, Has: true, Reason: "only the followed source"}}},
		NTP: pair("192.0.2.1", 2, silentRow("192.0.2.1")),
	}
	if c := d.Consistency(); len(c.Once) != 0 || c.Unknown != "only the followed source" {
		t.Errorf("%+v", c)
	}
}
