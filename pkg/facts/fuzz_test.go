package facts

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Evidence comes from devices, from the network and from files: none of it may bring the program down, and no
// interval may be empty.
func FuzzFrom(f *testing.F) {
	f.Add("10:00:01.310 UTC Sun Nov 22 2026\n", fine().Text, table(row).Text, config("clock timezone EST -5 0").Text, certificate("10:00:00 EST Nov 22 2025", "10:00:00 EST Nov 22 2027").Text, int64(1e9), int64(1e9+2e7), uint64(7), uint32(66), 2, -20)
	f.Add("*00:12:45.017 CET Mon Mar 1 1993\n", "%NTP is not enabled.\n", "", config("clock timezone CET 1", "clock summer-time CET recurring").Text, "", int64(-1), int64(1)<<62, uint64(1)<<63, uint32(1)<<31, 0, 127)
	f.Fuzz(func(t *testing.T, clockText, statusText, tableText, configText, pkiText string, sent, first int64, at uint64, short uint32, stratum, precision int) {
		s := measured()
		a := answer(ios.ShowClockDetail, clockText)
		a.Sent, *a.First = time.Duration(sent), time.Duration(first)
		d := s.device("edge01", a, answer(ios.ShowNTPStatus, statusText), answer(ios.ShowNTPAssociations, tableText), privileged(15), answer(ios.ShowPKICertificates, pkiText), answer(ios.ShowTimeConfig, configText))
		x := exchange(time.Duration(sent), 0)
		x.Received = time.Duration(first)
		x.Reply.Stratum, x.Reply.Precision, x.Reply.RootDelay, x.Reply.RootDispersion = stratum, precision, short, short
		x.Reply.Receive, x.Reply.Transmit = stamp(origin.Add(time.Duration(at))), stamp(origin.Add(time.Duration(at)))
		d.NTP = []snapshot.Exchange{x}
		s.Servers[0].Exchanges = append(s.Servers[0].Exchanges, x)
		s.Timeline.Breaks = []snapshot.Break{{Before: time.Duration(sent), After: time.Duration(first)}}

		fleet := s.facts()
		if c := fleet.Devices[0].Clock; c != nil && c.Offset != nil && c.Offset.Empty() {
			t.Errorf("an empty offset: %v", c.Offset)
		}
		if c := fleet.Devices[0].Clock; c != nil {
			if now, ok := c.Believes(); ok && now.Latest.Before(now.Earliest) {
				t.Errorf("an empty instant: %v", now)
			}
		}
		fleet.Diagnose(&fleet.Devices[0], 100*ms)
		sampler := s.sampler()
		sampler.Sources(d)
		sampler.Next(s.Snapshot, d, question(time.Second))
		sampler.Undecided(s.Snapshot, d, []time.Duration{100 * ms})
	})
}
