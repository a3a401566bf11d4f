package iosxr

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// seed starts a fuzz target from the captures of a command, whole and cut in the middle.
func seed(f *testing.F, commands ...string) {
	for _, c := range readCaptures(f) {
		if slices.Contains(commands, c.Command) {
			f.Add(c.Text)
			f.Add(c.Text[:len(c.Text)/2])
			f.Add(strings.ReplaceAll(c.Text, "\n", "\r\n"))
		}
	}
	f.Add("")
	f.Add("% Invalid input detected at '^' marker.")
	f.Add("% No such configuration item(s)\n")
	f.Add("%NTP is not enabled.")
	f.Add("\x1b[\b\b --More-- \r\x00\xff\u00a0\n")
}

// accounted checks that every line of a text that can carry an answer was either understood
// or stands in unparsed.
func accounted(t *testing.T, text string, unparsed []string, understood func(capture.Line) bool) {
	t.Helper()
	for l := range content(text) {
		if !slices.Contains(unparsed, l.Raw) && !understood(l) {
			t.Errorf("line %q is neither understood nor in unparsed", l.Raw)
		}
	}
}

// marshals checks that a result is valid JSON: no NaN, no infinity.
func marshals(t *testing.T, v any) {
	t.Helper()
	if _, err := json.Marshal(v); err != nil {
		t.Error(err)
	}
}

func FuzzParseClock(f *testing.F) {
	seed(f, ShowClock, "show clock detail", "show calendar")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseClock(text)
		marshals(t, c)
		if err == nil && (capture.Exists(c) != nil || !capture.IsClockLine([]byte(c.Line)) || isStamp(c.Line) || c.Flag == "" && c.Authoritative != nil) {
			t.Errorf("impossible reading %+v", c)
		}
		accounted(t, text, c.Unparsed, func(l capture.Line) bool {
			s := strings.TrimLeft(l.Text, " \t")
			return s == c.Line || s == "No time source" || strings.HasPrefix(s, "Time source is ") || strings.HasPrefix(s, "Summer time ") ||
				err != nil
		})
	})
}

func FuzzParseStatus(f *testing.F) {
	seed(f, ShowNTPStatus)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseStatus(text)
		marshals(t, s)
		if err == nil && s.Enabled && len(s.Unparsed) == 0 && s.PeerDispMS == nil && !s.Truncated {
			t.Errorf("a cut status counts as whole: %+v", s)
		}
	})
}

func FuzzParseAssociations(f *testing.F) {
	seed(f, ShowNTPAssociations)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAssociations(text)
		marshals(t, a)
		if err != nil && len(a.Associations) > 0 {
			t.Errorf("rows and an error: %v", err)
		}
		rows := ""
		for _, r := range a.Associations {
			rows += r.Line + "\n"
			if r.Stratum < 0 || r.Stratum > 16 || r.Reach < 0 || r.Reach > 255 || r.Poll < 1 || r.Address == "" || r.Role == "" || r.VRF != nil && *r.VRF == "" {
				t.Errorf("impossible row %+v", r)
			}
		}
		if err != nil {
			return
		}
		accounted(t, text, a.Unparsed, func(l capture.Line) bool {
			s := strings.TrimSpace(l.Text)
			// The header, the legend and the rest of a folded one hold no values.
			return strings.Contains(rows, s) || strings.Contains(s, "ref") && strings.Contains(s, "clock") ||
				strings.HasPrefix(s, "*") || strings.Trim(strings.NewReplacer("selected", "", "candidate", "", "outlayer", "", "outlyer", "",
				"outlier", "", "falseticker", "", "configured", "", "master", "", "primary", "", "(unsynced)", "").Replace(s), "*#+-x~, \t") == "" ||
				strings.Contains(s, "NTP is not enabled.")
		})
	})
}

func FuzzParseAssociationsDetail(f *testing.F) {
	seed(f, ShowNTPAssociationsDetail)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseAssociationsDetail(text)
		marshals(t, d)
		if err != nil && len(d.Associations) > 0 {
			t.Errorf("blocks and an error: %v", err)
		}
	})
}

