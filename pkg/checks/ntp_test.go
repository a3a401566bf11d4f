package checks_test

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// first changes the source that the device follows.
func first(change func(*facts.Association)) func(*scene) {
	return func(s *scene) { change(&s.NTP.Associations[0]) }
}

func reach(octal int) func(*scene) {
	return first(func(a *facts.Association) { a.Reach = octal })
}

// each changes every source of the device.
func each(change func(*facts.Association)) func(*scene) {
	return func(s *scene) {
		for i := range s.NTP.Associations {
			change(&s.NTP.Associations[i])
		}
	}
}

func cutTable(s *scene) { s.NTP.Known, s.NTP.Associations = false, s.NTP.Associations[1:] }

// hiddenRow takes the last row away from a table that was cut.
func hiddenRow(s *scene) { s.NTP.Known, s.NTP.Associations = false, s.NTP.Associations[:2] }

// refusedStatus is a device that does not say whether it is synchronized.
func refusedStatus(s *scene) {
	s.NTP.Status = nil
	s.Gaps = append(s.Gaps, facts.Gap{Kind: facts.KindStatus, Reason: "show ntp status: not authorized"})
}

// unreadConfig is a device whose configuration is not known.
func unreadConfig(s *scene) {
	s.Config = nil
	gap(facts.KindConfig)(s)
}

func oddLine(line string) func(*scene) {
	return func(s *scene) { s.Config.Unparsed = append(s.Config.Unparsed, line) }
}

