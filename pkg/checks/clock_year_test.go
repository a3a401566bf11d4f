package checks_test

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// zoned configures a zone, and summer time by a rule where there is one.
func zoned(name string, minutes int, summer string, rule *show.SummerRule) func(*scene) {
	return func(s *scene) {
		s.Config.Timezone = &show.Timezone{Name: name, OffsetMinutes: minutes, Line: "clock timezone " + name}
		s.Config.Lines = append(s.Config.Lines, "clock timezone "+name)
		if rule != nil {
			s.Config.SummerTime = &show.SummerTime{Name: summer, Kind: "recurring", Season: rule, Line: "clock summer-time " + summer + " recurring"}
			s.Config.Lines = append(s.Config.Lines, "clock summer-time "+summer+" recurring")
		}
	}
}

func ofEurope() *show.SummerRule {
	return &show.SummerRule{
		Shift: time.Hour, Recurring: true,
		Start: show.Transition{Month: time.March, Week: show.LastWeek, Hour: 2},
		End:   show.Transition{Month: time.October, Week: show.LastWeek, Hour: 3},
	}
}

func requires(zone string) func(*scene) { return func(s *scene) { s.Timezone = zone } }

func release(version string, starts string) func(*scene) {
	return func(s *scene) {
		s.Config.Release = "version " + version
		if starts != "" {
			s.Clock.SummerDates = &show.SummerSpan{Starts: starts}
		}
	}
}

