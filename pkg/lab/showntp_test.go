package lab

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

func ms(n float64) time.Duration { return time.Duration(n * float64(time.Millisecond)) }

// TestTables holds rows against rows of the formats, column by column.
func TestTables(t *testing.T) {
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	row := func(tally byte, address, refID string, stratum int, when, poll time.Duration, reach int, delay, offset, disp float64) association {
		a := association{configured: true, tally: tally, poll: poll, reach: reach, delay: ms(delay), offset: ms(offset), disp: ms(disp)}
		a.address, a.view = address, ntpView{refID: refID, stratum: stratum}
		if when >= 0 {
			a.last = now.Add(-when)
		}
		return a
	}
	never := time.Duration(-1)
	peers := []association{
		row('*', "192.0.2.1", "192.0.2.200", 2, 54*time.Second, 1024*time.Second, 0o377, 1.186, 0.122, 1.059),
		row('+', "192.0.2.2", "GNSS", 1, 811*time.Second, 64*time.Second, 0o376, 11.973, -192.42, 18.659),
		row(' ', "192.168.101.100", "INIT", 16, never, 64*time.Second, 0, 0, 0, 15937),
		row('x', "2001:DB8::EEE8", "127.127.1.1", 8, 5*time.Second, 16*time.Second, 0o17, 100.5, 5000.25, 937.9),
	}
	s := ntpState{synced: true, peers: peers}
	tables := map[string][]string{
		newTable(s, now, false): {
			"",
			"  address         ref clock       st   when   poll reach  delay  offset   disp",
			"*~192.0.2.1       192.0.2.200      2     54   1024   377  1.186   0.122  1.059",
			"+~192.0.2.2       .GNSS.           1    811     64   376 11.973 -192.42 18.659",
			" ~192.168.101.100 .INIT.          16      -     64     0  0.000   0.000 15937.",
			"x~2001:DB8::EEE8  127.127.1.1      8      5     16    17 100.50 5000.25 937.90",
			" * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured",
		},
		oldTable(s, now, false): {
			"",
			"      address         ref clock     st  when  poll reach  delay  offset    disp",
			"*~192.0.2.1        192.0.2.200       2    54  1024  377     1.2    0.12     1.1",
			"+~192.0.2.2        .GNSS.            1   811    64  376    12.0 -192.42    18.7",
			" ~192.168.101.100  0.0.0.0          16     -    64    0     0.0    0.00  16000.",
			" ~2001:DB8::EEE8   127.127.1.1       8     5    16   17   100.5 5000.25   937.9",
			" * master (synced), # master (unsynced), + selected, - candidate, ~ configured",
		},
	}
	for got, want := range tables {
		if want := strings.Join(want, "\n") + "\n"; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

// TestWideNumbers: numbers of 1000 seconds and more fill their columns, and are glued to what stands before them, or apart.
func TestWideNumbers(t *testing.T) {
	tests := []struct {
		legend, columns string
		offset          time.Duration
		want            string // delay, offset and dispersion
	}{
		{"new", "", 1020 * time.Second, `377 {2}\d\.\d{3}-10(19|20)\d{3}\. {2}\d\.\d{3}$`},
		{"new", "glued", -1020 * time.Second, `377 {2}\d\.\d{3}10(19|20)\d{3}\. {2}\d\.\d{3}$`},
		{"new", "", 14 * 24 * time.Hour, `377 {2}\d\.\d{3}-1209[56]\d{5}\. {2}\d\.\d{3}$`},
		{"new", "apart", 1020 * time.Second, `377 {2}\d\.\d{3} -10(19|20)\d{3}\. {2}\d\.\d{3}$`},
		{"new", "apart", -1020 * time.Second, `377 {2}\d\.\d{3} 10(19|20)\d{3}\. {2}\d\.\d{3}$`},
		{"old", "", 1020 * time.Second, `377 {5}\d\.\d-10(19|20)\d{3}\.\d\d {5}\d\.\d$`},
		{"old", "", -1020 * time.Second, `377 {5}\d\.\d10(19|20)\d{3}\.\d\d {5}\d\.\d$`},
		{"old", "apart", -1020 * time.Second, `377 {5}\d\.\d 10(19|20)\d{3}\.\d\d {5}\d\.\d$`},
	}
	for _, x := range tests {
		ntp := threePeers()
		ntp.Columns = x.columns
		l := one(t, DeviceSpec{Legend: x.legend, Clock: ClockSpec{Offset: x.offset}, NTP: ntp})
		table := answers(t, l, "r1", "show ntp associations")
		if rows := regexp.MustCompile(`(?m)`+x.want).FindAllString(table, -1); len(rows) != len(ntp.Servers) {
			t.Errorf("%s, %q, off by %v: %d rows are like %s:\n%s", x.legend, x.columns, x.offset, len(rows), x.want, table)
		}
	}
}

func TestRefIDOfIPv6(t *testing.T) {
	l := start(t, Spec{Servers: []ServerSpec{{Name: "six", Address: "2001:db8::1", Stratum: 1}}, Devices: []DeviceSpec{
		{Name: "core", Address: "10.0.0.1", NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "2001:DB8::1"}}}},
		{Name: "access", NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.0.0.1"}}}},
	}})
	wantText(t, answers(t, l, "core", "show ntp associations", "show ntp status"), "*~2001:DB8::1     .GPS. ", "reference is 2001:DB8::1")
	wantText(t, answers(t, l, "access", "show ntp associations"), "*~10.0.0.1        57.171.155.55    2 ")
}

