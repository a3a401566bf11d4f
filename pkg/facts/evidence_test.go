package facts

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

const row = "*~192.0.2.1       .GPS.            1     54   1024   377  1.186   0.122  1.059"

func TestGaps(t *testing.T) {
	cutShort := func(a snapshot.Answer) snapshot.Answer {
		a.Cut, a.Done = "timeout", nil
		return a
	}
	noEnd := answer(ios.ShowTimeConfig, "version 17.9\nntp server 192.0.2.1\n")
	refusedConfig := answer(ios.ShowTimeConfig, "             ^\n% Invalid input detected at '^' marker.\n")
	for _, c := range []struct {
		name    string
		answers []snapshot.Answer
		kind    Kind
		want    string // empty: no gap
	}{
		{"not asked", nil, KindStatus, "show ntp status: not asked"},
		{"answered", []snapshot.Answer{fine()}, KindStatus, ""},
		{"not authorized", []snapshot.Answer{answer(ios.ShowNTPStatus, "Command authorization failed.\n")}, KindStatus, "not authorized"},
		{"cut", []snapshot.Answer{cutShort(answer(ios.ShowNTPStatus, "Clock is syn"))}, KindStatus, "cut (timeout)"},
		{"silent", []snapshot.Answer{cutShort(answer(ios.ShowNTPStatus, ""))}, KindStatus, "no answer in time"},
		{"garbage", []snapshot.Answer{answer(ios.ShowNTPStatus, "\x00\xff")}, KindStatus, "not understood"},
		{"of another kind", []snapshot.Answer{answer(ios.ShowNTPStatus, "Clock is in doubt\n")}, KindStatus, "show ntp status: not understood: no NTP status in the output; it begins: Clock is in doubt"},
		{"a row", []snapshot.Answer{table(" ~192.0.2.9 what is this?")}, KindAssociations, "show ntp associations: not understood: ~192.0.2.9 what is this?"},
		{"asked again with success", []snapshot.Answer{answer(ios.ShowNTPStatus, "%"), fine()}, KindStatus, ""},
		{"a table", []snapshot.Answer{table(row)}, KindAssociations, ""},
		{"a cut table with rows", []snapshot.Answer{cutShort(answer(ios.ShowNTPAssociations, tableHead+row+"\n"))}, KindAssociations, ""},
		{"a cut table without", []snapshot.Answer{cutShort(answer(ios.ShowNTPAssociations, tableHead))}, KindAssociations, "cut"},
		{"a configuration", []snapshot.Answer{privileged(15), config()}, KindConfig, ""},
		{"a configuration, level not known", []snapshot.Answer{config("ntp server 192.0.2.1")}, KindConfig, ""},
		{"below level 15", []snapshot.Answer{privileged(7), config()}, KindConfig, "privilege level 7"},
		{"raised to level 15", []snapshot.Answer{privileged(1), privileged(15), config()}, KindConfig, ""},
		{"no end", []snapshot.Answer{privileged(15), noEnd}, KindConfig, "does not reach the end"},
		{"cut", []snapshot.Answer{privileged(15), cutShort(config())}, KindConfig, "cut (timeout)"},
		{"refused", []snapshot.Answer{privileged(15), refusedConfig}, KindConfig, "refused: % Invalid input"},
		{"no version", []snapshot.Answer{answer(ios.ShowVersion, "")}, KindVersion, "empty"},
		{"no detail", nil, KindDetail, "not asked"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene()
			s.device("edge01", c.answers...)
			reason, missing := s.only(t).Gap(c.kind)
			if missing != (c.want != "") || !strings.Contains(reason, c.want) {
				t.Errorf("gap %q, want %q", reason, c.want)
			}
		})
	}
}

// A kind that is no gap is there, and one that is not there is a gap.
func TestEveryKindIsThereOrAGap(t *testing.T) {
	s := measured()
	s.device("all", utc(time.Second, 0), fine(), privileged(15), config(), table(row), answer(ios.ShowVersion, versionText), answer(ios.ShowPKICertificates, ""))
	s.device("none")
	f := s.facts()
	for i, wanted := range []bool{true, false} {
		d := &f.Devices[i]
		for kind, there := range map[Kind]bool{
			KindClock: d.Clock != nil, KindStatus: d.NTP != nil && d.NTP.Status != nil, KindVersion: d.Version != nil,
			KindAssociations: d.NTP != nil && d.NTP.Known, KindConfig: d.Config != nil, KindPKI: d.PKI != nil,
		} {
			if _, gap := d.Gap(kind); there == gap || there != wanted {
				t.Errorf("%s: %s: there %v, gap %v", d.Name, kind, there, gap)
			}
		}
	}
}

