package iosxr

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// fewMarks is the table of the sources with no more of them marked as configured than the configuration of the device holds.
func fewMarks(table string) string {
	return strings.NewReplacer("-~2001:", "- 2001:", " ~2001:", "  2001:").Replace(table)
}

// noSources is the table of a device without any.
const noSources = "Thu Oct  1 08:00:00.123 UTC\n\n      address         ref clock     st  when  poll reach  delay  offset    disp\n" +
	" * sys_peer, # selected, + candidate, - outlayer, x falseticker, ~ configured\n"

// device is a router that answers everything.
func device(t *testing.T) []show.Answer {
	t.Helper()
	var all []show.Answer
	for _, a := range [][2]string{
		{ShowClock, "show-clock.plain"}, {ShowNTPStatus, "show-ntp-status.new"}, {ShowNTPAssociations, "show-ntp-associations.vrf"},
		{ShowNTPAssociationsDetail, "show-ntp-associations-detail.vrf"}, {ShowVersion, "show-version.ncs"},
		{ShowInterfaces, "show-ipv4-vrf-all-interface-brief.plain"}, {ShowConfigNTP, "show-running-config.ntp"},
		{ShowConfigClock, "show-running-config.clock"}, {ShowConfigService, "show-running-config.service"},
	} {
		all = append(all, show.Answer{Command: a[0], Text: fewMarks(captureNamed(t, a[1])), Whole: true})
	}
	return slices.Insert(all, 6, show.Answer{Command: ShowConfigHSRP, Text: none, Whole: true}, show.Answer{Command: ShowConfigVRRP, Text: none, Whole: true})
}

// instead gives other answers to some commands, whole ones.
func instead(answers []show.Answer, other ...string) []show.Answer {
	for i := 0; i < len(other); i += 2 {
		answers = append(answers, show.Answer{Command: other[i], Text: other[i+1], Whole: true})
	}
	return answers
}

func TestRead(t *testing.T) {
	s := Read(device(t))
	if len(s.Gaps) > 0 || s.Config == nil || s.Status == nil || s.Associations == nil || s.Detail == nil || s.Version == nil || len(s.Readings) != 1 {
		t.Fatalf("%+v", s)
	}
	c := s.Config
	for _, fact := range []struct {
		name      string
		got, want any
	}{
		{"release", s.Version.OSVersion, "7.9.2"},
		{"command of the version", s.Version.Command, ShowVersion},
		{"command of a row", s.Associations.Associations[0].Command, ShowNTPAssociations},
		{"reading", s.Readings[0].Clock.Line, "08:00:00.125 UTC Thu Oct  1 2026"},
		{"sources", len(c.Servers), 3},
		{"line of a source", c.Servers[2].Line, "ntp peer 2001:db8::1"},
		{"evidence", strings.Join(c.Evidence("ntp access-group"), "; "), "ntp access-group vrf MGMT ipv4 peer NTP-PEERS; ntp access-group ipv6 serve-only NTP-CLIENTS"},
		{"off an interface", c.InterfaceNTP[0].Disabled(), true},
		{"zone", c.Timezone.OffsetMinutes, 60},
		{"summer time", c.SummerTime.Season != nil, true},
		{"log stamps", strings.Join(c.TimestampsLog.Options, " "), "localtime msec show-timezone year"},
		{"debug stamps", c.TimestampsDebug.Kind, show.StampAbsent},
		{"whole", c.Ended, true},
		{"address", c.Addresses[1], show.InterfaceAddress{Interface: "MgmtEth0/RP0/CPU0/0", VRF: "MGMT", Address: "198.51.100.7"}},
		{"loopbacks", strings.Join(c.Loopbacks, " "), "Loopback0"},
		{"unparsed", len(c.Unparsed), 0},
	} {
		if fact.got != fact.want {
			t.Errorf("%s: %v, want %v", fact.name, fact.got, fact.want)
		}
	}
}

const none = "Thu Oct  1 08:00:00.123 UTC\n% No such configuration item(s)\n"

// An empty section is an answer, and what is absent in it is known to be absent.
func TestReadEmptySections(t *testing.T) {
	s := Read(instead(device(t), ShowNTPAssociations, noSources, ShowConfigNTP, none, ShowConfigClock, none, ShowConfigService, none))
	if s.Config == nil || len(s.Gaps) > 0 || !s.Config.Ended || len(s.Config.Servers) > 0 || s.Config.Timezone != nil || s.Config.Misread("clock timezone") {
		t.Fatalf("%+v, gaps %v", s.Config, s.Gaps)
	}
	for _, side := range []show.Timestamps{s.Config.TimestampsLog, s.Config.TimestampsDebug} {
		if side.Kind != show.StampDatetime || !side.Default || side.Line != "" {
			t.Errorf("without a line: %+v", side)
		}
	}
}