func TestSqueeze(t *testing.T) {
	for ms, want := range map[float64]string{
		0: "0.000", 1.186: "1.186", -3.649: "-3.649", 27.027: "27.027", 103.594: "103.59", 937.9: "937.90", 3938.22: "3938.2",
		15937: "15937.", -11000.4: "-11000.", 1234567: "1234567.",
	} {
		if got := squeeze(time.Duration(ms*1e6), 6); got != want {
			t.Errorf("%v: %q, want %q", ms, got, want)
		}
	}
}

// TestTablesAgreeWithClocks: offsets are peer - local within half a delay, "when" is before "poll", and the status tells the same.
func TestTablesAgreeWithClocks(t *testing.T) {
	truth := map[string]time.Duration{"10.9.0.1": 0, "10.9.0.2": 0, "10.9.0.3": time.Millisecond}
	for _, offset := range []time.Duration{0, 40 * time.Millisecond, -2 * time.Second} {
		l := one(t, DeviceSpec{Clock: ClockSpec{Offset: offset}, NTP: threePeers()})
		got := answers(t, l, "r1", "show ntp associations", "show ntp status")
		rows := regexp.MustCompile(`(?m)^(.)~(\S+)\s+\S+\s+\d+\s+(\d+)\s+64\s+377\s+(\S+)\s+(\S+)\s+\S+$`).FindAllStringSubmatch(got, -1)
		if len(rows) != 3 {
			t.Fatalf("%d rows in\n%s", len(rows), got)
		}
		for _, row := range rows {
			when, delay, printed := value(t, row[3]), value(t, row[4]), value(t, row[5])
			want := (truth[row[2]] - offset).Seconds() * 1000
			if when > 64 || delay <= 0 || printed < want-delay/2-0.01 || printed > want+delay/2+0.01 {
				t.Errorf("offset %v: %q, want about %v ms", offset, row[0], want)
			}
			if row[1] == "*" {
				wantText(t, got, "reference is "+row[2])
				if status := value(t, statusOffset.FindStringSubmatch(got)[1]); math.Abs(status-printed) > 0.01 {
					t.Errorf("the status says %v, the table %v", status, printed)
				}
			}
		}
	}
}

var statusOffset = regexp.MustCompile(`clock offset is (\S+) msec`)