func FuzzParseVersion(f *testing.F) {
	seed(f, ShowVersion)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := ParseVersion(text)
		marshals(t, v)
		if v.Uptime != nil && *v.Uptime < 0 || (err == nil) == (v.OSVersion == "") {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

func FuzzParseInterfaces(f *testing.F) {
	seed(f, ShowInterfaces)
	f.Fuzz(func(t *testing.T, text string) {
		i, err := ParseInterfaces(text)
		marshals(t, i)
		if err != nil {
			return
		}
		accounted(t, text, i.Unparsed, func(l capture.Line) bool {
			words := strings.Fields(l.Text)
			return words[0] == "Interface" || len(words) == 5
		})
	})
}

func FuzzParseConfig(f *testing.F) {
	seed(f, "show running-config")
	f.Add("ntp\nserver 192.0.2.5 prefer\n!\ninterface X ntp disable\n ntp\n  server 192.0.2.1\n")
	f.Add(hsrpSection + vrrpSection)
	f.Add("router hsrp\nrouter hsrp interface X address\n interface\n  address\nipv4 access-list\nipv4 access-list A\n permit\nipv6 access-list A 10\n")
	f.Add("banner motd #\nntp\n server 192.0.2.1\n!\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, _ := readSection(text)
		marshals(t, s.Config)
		if len(s.flat) != len(s.Unparsed) {
			t.Errorf("unparsed %q, and flat %q", s.Unparsed, s.flat)
		}
		for _, line := range vanished(t, text) {
			t.Errorf("line %q is in no field, and not in unparsed", line)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, c := range readCaptures(f) {
		f.Add(c.Text, "clock timezone CET 1\n", c.Text, c.Text, true)
		f.Add("ntp\n server 192.0.2.1\n!\n", c.Text, c.Text[:len(c.Text)/2], "", false)
	}
	f.Add("ntp\n server 192.0.2.1\n!\n", hsrpSection, "", briefTable, true)
	f.Fuzz(func(t *testing.T, ntp, clock, status, table string, whole bool) {
		s := Read([]show.Answer{
			{Command: ShowClock, Text: clock, Whole: whole},
			{Command: ShowConfigNTP, Text: ntp, Whole: whole},
			{Command: ShowConfigClock, Text: clock, Whole: true},
			{Command: ShowConfigHSRP, Text: clock, Whole: whole}, {Command: ShowInterfaces, Text: table, Whole: whole},
			{Command: ShowNTPStatus, Text: status, Whole: whole},
			{Command: ShowNTPAssociations, Text: table, Whole: whole},
		})
		marshals(t, s)
		for kind, known := range map[show.Kind]bool{
			show.KindConfig: s.Config != nil, show.KindStatus: s.Status != nil, show.KindAssociations: s.Associations != nil,
			show.KindVersion: s.Version != nil, show.KindDetail: s.Detail != nil,
		} {
			if _, missing := s.Gap(kind); missing == known {
				t.Errorf("%s: known %t, a gap %t", kind, known, missing)
			}
		}
		if !whole && (s.Config != nil || s.Associations != nil && s.Associations.Complete()) {
			t.Error("a cut answer counts as whole")
		}
		if s.Config == nil {
			return
		}
		refusal, _ := noValues(clock)
		empty := refusal != nil && refusal.Kind == show.NoSuchItem
		if c, err := readSection(clock); (err != nil || c.about["clock"] == 0) && !empty && !s.Config.Misread("clock timezone") {
			t.Errorf("no zone was read, and it counts as UTC: %v", err)
		}
		if (s.Config.Misread("clock") || s.Config.Misread("service timestamps")) == s.Config.Ended {
			t.Errorf("ended %t, unread %v", s.Config.Ended, s.Config.Unread)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, c := range readCaptures(f) {
		f.Add("sh ver", c.Text)
		f.Add(c.Command, c.Text)
	}
	f.Fuzz(func(t *testing.T, command, text string) {
		got, err := Parse(command, text)
		if (got == nil) == (err == nil) {
			t.Errorf("%v and %v", got, err)
		}
		marshals(t, got)
	})
}
