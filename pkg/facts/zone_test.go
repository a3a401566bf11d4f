package facts

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

func TestZonesByTheConfiguration(t *testing.T) {
	day := func(month time.Month, d, h, m int) time.Time { return time.Date(2026, month, d, h, m, 0, 0, time.UTC) }
	const (
		est      = "clock timezone EST -5 0"
		edt      = "clock summer-time EDT recurring"
		cet      = "clock timezone CET 1 0"
		cest     = "clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00"
		cetTwice = "clock summer-time CET recurring last Sun Mar 2:00 last Sun Oct 3:00"
		lordHowe = "clock summer-time LHDT recurring 1 Sun Oct 2:00 1 Sun Apr 2:00 30"
		bareCET  = "clock summer-time CET recurring"
	)
	for _, c := range []struct {
		name   string
		config []string // nil: it could not be read
		label  string
		local  time.Time
		want   []time.Duration // one: known
		note   string
	}{
		{"nothing configured", []string{}, "UTC", day(6, 1, 12, 0), []time.Duration{0}, ""},
		{"nothing configured, another label", []string{}, "EST", day(6, 1, 12, 0), nil, "does not explain"},
		{"the label is free text", []string{"clock timezone UTC 2 0"}, "UTC", day(6, 1, 12, 0), []time.Duration{2 * time.Hour}, ""},
		{"half an hour", []string{"clock timezone IST 5 30"}, "IST", day(6, 1, 12, 0), []time.Duration{330 * time.Minute}, ""},
		{"west", []string{est}, "EST", day(1, 1, 12, 0), []time.Duration{-5 * time.Hour}, ""},
		{"winter by name", []string{est, edt}, "EST", day(1, 1, 12, 0), []time.Duration{-5 * time.Hour}, ""},
		{"summer by name", []string{est, edt}, "EDT", day(6, 1, 12, 0), []time.Duration{-4 * time.Hour}, ""},
		{"summer by name, whatever the date", []string{est, edt}, "EDT", day(1, 1, 12, 0), []time.Duration{-4 * time.Hour}, ""},
		{"the hour that comes twice, told by the name", []string{cet, cest}, "CET", day(10, 25, 2, 30), []time.Duration{time.Hour}, ""},
		{"a summer of half an hour", []string{"clock timezone LHST 10 30", lordHowe}, "LHDT", day(1, 1, 12, 0), []time.Duration{11 * time.Hour}, ""},
		{"one name, winter", []string{cet, cetTwice}, "CET", day(1, 1, 12, 0), []time.Duration{time.Hour}, ""},
		{"one name, summer", []string{cet, cetTwice}, "CET", day(7, 1, 12, 0), []time.Duration{2 * time.Hour}, ""},
		{"one name, the hour that comes twice", []string{cet, cetTwice}, "CET", day(10, 25, 2, 30), []time.Duration{time.Hour, 2 * time.Hour}, "comes twice"},
		{"one name, the hour that is skipped", []string{cet, cetTwice}, "CET", day(3, 29, 2, 30), []time.Duration{time.Hour, 2 * time.Hour}, "does not fit"},
		{"a bare rule, where old and new releases agree", []string{cet, bareCET}, "CET", day(7, 1, 12, 0), []time.Duration{2 * time.Hour}, ""},
		{"a bare rule, where they do not", []string{cet, bareCET}, "CET", day(3, 20, 12, 0), []time.Duration{time.Hour, 2 * time.Hour}, "before 2007"},
		{"summer time without a zone", []string{"clock summer-time BST recurring last Sun Mar 1:00 last Sun Oct 2:00"}, "BST", day(7, 1, 12, 0), []time.Duration{time.Hour}, ""},
		{"a label that nothing explains", []string{cet, cest}, "MSK", day(7, 1, 12, 0), nil, "does not explain"},
		{"not read, UTC", nil, "UTC", day(7, 1, 12, 0), []time.Duration{0}, ""},
		{"not read, another label", nil, "msk", day(7, 1, 12, 0), nil, "not known without the configuration"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene()
			s.reference("192.0.2.1", c.local.Sub(origin))
			answers := []snapshot.Answer{clock(time.Second, c.local.Add(1010*ms), "", c.label), privileged(15)}
			if c.config != nil {
				answers = append(answers, config(c.config...))
			}
			s.device("edge01", answers...)
			d := s.only(t)
			checkZone(t, d.Clock, c.want)
			if notes := strings.Join(d.Notes, "\n"); !strings.Contains(notes, c.note) || c.note == "" && notes != "" {
				t.Errorf("notes %q, want %q", notes, c.note)
			}
		})
	}
}

// checkZone wants one offset from UTC, or several candidates, or all where want is nil. The clocks of these tests are
// right if they display UTC.
func checkZone(t *testing.T, got *Clock, want []time.Duration) {
	t.Helper()
	if len(want) == 1 {
		if got.UTCOffset == nil || *got.UTCOffset != want[0] || got.Offset == nil || !got.Offset.Contains(-want[0]) {
			t.Errorf("UTC%v, offset %v, want UTC%v", got.UTCOffset, got.Offset, want[0])
		}
		return
	}
	if got.UTCOffset != nil || got.Offset != nil {
		t.Errorf("UTC%v, offset %v, want neither", got.UTCOffset, got.Offset)
	}
	if want == nil {
		want = measure.ZonesInUse()
	}
	var offsets []time.Duration
	for _, z := range got.Candidates {
		offsets = append(offsets, z.UTCOffset)
		if !z.Offset.Contains(-z.UTCOffset) {
			t.Errorf("candidate %+v", z)
		}
	}
	if diff := cmp.Diff(want, offsets); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
}

// That it is wrong in every zone is proof; that it is right in one is none.
func TestCandidatesProveFailuresOnly(t *testing.T) {
	s := measured()
	s.device("edge01", clock(time.Second, origin.Add(7*time.Minute), "", "EST"), privileged(1))
	s.device("edge02", clock(time.Second, origin.Add(1010*ms+3*time.Hour), "", "MSK"), privileged(1))
	f := s.facts()
	inside := func(d Device) (n int) {
		for _, c := range d.Clock.Candidates {
			if c.Offset.Within(100*ms) != interval.Outside {
				n++
			}
		}
		return n
	}
	if n := inside(f.Devices[0]); n != 0 {
		t.Errorf("seven minutes off, and right in %d zones", n)
	}
	if n := inside(f.Devices[1]); n != 1 || f.Devices[1].Clock.Offset != nil {
		t.Errorf("three hours off as UTC, and right in %d zones", n)
	}
}

// In the hour that comes twice the device's own NTP answer tells which.
func TestNTPTellsTheSeason(t *testing.T) {
	local := time.Date(2026, 10, 25, 2, 30, 0, 0, time.UTC)
	s := newScene()
	s.reference("192.0.2.1", local.Add(-2*time.Hour).Sub(origin))
	d := s.device("edge01", clock(time.Second, local.Add(1010*ms), "", "CET"), privileged(15),
		config("clock timezone CET 1 0", "clock summer-time CET recurring last Sun Mar 2:00 last Sun Oct 3:00"))
	d.NTP = []snapshot.Exchange{exchange(2*time.Second, local.Add(-2*time.Hour).Sub(origin))}
	c := s.only(t).Clock
	if c.UTCOffset == nil || *c.UTCOffset != 2*time.Hour || c.Offset == nil || !c.Offset.Contains(0) {
		t.Errorf("UTC%v, offset %v", c.UTCOffset, c.Offset)
	}
}