func value(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPeersAreChosen(t *testing.T) {
	servers := append(honest(), ServerSpec{Name: "liar", Address: "10.9.0.4", Offset: 5 * time.Second},
		ServerSpec{Name: "silent", Address: "10.9.0.5", Fault: NTPSilent},
		ServerSpec{Name: "unsynced", Address: "10.9.0.6", Fault: NTPUnsynchronized},
		ServerSpec{Name: "signed", Address: "10.9.0.7", Key: &KeySpec{ID: 5, Type: "md5", Secret: "k"}})
	p := func(addresses ...string) (peers []PeerSpec) {
		for _, a := range addresses {
			peers = append(peers, PeerSpec{Address: a})
		}
		return peers
	}
	prefer := p("10.9.0.1", "10.9.0.2")
	prefer[1].Prefer = true
	keyed := []PeerSpec{{Address: "10.9.0.7", Key: 5}, {Address: "10.9.0.1", Key: 5}}
	keyLines := []string{"ntp authentication-key 5 md5 k", "ntp authenticate", "ntp trusted-key 4 - 6"}
	reach := 0o340
	tests := []struct {
		name string
		ntp  DeviceNTPSpec
		want []string
	}{
		{"lowest stratum", DeviceNTPSpec{Servers: p("10.9.0.2", "10.9.0.1")}, []string{"+~10.9.0.2 ", "*~10.9.0.1 ", "Clock is synchronized, stratum 2, reference is 10.9.0.1"}},
		{"prefer", DeviceNTPSpec{Servers: prefer}, []string{"+~10.9.0.1 ", "*~10.9.0.2 ", "stratum 3, reference is 10.9.0.2"}},
		{"falseticker", DeviceNTPSpec{Servers: p("10.9.0.4", "10.9.0.1", "10.9.0.2")}, []string{"x~10.9.0.4 ", "*~10.9.0.1 "}},
		{"two that disagree", DeviceNTPSpec{Servers: p("10.9.0.4", "10.9.0.1")}, []string{" ~10.9.0.4 ", " ~10.9.0.1 ", "Clock is unsynchronized, stratum 16, no reference clock"}},
		{"selected", DeviceNTPSpec{Servers: p("10.9.0.4", "10.9.0.1"), Selected: "10.9.0.4"}, []string{"*~10.9.0.4 ", "x~10.9.0.1 ", "reference is 10.9.0.4"}},
		{"silent", DeviceNTPSpec{Servers: p("10.9.0.5")}, []string{" ~10.9.0.5        .INIT.          16      -     64     0  0.000   0.000 15937."}},
		{"unsynchronized", DeviceNTPSpec{Servers: p("10.9.0.6")}, []string{" ~10.9.0.6        .INIT.          16 ", "   377 "}},
		{"unknown", DeviceNTPSpec{Servers: p("192.0.2.77")}, []string{" ~192.0.2.77      .INIT.          16      -"}},
		{"lost", DeviceNTPSpec{Servers: p("10.9.0.1"), Lost: time.Hour}, []string{" ~10.9.0.1        .GPS.            1   36", "     0 ", "last update was 36"}},
		{"authentication", DeviceNTPSpec{Servers: keyed, Lines: keyLines}, []string{"*~10.9.0.7 ", " ~10.9.0.1        .AUTH.          16      -"}},
		{"key without authentication", DeviceNTPSpec{Servers: keyed}, []string{"+~10.9.0.7 ", "*~10.9.0.1 "}},
		{"master", DeviceNTPSpec{Master: 3}, []string{"*~127.127.1.1     .LOCL.           2 ", "     16   377  0.000   0.000  1.204", "stratum 3, reference is 127.127.1.1"}},
		{"master 1", DeviceNTPSpec{Master: 1}, []string{"stratum 1, reference is .LOCL."}},
		{"master and servers", DeviceNTPSpec{Master: 8, Servers: p("10.9.0.1")}, []string{" ~127.127.1.1 ", "*~10.9.0.1 "}},
		{"reach", DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1", Reach: &reach}}}, []string{"   340 ", " 1937."}},
		{"tally", DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}, {Address: "10.9.0.2", Tally: "-"}}}, []string{"-~10.9.0.2 "}},
		{"dynamic", DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1", Dynamic: true}}, Enabled: true}, []string{"* 10.9.0.1 "}},
		{"young", DeviceNTPSpec{Servers: p("10.9.0.1"), Uptime: 130 * time.Second}, []string{"     7 "}},
		{"claims", DeviceNTPSpec{Servers: p("10.9.0.1"), Claims: ClaimsSpec{Stratum: 9, LoopFilter: "SPIK", Unsynced: true}},
			[]string{"Clock is unsynchronized, stratum 9, reference is 10.9.0.1", "loopfilter state is 'SPIK' (Spike)"}},
		{"twice", DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}, {Address: "10.9.0.1", VRF: "MGMT"}}}, []string{"*~10.9.0.1 ", "+~10.9.0.1 "}},
	}
	for _, test := range tests {
		l := start(t, Spec{Servers: servers, Devices: []DeviceSpec{{Name: "r1", NTP: test.ntp}}})
		got := answers(t, l, "r1", "show ntp associations", "show ntp status")
		t.Run(test.name, func(t *testing.T) { wantText(t, got, test.want...) })
	}
}

