package interval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	us = time.Microsecond
	ms = time.Millisecond
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		low, high time.Duration
		want      string
	}{
		{-4800 * us, 7200 * us, "+1.2 ±6.0 ms"},
		{4993 * ms, 5009 * ms, "+5.001 ±0.008 s"},
		{-41207 * ms, -41193 * ms, "-41.200 ±0.007 s"},
		{-1879 * ms, -1861 * ms, "-1.870 ±0.009 s"},
		{-2900 * us, 16900 * us, "+7.0 ±9.9 ms"},
		{-1, 1, "+0.0 ±0.1 ms"},
		{0, 0, "+0.0 ±0.0 ms"},
		{-40 * us, -39 * us, "+0.0 ±0.1 ms"},
		{99_940 * us, 99_960 * us, "+100.0 ±0.1 ms"},
		{100 * ms, 100 * ms, "+0.100 ±0.000 s"},
		{-300 * ms, 304 * ms, "+0.002 ±0.302 s"},
		{-3636 * us, 3_009_301 * us, "+1.503 ±1.507 s"},
		{-2200 * us, 35800 * us, "+16.8 ±19.0 ms"},
		{134_702 * us, 712_448 * us, "+0.424 ±0.290 s"},
		{59*time.Second + 999*ms, 60 * time.Second, "+60.000 ±0.001 s"},
		{-361*time.Second - 8*ms, -361*time.Second + 8*ms, "-6m01s"},
		{-361*time.Second - 500*ms, -361*time.Second + 500*ms, "-6m01s"},
		{-370 * time.Second, -352*time.Second + ms, "-6m10s to -5m51s"},
		{-65 * time.Second, 75 * time.Second, "-1m05s to +1m15s"},
		{-6 * ms, 200 * time.Second, "-6.0 ms to +3m20s"},
		{1, 200 * time.Second, "+0.0 ms to +3m20s"},
		{2 * time.Hour, 2*time.Hour + 40*time.Minute, "+2h00m to +2h40m"},
		{time.Hour - 200*ms, time.Hour - 100*ms, "+1h00m"},
		{-76*time.Hour - ms, -76 * time.Hour, "-3d04h"},
		{300 * day, 300*day + ms, "+10mo"},
		{-33*year - 8*month, -33*year - 8*month + 20*ms, "-33y8mo"},
		{math.MinInt64, math.MaxInt64, "any value"},
		{math.MaxInt64 - 1, math.MaxInt64, "at least +292y3mo"},
		{math.MinInt64, -5 * time.Second, "at most -5.000 s"},
		{math.MinInt64 + 2, math.MaxInt64 - 1, "-292y4mo to +292y4mo"},
		{2, 1, "no value"},
	} {
		if got := (Interval{c.low, c.high}).Text(0); got != c.want {
			t.Errorf("[%d, %d]: %q, want %q", c.low, c.high, got, c.want)
		}
	}
}

