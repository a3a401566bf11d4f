package facts

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// The references say that the auditor's clock is right within ± 6.007 ms: 5 ms for the path, 1.007 ms claimed. Until the device
// is read, 1.01 s later, it may drift by 200 ppm, and during the 20 ms of the reading device and auditor by 200 ppm each.
func TestOffsetByHand(t *testing.T) {
	s := measured()
	s.device("edge01", utc(time.Second, 300*ms), fine(), privileged(15), config())
	d := s.only(t)
	c := d.Clock
	// Displayed in the middle of a way of 20 ms: -10 ms - half a millisecond, +10 ms + one millisecond.
	drift := 202*time.Microsecond + 8*time.Microsecond
	near(t, "offset", c.Offset, 300*ms-10500*time.Microsecond-6007*time.Microsecond-drift, 300*ms+11*ms+6007*time.Microsecond+drift)
	if w := c.Width; w.Path != 20*ms || w.Path+w.Quantum+w.Reference+w.Drift != c.Offset.Width() {
		t.Errorf("width %+v of %v", w, c.Offset.Width())
	}
	if d := cmp.Diff([]string{"A1", "A3", "A4", "A5", "A6"}, c.Assumptions); d != "" {
		t.Errorf("assumptions (-want +got):\n%s", d)
	}
	if c.Samples != 1 || *c.RTT != 20*ms || c.UTCOffset == nil || *c.UTCOffset != 0 || *c.ShowClock != *c.Offset {
		t.Errorf("%+v", c)
	}
	if want := origin.Add(1020 * ms); !d.MeasuredAt.Equal(want) {
		t.Errorf("measured at %v, want %v", d.MeasuredAt, want)
	}
	if c.Raw != "10:00:01.310 UTC Sun Nov 22 2026" || len(c.Evidence) != 1 || c.Evidence[0].Line != c.Raw {
		t.Errorf("raw %q, evidence %v", c.Raw, c.Evidence)
	}
}

// What the auditor's own clock shows does not matter: here it is three hours slow.
func TestTheAuditorsClockDoesNotMatter(t *testing.T) {
	s := newScene()
	for _, address := range []string{"192.0.2.1", "192.0.2.2", "192.0.2.3"} {
		s.reference(address, 3*time.Hour)
	}
	s.device("edge01", utc(time.Second, 3*time.Hour+40*ms), fine(), privileged(15), config())
	f := s.facts()
	if o := f.Devices[0].Clock.Offset; !o.Contains(40*ms) || o.Width() > 40*ms {
		t.Errorf("offset %v, want about 40ms", o)
	}
	near(t, "auditor", f.Reference.Offset, -3*time.Hour-6011*time.Microsecond, -3*time.Hour+6011*time.Microsecond)
}

func TestSeveralReadingsNarrow(t *testing.T) {
	s := measured()
	early, late := utc(time.Second, 8*ms), utc(2*time.Second, -8*ms) // read late on the way, and early
	s.device("edge01", early, late, fine(), privileged(15), config())
	c := s.only(t).Clock
	if c.Samples != 2 || c.Width.Path >= 10*ms {
		t.Errorf("%d samples, width %+v", c.Samples, c.Width)
	}
	if !strings.Contains(strings.Join(c.Assumptions, " "), "A2") {
		t.Errorf("assumptions %v", c.Assumptions)
	}
}

