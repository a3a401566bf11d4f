package measure

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTimestampShown(t *testing.T) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	eraOne := time.Date(2036, 2, 7, 6, 28, 16, 0, time.UTC)
	for _, c := range []struct {
		name   string
		stamp  Timestamp
		origin time.Time
		want   time.Duration
	}{
		{"the origin itself", timestamp(noon), noon, 0},
		{"a fraction", timestamp(noon) + 1<<31, noon, 500 * ms},
		{"an origin with a fraction", timestamp(noon), noon.Add(250 * ms), -250 * ms},
		{"the first second of era 1", 0x00000001_00000000, eraOne, time.Second},
		{"era 1 seen from era 0", 0x00000000_80000000, noon, eraOne.Sub(noon) + 500*ms},
		{"a router in 1993", timestamp(time.Date(1993, 3, 1, 0, 0, 0, 0, time.UTC)), noon, time.Date(1993, 3, 1, 0, 0, 0, 0, time.UTC).Sub(noon)},
		{"the host's clock fell back to 1970", timestamp(noon), time.Unix(0, 0), noon.Sub(time.Unix(0, 0))},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.stamp.Shown(c.origin); got != c.want {
				t.Errorf("shown %v, want %v", got, c.want)
			}
		})
	}
}

func TestTimestampShownIsRightToANanosecond(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	origin := time.Date(2026, 11, 22, 12, 0, 0, 123_456_789, time.UTC)
	for range 100_000 {
		want := time.Duration(r.Int64N(int64(50*365*24*time.Hour))) - 25*365*24*time.Hour
		if got := timestamp(origin.Add(want)).Shown(origin); got-want > 1 || want-got > 1 {
			t.Fatalf("shown %d, want %d", got, want)
		}
	}
}

// reply is a sound reply: sent at 1 s, there after 4 ms, held for 1 ms, back after 15 ms.
func reply() Exchange {
	server := epoch.Add(1004 * ms)
	return Exchange{
		Sent: time.Second, Received: 1020 * ms, Nonce: 77,
		Header: Header{
			Version: 4, Mode: 4, Stratum: 2, Precision: -20, RefID: 0xc0000201,
			RootDelay: 8 * ms, RootDispersion: 3 * ms,
			Reference: timestamp(server.Add(-100 * time.Second)), Origin: 77,
			Receive: timestamp(server), Transmit: timestamp(server.Add(ms)),
		},
	}
}