func TestReadGaps(t *testing.T) {
	const unauthorized = "% This command is not authorized\n"
	for _, test := range []struct {
		name, command, text, says string
	}{
		{"not authorized", ShowConfigNTP, unauthorized, "show running-config ntp: not authorized; the account needs a task group that may read ntp"},
		{"refused", ShowConfigNTP, "        ^\n% Invalid input detected at '^' marker.\n", "refused: % Invalid input"},
		{"empty", ShowConfigNTP, "", "the answer is empty"},
		{"a stamp alone", ShowConfigNTP, "Thu Oct  1 08:00:00.123 UTC\n", "not understood"},
		{"another section", ShowConfigNTP, "hostname r1\n!\n", "no line of it, nor that there is none"},
		{"an answer of IOS", ShowConfigNTP, "version 15.2\nend\n", "no line of it"},
		{"a refusal amid the block", ShowConfigNTP, "ntp\n server 192.0.2.1\n% Invalid input detected at '^' marker.\n server 192.0.2.2\n!\n", "not whole: the device objects in it: % Invalid input"},
		{"a refusal that is indented", ShowConfigNTP, "ntp\n server 192.0.2.1\n       ^\n  % Bad thing\n server 192.0.2.2\n!\n", "not whole: the device objects in it: % Bad thing"},
		{"a refusal behind the block", ShowConfigNTP, "ntp\n server 192.0.2.1\n!\n" + unauthorized, "not whole: the device objects in it: % This command is not authorized"},
		{"a block, and that there is none", ShowConfigNTP, "ntp\n server 192.0.2.1\n!\n% No such configuration item(s)\n", "not whole: the device objects in it: % No such"},
		{"a block although there is none", ShowConfigNTP, none + "ntp\n server 192.0.2.1\n!\n", "there are lines behind the one that says that there are none"},
		{"a block that is open", ShowConfigNTP, "ntp\n server 192.0.2.1\n", "cut: the block does not reach its end"},
	} {
		s := Read(instead(device(t), test.command, test.text))
		gap, missing := s.Gap(show.KindConfig)
		if s.Config != nil || !missing || !strings.Contains(gap.Reason, test.says) || gap.Command != test.command {
			t.Errorf("%s: %+v, configuration %t", test.name, gap, s.Config != nil)
		}
	}
}

// A section that is missing leaves the others what they are, and nothing in it counts as absent.
func TestReadSectionsApart(t *testing.T) {
	s := Read(instead(device(t), ShowConfigClock, "% This command is not authorized\n", ShowConfigService, "% Ambiguous command:  \"show running-config service\"\n"))
	c := s.Config
	if c == nil || len(c.Servers) != 3 || !c.Misread("clock timezone") || !c.Misread("clock summer-time") || !c.Misread("service timestamps log") || c.Misread("ntp") || c.Ended {
		t.Fatalf("%+v", c)
	}
	if len(s.Notes) != 3 || !strings.Contains(s.Notes[0], "not authorized; the account needs a task group that may read clock") {
		t.Errorf("%q", s.Notes)
	}
	answers := device(t)
	if s = Read(answers[:len(answers)-2]); s.Config == nil || !s.Config.Misread("clock timezone") || !s.Config.Misread("service timestamps log") {
		t.Errorf("sections that were not asked: %+v", s.Config)
	}
}