func TestDirectNTP(t *testing.T) {
	for _, c := range []struct {
		name    string
		display time.Duration // offset of what is displayed
		ntp     time.Duration
		zone    string
		check   func(*testing.T, *Clock)
	}{
		{"agrees", 300 * ms, 302 * ms, "UTC", func(t *testing.T, c *Clock) {
			if c.Offset == nil || c.Offset.Width() >= c.ShowClock.Width() || !c.Offset.Contains(302*ms) || len(c.Method) != 2 {
				t.Errorf("%+v", c)
			}
		}},
		{"the display is an hour off", time.Hour, 0, "UTC", func(t *testing.T, c *Clock) {
			if c.Offset == nil || *c.Offset != *c.DirectNTP || !c.ShowClock.Contains(time.Hour) || c.Contradiction {
				t.Errorf("%+v", c)
			}
			if d := cmp.Diff([]string{"A3", "A5"}, c.Assumptions[len(c.Assumptions)-2:]); d != "" {
				t.Errorf("assumptions (-want +got):\n%s", d)
			}
		}},
		{"another box answers", 10 * time.Minute, 0, "UTC", func(t *testing.T, c *Clock) {
			if c.Offset != nil || !c.Contradiction || c.ShowClock == nil || c.DirectNTP == nil {
				t.Errorf("%+v", c)
			}
		}},
		{"measures a zone that is not known", 330 * time.Minute, 0, "IST", func(t *testing.T, c *Clock) {
			if c.Offset == nil || !c.Offset.Contains(0) || c.UTCOffset == nil || *c.UTCOffset != 330*time.Minute || len(c.Candidates) > 0 {
				t.Errorf("%+v", c)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := measured()
			at := time.Second
			d := s.device("edge01", clock(at, origin.Add(at+10*ms+c.display), "", c.zone), fine(), privileged(15))
			d.NTP = []snapshot.Exchange{exchange(2*time.Second, c.ntp)}
			got := s.only(t)
			c.check(t, got.Clock)
			if got.AnswersNTP == nil || !*got.AnswersNTP {
				t.Error("it answers NTP, and that is not said")
			}
		})
	}
}

func TestDirectNTPAlone(t *testing.T) {
	s := measured()
	d := s.device("edge01")
	d.Outcome, d.Error = snapshot.AuthFailed, &snapshot.Error{Kind: "auth", Message: "password refused"}
	x := exchange(time.Second, 50*ms)
	x.Reply.Leap, x.Reply.Stratum = 3, 16 // no reference, but still its clock
	d.NTP = []snapshot.Exchange{x}
	got := s.only(t)
	if got.Clock == nil || got.Clock.Offset == nil || !got.Clock.Offset.Contains(50*ms) || got.Clock.Samples != 1 {
		t.Errorf("%+v", got.Clock)
	}
	if reason, missing := got.Gap(KindConfig); !missing || reason != "password refused" {
		t.Errorf("gap %q", reason)
	}
}

func TestAReplyThatMeansNothingIsNotAClock(t *testing.T) {
	for name, spoil := range map[string]func(*snapshot.Reply){
		"forged":  func(r *snapshot.Reply) { r.Origin = "0000000000000008" },
		"refused": func(r *snapshot.Reply) { r.Stratum, r.RefID = 0, "44454e59" },
		"zero":    func(r *snapshot.Reply) { r.Transmit = "0000000000000000" },
		"no hex":  func(r *snapshot.Reply) { r.Receive = "<script>" },
	} {
		t.Run(name, func(t *testing.T) {
			s := measured()
			d := s.device("edge01")
			x := exchange(time.Second, 0)
			spoil(x.Reply)
			d.NTP = []snapshot.Exchange{x}
			if got := s.only(t); got.Clock != nil || got.AnswersNTP == nil || *got.AnswersNTP {
				t.Errorf("clock %+v, answers %v", got.Clock, got.AnswersNTP)
			}
		})
	}
}

func TestSteps(t *testing.T) {
	read := func(offsets ...time.Duration) *Clock {
		s := measured()
		var answers []snapshot.Answer
		for i, o := range offsets {
			answers = append(answers, utc(time.Duration(i+1)*time.Second, o))
		}
		s.device("edge01", append(answers, fine(), privileged(15), config())...)
		return s.facts().Devices[0].Clock
	}
	t.Run("steady", func(t *testing.T) {
		if c := read(0, ms, 0); c.Step != nil || c.Erratic || c.Offset == nil {
			t.Errorf("%+v", c)
		}
	})
	t.Run("stepped: the last reading alone", func(t *testing.T) {
		c := read(0, 0, 5*time.Second)
		if c.Step == nil || !c.Step.Contains(5*time.Second) || c.Offset == nil || !c.Offset.Contains(5*time.Second) || c.Samples != 3 {
			t.Errorf("%+v", c)
		}
		if len(c.Evidence) != 3 {
			t.Errorf("evidence %v", c.Evidence)
		}
	})
	t.Run("stepped, with a fresh burst", func(t *testing.T) {
		c := read(0, -time.Hour, -time.Hour, -time.Hour)
		if c.Step == nil || !c.Step.Contains(-time.Hour) || !c.Offset.Contains(-time.Hour) {
			t.Errorf("%+v", c)
		}
	})
	t.Run("erratic", func(t *testing.T) {
		if c := read(0, time.Hour, 0, time.Minute); !c.Erratic || c.Offset != nil || c.Step != nil {
			t.Errorf("%+v", c)
		}
	})
}

func TestNeverSet(t *testing.T) {
	s := measured()
	woke := time.Date(1993, 3, 1, 0, 12, 45, 17e6, time.UTC)
	s.device("edge01", clock(time.Second, woke, "*", "UTC"), privileged(15), config())
	c := s.only(t).Clock
	want := woke.Sub(origin.Add(1010 * ms))
	if !c.NeverSet || c.Offset == nil || !c.Offset.Contains(want) || c.Offset.Within(time.Hour) != interval.Outside {
		t.Errorf("%+v, want about %v", c, want)
	}
	if *c.Authoritative || *c.Synchronized {
		t.Errorf("flags %v %v", *c.Authoritative, *c.Synchronized)
	}
}

func TestClockLinesThatAreNoReading(t *testing.T) {
	for _, c := range []struct{ name, text, reason string }{
		{"a leap second", "23:59:60.123 UTC Thu Dec 31 2026\n", "leap second"},
		{"a wrong weekday", "10:00:00.123 UTC Mon Nov 22 2026\n", "Sunday"},
		{"no such time", "25:00:00.123 UTC Sun Nov 22 2026\n", "no such time"},
		{"refused", "                ^\n% Invalid input detected at '^' marker.\n", "refused: % Invalid input"},
		{"not authorized", "Command authorization failed.\n", "not authorized"},
		{"empty", "", "empty"},
		{"garbage", "\x1b[2J<b>%s</b>\n", "not understood"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := measured()
			a := utc(time.Second, 0)
			a.Text = c.text
			s.device("edge01", a)
			d := s.only(t)
			reason, missing := d.Gap(KindClock)
			if d.Clock != nil || !missing || !strings.Contains(reason, c.reason) {
				t.Errorf("clock %+v, gap %q, want %q", d.Clock, reason, c.reason)
			}
		})
	}
}

