package ios

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func whole(command, text string) show.Answer {
	return show.Answer{Command: command, Text: text, Whole: true}
}

const (
	statusText = "Clock is synchronized, stratum 2, reference is 192.0.2.1\n"
	tableText  = "  address         ref clock       st   when   poll reach  delay  offset   disp\n" +
		"*~192.0.2.1       .GNSS.           1     54   1024   377  1.186  -0.122  1.059\n" +
		" * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured\n"
	timeConfig = "version 17.9\nservice timestamps log datetime msec\nntp server 192.0.2.1\nend\n"
)

func TestReadNamesTheCommands(t *testing.T) {
	s := Read([]show.Answer{
		whole(ShowClockDetail, "10:00:01.310 UTC Sun Nov 22 2026\nTime source is NTP\n"), whole(ShowClock, "10:00:02.310 UTC Sun Nov 22 2026\n"),
		whole(ShowPrivilege, "Current privilege level is 15\n"), whole(ShowNTPStatus, statusText), whole(ShowNTPAssociations, tableText),
		whole(ShowVersion, "Cisco IOS XE Software, Version 17.09.04a\n"), whole(ShowPKICertificates, ""), whole(ShowTimeConfig, timeConfig),
	})
	if len(s.Readings) != 2 || s.Readings[1].Answer != 1 || s.Readings[0].Clock.TimeSource == nil {
		t.Errorf("readings %+v", s.Readings)
	}
	got := []string{s.Status.Command, s.Associations.Associations[0].Command, s.Version.Command, s.Version.Line, s.Certificates.Command}
	want := []string{ShowNTPStatus, ShowNTPAssociations, ShowVersion, "Cisco IOS XE Software, Version 17.09.04a", ShowPKICertificates}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("commands %q, want %q", got, want)
	}
	gaps := []show.Gap{{Kind: show.KindDetail, Command: ShowNTPAssociationsDetail}, {Kind: show.KindStartup, Command: ShowStartupConfig}}
	if s.Config == nil || *s.Privilege != 15 || !slices.Equal(s.Gaps, gaps) {
		t.Errorf("configuration %v, privilege %v, gaps %+v", s.Config, s.Privilege, s.Gaps)
	}
}

func TestReadSaysWhyNot(t *testing.T) {
	cut := func(a show.Answer, why string) show.Answer {
		a.Whole, a.Cut = false, why
		return a
	}
	for _, test := range []struct {
		name    string
		answers []show.Answer
		kind    show.Kind
		want    string // empty: not answered
	}{
		{"not asked", nil, show.KindStatus, ""},
		{"a line of another platform", []show.Answer{whole("show ntp peer-status", "Total peers : 0\n")}, show.KindAssociations, ""},
		{"not authorized", []show.Answer{whole(ShowNTPStatus, "Command authorization failed.\n")}, show.KindStatus, "show ntp status: not authorized"},
		{"cut", []show.Answer{cut(whole(ShowNTPStatus, "Clock is syn"), "timeout")}, show.KindStatus, "show ntp status: cut (timeout)"},
		{"silent", []show.Answer{cut(whole(ShowNTPStatus, ""), "timeout")}, show.KindStatus, "show ntp status: no answer in time"},
		{"too long", []show.Answer{cut(whole(ShowVersion, "x\n"), "size")}, show.KindVersion, "show version: cut: the answer is too long"},
		{"what NX-OS says", []show.Answer{whole(ShowNTPStatus, "Distribution : Disabled\nLast operational state: No session\n")}, show.KindStatus, "show ntp status: not understood"},
		{"below 15", []show.Answer{whole(ShowPrivilege, "Current privilege level is 7\n"), whole(ShowTimeConfig, timeConfig)}, show.KindConfig,
			"show running-config: privilege level 7 does not show it in full; 15 does"},
		{"without an end", []show.Answer{whole(ShowTimeConfig, strings.TrimSuffix(timeConfig, "end\n"))}, show.KindConfig,
			"show running-config: the answer does not reach the end of the configuration"},
		{"no such command, at a level that may hide it", []show.Answer{whole(ShowPKICertificates, "% Invalid input detected at '^' marker.\n")}, show.KindPKI,
			"show crypto pki certificates: refused: % Invalid input detected at '^' marker."},
	} {
		s := Read(test.answers)
		gap, missing := s.Gap(test.kind)
		if !missing || test.want == "" && gap.Reason != "" || !strings.HasPrefix(gap.Reason, test.want) {
			t.Errorf("%s: gap %+v, want %q", test.name, gap, test.want)
		}
	}
}

// A table that was cut keeps its rows, and says that there may be others.
func TestReadOfACutTable(t *testing.T) {
	s := Read([]show.Answer{{Command: ShowNTPAssociations, Text: tableText, Cut: "timeout"}})
	if s.Associations == nil || len(s.Associations.Associations) != 1 || s.Associations.Complete() {
		t.Errorf("%+v", s.Associations)
	}
}

// Whatever a device answers: each kind of fact is there or a gap, each answer of the clock is a reading, and what a parser
// leaves over is kept.
func FuzzRead(f *testing.F) {
	f.Add("10:00:01.310 UTC Sun Nov 22 2026\n", statusText, tableText, "", "Cisco IOS XE Software, Version 17.09.04a\n", "Current privilege level is 15\n", timeConfig, "", true)
	f.Add("*00:12:45.017 CET Mon Mar 1 1993\n", "%NTP is not enabled.\n", "%NTP is not enabled.\n", "%NTP is not enabled.\n", "", "", "no service timestamps\nend", "Certificate\n", false)
	f.Add("", "", "", "", "", "", startupText, "", true)
	f.Add("", "", "", "", "", "", portsConfig, "", true)
	f.Fuzz(func(t *testing.T, clock, status, table, detail, version, privilege, config, pki string, isWhole bool) {
		var answers []show.Answer
		for _, a := range [][2]string{
			{ShowClockDetail, clock}, {ShowClock, clock}, {ShowNTPStatus, status}, {ShowNTPAssociations, table}, {ShowNTPAssociationsDetail, detail},
			{ShowVersion, version}, {ShowPrivilege, privilege}, {ShowTimeConfig, config}, {ShowStartupConfig, config}, {ShowPKICertificates, pki}, {"show tech-support", clock},
		} {
			answers = append(answers, show.Answer{Command: a[0], Text: a[1], Whole: isWhole})
		}
		s := Read(answers)
		for kind, there := range map[show.Kind]bool{
			show.KindClock: len(s.Readings) == 2, show.KindStatus: s.Status != nil, show.KindAssociations: s.Associations != nil,
			show.KindDetail: s.Detail != nil, show.KindVersion: s.Version != nil, show.KindConfig: s.Config != nil,
			show.KindStartup: s.Startup != nil,
			show.KindPKI:     s.Certificates != nil || s.NoCertificates != nil,
		} {
			if gap, missing := s.Gap(kind); there == missing || missing && gap.Reason == "" {
				t.Errorf("%s: there %t, gap %+v", kind, there, gap)
			}
		}
		if rows, _ := ParseAssociations(table); s.Associations != nil && !reflect.DeepEqual(rows.Unparsed, s.Associations.Unparsed) {
			t.Errorf("lines of the table are lost: %q", rows.Unparsed)
		}
		if c, _ := ParseConfig(config); s.Config != nil && !reflect.DeepEqual(c.Unparsed, s.Config.Unparsed) {
			t.Errorf("lines of the configuration are lost: %q", c.Unparsed)
		}
	})
}