// What an account may not read may be left out of an answer without a word: the marks of the table show it.
func TestReadConfigWithTooFewSources(t *testing.T) {
	for _, test := range []struct{ name, section, table, reason string }{
		{"there is none", none, "show-ntp-associations.vrf", "show running-config ntp: not whole: it holds 0 sources, and show ntp associations lists 5 configured"},
		{"some are missing", "ntp\n server 192.0.2.1\n!\n", "show-ntp-associations.vrf", "it holds 1 sources, and show ntp associations lists 5 configured"},
		{"listening brings none", "ntp\n interface A\n  broadcast client\n !\n server vrf MGMT 192.0.2.1\n server 192.0.2.1\n server 192.0.2.2\n server 192.0.2.3\n!\n", "show-ntp-associations.vrf", "it holds 4 sources"},
		{"odd lines", "ntp\n server a odd\n server b odd\n server c odd\n server d odd\n server e odd\n!\n", "show-ntp-associations.vrf", ""},
	} {
		s := Read(instead(device(t), ShowConfigNTP, test.section, ShowNTPAssociations, captureNamed(t, test.table)))
		gap, missing := s.Gap(show.KindConfig)
		if missing != (test.reason != "") || missing != (s.Config == nil) || !strings.Contains(gap.Reason, test.reason) {
			t.Errorf("%s: config %+v, gap %+v", test.name, s.Config, gap)
		}
	}
	own := strings.Replace(noSources, " * sys_peer", "*~127.127.1.1       127.127.1.1       5     5    64  377    0.00   0.000   0.006\n * sys_peer", 1)
	if s := Read(instead(device(t), ShowConfigNTP, "ntp\n master 5\n!\n", ShowNTPAssociations, own)); s.Config == nil || len(s.Associations.Associations) != 1 {
		t.Errorf("its own clock counts as a source: %+v", s.Gaps)
	}
}

// The stamps are asked for by a filter where the section of the services is not known.
func TestReadStampsByFilter(t *testing.T) {
	refused := "        ^\n% Invalid input detected at '^' marker.\n"
	for text, want := range map[string]string{
		"Thu Oct  1 08:00:00.123 UTC\nBuilding configuration...\nservice timestamps log datetime msec year\n": "msec year",
		"Thu Oct  1 08:00:00.123 UTC\nBuilding configuration...\n":                                            "msec",
	} {
		s := Read(instead(device(t), ShowConfigService, refused, ShowConfigStamps, text))
		if s.Config == nil || s.Config.Misread("service timestamps") || strings.Join(s.Config.TimestampsLog.Options, " ") != want {
			t.Errorf("%q: %+v", text, s.Config)
		}
	}
	for _, text := range []string{"", refused, "hostname r1\n"} {
		if s := Read(instead(device(t), ShowConfigService, refused, ShowConfigStamps, text)); s.Config == nil || !s.Config.Misread("service timestamps log") {
			t.Errorf("%q counts as no line", text)
		}
	}
}

// What stands behind a refusal amid a block is not passed over as of something else.
func TestParseRefusalAmidABlock(t *testing.T) {
	c, err := ParseConfig("ntp\n server 192.0.2.1\n% Invalid input detected at '^' marker.\n server 192.0.2.2\n!\nhostname r1\n description ntp\n")
	if err != nil || len(c.Servers) != 1 || strings.Join(c.Unparsed, "|") != "% Invalid input detected at '^' marker.| server 192.0.2.2" {
		t.Errorf("%v, %q, %+v", err, c.Unparsed, c.Servers)
	}
}

// A line of the block that was not understood is listed as one that can be typed, so that checks find what it is about.
func TestReadUnparsed(t *testing.T) {
	s := Read(instead(device(t), ShowNTPAssociations, noSources, ShowConfigNTP, "ntp\n server 192.0.2.1 odd\n interface X\n  disable\n   odd\n !\n!\n"))
	if s.Config == nil || strings.Join(s.Config.Unparsed, "; ") != "ntp server 192.0.2.1 odd; ntp odd" || !s.Config.Misread("ntp server") {
		t.Errorf("%+v", s.Config)
	}
}

// The global table has no name in the rows, however a line spells it.
func TestReadDefaultVRF(t *testing.T) {
	s := Read(instead(device(t), ShowNTPAssociations, noSources, ShowConfigNTP, "ntp\n server vrf default 192.0.2.1\n access-group vrf default ipv4 peer A\n source vrf default Loopback0\n!\n"))
	c := s.Config
	if c == nil || c.Servers[0].VRF != nil || c.AccessGroups[0].VRF != nil || c.NTPSource == nil || *c.NTPSource != "Loopback0" {
		t.Errorf("%+v", c)
	}
}

func TestReadCutTable(t *testing.T) {
	table := captureNamed(t, "show-ntp-associations.vrf")
	answers := append(device(t), show.Answer{Command: ShowNTPAssociations, Text: table[:strings.Index(table, "x~")], Cut: "deadline"})
	if s := Read(answers); s.Associations == nil || s.Associations.Complete() || len(s.Associations.Associations) != 2 {
		t.Errorf("%+v", s.Associations)
	}
	if s := Read(nil); len(s.Gaps) != 6 || s.Config != nil || len(s.Readings) > 0 {
		t.Errorf("of no answer: %+v", s)
	}
}