func TestOtherTexts(t *testing.T) {
	source := Around(5*time.Second, 3*ms)
	for got, want := range map[string]string{
		Around(12300, 45600*time.Nanosecond).Text(50 * us):        "+12.3 ±45.6 µs",
		Around(12300, 45600*time.Nanosecond).Text(ms):             "+0.0 ±0.1 ms",
		Around(2*time.Second, us).Text(50 * us):                   "+2.000 ±0.001 s",
		(Interval{-6 * ms, 105 * ms}).Between(100 * ms):           "between -6.0 and +105.0 ms",
		(Interval{-30171 * us, 58590 * us}).Between(0):            "between -30.2 and +58.6 ms",
		(Interval{-90 * time.Second, 5 * ms}).Between(0):          "between -90.000 and +0.005 s",
		(Interval{-180 * time.Second, 5 * ms}).Between(0):         "between -3m00s and +5.0 ms",
		(Interval{math.MinInt64, 5 * ms}).Between(0):              "at most +5.0 ms",
		(Interval{4_993_449 * us, 5_008_401 * us}).Ends():         "[+4.9934 s, +5.0085 s]",
		(Interval{-4812 * us, 7202_001 * time.Nanosecond}).Ends(): "[-4.812 ms, +7.203 ms]",
		(Interval{-361 * time.Second, math.MaxInt64}).Ends():      "[-361.0000 s, …]",
		source.Brief():                                      "+5.00 s",
		source.Fast():                                       "5.00 s fast",
		Around(5*time.Second, ms/4).Fast():                  "5.000 s fast",
		Around(-361*time.Second, ms).Fast():                 "6m01s slow",
		(Interval{-2 * ms, 9 * ms}).Fast():                  "+3.5 ±5.5 ms",
		(Interval{30 * ms, 50 * ms}).Brief():                "+40.0 ±10.0 ms",
		(Interval{math.MaxInt64 - 1, math.MaxInt64}).Fast(): "at least 292y3mo fast",
		Around(-20*ms, 2*ms).Fast():                         "20.0 ±2.0 ms slow",
		(Interval{math.MinInt64, -5 * time.Second}).Fast():  "at least 5.000 s slow",
		Signed(81 * us):                                     "+0.1 ms",
		Signed(-41200 * ms):                                 "-41.200 s",
		Signed(math.MinInt64):                               "-292y3mo",
		Span(412*us + 1):                                    "0.5 ms",
		Span(64001 * ms):                                    "1m05s",
		Elapsed(4249 * ms):                                  "4.2 s",
		Elapsed(125 * time.Second):                          "2m05s",
		Elapsed(-1):                                         "0.0 s",
		Age(90 * time.Second):                               "90 s",
		Age(6*time.Hour + 10*time.Minute):                   "6 h",
		Age(400 * time.Hour):                                "17 d",
		Age(41 * 7 * day):                                   "41 w",
		Age(5 * year):                                       "5 y",
		Plain(100 * ms):                                     "100 ms",
		Plain(1500 * ms):                                    "1.5 s",
		Plain(250 * us):                                     "250 µs",
		Plain(15 * time.Minute):                             "15 min",
		Plain(64 * time.Second):                             "64 s",
		Plain(2 * time.Minute):                              "2 min",
		Plain(49 * time.Hour):                               "2 d 1 h",
		Plain(90 * time.Minute):                             "1 h 30 min",
		Plain(0):                                            "0 s",
		Plain(1):                                            "1 ns",
		Plain(time.Minute + 1500*ms):                        "61.5 s",
		Plain(time.Second + 1):                              "1 s 1 ns",
		Limit(100 * ms):                                     "±100 ms",
		Shift(time.Hour):                                    "+1 h",
		Shift(-210 * time.Minute):                           "-3 h 30 min",
		UTC(0):                                              "UTC",
		UTC(330 * time.Minute):                              "UTC+05:30",
		UTC(-210 * time.Minute):                             "UTC-03:30",
		shares(Shares(15001*us, 12149*us, 1000*us, 1601*us, 251*us)):      "15.1 ms [12.2 1.0 1.6 0.3]",
		shares(Shares(2*time.Second, 1999999*us, 0, us, 0)):               "2.000 s [2.000 0.000 0.000 0.000]",
		shares(Shares(75*time.Second, 60*time.Second, 15*time.Second)):    "75.000 s [60.000 15.000]",
		shares(Shares(time.Second, time.Second/3+us, 0, time.Second/9+1)): "1.000 s [0.334 0.000 0.112]",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func shares(text string, parts []string) string { return fmt.Sprint(text, " ", parts) }

// decades returns a length of time of any size, from a nanosecond to what a Duration can say.
func decades(r *rand.Rand) time.Duration {
	return time.Duration(math.Exp(r.Float64() * math.Log(math.MaxInt64)))
}

// proven returns an interval such as measurements prove: of any size, round zero or far from it, a point or wide, with
// round ends now and then.
func proven(r *rand.Rand) Interval {
	mid, half := decades(r), decades(r)
	if r.IntN(2) == 0 {
		mid = -mid
	}
	switch r.IntN(8) {
	case 0:
		mid = 0
	case 1:
		half = 0
	case 2:
		mid = mid / time.Second * time.Second
	case 3:
		half = half / ms * ms
	case 4:
		half = min(half, mid.Abs()/time.Duration(1+r.IntN(1000)))
	case 5:
		half = min(half, time.Second)
	}
	i := Around(mid, half)
	i.Hi = highEnd(AddSat(i.Hi, time.Duration(r.IntN(3))))
	return i
}

// within reports whether all that inner proves is in what outer claims.
func within(inner, outer Interval) bool { return outer.Lo <= inner.Lo && inner.Hi <= outer.Hi }

func TestPrintedContainsProven(t *testing.T) {
	const rounds = 200_000
	limits := []time.Duration{0, 50 * us, ms, 100 * ms}
	texts := map[string]func(Interval, time.Duration) string{
		"Text":    Interval.Text,
		"Between": Interval.Between,
		"Ends":    func(i Interval, _ time.Duration) string { return i.Ends() },
		"Brief":   func(i Interval, _ time.Duration) string { return i.Brief() },
		"Fast":    func(i Interval, _ time.Duration) string { return i.Fast() },
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(21, 22))
			for range rounds {
				i := proven(r)
				shown := text(i, limits[r.IntN(len(limits))])
				claimed, err := Parse(shown)
				if err != nil || !within(i, claimed) {
					t.Fatalf("[%d, %d] is shown as %q, which claims [%d, %d] (%v)", i.Lo, i.Hi, shown, claimed.Lo, claimed.Hi, err)
				}
				if fast, slow := strings.HasSuffix(shown, " fast"), strings.HasSuffix(shown, " slow"); fast && i.Lo <= 0 || slow && i.Hi >= 0 {
					t.Fatalf("[%d, %d] is shown as %q: the direction is not proven", i.Lo, i.Hi, shown)
				}
			}
		})
	}
}