func TestNTPEnabled(t *testing.T) {
	tell(t, "ntp-enabled", []story{
		{"on", nil, check.StatusPass, "", 0, nil, ""},
		{"off", func(s *scene) {
			ntpOff(s)
			s.Config.Servers = nil
		}, check.StatusFail, "NTP is off", policy.High, []string{"ntp server 198.51.100.1", "ntp server 198.51.100.2"}, ""},
		{"off, with approved sources", func(s *scene) {
			ntpOff(s)
			s.Config.Servers = nil
			s.policy.Sources.Approved = []string{"203.0.113.1"}
		}, check.StatusFail, "NTP is off", 0, []string{"ntp server 203.0.113.1", "ntp server <address 2>"}, ""},
		{"a client of SNTP", func(s *scene) {
			ntpOff(s)
			s.Config.SNTPServers = []show.SNTPSource{{Address: "198.51.100.1"}}
		}, check.StatusPass, "", 0, nil, ""},
		{"a client of SNTP broadcasts", func(s *scene) {
			ntpOff(s)
			s.Config.SNTPListens = true
		}, check.StatusPass, "", 0, nil, ""},
		{"SNTP by the clock, and no configuration", all(ntpOff, unreadConfig, func(s *scene) { s.Clock.Source = "SNTP" }), check.StatusPass, "", 0, nil, ""},
		{"another source by the clock, and no configuration", all(ntpOff, unreadConfig, func(s *scene) { s.Clock.Source = "user configuration" }),
			check.StatusNotMeasured, "NTP is off", 0, nil, ""},
		{"no source by the clock, and no configuration", all(ntpOff, unreadConfig, func(s *scene) { s.Clock.Source = "none" }), check.StatusFail, "NTP is off", 0, nil, ""},
		{"off, and a receiver steers", all(ntpOff, func(s *scene) { s.Clock.Source = "gps" }), check.StatusPass, "", 0, nil, ""},
		{"off, and PTP steers", all(ntpOff, func(s *scene) { s.Clock.Source = "PTP (domain 0)" }), check.StatusPass, "", 0, nil, ""},
		{"off, and PTP is configured", all(ntpOff, func(s *scene) { s.Config.ClockProtocol = ptr("ptp domain 0") }), check.StatusPass, "", 0, nil, ""},
		{"off, and the hardware calendar steers nothing", all(ntpOff, func(s *scene) { s.Clock.Source = "hardware calendar" }), check.StatusFail, "NTP is off", 0, nil, ""},
		{"not understood", func(s *scene) { s.NTP.Enabled = nil }, check.StatusNotMeasured, "the answer to show ntp status was not understood", 0, nil, ""},
		{"not measured", gap(facts.KindStatus), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-enabled", ntpOff), check.StatusWaived, "NTP is off", 0, nil, ""},
	})
}

func TestNTPSynchronized(t *testing.T) {
	silent := func(code string) func(*scene) {
		return all(unsynchronized, each(func(a *facts.Association) { a.Reach, a.Stratum, a.RefClock = 0, 16, &code }))
	}
	tell(t, "ntp-synchronized", []story{
		{"synchronized", nil, check.StatusPass, "", 0, nil, ""},
		{"no answers", silent(".INIT."), check.StatusFail, "no source answers (reach 0)", policy.High, nil, ""},
		{"no authentication", silent(".AUTH."), check.StatusFail, "replies fail authentication; reach 0 on all sources", 0, nil, ""},
		{"refused", silent(".DENY."), check.StatusFail, "a source refuses service", 0, nil, ""},
		{"too often", silent(".RATE."), check.StatusFail, "a source complains of too many requests", 0, nil, ""},
		{"sources without time", all(unsynchronized, each(func(a *facts.Association) { a.Stratum = 16 })),
			check.StatusFail, "no source that has the time", 0, nil, ""},
		{"no sources", func(s *scene) {
			unsynchronized(s)
			s.NTP.Associations, s.Config.Servers = nil, nil
		}, check.StatusFail, "no source; none is configured", 0, []string{"ntp server 198.51.100.1", "ntp server 198.51.100.2"}, ""},
		{"a step is pending", func(s *scene) {
			unsynchronized(s)
			s.NTP.Status.LoopFilter = ptr("SPIK")
		}, check.StatusFail, "not synchronized; 3 sources would be usable; a large step is pending or was refused (SPIK)", 0, nil, ""},
		{"the table is not known", func(s *scene) {
			unsynchronized(s)
			s.NTP.Associations, s.NTP.Known = nil, false
		}, check.StatusFail, "not synchronized", 0, nil, ""},
		{"reach 0, as far as the table was read", all(silent(".INIT."), hiddenRow), check.StatusFail,
			"not synchronized; the association table was not read whole", 0, nil, ""},
		{"a star in the table is not enough", func(s *scene) { s.NTP.Status.Synchronized = ptr(false) },
			check.StatusFail, "not synchronized", 0, nil, ""},
		{"settling", all(unsynchronized, justBooted), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"settling by the device's uptime", func(s *scene) {
			unsynchronized(s)
			s.NTP.Uptime, s.Version.Uptime = nil, ptr(90*time.Second)
		}, check.StatusNotApplicable, "settling: the device started 90 s ago", 0, nil, ""},
		{"NTP restarted later than the device", func(s *scene) {
			unsynchronized(s)
			s.Version.Uptime = ptr(time.Minute)
		}, check.StatusFail, "not synchronized", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not understood", func(s *scene) { s.NTP.Status.Synchronized = nil }, check.StatusNotMeasured, "the answer to show ntp status was not understood", 0, nil, ""},
		{"not measured", gap(facts.KindStatus), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-synchronized", unsynchronized), check.StatusWaived, "not synchronized", 0, nil, ""},
	})
}

func TestNTPReach(t *testing.T) {
	tell(t, "ntp-reach", []story{
		{"all", nil, check.StatusPass, "", 0, nil, ""},
		{"half", reach(0o125), check.StatusPass, "", 0, nil, ""},
		{"less than half", reach(0o111), check.StatusFail, "reach 111", policy.Medium, nil, ""},
		{"none", reach(0), check.StatusFail, "reach 0", 0, nil, ""},
		{"came back a while ago", reach(0o7), check.StatusPass, "", 0, nil, ""},
		{"a spare is only noted", func(s *scene) { s.NTP.Associations[2].Reach = 0 }, check.StatusPass, "", 0, nil, ""},
		{"graded", func(s *scene) {
			s.policy.Graded.Reach = []policy.LimitOf[float64]{{Severity: policy.Low, Value: 0.5}, {Severity: policy.High, Value: 0.25}}
			reach(0o200)(s)
		}, check.StatusFail, "reach 200", policy.High, nil, ""},
		{"settling", all(justBooted, reach(0)), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"follows nothing", all(answered("ntp-synchronized"), unsynchronized), check.StatusNotApplicable, "it follows no source", 0, nil, ""},
		{"follows itself", all(answered("ntp-island"), first(func(a *facts.Association) { a.Address, a.RefClock = "127.127.1.1", ptr(".LOCL.") })), check.StatusNotApplicable, "it follows its own clock", 0, nil, ""},
		{"the row is cut off", cutTable, check.StatusNotMeasured, "the association table was not read whole", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindAssociations), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-reach", reach(0)), check.StatusWaived, "reach 0", 0, nil, ""},
	})
}

func TestNTPPeerOffset(t *testing.T) {
	says := func(offset, delay time.Duration) func(*scene) {
		return first(func(a *facts.Association) { a.Offset, a.Delay = &offset, delay })
	}
	tell(t, "ntp-peer-offset", []story{
		{"small", nil, check.StatusPass, "", 0, nil, ""},
		{"large", says(150*ms, 2*ms), check.StatusFail, "+0.150 s from 198.51.100.1, limit ±100 ms", policy.Medium, nil, ""},
		{"large and slow", says(-150*ms, 2*ms), check.StatusFail, "-0.150 s from 198.51.100.1, limit ±100 ms", 0, nil, ""},
		{"a lopsided path can explain it", says(150*ms, 110*ms), check.StatusPass, "", 0, nil, ""},
		{"a lopsided path cannot", says(150*ms, 90*ms), check.StatusFail, "+0.150 s from 198.51.100.1, limit ±100 ms", 0, nil, ""},
		{"no samples yet", all(says(150*ms, 2*ms), first(func(a *facts.Association) { a.Dispersion = ptr(15937 * ms) })),
			check.StatusNotMeasured, "198.51.100.1 has given no samples lately", 0, nil, ""},
		{"settling", all(justBooted, says(150*ms, 2*ms)), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"follows nothing", all(answered("ntp-synchronized"), unsynchronized), check.StatusNotApplicable, "it follows no source", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindAssociations), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-peer-offset", says(150*ms, 2*ms)), check.StatusWaived, "+0.150 s from 198.51.100.1, limit ±100 ms", 0, nil, ""},
	})
}

func TestNTPStratum(t *testing.T) {
	stands := func(n int) func(*scene) {
		return func(s *scene) {
			s.NTP.Status.Stratum = &n
			s.NTP.Associations[0].Stratum = n - 1
		}
	}
	tell(t, "ntp-stratum", []story{
		{"2", nil, check.StatusPass, "", 0, nil, ""},
		{"7 is healthy", stands(7), check.StatusPass, "", 0, nil, ""},
		{"11 is a client of a last resort", stands(11), check.StatusPass, "", 0, nil, ""},
		{"13", stands(13), check.StatusFail, "stratum 13", policy.Medium, nil, ""},
		{"not one below its source is for ntp-consistent", func(s *scene) { s.NTP.Status.Stratum = ptr(5) }, check.StatusPass, "", 0, nil, ""},
		{"not synchronized", all(answered("ntp-synchronized"), unsynchronized), check.StatusNotApplicable, "not synchronized", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindStatus), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"not understood", func(s *scene) { s.NTP.Status.Stratum = nil }, check.StatusNotMeasured, "the answer to show ntp status was not understood", 0, nil, ""},
		{"waived", waived("ntp-stratum", stands(13)), check.StatusWaived, "stratum 13", 0, nil, ""},
	})
}

func TestNTPFresh(t *testing.T) {
	last := func(seconds int) func(*scene) {
		return func(s *scene) { s.NTP.Status.LastUpdateSeconds = &seconds }
	}
	old := func(when int) func(*scene) {
		return func(s *scene) {
			s.NTP.Status.LastUpdateSeconds = nil
			s.NTP.Associations[0].When = &when
		}
	}
	tell(t, "ntp-fresh", []story{
		{"fresh", nil, check.StatusPass, "", 0, nil, ""},
		{"eight polls", last(8 * 64), check.StatusPass, "", 0, nil, ""},
		{"more than eight polls", last(10_000), check.StatusFail, "last update 3 h ago, polls every 64 s", policy.Medium, nil, ""},
		{"the same age at a longer poll", all(last(8000), func(s *scene) { s.NTP.Status.Poll = ptr(1024) }), check.StatusPass, "", 0, nil, ""},
		{"an old release", old(10), check.StatusPass, "", 0, nil, ""},
		{"an old release, long ago", old(21231), check.StatusFail, "last update 6 h ago, polls every 64 s", 0, nil, ""},
		{"no age is printed", func(s *scene) { s.NTP.Status.LastUpdateSeconds, s.NTP.Associations[0].When = nil, nil },
			check.StatusNotMeasured, "the age of the last update is not printed", 0, nil, ""},
		{"settling", all(justBooted, last(10_000)), check.StatusNotApplicable, "settling: NTP started 4 min ago", 0, nil, ""},
		{"not synchronized", all(answered("ntp-synchronized"), unsynchronized), check.StatusNotApplicable, "not synchronized", 0, nil, ""},
		{"NTP off", all(answered("ntp-enabled"), ntpOff), check.StatusNotApplicable, "NTP is off", 0, nil, ""},
		{"not measured", gap(facts.KindStatus), check.StatusNotMeasured, "cut off", 0, nil, ""},
		{"waived", waived("ntp-fresh", last(10_000)), check.StatusWaived, "last update 3 h ago, polls every 64 s", 0, nil, ""},
	})
}