func TestDetail(t *testing.T) {
	keyed := DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.7", Key: 5}, {Address: "10.9.0.1"}, {Address: "10.9.0.9"}}, Lines: []string{
		"ntp authentication-key 5 md5 k", "ntp authenticate", "ntp trusted-key 5"}}
	for _, legend := range []string{"new", "old"} {
		l := start(t, Spec{
			Servers: append(honest(), ServerSpec{Name: "signed", Address: "10.9.0.7", Key: &KeySpec{ID: 5, Type: "md5", Secret: "k"}}),
			Devices: []DeviceSpec{{Name: "r1", Legend: legend, Clock: ClockSpec{SetTo: "2027-07-01T12:00:00Z"}, NTP: keyed}},
		})
		got := answers(t, l, "r1", "show ntp associations detail", "show ntp status")
		want := map[string][]string{
			"new": {"10.9.0.7 configured, ipv4, authenticated, ", "10.9.0.9 configured, ipv4, insane, invalid, unsynced, stratum 16\n", ", jitter ", "\nassoc id 21000, assoc name 10.9.0.7\n",
				"\nrec time ", "\nminpoll = 6, maxpoll = 10\n\n", "org time 00000000.00000000 (00:00:00.000 UTC Mon Jan 1 1900)\n", " Hz, actual"},
			"old": {"10.9.0.7 configured, authenticated, ", "10.9.0.9 configured, insane, invalid, unsynced, stratum 16\n", "\nrcv time ", " Hz,actual"},
		}[legend]
		wantText(t, got, want...)
		for _, line := range []string{"filtdelay = ", "filtoffset =", "filterror = "} {
			if n := strings.Count(got, "\n"+line); n != 3 {
				t.Errorf("%s: %d times %q", legend, n, line)
			}
		}
		if legend == "old" && (strings.Contains(got, "jitter") || strings.Contains(got, "assoc id") || strings.Contains(got, "loopfilter")) {
			t.Errorf("an old release prints what only new ones know:\n%s", got)
		}
	}
}

// TestStampsAgree: the hexadecimal stamps and their texts are the same moment.
func TestStampsAgree(t *testing.T) {
	l := one(t, DeviceSpec{NTP: threePeers(), Timezone: TimezoneSpec{"NST", -210}})
	got := answers(t, l, "r1", "show ntp status", "show ntp associations detail")
	stamps := regexp.MustCompile(`([0-9A-F]{8})\.([0-9A-F]{8}) \((\S+) NST (\w+ \w+ \d+ \d+)\)`).FindAllStringSubmatch(got, -1)
	if len(stamps) < 10 {
		t.Fatalf("%d stamps in\n%s", len(stamps), got)
	}
	for _, s := range stamps {
		hex, err := strconv.ParseUint(s[1]+s[2], 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		if hex == 0 {
			continue
		}
		shown, err := time.Parse("15:04:05 Mon Jan 2 2006", s[3]+" "+s[4])
		if err != nil {
			t.Fatal(err)
		}
		if difference := sinceEra(hex, shown.Add(210*time.Minute)); difference < -time.Microsecond || difference > time.Millisecond {
			t.Errorf("%s is %v after its text", fmt.Sprint(s[0]), difference)
		}
	}
}

func TestChains(t *testing.T) {
	peer := func(address string) DeviceNTPSpec {
		return DeviceNTPSpec{Servers: []PeerSpec{{Address: address}}}
	}
	looped := func(address string) DeviceNTPSpec {
		n := peer(address)
		n.Selected, n.Claims.Stratum = address, 4
		return n
	}
	l := start(t, Spec{Servers: honest(), Devices: []DeviceSpec{
		{Name: "core", Address: "10.0.0.1", NTP: peer("10.9.0.1")},
		{Name: "dist", Address: "10.0.0.2", NTP: peer("10.0.0.1")},
		{Name: "access", NTP: peer("10.0.0.2")},
		{Name: "left", Address: "10.0.0.3", NTP: looped("10.0.0.4")},
		{Name: "right", Address: "10.0.0.4", NTP: looped("10.0.0.3")},
		{Name: "self", Address: "10.0.0.5", NTP: peer("10.0.0.5")},
	}})
	for name, want := range map[string]string{
		"core": "stratum 2, reference is 10.9.0.1", "dist": "stratum 3, reference is 10.0.0.1", "access": "stratum 4, reference is 10.0.0.2",
		"left": "stratum 4, reference is 10.0.0.4", "right": "stratum 4, reference is 10.0.0.3", "self": "Clock is unsynchronized",
	} {
		wantText(t, answers(t, l, name, "show ntp status"), want)
	}
	wantText(t, answers(t, l, "dist", "show ntp associations"), "*~10.0.0.1        10.9.0.1         2 ")
}
