package main

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// swollen are the ways in which a device can make an answer long: each repeats a line with
// another number in it, up to n times, in the configuration or in another answer.
var swollen = []struct {
	name    string
	config  func(i int) string
	rows    func(i int) string // of "show ntp associations"
	blocks  func(i int) string // of "show ntp associations detail"
	unheard bool               // the configuration names no source
}{
	{name: "servers", config: func(i int) string { return "ntp server " + address(i) }},
	{name: "peers in VRFs", config: func(i int) string { return fmt.Sprintf("ntp peer vrf V%d 192.0.2.1 key %d", i, i) }},
	{name: "names", config: func(i int) string { return fmt.Sprintf("ntp server n%d.example.net", i) }},
	{name: "one server", config: func(int) string { return "ntp server 192.0.2.1 key 7" }},
	{name: "keys", config: func(i int) string {
		return fmt.Sprintf("ntp authentication-key %d md5 X 7\nntp trusted-key %d - %d\nntp server %s key %d", i, i, i, address(i), i)
	}},
	{name: "odd lines", config: func(i int) string {
		return fmt.Sprintf("ntp server 192.0.2.1 odd %d\nclock odd\nservice timestamps odd", i)
	}},
	{name: "access groups", config: func(i int) string { return fmt.Sprintf("ntp access-group serve-only %d", i) }},
	{name: "SNTP", config: func(i int) string { return "sntp server " + address(i) }},
	{name: "interfaces", config: func(i int) string {
		return fmt.Sprintf("interface Loopback%d\n ip address %s 255.255.255.252\n ntp disable", i, interfaceAddress(i))
	}},
	{name: "rows", rows: func(i int) string { return "+~" + row(address(i), ".GPS.", 1) }, unheard: true},
	{name: "rows in a chain", rows: func(i int) string { return "+~" + row(address(i), address(i+1), 2) }, unheard: true},
	{name: "rows of one server", rows: func(int) string { return "+~" + row("192.0.2.1", ".GPS.", 1) }},
	{name: "own clocks", rows: func(i int) string { return " ~" + row(fmt.Sprintf("127.127.%d.%d", i>>8&255, i&255), ".LOCL.", 3) }},
	{name: "rows and lines", config: func(i int) string { return "ntp server " + address(i) },
		rows: func(i int) string { return "+~" + row(address(i), ".AUTH.", 1) }, blocks: block},
	{name: "dynamic rows", rows: func(i int) string { return "+ " + row(address(i), ".GPS.", 1) }, blocks: block},
}

func address(i int) string { return fmt.Sprintf("100.%d.%d.%d", 64+i>>16, i>>8&255, i&255) }

func interfaceAddress(i int) string {
	return fmt.Sprintf("10.%d.%d.%d", i>>14&255, i>>6&255, i<<2&255)
}

func row(address, refclock string, stratum int) string {
	return fmt.Sprintf("%-16s%-16s%2d     17     64   377  1.500   0.500  1.000", address, refclock, stratum)
}

func block(i int) string {
	return address(i) + " configured, ipv4, authenticated, sane, valid, stratum 1\nref ID .GPS., time DAB05B9.753F7E30\nfilterror = 1.95"
}

const largeClock = "10:00:00.000 UTC Sun Nov 22 2026\nTime source is NTP\n"

