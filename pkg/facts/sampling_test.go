package facts

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

func question(now time.Duration) Question {
	return Question{Limits: []time.Duration{100 * ms, time.Second}, Extra: -1, Now: now}
}

func next(s scene, d *snapshot.Device, now snapshot.Stamp) (again bool, at snapshot.Stamp) {
	return s.sampler().Next(s.Snapshot, d, question(now))
}

func TestNextSample(t *testing.T) {
	leap := utc(time.Second, 0)
	leap.Text = "23:59:60.123 UTC Thu Dec 31 2026\n"
	for _, c := range []struct {
		name    string
		offsets []time.Duration // of the readings so far, a second apart
		first   *snapshot.Answer
		want    bool
	}{
		{"far inside", []time.Duration{0}, nil, false},
		{"far outside", []time.Duration{time.Minute}, nil, false},
		{"straddles a limit", []time.Duration{95 * ms}, nil, true},
		{"straddles the higher limit", []time.Duration{-995 * ms}, nil, true},
		{"straddles still", []time.Duration{95 * ms, 95 * ms, 95 * ms}, nil, true},
		{"straddles after three more", []time.Duration{95 * ms, 95 * ms, 95 * ms, 95 * ms}, nil, false},
		{"stepped: a fresh burst", []time.Duration{0, 5 * time.Second}, nil, true},
		{"stepped: enough", []time.Duration{0, 5 * time.Second, 5 * time.Second, 5 * time.Second}, nil, false},
		{"erratic", []time.Duration{0, time.Hour, 0}, nil, false},
		{"a leap second: once more", nil, &leap, true},
		{"nothing read", nil, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := measured()
			answers := []snapshot.Answer{fine(), privileged(15), config()}
			if c.first != nil {
				answers = append(answers, *c.first)
			}
			for i, o := range c.offsets {
				answers = append(answers, utc(time.Duration(i+1)*time.Second, o))
			}
			now := time.Duration(len(c.offsets)+1) * time.Second
			again, at := next(s, s.device("edge01", answers...), now)
			if again != c.want {
				t.Fatalf("again %v, want %v", again, c.want)
			}
			if again && c.first == nil && (at < now || at > now+mostSpread) {
				t.Errorf("at %v, now is %v", at, now)
			}
		})
	}
}

func TestNoReferenceNoSample(t *testing.T) {
	s := newScene()
	if again, _ := next(s, s.device("edge01", utc(time.Second, 95*ms)), 2*time.Second); again {
		t.Error("another reading could not decide anything")
	}
}

func TestTheNumberOfSamplesCanBeSet(t *testing.T) {
	s := measured()
	d := s.device("edge01", utc(time.Second, 95*ms), fine(), privileged(15), config())
	q := question(2 * time.Second)
	q.Extra = 0
	if again, _ := s.sampler().Next(s.Snapshot, d, q); again {
		t.Error("none was allowed")
	}
}

// A clock that prints whole seconds is aimed at where its second changes: the width falls below the limit.
func TestWholeSecondsAreAimedAt(t *testing.T) {
	for _, ahead := range []time.Duration{0, 333 * ms, -20 * time.Hour} {
		s := measured()
		s.Timeline.Origin = origin.Add(123 * ms)
		for i := range s.Servers {
			s.Servers[i].Exchanges = []snapshot.Exchange{exchange(10*ms, 0)} // the auditor is 123 ms fast
		}
		read := func(sent time.Duration) snapshot.Answer {
			displayed := origin.Add(sent + 10*ms + ahead)
			a := clock(sent, displayed, "", "UTC")
			a.Text = displayed.Format("15:04:05 UTC Mon Jan 2 2006") + "\n"
			return a
		}
		d := s.device("edge01", fine(), privileged(15), config(), read(time.Second))
		q := question(1100 * ms)
		q.Limits = []time.Duration{ahead.Abs() + 40*ms, max(0, ahead.Abs()-40*ms)}
		samples := 1
		for ; samples < 20; samples++ {
			again, at := s.sampler().Next(s.Snapshot, d, q)
			if !again {
				break
			}
			if at < q.Now || at > q.Now+1100*ms {
				t.Fatalf("aimed at %v, now is %v", at, q.Now)
			}
			d.Answers = append(d.Answers, read(at))
			q.Now = at + 100*ms
		}
		o := s.only(t).Clock.Offset
		if samples < 3 || samples > 9 || !o.Contains(ahead) || o.Width() > 150*ms {
			t.Errorf("%v ahead: %d samples, %v", ahead, samples, o)
		}
	}
}

