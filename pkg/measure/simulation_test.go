package measure

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// audit reads a device until its verdict is decided, and composes its offset.
func (s *simulation) audit(list []*station, e *Ensemble, d router) result {
	p := Defaults()
	now := d.asked
	rate := Relative(p.DeviceRate, e.Rate)
	var out result
	var readings []Reading
	var history []interval.Interval
	for {
		reading, received := s.read(d, now)
		readings = append(readings, reading)
		at := s.stamp(received)
		series := Combine(readings, at, rate, p.FreshBurst)
		ref, ok := e.At(at)
		if !ok || !series.OK {
			out.lost = true
			return out
		}
		out.offset, out.width = Compose(series.Combined, ref.Hull)
		out.truth = d.at(received)
		out.clock, out.reference = series.Combined.Interval.Width(), ref.Hull.Width()
		out.samples = len(readings)
		if len(readings) == 1 {
			out.naive = reading.Diff.Hi + reading.From - reading.To - s.resolution().Quantum - s.tick
		}
		history = append(history, series.Combined.Interval)
		decided := out.offset.Within(s.limit) != interval.Unproven
		if decided || len(readings) == s.samples || Stalled(history, p) {
			return out
		}
		if len(readings) == 1 {
			e = s.ensemble(list, received) // the references are asked again while a verdict is undecided
		}
		now = received + s.uniform(0, 30*time.Millisecond)
		if s.seconds {
			edge := NextEdge(series.Combined.Interval, at, time.Duration(s.base.Nanosecond()), series.Combined.Trip, len(readings))
			now = received + (edge - at)
		}
	}
}

type result struct {
	truth            time.Duration
	offset           interval.Interval
	naive            time.Duration // the host's wall clock − the first time read, negated
	width            Width
	clock, reference time.Duration // widths
	samples          int
	lost             bool // the readings contradicted each other
}

// score counts what an audit of many devices came to.
type score struct {
	devices, lost, missed, wrong, naiveWrong int
	guessWrong                               int // by the middle of the interval, as if it were exact
	inconclusive, far                        int // far: more than 60 ms from the limit
	widths, clocks                           []time.Duration
	samples                                  int
}

func (w world) play(devices int) score {
	var total score
	for run := range (devices + devicesPerRun - 1) / devicesPerRun {
		s := w.start(uint64(run))
		list := s.stations()
		e := s.ensemble(list)
		for range devicesPerRun {
			total.add(s.audit(list, e, s.router()), w.limit)
		}
	}
	slices.Sort(total.widths)
	slices.Sort(total.clocks)
	return total
}

func (t *score) add(r result, limit time.Duration) {
	t.devices++
	if r.lost {
		t.lost++
		return
	}
	good := max(r.truth, -r.truth) <= limit
	t.samples += r.samples
	t.widths = append(t.widths, r.offset.Width())
	t.clocks = append(t.clocks, r.clock)
	if !r.offset.Widen(simulatedRounding).Contains(r.truth) || r.width.Sum() != r.offset.Width() {
		t.missed++
	}
	switch r.offset.Within(limit) {
	case interval.Unproven:
		t.inconclusive++
		if away := max(r.truth, -r.truth) - limit; max(away, -away) > 60*time.Millisecond {
			t.far++
		}
	case interval.Inside:
		t.wrong += count(!good)
	case interval.Outside:
		t.wrong += count(good)
	}
	inLimit := func(d time.Duration) bool { return max(d, -d) <= limit }
	t.naiveWrong += count(inLimit(r.naive) != good)
	t.guessWrong += count(inLimit(r.offset.Mid()) != good)
}

// simulatedRounding is what rates in floating point cost the simulation, not the measurement.
const simulatedRounding = 3 * time.Nanosecond

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (t score) String() string {
	part := func(n int) float64 { return 100 * float64(n) / float64(t.devices) }
	ms := func(of []time.Duration, q float64) float64 {
		return float64(of[int(q*float64(len(of)-1))]) / float64(time.Millisecond)
	}
	return fmt.Sprintf("%d devices: %d missed, %d wrong, %.2f %% inconclusive, width p50 %.1f p95 %.1f ms (clock p50 %.1f), %.2f samples; wrong if guessed by the middle %.2f %%, by the naive method %.2f %%",
		t.devices, t.missed, t.wrong, part(t.inconclusive), ms(t.widths, .5), ms(t.widths, .95), ms(t.clocks, .5),
		float64(t.samples)/float64(t.devices), part(t.guessWrong), part(t.naiveWrong))
}