// largeEvidence is of one device whose answers hold n lines of a kind.
func largeEvidence(kind, n int) *snapshot.Snapshot {
	k := swollen[kind]
	repeat := func(line func(int) string) string {
		var text strings.Builder
		for i := 0; line != nil && i < n; i++ {
			text.WriteString(line(i) + "\n")
		}
		return text.String()
	}
	origin := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	answer := func(command, text string) snapshot.Answer {
		first, done := 910*time.Millisecond, 920*time.Millisecond
		return snapshot.Answer{Command: command, Sent: 900 * time.Millisecond, First: &first, Done: &done, Text: text}
	}
	followed := "*~" + row("192.0.2.1", ".GPS.", 1) + "\n"
	servers := "ntp server 192.0.2.1\n"
	if k.unheard {
		servers = ""
	}
	return &snapshot.Snapshot{
		Schema: snapshot.Schema, RunID: "large", Started: origin, Finished: origin.Add(time.Minute), Complete: true,
		Timeline:  snapshot.Timeline{Origin: origin},
		Inventory: inventory.Inventory{Devices: []inventory.Device{{Name: "r1", Host: "192.0.2.77", Platform: "cisco_iosxe", Role: "router"}}},
		Devices: []snapshot.Device{{Name: "r1", Outcome: snapshot.Audited, Answers: []snapshot.Answer{
			answer(ios.ShowClockDetail, largeClock),
			answer(ios.ShowPrivilege, "Current privilege level is 15\n"),
			answer(ios.ShowNTPStatus, "Clock is synchronized, stratum 2, reference is 192.0.2.1\nroot dispersion is 7.81 msec, peer dispersion is 2.90 msec\n"),
			answer(ios.ShowNTPAssociations, "\n  address         ref clock       st   when   poll reach  delay  offset   disp\n"+followed+repeat(k.rows)+
				" * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured\n"),
			answer(ios.ShowNTPAssociationsDetail, repeat(k.blocks)),
			answer(ios.ShowTimeConfig, "version 17.9\n"+servers+repeat(k.config)+"end\n"),
		}}},
	}
}

// judgeLarge does with evidence what "audit --from" does, under every built-in policy, and
// writes the report in every format.
func judgeLarge(tb testing.TB, s *snapshot.Snapshot) *report.Report {
	tb.Helper()
	fleet := facts.From(platforms.All(), s)
	words := fix.For(platforms.All())
	var r *report.Report
	for _, name := range policy.Names() {
		p, err := policy.Builtin(name)
		if err != nil {
			tb.Fatal(err)
		}
		r = report.New(fleet, check.Run(checks.All(), fleet, p), p, check.DefaultTerms(), words)
	}
	for _, f := range report.Formats() {
		if err := f.Write(io.Discard, r, report.Options{Checks: checks.All(), Verbose: true, All: true}); err != nil {
			tb.Fatalf("%s: %v", f.Name, err)
		}
	}
	if err := r.WriteFixes(io.Discard, report.Options{Checks: checks.All()}); err != nil {
		tb.Fatal(err)
	}
	return r
}

// BenchmarkLargeAnswers judges 16,000 lines of each kind: "rows" are those that cost 28 s when
// addresses were compared in pairs.
func BenchmarkLargeAnswers(b *testing.B) {
	for kind := range swollen {
		for _, n := range []int{4000, 16_000} {
			b.Run(fmt.Sprintf("%s/%d", strings.ReplaceAll(swollen[kind].name, " ", "-"), n), func(b *testing.B) {
				s := largeEvidence(kind, n)
				b.ReportAllocs()
				for b.Loop() {
					judgeLarge(b, s)
				}
			})
		}
	}
}

// TestLargeAnswersCostInProportion counts allocations, which the speed of the machine does not
// change: of four times the lines no more than six times as many may come. Names in place of addresses make
// the comparison of each pair allocate, so that it cannot hide.
func TestLargeAnswersCostInProportion(t *testing.T) {
	for kind := range swollen {
		count := func(n int) float64 {
			s := largeEvidence(kind, n)
			return testing.AllocsPerRun(1, func() { judgeLarge(t, s) })
		}
		few, many := count(500), count(2000)
		if many > 6*few {
			t.Errorf("%s: 500 lines cost %.0f allocations, 2000 lines %.0f", swollen[kind].name, few, many)
		}
	}
}

// TestLargeAnswersEnd judges more lines than any session brings: at the cost of pairs it would
// take hours.
func TestLargeAnswersEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute under the race detector")
	}
	for kind := range swollen {
		r := judgeLarge(t, largeEvidence(kind, 40_000))
		if n := len(r.Devices[0].Findings); n > 5000 {
			t.Errorf("%s: %d findings of one device", swollen[kind].name, n)
		}
	}
}