// The reference is known to ± 6 ms and the clock to ± 10.5 ms: between 10.5 and 16.5 ms from a limit, it is the reference
// that leaves a verdict open.
func TestHangsOnReference(t *testing.T) {
	for _, c := range []struct {
		offset time.Duration
		want   bool
	}{{0, false}, {80 * ms, false}, {87 * ms, true}, {95 * ms, false}, {105 * ms, false}, {114 * ms, true}, {120 * ms, false}, {-114 * ms, true}} {
		s := measured()
		d := s.device("edge01", utc(time.Second, c.offset), fine(), privileged(15), config())
		if got := s.sampler().HangsOnReference(s.Snapshot, d, question(0).Limits); got != c.want {
			t.Errorf("a clock that is off by %v: %v, want %v", c.offset, got, c.want)
		}
	}
}

func TestUndecided(t *testing.T) {
	for _, c := range []struct {
		name    string
		answers []snapshot.Answer
		want    bool
	}{
		{"inside", []snapshot.Answer{utc(time.Second, 0), fine(), privileged(15), config()}, false},
		{"outside", []snapshot.Answer{utc(time.Second, 7*time.Minute), fine(), privileged(15), config()}, false},
		{"straddles", []snapshot.Answer{utc(time.Second, 95*ms), fine(), privileged(15), config()}, true},
		{"off by what may be a zone", []snapshot.Answer{utc(time.Second, time.Hour), fine(), privileged(15), config()}, true},
		{"the zone is not known", []snapshot.Answer{clock(time.Second, origin, "", "EST")}, true},
		{"connected, and no clock", []snapshot.Answer{answer(ios.ShowClock, "")}, true},
		{"not connected", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := measured()
			d := s.device("edge01", c.answers...)
			if got := s.sampler().Undecided(s.Snapshot, d, []time.Duration{100 * ms}); got != c.want {
				t.Errorf("undecided %v, want %v", got, c.want)
			}
			d.NTP = []snapshot.Exchange{exchange(2*time.Second, 0)}
			if s.sampler().Undecided(s.Snapshot, d, []time.Duration{100 * ms}) {
				t.Error("it was asked, and would be again")
			}
		})
	}
}

func TestDiagnose(t *testing.T) {
	unsynced := answer(ios.ShowNTPStatus, "Clock is unsynchronized, stratum 16, no reference clock\n"+
		"nominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**10\n"+
		"root dispersion is 7.81 msec, peer dispersion is 2.90 msec\n")
	selected := func(address string) snapshot.Answer {
		return table("*~" + address + "         .GPS.            1     54     64   377  1.186   0.122  1.059")
	}
	following := func(address string) []snapshot.Answer {
		status := fine()
		status.Text = strings.Replace(status.Text, "192.0.2.1", address, 1)
		return []snapshot.Answer{status, selected(address)}
	}
	for _, c := range []struct {
		name    string
		answers []snapshot.Answer
		want    Diagnosis
	}{
		{"healthy", []snapshot.Answer{utc(time.Second, 0), fine(), selected("192.0.2.1")}, Diagnosis{Rule: Healthy}},
		{"lost its source", []snapshot.Answer{utc(time.Second, time.Minute), unsynced}, Diagnosis{Rule: LostSync}},
		{"follows a falseticker", []snapshot.Answer{utc(time.Second, 10*time.Second), following("10.0.0.1")[0], following("10.0.0.1")[1]}, Diagnosis{Rule: FollowsFalseticker}},
		{"the zone is suspected", []snapshot.Answer{utc(time.Second, time.Hour), fine(), selected("192.0.2.1")}, Diagnosis{Rule: ZoneSuspected, QuarterHours: 4}},
		{"NTP does not steer it", []snapshot.Answer{utc(time.Second, time.Minute), fine(), selected("192.0.2.1")}, Diagnosis{Rule: SelfReportWrong}},
		{"its source is out of reach", []snapshot.Answer{utc(time.Second, time.Minute), following("10.0.0.9")[0], following("10.0.0.9")[1]}, Diagnosis{Rule: CauseUnknown}},
		{"it is open which one it follows", []snapshot.Answer{utc(time.Second, 10*time.Second), fine(), selected("10.0.0.1")}, Diagnosis{Rule: CauseUnknown}},
		{"nothing read", nil, Diagnosis{Rule: NoRule}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := measured()
			s.server(snapshot.RoleSource, "10.0.0.1", 10*time.Second)
			s.device("edge01", append(c.answers, privileged(15), config())...)
			f := s.facts()
			if got := f.Diagnose(&f.Devices[0], 100*ms); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}