func TestStampsThatCannotBeProveNothing(t *testing.T) {
	for name, spoil := range map[string]func(*snapshot.Answer){
		"the clock line never came": func(a *snapshot.Answer) { a.First = nil },
		"it came before it was sent": func(a *snapshot.Answer) {
			early := a.Sent - 1
			a.First = &early
		},
		"centuries later": func(a *snapshot.Answer) { a.Sent, *a.First = 1<<62, 1<<62 },
		"before the run":  func(a *snapshot.Answer) { a.Sent = -1 << 63 },
	} {
		t.Run(name, func(t *testing.T) {
			s := measured()
			a := utc(time.Second, 0)
			spoil(&a)
			s.device("edge01", a)
			if c := s.only(t).Clock; c == nil || c.Offset != nil || c.Samples != 0 || c.Raw == "" {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestWholeSeconds(t *testing.T) {
	s := measured()
	a := utc(time.Second, 0)
	a.Text = "10:00:01 UTC Sun Nov 22 2026\n"
	s.device("edge01", a, fine(), privileged(15), config())
	c := s.only(t).Clock
	if !c.Offset.Contains(0) || c.Offset.Width() < time.Second || c.Width.Quantum < 900*ms {
		t.Errorf("%v, width %+v", c.Offset, c.Width)
	}
}

func TestTicks(t *testing.T) {
	quantum := func(line string) time.Duration {
		s := measured()
		status := fine()
		status.Text = strings.Replace(status.Text, "precision is 2**20", line, 1)
		s.device("edge01", utc(time.Second, 0), status, privileged(15), config())
		return s.only(t).Clock.Width.Quantum
	}
	for line, want := range map[string]time.Duration{
		"precision is 2**20": 1500 * time.Microsecond,
		"precision is 2**10": 5500 * time.Microsecond,
	} {
		if got := quantum(line); got != want {
			t.Errorf("%s: %v, want %v", line, got, want)
		}
	}
	s := measured()
	s.device("edge01", utc(time.Second, 0), privileged(15), config())
	if got := s.only(t).Clock.Width.Quantum; got != 5500*time.Microsecond {
		t.Errorf("not known: %v, want that of 4 ms", got)
	}
}

// A host that slept, or whose clock was stepped, starts anew: readings across are dropped, and both clocks must have
// been read since.
func TestBreaks(t *testing.T) {
	s := measured()
	s.Timeline.Breaks = []snapshot.Break{{Before: 1010 * ms, After: 1015 * ms, Jump: time.Hour}}
	s.device("across", utc(time.Second, 0), privileged(15), config())
	s.device("after", utc(2*time.Second, 0), privileged(15), config())
	s.device("before", utc(500*ms, 0), privileged(15), config())
	f := s.facts()
	if c := f.Devices[0].Clock; c.Offset != nil || c.Samples != 0 || len(f.Devices[0].Notes) != 1 {
		t.Errorf("across: %+v, notes %v", c, f.Devices[0].Notes)
	}
	if c := f.Devices[1].Clock; c.Offset != nil || c.Samples != 1 {
		t.Errorf("after, without a reference: %+v", c)
	}
	if c := f.Devices[2].Clock; c.Offset == nil {
		t.Errorf("before: %+v", c)
	}
	for i := range s.Servers {
		s.Servers[i].Exchanges = append(s.Servers[i].Exchanges, exchange(3*time.Second, 0))
	}
	if c := s.facts().Devices[1].Clock; c.Offset == nil || !c.Offset.Contains(0) {
		t.Errorf("after, with a reference: %+v", c)
	}
}

func TestTheSourceOfTime(t *testing.T) {
	s := measured()
	a := clock(time.Second, origin.Add(1010*ms), ".", "UTC")
	a.Command = ios.ShowClockDetail
	a.Text += "Time source is NTP\n"
	s.device("edge01", a, privileged(15), config())
	c := s.only(t).Clock
	if c.Source != "NTP" || *c.Synchronized || !*c.Authoritative || c.Evidence[0].Command != ios.ShowClockDetail {
		t.Errorf("%+v", c)
	}
}

func TestPassImpossible(t *testing.T) {
	s := measured()
	a := utc(time.Second, 0)
	*a.First += 300 * ms
	s.device("far", a, fine(), privileged(15), config())
	c := s.only(t).Clock
	if !c.PassImpossible(100*ms) || c.PassImpossible(time.Second) {
		t.Errorf("width %+v", c.Width)
	}
	if (&Clock{}).PassImpossible(0) {
		t.Error("nothing is impossible that was not measured")
	}
}

// A clock that reads the year 9999 is 7,972 years off, and a Duration ends at 292: what is proven is "at least", and no
// interval of some milliseconds that excludes the truth.
func TestClockBeyondWhatADurationHolds(t *testing.T) {
	for _, year := range []int{9999, 2400} {
		s := measured()
		first := time.Date(year, 1, 1, 12, 0, 0, 0, time.UTC)
		s.device("edge01", clock(time.Second, first, "", "UTC"), clock(2*time.Second, first.Add(time.Second), "", "UTC"), fine(), privileged(15), config())
		d := s.only(t)
		if d.Clock == nil || d.Clock.Offset == nil {
			t.Fatalf("%d: no offset: %+v", year, d)
		}
		if offset := *d.Clock.Offset; offset.HasHigh() || !offset.HasLow() || offset.Within(1000*time.Hour) != interval.Outside {
			t.Errorf("%d: the offset is %s", year, offset.Text(0))
		}
		believed, ok := d.Clock.Believes()
		if !ok || believed.Earliest.After(first) || believed.HasLatest() || !believed.HasEarliest() {
			t.Errorf("%d: it is said to believe %v", year, believed)
		}
	}
}

// The second that is inserted has no place on the scale of time: the clock is to be read again.
func TestALeapSecondIsSaid(t *testing.T) {
	s := newScene()
	s.device("edge01", answer(ios.ShowClock, "23:59:60.100 UTC Sat Dec 31 2016\n"))
	if reason, missing := s.only(t).Gap(KindClock); !missing || !strings.HasSuffix(reason, ": a leap second; read again") || strings.Contains(reason, "not understood") {
		t.Errorf("%q", reason)
	}
}