// What is rounded outwards must stay of use: no end moves by more than what the last place is worth, twice.
func TestTextIsNotWiderThanItsDigits(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	for range 200_000 {
		i := proven(r)
		if i.size() >= time.Minute {
			continue
		}
		claimed, err := Parse(i.Text(0))
		slack := 2 * scaleOf(i.size(), 0).step
		if err != nil || SubSat(i.Lo, claimed.Lo) > slack || SubSat(claimed.Hi, i.Hi) > slack {
			t.Fatalf("[%d, %d] is shown as %q", i.Lo, i.Hi, i.Text(0))
		}
	}
}

func TestSpanIsNeverShorter(t *testing.T) {
	r := rand.New(rand.NewPCG(25, 26))
	for range 200_000 {
		d := decades(r)
		p, ok := parsePoint(Span(d), "")
		if !ok || p.at < d {
			t.Fatalf("%d is shown as %q", d, Span(d))
		}
	}
}

func TestSharesAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(27, 28))
	for range 200_000 {
		parts := []time.Duration{decades(r) % time.Hour, decades(r) % time.Second, decades(r) % ms, 0}
		whole := parts[0] + parts[1] + parts[2]
		text, shares := Shares(whole, parts...)
		shown, ok := parsePoint(text, "")
		unit := text[strings.IndexByte(text, ' ')+1:]
		var sum time.Duration
		for _, share := range shares {
			p, known := parsePoint(share, unit)
			sum, ok = sum+p.at, ok && known
		}
		if !ok || sum != shown.at || shown.at < whole {
			t.Fatalf("%v of %v: %q, %q add up to %v", whole, parts, text, shares, sum)
		}
	}
}

func TestParseRefusesWhatIsNoText(t *testing.T) {
	for _, text := range []string{"", "zone unknown", "-", "+1.2 ±6.0", "+1.2 ±x ms", "+1.2 ms ms", "5 fortnights", "[1 s]", "between 1 and 2", "at least much", "+3d4"} {
		if i, err := Parse(text); err == nil {
			t.Errorf("%q is read as %v", text, i)
		}
	}
}

// Each of the cases lost a part of its interval, or the sign of a zero that it holds.
func TestSharedIntervals(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "cases", "robustness", "printed-contains-proven", "intervals.tsv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("no shared cases: %v", err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		cells := strings.Split(line, "\t")
		low, err1 := time.ParseDuration(cells[0] + "s")
		high, err2 := time.ParseDuration(cells[1] + "s")
		i := Interval{low, high}
		for _, shown := range []string{i.Text(0), i.Between(0), i.Ends(), i.Brief()} {
			claimed, err := Parse(shown)
			if err != nil || err1 != nil || err2 != nil || !within(i, claimed) {
				t.Errorf("%s to %s is shown as %q: %v %v %v", cells[0], cells[1], shown, err, err1, err2)
			}
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add(int64(-4800000), int64(7200000), int64(0))
	f.Add(int64(math.MinInt64), int64(math.MaxInt64), int64(1))
	f.Add(int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, low, high, limit int64) {
		i := Interval{time.Duration(low), time.Duration(high)}
		for _, shown := range []string{i.Text(time.Duration(limit)), i.Between(time.Duration(limit)), i.Ends(), i.Brief(), i.Fast()} {
			claimed, err := Parse(shown)
			if !i.Empty() && (err != nil || !within(i, claimed)) {
				t.Errorf("[%d, %d] is shown as %q: %v", low, high, shown, err)
			}
		}
	})
}