const versionText = `Cisco IOS XE Software, Version 17.09.04a
Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.9.4a, RELEASE SOFTWARE (fc3)
edge01 uptime is 1 week, 2 days, 3 hours, 4 minutes
cisco C9300-24T (X86) processor with 1419044K/6147K bytes of memory.
Processor board ID FOC00000000
`

func TestVersion(t *testing.T) {
	s := newScene()
	s.device("edge01", answer(ios.ShowVersion, versionText))
	up := 9*24*time.Hour + 3*time.Hour + 4*time.Minute
	want := &Version{Model: "C9300-24T", Serial: "FOC00000000", OSVersion: "17.09.04a", Uptime: &up, Says: Evidence{ios.ShowVersion, "Cisco IOS XE Software, Version 17.09.04a"}}
	if d := cmp.Diff(want, s.only(t).Version); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// IOS prints peer − local; a positive offset of ours means that the device is ahead.
func TestAssociationsAreNegated(t *testing.T) {
	s := newScene()
	s.device("edge01", fine(), table(row, " ~192.0.2.3        .INIT.          16      -     64     0  0.000   0.000 15937."))
	n := s.only(t).NTP
	if !n.Known || !*n.Enabled || len(n.Associations) != 2 || n.Uptime == nil || *n.Uptime != 19215*time.Second {
		t.Fatalf("%+v", n)
	}
	a := n.Associations[0]
	if *a.Offset != -122*time.Microsecond || a.Delay != 1186*time.Microsecond || *a.Dispersion != 1059*time.Microsecond || !a.Selected() {
		t.Errorf("%+v", a)
	}
	if a.Line == "" || !strings.Contains(n.StatusLine, "Clock is synchronized") {
		t.Errorf("lines %q, %q", a.Line, n.StatusLine)
	}
}

// A row that makes no sense is quoted: what it says is not known.
func TestARowThatWasNotUnderstood(t *testing.T) {
	s := newScene()
	s.device("edge01", table(row, " ~192.0.2.9       what is this?"))
	if n := s.only(t).NTP; n.Known || n.Doubt != "a row was not understood: ~192.0.2.9       what is this?" {
		t.Errorf("known %t, %q", n.Known, n.Doubt)
	}
}

func TestNTPIsOff(t *testing.T) {
	s := newScene()
	s.device("status", answer(ios.ShowNTPStatus, "%NTP is not enabled.\n"))
	s.device("table", answer(ios.ShowNTPAssociations, "%NTP is not enabled.\n"))
	for _, d := range s.facts().Devices {
		if d.NTP == nil || d.NTP.Enabled == nil || *d.NTP.Enabled {
			t.Errorf("%s: %+v", d.Name, d.NTP)
		}
	}
}

func TestAuthenticationIsTakenFromTheDetail(t *testing.T) {
	block := func(address, flags string) string {
		return address + " configured, ipv4, " + flags + `sane, valid, stratum 2
ref ID 192.0.2.200   , time DBAB05B9.753F7E30 (16:20:25.458 UTC Fri Oct 14 2016)
our mode client, peer mode server, our poll intvl 512, peer poll intvl 512
root delay 0.00 msec, root disp 2.18, reach 377, sync dist 9.47
delay 0.00 msec, offset -1.0000 msec, dispersion 5.64, jitter 0.97 msec
precision 2**10, version 4
filtdelay =     1.00    1.00    1.00    1.00    0.00    1.00    1.00    0.00
filtoffset =   -0.50   -0.50   -0.50   -0.50   -1.00   -0.50   -0.50   -1.00
filterror =     1.95    2.88    3.81    4.74    5.08    5.11    7.53    8.46

`
	}
	s := newScene()
	again := strings.Replace(row, "*", "+", 1)
	s.device("edge01", table(row, again, strings.Replace(again, "192.0.2.1 ", "192.0.2.7 ", 1)),
		answer(ios.ShowNTPAssociationsDetail, block("192.0.2.1", "authenticated, our_master, ")+block("192.0.2.1", "")))
	var got []string
	for i, a := range s.only(t).NTP.Associations {
		if told := a.Mode != nil && *a.Mode == "client"; told != (i < 2) {
			t.Errorf("row %d: mode %v", i, a.Mode)
		}
		switch {
		case a.Authenticated == nil:
			got = append(got, "not known")
		case *a.Authenticated:
			got = append(got, "yes")
		default:
			got = append(got, "no")
		}
	}
	if d := cmp.Diff([]string{"yes", "no", "not known"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestDevicesKeepTheOrderOfTheInventory(t *testing.T) {
	s := newScene()
	s.device("one")
	s.device("two")
	s.Devices[0], s.Devices[1] = s.Devices[1], s.Devices[0]
	s.Inventory.Devices = append(s.Inventory.Devices, inventory.Device{Name: "three"})
	f := s.facts()
	var names []string
	for _, d := range f.Devices {
		names = append(names, d.Name)
	}
	if d := cmp.Diff([]string{"one", "two", "three"}, names); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if last := f.Devices[2]; last.Outcome != snapshot.Timeout || last.Error == nil || last.Error.Kind != "interrupted" {
		t.Errorf("a device that was not asked: %+v", last)
	}
}

func TestIdentity(t *testing.T) {
	s := newScene()
	interfaces := config("interface GigabitEthernet0/0", " ip address 10.1.1.1 255.255.255.0", " ip address 10.9.9.9 255.255.255.0 secondary")
	s.device("a", privileged(15), interfaces)
	s.device("b", privileged(15), config("interface Vlan1", " ip address 10.9.9.9 255.255.255.0"))
	s.device("c")
	inv := s.Inventory.Devices
	inv[0].Host, inv[0].Addresses = "192.0.2.10", []netip.Addr{netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("10.1.1.1")}
	inv[1].Host, inv[1].NTP = "127.0.0.1", "127.0.0.1:1123"
	inv[2].Host, inv[2].NTP = "::1", "127.0.0.1:2123"
	s.Inventory.Servers = []inventory.Route{
		{Address: netip.MustParseAddr("10.2.2.2"), Query: "127.0.0.1:1123"},
		{Address: netip.MustParseAddr("10.3.3.3"), Query: "127.0.0.1:3123"},
	}
	var got []string
	for _, d := range s.facts().Devices {
		var known []string
		for _, a := range d.KnownBy {
			known = append(known, a.String())
		}
		got = append(got, strings.Join(known, " "))
	}
	if d := cmp.Diff([]string{"2001:db8::1 10.1.1.1 192.0.2.10", "10.2.2.2", ""}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestSourcesOf(t *testing.T) {
	s := newScene()
	d := s.device("edge01", privileged(15),
		config("ntp server vrf MGMT 192.0.2.1", "ntp server 2001:DB8::5", "ntp server ip ntp.example.net prefer", "ntp master 5"),
		table(row,
			" ~2001:db8::5      .INIT.          16      -     64     0  0.000   0.000 15937.",
			" ~192.0.2.7        .INIT.          16      -     64     0  0.000   0.000 15937.",
			" ~127.127.1.1      .LOCL.           4      -     64     0  0.000   0.000 15937."))
	want := []Source{{"192.0.2.1", "MGMT"}, {"2001:DB8::5", ""}, {"ntp.example.net", ""}, {"192.0.2.7", ""}}
	if diff := cmp.Diff(want, s.sampler().Sources(d)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSourcesOfAHostileDevice(t *testing.T) {
	s := newScene()
	var rows []string
	for i := range 300 {
		rows = append(rows, strings.Replace(row, "192.0.2.1 ", netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}).String()+" ", 1))
	}
	d := s.device("many", table(rows...))
	if got := s.sampler().Sources(d); len(got) != mostSources {
		t.Errorf("%d sources, want %d", len(got), mostSources)
	}
	for _, name := range []string{"$(reboot)", "-h", "a b", "..", "<b>", "0.0.0.0", "224.0.1.1", strings.Repeat("x", 300)} {
		if isHost(name) {
			t.Errorf("%q would be asked", name)
		}
	}
}

// A declaration is not believed against what the device says of itself: nothing is concluded from the answers of a system
// that is not read, its clock included.
func TestAnotherSystemIsJudgedInNothing(t *testing.T) {
	s := measured()
	eos := s.device("eos1", utc(time.Second, 5*time.Hour), privileged(15), fine(), config("hostname eos1"), table("*~192.0.2.1 .GPS. 1 2 64 377 1.0 0.1 1.0"),
		answer(ios.ShowVersion, eosVersion))
	eos.NTP = []snapshot.Exchange{exchange(20*ms, time.Hour)}
	d := s.only(t)
	if d.Outcome != snapshot.Unsupported || d.Error == nil ||
		d.Error.Message != "show version says EOS 4.29.2F, which cannot be audited; set its platform or leave it out" {
		t.Errorf("outcome %s, %+v", d.Outcome, d.Error)
	}
	if d.Clock != nil || d.NTP != nil || d.Config != nil || d.Version != nil || d.PKI != nil || d.AnswersNTP != nil {
		t.Errorf("something is concluded from its answers: %+v", d)
	}
	for _, kind := range []Kind{KindClock, KindStatus, KindAssociations, KindConfig, KindVersion} {
		if reason, missing := d.Gap(kind); !missing || reason != d.Error.Message {
			t.Errorf("%s: %q", kind, reason)
		}
	}
	if eos.Outcome != snapshot.Audited || len(eos.Answers) == 0 {
		t.Error("the evidence itself was changed")
	}
}

// What breaks down on the answers of one device is a failure of that device, which says so.
func TestBreakdownCostsOneDevice(t *testing.T) {
	noClock := func(e *evidence) *clockEvidence { return &clockEvidence{evidence: e} }
	broken := ios.IOS()
	broken.Read = func([]show.Answer) show.State { panic("what the device said") }
	for name, read := range map[string]func(*evidence) *clockEvidence{
		"a row": func(e *evidence) *clockEvidence {
			return e.read(platform.List{broken}, noClock)
		},
		"the clock": func(e *evidence) *clockEvidence {
			return e.read(allPlatforms, func(e *evidence) *clockEvidence {
				if len(e.answers.Answers) > 0 {
					panic("what the device said")
				}
				return noClock(e)
			})
		},
	} {
		e := &evidence{inventory: inventory.Device{Platform: "cisco_ios"}, answers: snapshot.Device{Outcome: snapshot.Audited, Answers: []snapshot.Answer{fine()}, NTP: []snapshot.Exchange{exchange(20*ms, 0)}}}
		c, d := read(e), e.facts()
		if c == nil || d.Outcome != snapshot.Protocol || d.Error == nil || strings.Contains(d.Error.Message, "what the device said") || d.NTP != nil || d.AnswersNTP != nil {
			t.Errorf("%s: outcome %s, %+v, %+v", name, d.Outcome, d.Error, d.NTP)
		}
		if reason, missing := d.Gap(KindStatus); !missing || !strings.Contains(reason, "please report this") {
			t.Errorf("%s: gap: %q", name, reason)
		}
	}
}

// A table beyond all measure is judged in its first rows. It is not whole then, and that is said.
func TestMostRows(t *testing.T) {
	rows := make([]string, mostRows+7)
	for i := range rows {
		rows[i] = strings.Replace(row, "192.0.2.1 ", "192.0.2."+string(rune('1'+i%9))+" ", 1)
	}
	s := newScene()
	s.device("r1", table(rows...))
	s.device("r2", table(rows[:mostRows]...))
	devices := s.facts().Devices
	if n := devices[0].NTP; len(n.Associations) != mostRows || n.Known || n.Doubt != "it has 7 rows more than the 1000 that are judged" {
		t.Errorf("%d rows, known %t, %q", len(n.Associations), n.Known, n.Doubt)
	}
	if notes := devices[0].Notes; len(notes) != 1 || notes[0] != "show ntp associations has 7 rows more than the 1000 that are judged" {
		t.Errorf("notes %q", notes)
	}
	if n := devices[1].NTP; len(n.Associations) != mostRows || !n.Known || len(devices[1].Notes) > 0 {
		t.Errorf("%d rows, known %t, notes %q", len(n.Associations), n.Known, devices[1].Notes)
	}
}