func TestClockSummerTime(t *testing.T) {
	us, old := show.UnitedStates(), show.UnitedStatesBefore2007()
	old.Assumed = false
	us2 := us
	us2.Assumed = false
	soon := &show.SummerRule{ // right, but for an hour on one day
		Shift: time.Hour, Recurring: true,
		Start: show.Transition{Month: time.March, Week: show.LastWeek, Hour: 1},
		End:   show.Transition{Month: time.October, Week: show.LastWeek, Hour: 3},
	}
	written := "clock summer-time CEST recurring last Sun Mar 02:00 last Sun Oct 03:00"
	berlin := requires("Europe/Berlin")
	tell(t, "clock-summer-time", []story{
		{"nobody requires a zone", zoned("CET", 60, "CEST", &us), check.StatusNotApplicable, "no zone is required", 0, nil, ""},
		{"as in Berlin", all(berlin, zoned("CET", 60, "CEST", ofEurope())), check.StatusPass, "", 0, nil, ""},
		{"the rule of the United States", all(berlin, answered("clock-zone"), zoned("CET", 60, "CEST", &us)), check.StatusFail,
			"one hour fast from 2027-03-14 to 2027-03-28; and from 2027-10-31 to 2027-11-07; correct today", policy.Medium, []string{written}, ""},
		{"none in London", all(requires("Europe/London"), zoned("GMT", 0, "", nil)), check.StatusFail,
			"one hour slow from 2027-03-28 to 2027-10-31; correct today", 0, []string{"clock summer-time BST recurring last Sun Mar 01:00 last Sun Oct 02:00"}, ""},
		{"the rule from before 2007", all(requires("America/New_York"), zoned("EST", -300, "EDT", &old)), check.StatusFail,
			"one hour slow from 2027-03-14 to 2027-04-04; and from 2027-10-31 to 2027-11-07; correct today", 0,
			[]string{"clock summer-time EDT recurring 2 Sun Mar 02:00 1 Sun Nov 02:00"}, ""},
		{"wrong now is left to clock-zone", all(berlin, answered("clock-zone"), zoned("EET", 120, "", nil)), check.StatusFail,
			"one hour fast from 2027-10-31 on; wrong today as well", 0, nil, ""},
		{"unless that is off", all(berlin, zoned("EET", 120, "", nil)), check.StatusFail,
			"one hour fast from 2026-11-20 to 2027-03-28; and from 2027-10-31 on; wrong today as well", 0, nil, ""},
		{"wrong all year is left to clock-zone", all(berlin, answered("clock-zone"), zoned("PKT", 300, "", nil)), check.StatusPass, "", 0, nil, ""},
		{"an hour on one day", all(berlin, zoned("CET", 60, "CEST", soon)), check.StatusFail,
			"one hour fast from 2027-03-28 01:00 to 02:00; correct today", policy.Low, nil, ""},
		{"an old image, and a rule without dates", all(requires("America/New_York"), zoned("EST", -300, "EDT", &us), release("12.2", "")),
			check.StatusPass, "", 0, nil, ""},
		{"an old image that prints the old dates", all(requires("America/New_York"), zoned("EST", -300, "EDT", &us), release("12.2", "02:00:00 EST Sun Apr 5 2026")),
			check.StatusFail, "one hour slow from 2027-03-14 to 2027-04-04; and from 2027-10-31 to 2027-11-07; correct today", 0, nil, ""},
		{"an old image that prints the new dates", all(requires("America/New_York"), zoned("EST", -300, "EDT", &us), release("12.2", "02:00:00 EST Sun Mar 8 2026")),
			check.StatusPass, "", 0, nil, ""},
		{"an old image is wrong by both rules", all(berlin, zoned("CET", 60, "CEST", &us), release("12.4", "")), check.StatusFail,
			"one hour fast from 2027-03-14 to 2027-03-28; and from 2027-10-31 to 2027-11-07; correct today", 0, nil, ""},
		{"a rule that is written out is no matter of the image", all(requires("America/New_York"), zoned("EST", -300, "EDT", &us2), release("12.2", "")),
			check.StatusPass, "", 0, nil, ""},
		{"by the name of the place", all(berlin, func(s *scene) {
			s.Config.Timezone = &show.Timezone{Name: "Vienna", Region: "Europe/Vienna", Line: "clock timezone Vienna Europe/Vienna"}
		}), check.StatusPass, "", 0, nil, ""},
		{"a law that changes", all(requires("Africa/Cairo"), zoned("EET", 120, "", nil)), check.StatusFail, "one hour slow from 2027-04-30 to 2027-10-28", 0, nil, ""},
		{"no rule says it", all(requires("Africa/Casablanca"), zoned("WEST", 60, "", nil)), check.StatusFail, "one hour fast from 2027-02-07 to 2027-03-14", 0, byHand, ""},
		{"a rule that was not understood", all(berlin, func(s *scene) {
			s.Config.SummerTime = &show.SummerTime{Name: "CEST", Doubt: "it ends before it starts"}
		}), check.StatusNotMeasured, "the summer-time rule was not understood: it ends before it starts", 0, nil, ""},
		{"a line that was not understood", all(berlin, oddLine("clock summer-time CEST sometimes")), check.StatusNotMeasured,
			"a clock line of the configuration was not understood, or not read", 0, nil, ""},
		{"a zone that there is not", requires("Mars/Olympus"), check.StatusNotMeasured, "time zone Mars/Olympus is not known here", 0, nil, ""},
		{"not measured", all(berlin, gap(facts.KindConfig)), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", all(berlin, waived("clock-summer-time", zoned("CET", 60, "CEST", &us))), check.StatusWaived, "one hour fast from 2027-03-14 to 2027-03-28", 0, nil, ""},
	})
}

// behind puts all sources behind interfaces.
func behind(interfaces ...show.Interface) func(*scene) {
	return func(s *scene) {
		s.Config.Interfaces = interfaces
		for i := range s.Config.Servers {
			s.Config.Servers[i].Source = &interfaces[i%len(interfaces)].Name
		}
	}
}

func enrolled(s *scene) {
	s.PKI.Certificates = append(s.PKI.Certificates, facts.Certificate{Certificate: show.Certificate{Title: "Certificate", Trustpoints: []string{"VPN"}}})
}

func model(name string) func(*scene) { return func(s *scene) { s.Version.Model = name } }

func TestClockRecovery(t *testing.T) {
	tunnel := show.Interface{Name: "Tunnel0", TunnelProtection: "VPN", Addresses: []string{"198.51.100.130"}}
	dialer := show.Interface{Name: "Dialer1", CryptoMap: "VPN"}
	plain := show.Interface{Name: "GigabitEthernet0/0"}
	bad := all(model("C881-K9"), enrolled, behind(tunnel))
	tell(t, "clock-recovery", []story{
		{"nothing that expires", all(model("C881-K9"), behind(tunnel)), check.StatusPass, "", 0, nil, ""},
		{"no calendar, and all sources behind the tunnel", bad, check.StatusFail, "will not come back after a power cut", policy.Medium,
			[]string{"clock save interval 8"}, ""},
		{"clock save interval", all(bad, func(s *scene) { s.Config.SaveInterval = 8 }), check.StatusPass, "", 0, nil, ""},
		{"a line about that was not understood", all(bad, oddLine("clock save interval often")), check.StatusNotMeasured,
			"a line was not understood: clock save interval often", 0, nil, ""},
		{"one source outside", all(model("C881-K9"), enrolled, behind(tunnel, plain)), check.StatusFail, "may not come back after a power cut", policy.Low, nil, ""},
		{"a crypto map may cover it", all(model("C881-K9"), enrolled, behind(dialer)), check.StatusFail, "may not come back after a power cut", policy.Low, nil, ""},
		{"the source of all", all(model("C881-K9"), enrolled, func(s *scene) {
			s.Config.Interfaces, s.Config.NTPSource = []show.Interface{tunnel}, ptr("Tunnel0")
		}), check.StatusFail, "will not come back after a power cut", policy.Medium, nil, ""},
		{"a VRF of tunnels", all(model("C881-K9"), enrolled, func(s *scene) {
			inner := tunnel
			inner.VRF = "WAN"
			s.Config.Interfaces = []show.Interface{inner}
			for i := range s.Config.Servers {
				s.Config.Servers[i].VRF = ptr("WAN")
			}
		}), check.StatusFail, "will not come back after a power cut", policy.Medium, nil, ""},
		{"a calendar that is not trusted", all(enrolled, behind(tunnel)), check.StatusFail, "may wait after a power cut", policy.Low, byHand, ""},
		{"a calendar that is trusted", all(enrolled, behind(tunnel), func(s *scene) { s.Config.CalendarValid = true }), check.StatusPass, "", 0, nil, ""},
		{"a calendar, and no tunnel", all(enrolled, behind(plain)), check.StatusPass, "", 0, nil, ""},
		{"a model that is not known", all(model("C1111-8P"), enrolled, behind(tunnel)), check.StatusNotMeasured,
			`not known whether model "C1111-8P" has a calendar`, policy.Medium, nil, ""},
		{"which matters less without a tunnel", all(model("C1111-8P"), enrolled), check.StatusNotMeasured,
			`not known whether model "C1111-8P" has a calendar`, policy.Low, nil, ""},
		{"not measured", gap(facts.KindPKI), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("clock-recovery", bad), check.StatusWaived, "will not come back after a power cut", 0, nil, ""},
	})
}

func TestConfigSaved(t *testing.T) {
	lines := func(running, startup []string) func(*scene) {
		return func(s *scene) { s.Config.TimeLines, s.Startup.Lines = running, startup }
	}
	tell(t, "config-saved", []story{
		{"saved", lines([]string{"ntp server 192.0.2.1", "ntp server 192.0.2.2"}, []string{"ntp server 192.0.2.2", "ntp server 192.0.2.1"}), check.StatusPass, "", 0, nil, ""},
		{"one is not", lines([]string{"ntp server 192.0.2.1", "ntp server 192.0.2.2"}, []string{"ntp server 192.0.2.1"}), check.StatusFail,
			"1 time line is not saved; lost at the next reload: ntp server 192.0.2.2", 0, byHand, ""},
		{"two come back", lines(nil, []string{"ntp server 192.0.2.1", "ntp master"}), check.StatusFail,
			"2 time lines come back at the next reload", 0, byHand, ""},
		{"nothing is saved", func(s *scene) { s.Startup.Present = false }, check.StatusFail, "nothing is saved", 0, byHand, ""},
		{"not asked", func(s *scene) { s.Startup = nil }, check.StatusNotMeasured, "startup configuration: not answered", 0, nil, ""},
		{"waived", waived("config-saved", lines([]string{"ntp master"}, nil)), check.StatusWaived, "1 time line is not saved; lost at the next reload: ntp master", 0, nil, ""},
	})
}

func TestLabelsThatAreNotTrue(t *testing.T) {
	local := logs("datetime", "msec localtime show-timezone")
	utc := []string{"service timestamps log datetime msec"}
	same := func(name string) func(*scene) { return all(local, zoned(name, 0, name, ofEurope())) }
	tell(t, "timestamps-zone", []story{
		{"UTC at another offset", all(local, zoned("UTC", 60, "", nil)), check.StatusFail, "lines say UTC and mean UTC+01:00", policy.High, utc, "log"},
		{"unless no line carries it", zoned("UTC", 60, "", nil), check.StatusPass, "", 0, nil, "log"},
		{"of a summer that lies", all(local, zoned("GMT", 0, "UTC", ofEurope())), check.StatusFail, "in summer lines say UTC and mean UTC+01:00", policy.High, nil, "log"},
		{"an abbreviation of elsewhere", all(local, zoned("EST", 300, "", nil)), check.StatusFail,
			"EST is commonly -05:00 or +10:00", policy.Low, utc, "log"},
		{"where the place is known, the zone is set", all(local, zoned("UTC", 60, "", nil), requires("Europe/Berlin")), check.StatusFail, "lines say UTC and mean UTC+01:00", 0,
			[]string{"clock timezone CET 1 0", "clock summer-time CEST recurring last Sun Mar 02:00 last Sun Oct 03:00"}, "log"},
		{"GMT all year", same("GMT"), check.StatusFail, "in summer lines say GMT and mean UTC+01:00", policy.High, nil, "log"},
		{"one label for both", all(local, zoned("CET", 60, "CET", ofEurope())), check.StatusFail, "CET means two offsets", policy.Low, nil, "log"},
		{"free text", all(local, zoned("CORP", 180, "", nil)), check.StatusPass, "", 0, nil, "log"},
		{"kept out of the exit code", all(local, zoned("UTC", 60, "", nil), func(s *scene) { s.policy.Checks[0].Severity = policy.Info }),
			check.StatusFail, "lines say UTC and mean UTC+01:00", policy.Info, nil, "log"},
	})
}

func TestTimestampsLabels(t *testing.T) {
	fl := campus()
	zone := func(i int, name string, minutes int, options string) {
		c := fl.Devices[i].Config
		c.Timezone = &show.Timezone{Name: name, OffsetMinutes: minutes}
		c.TimestampsLog = stamps("log", "datetime", options)
	}
	zone(0, "IST", 330, "localtime show-timezone")
	zone(1, "ist", 120, "localtime show-timezone")
	zone(2, "IST", 330, "msec localtime show-timezone")
	zone(3, "IST", 60, "msec") // in UTC
	zone(4, "CET", 60, "localtime show-timezone")
	baseline, err := policy.Builtin("baseline")
	if err != nil {
		t.Fatal(err)
	}
	found := check.Run(checks.All(), fl, baseline).Fleet
	f, ok := find(found, "timestamps-labels", "IST")
	if !ok || f.Status != check.StatusFail || f.Severity != policy.Low || f.Message != "IST means UTC+02:00 on r2 and UTC+05:30 on r1, r3" {
		t.Errorf("%+v", f)
	}
	if _, ok := find(found, "timestamps-labels", "CET"); ok {
		t.Error("a label with one offset is named")
	}
	fl.Partial = true
	if _, ok := find(check.Run(checks.All(), fl, baseline).Fleet, "timestamps-labels", "IST"); !ok {
		t.Error("a part of the fleet that shows two offsets does not fail")
	}
	zone(1, "IST", 330, "localtime show-timezone")
	f, ok = find(check.Run(checks.All(), fl, baseline).Fleet, "timestamps-labels", "")
	if !ok || f.Status != check.StatusNotApplicable || f.Message != "only a part of the fleet was audited" {
		t.Errorf("a part of the fleet that shows one: %+v", f)
	}
	fl.Partial = false
	if f, _ := find(check.Run(checks.All(), fl, baseline).Fleet, "timestamps-labels", ""); f.Status != check.StatusPass {
		t.Errorf("the whole fleet: %+v", f)
	}
}
