package checks_test

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// stamps configures one side, as a line would.
func stamps(side, kind, options string) show.Timestamps {
	words := strings.Fields(options)
	return show.Timestamps{Kind: kind, Options: words, Line: "service timestamps " + side + " " + kind + " " + options}
}

func logs(kind, options string) func(*scene) {
	return func(s *scene) { s.Config.TimestampsLog = stamps("log", kind, options) }
}

func noLogs(s *scene) {
	s.Config.TimestampsLog = show.Timestamps{Kind: "absent", ExplicitNo: ptr(true), Line: "no service timestamps log uptime"}
}

func TestTimestampsLog(t *testing.T) {
	want := func(change func(*policy.Stamps)) func(*scene) { return func(s *scene) { change(&s.policy.Log) } }
	tell(t, "timestamps-log", []story{
		{"date and milliseconds", nil, check.StatusPass, "", 0, nil, ""},
		{"local time, with everything", logs("datetime", "msec localtime show-timezone year"), check.StatusPass, "", 0, nil, ""},
		{"uptime", logs("uptime", ""), check.StatusFail, "no date", policy.High, []string{"service timestamps log datetime msec"}, ""},
		{"switched off", noLogs, check.StatusFail, "no stamps", policy.High, []string{"service timestamps log datetime msec"}, ""},
		{"no line", func(s *scene) { s.Config.TimestampsLog = show.Timestamps{Kind: "absent"} }, check.StatusFail, "no stamps", 0, nil, ""},
		{"no milliseconds", all(logs("datetime", "localtime show-timezone"), want(func(w *policy.Stamps) { w.Msec = policy.Required })),
			check.StatusFail, "no milliseconds", 0, []string{"service timestamps log datetime msec localtime show-timezone"}, ""},
		{"no year", want(func(w *policy.Stamps) { w.Year = policy.Required }), check.StatusFail, "no year", 0,
			[]string{"service timestamps log datetime msec year"}, ""},
		{"a year that is not wanted", all(logs("datetime", "msec year"), want(func(w *policy.Stamps) { w.Year = policy.Forbidden })),
			check.StatusFail, "year, although the policy forbids it", 0, []string{"service timestamps log datetime msec"}, ""},
		{"dates that are not wanted", want(func(w *policy.Stamps) { w.Datetime = policy.Forbidden }), check.StatusFail, "dates, although the policy forbids them", 0, nil, ""},
		{"nothing is wanted", all(logs("uptime", ""), func(s *scene) { s.policy.Log = policy.Stamps{} }), check.StatusPass, "", 0, nil, ""},
		{"the fix satisfies the zone as well", all(logs("datetime", "localtime"), want(func(w *policy.Stamps) { w.Msec = policy.Required })),
			check.StatusFail, "no milliseconds", 0, []string{"service timestamps log datetime msec localtime show-timezone"}, ""},
		{"a line was not understood", oddLine("service timestamps log sometimes"), check.StatusNotMeasured,
			"a line was not understood: service timestamps log sometimes", 0, nil, ""},
		{"a block in another grammar", all(oddLine("ntp"), func(s *scene) { s.Config.TimestampsLog = show.Timestamps{Kind: "unknown"} }),
			check.StatusNotMeasured, "a line was not understood: ntp", 0, nil, ""},
		{"a platform that stamps without a line", func(s *scene) {
			s.Config.TimestampsLog = show.Timestamps{Kind: "datetime", Options: []string{"msec"}, Default: true}
		}, check.StatusPass, "", 0, nil, ""},
		{"a part that was not read", func(s *scene) {
			s.Config.TimestampsLog = show.Timestamps{Kind: "absent"}
			s.Config.Unread = []show.Unread{{Words: "service timestamps", Reason: "show running-config service: not authorized"}}
		}, check.StatusNotMeasured, "show running-config service: not authorized", 0, nil, ""},
		{"not measured", gap(facts.KindConfig), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("timestamps-log", noLogs), check.StatusWaived, "no stamps", 0, nil, ""},
	})
}

func TestTimestampsDebug(t *testing.T) {
	uptime := func(s *scene) { s.Config.TimestampsDebug = stamps("debug", "uptime", "") }
	tell(t, "timestamps-debug", []story{
		{"date and milliseconds", nil, check.StatusPass, "", 0, nil, ""},
		{"the log side does not matter", logs("uptime", ""), check.StatusPass, "", 0, nil, ""},
		{"uptime", uptime, check.StatusFail, "no date", policy.Medium, []string{"service timestamps debug datetime msec"}, ""},
		{"not measured", gap(facts.KindConfig), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("timestamps-debug", uptime), check.StatusWaived, "no date", 0, nil, ""},
	})
}

func TestTimestampsZone(t *testing.T) {
	zone := func(name string, minutes int, summer string) func(*scene) {
		return func(s *scene) {
			s.Config.Timezone = &show.Timezone{Name: name, OffsetMinutes: minutes}
			s.Config.Lines = append(s.Config.Lines, "clock timezone "+name)
			if summer != "" {
				s.Config.SummerTime = &show.SummerTime{Name: summer, Kind: "recurring"}
			}
		}
	}
	berlin := zone("CET", 60, "CEST")
	unlabelled := all(berlin, logs("datetime", "msec localtime"))
	tell(t, "timestamps-zone", []story{
		{"UTC, whatever the clock shows", berlin, check.StatusPass, "", 0, nil, "log"},
		{"local time with its label", all(berlin, logs("datetime", "msec localtime show-timezone")), check.StatusPass, "", 0, nil, "log"},
		{"local time without a label", unlabelled, check.StatusFail, "local time without a zone", policy.Medium,
			[]string{"service timestamps log datetime msec localtime show-timezone"}, "log"},
		{"the other side is judged alone", unlabelled, check.StatusPass, "", 0, nil, "debug"},
		{"local time is UTC", logs("datetime", "msec localtime"), check.StatusPass, "", 0, nil, "log"},
		{"one label for summer and winter", all(zone("CET", 60, "CET"), logs("datetime", "localtime show-timezone")),
			check.StatusFail, "CET means two offsets", policy.Low, nil, "log"},
		{"uptime has no zone", all(answered("timestamps-log"), logs("uptime", "")), check.StatusNotApplicable, "no date that a zone could belong to", 0, nil, "log"},
		{"asked of one side only", func(s *scene) { s.policy.Debug.Zone = policy.Any }, check.StatusNotApplicable,
			"the policy asks for no zone in debug lines", 0, nil, "debug"},
		{"asked of no side", func(s *scene) { s.policy.Log.Zone, s.policy.Debug.Zone = policy.Any, policy.Any }, check.StatusNotApplicable,
			"the policy asks for no zone", 0, nil, ""},
		{"a label that is not wanted", all(logs("datetime", "msec show-timezone"), func(s *scene) { s.policy.Log.Zone = policy.Forbidden }),
			check.StatusFail, "show-timezone, although the policy forbids it", 0, []string{"service timestamps log datetime msec"}, "log"},
		{"a clock line was not understood", all(logs("datetime", "localtime"), oddLine("clock timezone")), check.StatusNotMeasured,
			"a line was not understood: clock timezone", 0, nil, "log"},
		{"which does not matter in UTC", oddLine("clock timezone"), check.StatusPass, "", 0, nil, "log"},
		{"not measured", gap(facts.KindConfig), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("timestamps-zone", unlabelled), check.StatusWaived, "local time without a zone", 0, nil, "log"},
	})
}