func TestExchangeReadingByHand(t *testing.T) {
	got := reply().Reading(epoch)
	slack := time.Second>>20 + 2*time.Nanosecond
	want := Reading{From: time.Second, To: 1020 * ms, Diff: span(1005*ms-1020*ms, 1004*ms-1000*ms).Widen(slack), Trip: 19 * ms}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestDistance(t *testing.T) {
	h := reply().Header
	p := time.Second>>20 + 1
	if got, want := h.Distance(0), 4*ms+3*ms+p; got != want {
		t.Errorf("by dispersion: %v, want %v", got, want)
	}
	h.RootDispersion = ms // 100 s at 15 ppm are 1.5 ms
	if got, want := h.Distance(0), 4*ms+1500015*time.Nanosecond+p; got != want {
		t.Errorf("by age: %v, want %v", got, want)
	}
	if got := h.Distance(time.Second); got != time.Second {
		t.Errorf("floor: %v, want 1s", got)
	}
	h.Precision = 127
	if got := h.Distance(0); got != math.MaxInt64 {
		t.Errorf("absurd precision: %v", got)
	}
}

func TestShort(t *testing.T) {
	for v, want := range map[uint32]time.Duration{
		0: 0, 1 << 16: time.Second, 1 << 15: 500 * ms, 1: 15259, math.MaxUint32: 65536*time.Second - 15259,
	} {
		if got := Short(v); got != want {
			t.Errorf("Short(%#x) = %v, want %v", v, got, want)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Exchange)
		want   []Fault
	}{
		{"none", func(*Exchange) {}, nil},
		{"another origin", func(x *Exchange) { x.Origin = 78 }, []Fault{OriginMismatch}},
		{"a client's packet", func(x *Exchange) { x.Mode = 3 }, []Fault{WrongMode}},
		{"version 0", func(x *Exchange) { x.Version = 0 }, []Fault{WrongVersion}},
		{"version 5: its fields mean something else", func(x *Exchange) { x.Version = 5 }, []Fault{WrongVersion}},
		{"version 3", func(x *Exchange) { x.Version = 3 }, nil},
		{"no receive time", func(x *Exchange) { x.Receive = 0 }, []Fault{NoReceiveTime}},
		{"no transmit time", func(x *Exchange) { x.Transmit = 0 }, []Fault{NoTransmitTime}},
		{"backwards", func(x *Exchange) { x.Receive, x.Transmit = x.Transmit, x.Receive }, []Fault{TickedBackwards}},
		{"held longer than the exchange", func(x *Exchange) { x.Transmit += 1 << 31 }, []Fault{ImpossibleTrip}},
		{"held longer within the precision", func(x *Exchange) { x.Received, x.Precision = x.Sent, -4 }, nil},
		{"poll 0x80", func(x *Exchange) { x.Poll = -128 }, []Fault{WrongPoll}},
		{"poll 2^127 s", func(x *Exchange) { x.Poll = 127 }, []Fault{WrongPoll}},
		{"the widest poll", func(x *Exchange) { x.Poll = 32 }, nil},
		{"precision 0x80", func(x *Exchange) { x.Precision = -128 }, []Fault{WrongPrecision}},
		{"precision 2^127 s", func(x *Exchange) { x.Precision = 127 }, []Fault{WrongPrecision, Unbounded}},
		{"the finest precision", func(x *Exchange) { x.Precision = -32 }, nil},
		{"RATE", func(x *Exchange) { x.Stratum, x.RefID = 0, code("RATE") }, []Fault{Refused}},
		{"DENY", func(x *Exchange) { x.Stratum, x.RefID = 0, code("DENY") }, []Fault{Refused}},
		{"INIT", func(x *Exchange) { x.Stratum, x.RefID = 0, code("INIT") }, []Fault{Unsynchronized}},
		{"STEP", func(x *Exchange) { x.Stratum, x.RefID = 0, code("STEP") }, []Fault{Unsynchronized}},
		{"stratum 0 without a code", func(x *Exchange) { x.Stratum, x.RefID = 0, 0 }, []Fault{Unsynchronized}},
		{"leap alarm", func(x *Exchange) { x.Leap = 3 }, []Fault{LeapAlarm}},
		{"stratum 16", func(x *Exchange) { x.Stratum = 16 }, []Fault{HighStratum}},
		{"never updated", func(x *Exchange) { x.Reference = 0 }, []Fault{NeverUpdated}},
		{"updated in its future", func(x *Exchange) { x.Reference = x.Transmit + 1<<32 }, []Fault{FutureUpdate}},
		{"updated two days ago", func(x *Exchange) { x.Reference = x.Transmit - 2*86400<<32 }, []Fault{OldUpdate, TooDistant}},
		{"LOCL", func(x *Exchange) { x.Stratum, x.RefID = 1, code("LOCL") }, []Fault{FreeRunning}},
		{"127.127.1.0", func(x *Exchange) { x.RefID = 0x7f7f0100 }, []Fault{FreeRunning}},
		{"too distant", func(x *Exchange) { x.RootDispersion = 1600 * ms }, []Fault{TooDistant}},
		{"a negative root delay", func(x *Exchange) { x.RootDelay = Short(1<<31 + 1) }, []Fault{Unbounded}},
		{"the widest dispersion", func(x *Exchange) { x.RootDispersion = Short(math.MaxUint32) }, []Fault{Unbounded}},
		{"several", func(x *Exchange) { x.Leap, x.Stratum = 3, 16 }, []Fault{LeapAlarm, HighStratum}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := reply()
			c.change(&x)
			if d := cmp.Diff(c.want, x.Faults(Defaults())); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func code(s string) (id uint32) {
	for i := range 4 {
		id = id<<8 | uint32(s[i])
	}
	return id
}

func TestEveryFaultHasASentence(t *testing.T) {
	for _, f := range []Fault{
		OriginMismatch, WrongMode, WrongVersion, NoReceiveTime, NoTransmitTime, TickedBackwards, ImpossibleTrip,
		WrongPoll, WrongPrecision, Refused, WrongMAC,
		Unsynchronized, LeapAlarm, HighStratum, NeverUpdated, FutureUpdate, OldUpdate, FreeRunning, TooDistant, Unbounded,
		NoAnswer, AuditedDevice, FollowsAudited, Contradictory,
	} {
		if f.Sentence() == string(f) {
			t.Errorf("%q has no sentence", f)
		}
	}
	if !OriginMismatch.Worthless() || LeapAlarm.Worthless() {
		t.Error("a forged reply is worthless, an unsynchronized clock still is a clock")
	}
}

func FuzzFaults(f *testing.F) {
	f.Add(int8(-20), 2, uint64(77), uint64(1)<<63, uint64(1)<<63, uint64(0), uint32(0), int64(1e9), int64(2e9))
	f.Fuzz(func(t *testing.T, precision int8, stratum int, origin, receive, transmit, reference uint64, short uint32, sent, received int64) {
		x := Exchange{Sent: time.Duration(sent), Received: time.Duration(received), Nonce: 77, Header: Header{
			Version: 4, Mode: 4, Precision: int(precision), Stratum: stratum, RefID: short, RootDelay: Short(short), RootDispersion: Short(short),
			Origin: Timestamp(origin), Receive: Timestamp(receive), Transmit: Timestamp(transmit), Reference: Timestamp(reference),
		}}
		faults := x.Faults(Defaults())
		if x.Reading(epoch).Diff.Empty() && !slices.ContainsFunc(faults, Fault.Worthless) {
			t.Errorf("a sound reply gives an empty interval: %+v", x)
		}
	})
}