type scenario struct {
	name string
	world
}

func scenarios() []scenario {
	with := func(name string, change func(*world)) scenario {
		w := campus()
		change(&w)
		return scenario{name, w}
	}
	return []scenario{
		with("campus, limit 100 ms", func(*world) {}),
		with("limit 10 ms", func(w *world) { w.limit = 10 * time.Millisecond }),
		with("limit 30 ms", func(w *world) { w.limit = 30 * time.Millisecond }),
		with("limit 1 s", func(w *world) { w.limit = time.Second }),
		with("host near perfect", func(w *world) { w.host = 3 * time.Millisecond }),
		with("host hours off", func(w *world) { w.hours = true }),
		with("one sample", func(w *world) { w.samples = 1 }),
		with("nobody lies", func(w *world) { w.liars = 0 }),
		with("3 servers, a subtle liar", func(w *world) { w.servers, w.subtle = 3, true }),
		with("7 servers, 3 subtle liars", func(w *world) { w.servers, w.liars, w.subtle = 7, 3, true }),
		with("2 servers, one lies", func(w *world) { w.servers = 2 }),
		with("one honest server", func(w *world) { w.servers, w.liars = 1, 0 }),
		with("half an hour long", func(w *world) { w.length = 30 * time.Minute }),
		with("references as far as devices", func(w *world) { w.near = w.rtt }),
		with("ticks of 4 ms", func(w *world) { w.tick = 4 * time.Millisecond }),
		with("noisy, 20 ms jitter", func(w *world) { w.jitter = 20 * time.Millisecond }),
		with("200 ms away", func(w *world) { w.rtt, w.jitter = 200*time.Millisecond, 20*time.Millisecond }),
		with("no distance at all", func(w *world) { w.rtt, w.jitter = 0, 50*time.Microsecond }),
		with("whole seconds", func(w *world) { w.seconds, w.samples = true, 8 }),
		with("whole seconds, 200 ms away", func(w *world) {
			w.seconds, w.samples, w.rtt, w.jitter = true, 12, 200*time.Millisecond, 20*time.Millisecond
		}),
	}
}

// The method's promise: where at most f servers lie, every interval holds the truth, and no verdict is wrong.
func TestSimulatedFleetsAreJudgedRight(t *testing.T) {
	devices := 10_000
	if testing.Short() {
		devices = 1000
	}
	for _, s := range scenarios() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			got := s.play(devices)
			t.Log(got)
			if got.missed > 0 || got.wrong > 0 || got.lost > 0 {
				t.Errorf("%d intervals miss the truth, %d verdicts are wrong, %d devices lost; want none", got.missed, got.wrong, got.lost)
			}
		})
	}
}

// Being right by never saying anything is no use: near the limit alone nothing may be proven.
func TestSimulatedFleetIsDecided(t *testing.T) {
	got := campus().play(10_000)
	t.Log(got)
	if share := float64(got.inconclusive) / float64(got.devices); share > 0.03 {
		t.Errorf("%.1f %% inconclusive, want at most 3", 100*share)
	}
	if got.far > 0 {
		t.Errorf("%d inconclusive verdicts are more than 60 ms from the limit", got.far)
	}
	roundTrip := campus().rtt + 2*campus().jitter
	if median := got.clocks[len(got.clocks)/2]; median > roundTrip*11/10+2*time.Millisecond {
		t.Errorf("the median width of a clock is %v on a path of %v", median, roundTrip)
	}
}

// The naive method, this host's wall clock against the time read, is wrong often where a promise is not.
func BenchmarkNaiveAndBounded(b *testing.B) {
	for _, s := range scenarios() {
		b.Run(s.name, func(b *testing.B) {
			for range b.N {
				got := s.play(10_000)
				share := func(n int) float64 { return 100 * float64(n) / float64(got.devices) }
				b.ReportMetric(share(got.wrong), "wrong-%")
				b.ReportMetric(share(got.inconclusive), "inconclusive-%")
				b.ReportMetric(share(got.naiveWrong), "naive-wrong-%")
			}
		})
	}
}
