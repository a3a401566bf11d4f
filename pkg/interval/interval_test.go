package interval

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// small returns an interval with ends in a range so narrow that every point of it can be tried.
func small(r *rand.Rand) Interval {
	return Interval{Lo: time.Duration(r.IntN(21) - 10), Hi: time.Duration(r.IntN(21) - 10)}
}

// wild returns any duration, with a liking for the ends of what a Duration can say.
func wild(r *rand.Rand) time.Duration {
	edges := []int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64 - 1, math.MaxInt64}
	if r.IntN(2) == 0 {
		return time.Duration(edges[r.IntN(len(edges))])
	}
	return time.Duration(int64(r.Uint64()))
}

func clampBig(b *big.Int) time.Duration {
	switch {
	case b.Cmp(big.NewInt(math.MaxInt64)) > 0:
		return math.MaxInt64
	case b.Cmp(big.NewInt(math.MinInt64)) < 0:
		return math.MinInt64
	}
	return time.Duration(b.Int64())
}

func atTheEnd(d time.Duration) bool { return d <= math.MinInt64+1 || d == math.MaxInt64 }

func TestSaturatingArithmeticAgreesWithBigIntegers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		a, b := wild(r), wild(r)
		if atTheEnd(a) || atTheEnd(b) {
			if got := AddSat(a, b); got != a && got != b {
				t.Fatalf("AddSat(%d, %d) = %d: it leaves the end", a, b, got)
			}
			continue
		}
		bigA, bigB := big.NewInt(int64(a)), big.NewInt(int64(b))
		if got, want := AddSat(a, b), clampBig(new(big.Int).Add(bigA, bigB)); got != want {
			t.Fatalf("AddSat(%d, %d) = %d, want %d", a, b, got, want)
		}
		if got, want := SubSat(a, b), clampBig(new(big.Int).Sub(bigA, bigB)); got != want {
			t.Fatalf("SubSat(%d, %d) = %d, want %d", a, b, got, want)
		}
	}
}

// Every operation must keep the claim: where a is in i and b in j, the result of the plain
// operation on a and b is in the result of the operation on i and j.
func TestOperationsKeepTheTruthInside(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		i, j := small(r), small(r)
		d := time.Duration(r.IntN(9) - 4)
		for a := time.Duration(-10); a <= 10; a++ {
			for b := time.Duration(-10); b <= 10; b++ {
				if !i.Contains(a) || !j.Contains(b) {
					continue
				}
				for name, ok := range map[string]bool{
					"Add":   i.Add(j).Contains(a + b),
					"Sub":   i.Sub(j).Contains(a - b),
					"Neg":   i.Neg().Contains(-a),
					"Shift": i.Shift(d).Contains(a + d),
					"Widen": i.Widen(d).Contains(a + d),
					"Hull":  i.Hull(j).Contains(a) && i.Hull(j).Contains(b),
				} {
					if !ok {
						t.Fatalf("%s of %v and %v (d=%d) loses a=%d b=%d", name, i, j, d, a, b)
					}
				}
			}
		}
	}
}

func TestSetOperationsAgreeWithTryingEveryPoint(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		i, j := small(r), small(r)
		both, ok := i.Intersect(j)
		shared := false
		for x := time.Duration(-11); x <= 11; x++ {
			in := i.Contains(x) && j.Contains(x)
			shared = shared || in
			if both.Contains(x) != in {
				t.Fatalf("%v ∩ %v = %v: wrong at %d", i, j, both, x)
			}
		}
		if ok != shared || i.Overlaps(j) != shared {
			t.Fatalf("%v and %v: ok=%v, overlap %v, want %v", i, j, ok, i.Overlaps(j), shared)
		}
	}
}

func TestMidLiesInTheMiddle(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 100_000 {
		i := Interval{Lo: wild(r), Hi: wild(r)}
		if i.Empty() {
			continue
		}
		mid := i.Mid()
		if !i.Contains(mid) {
			t.Fatalf("Mid of [%d, %d] = %d, outside", i.Lo, i.Hi, mid)
		}
		if !i.Bounded() {
			continue
		}
		below := new(big.Int).Sub(big.NewInt(int64(mid)), big.NewInt(int64(i.Lo)))
		above := new(big.Int).Sub(big.NewInt(int64(i.Hi)), big.NewInt(int64(mid)))
		if apart := below.Sub(below, above); apart.CmpAbs(big.NewInt(1)) > 0 {
			t.Fatalf("Mid of [%d, %d] = %d is %v off the middle", i.Lo, i.Hi, mid, apart)
		}
	}
}

func TestWithin(t *testing.T) {
	const limit = 100
	for _, c := range []struct {
		name  string
		i     Interval
		limit time.Duration
		want  Verdict
	}{
		{"all inside", Interval{-99, 99}, limit, Inside},
		{"touching both limits", Interval{-100, 100}, limit, Inside},
		{"a negative limit counts by magnitude", Interval{-100, 100}, -limit, Inside},
		{"straddling above", Interval{99, 101}, limit, Unproven},
		{"straddling both", Interval{-500, 500}, limit, Unproven},
		{"touching from outside", Interval{100, 101}, limit, Unproven},
		{"outside above", Interval{101, 102}, limit, Outside},
		{"outside below", Interval{-200, -101}, limit, Outside},
		{"empty", Interval{1, -1}, limit, Unproven},
		{"limit zero", Point(0), 0, Inside},
		{"the largest limit", Interval{math.MinInt64 + 1, math.MaxInt64}, math.MaxInt64, Inside},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.i.Within(c.limit); got != c.want {
				t.Errorf("%v within ±%v: %v, want %v", c.i, c.limit, got, c.want)
			}
		})
	}
}

func TestWithinAgreesWithTryingEveryPoint(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 20_000 {
		i, limit := small(r), time.Duration(r.IntN(12))
		inside, outside := !i.Empty(), !i.Empty()
		for x := i.Lo; x <= i.Hi; x++ {
			inside = inside && -limit <= x && x <= limit
			outside = outside && (x < -limit || limit < x)
		}
		want := Unproven
		if inside {
			want = Inside
		} else if outside {
			want = Outside
		}
		if got := i.Within(limit); got != want {
			t.Fatalf("%v within ±%d: %v, want %v", i, limit, got, want)
		}
	}
}

// coveredByTrying counts at every point how many intervals hold it.
func coveredByTrying(all []Interval, n int) (hull Interval, ok bool) {
	for x := time.Duration(-11); x <= 11; x++ {
		depth := 0
		for _, i := range all {
			if i.Contains(x) {
				depth++
			}
		}
		if depth < n {
			continue
		}
		if !ok {
			hull, ok = Point(x), true
		}
		hull.Hi = x
	}
	return hull, ok
}

func TestCoveredByAgreesWithTryingEveryPoint(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 50_000 {
		all := make([]Interval, r.IntN(8))
		for k := range all {
			all[k] = small(r)
		}
		n := 1 + r.IntN(len(all)+2)
		got, gotOK := CoveredBy(all, n)
		want, wantOK := coveredByTrying(all, n)
		if gotOK != wantOK || got != want {
			t.Fatalf("points of %v covered by %d: %v %v, want %v %v", all, n, got, gotOK, want, wantOK)
		}
	}
}

func TestCoveredBy(t *testing.T) {
	for _, c := range []struct {
		name string
		all  []Interval
		n    int
		want Interval
		ok   bool
	}{
		{"three agree, one liar", []Interval{{0, 10}, {2, 12}, {4, 14}, {900, 901}}, 3, Interval{4, 10}, true},
		{"closed ends that touch overlap", []Interval{{0, 5}, {5, 9}}, 2, Point(5), true},
		{"the union of two, for n of one", []Interval{{0, 1}, {8, 9}}, 1, Interval{0, 9}, true},
		{"no point is covered often enough", []Interval{{0, 1}, {8, 9}}, 2, Interval{}, false},
		{"covers nothing that is empty", []Interval{{1, 0}, {2, 3}}, 2, Interval{}, false},
		{"a hull over two islands", []Interval{{0, 2}, {1, 3}, {7, 9}, {8, 10}}, 2, Interval{1, 9}, true},
		{"n below one", []Interval{{0, 1}}, 0, Interval{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			given := slices.Clone(c.all)
			got, ok := CoveredBy(c.all, c.n)
			if got != c.want || ok != c.ok {
				t.Errorf("got %v %v, want %v %v", got, ok, c.want, c.ok)
			}
			if !slices.Equal(given, c.all) {
				t.Errorf("the argument was changed: %v became %v", given, c.all)
			}
		})
	}
}

// actual draws a value that an interval may stand for: beyond what a Duration can say where it has no end there.
func actual(r *rand.Rand, i Interval) *big.Int {
	beyond := func(sign int64) *big.Int {
		return new(big.Int).Mul(big.NewInt(sign*(1+r.Int64N(1000))), new(big.Int).Lsh(big.NewInt(1), 63))
	}
	switch pick := r.IntN(3); {
	case pick == 0 && !i.HasLow():
		return beyond(-1)
	case pick == 1 && !i.HasHigh():
		return beyond(1)
	case pick == 2 && i.HasLow():
		return big.NewInt(int64(i.Lo))
	}
	return big.NewInt(int64(i.Mid()))
}

func holds(i Interval, v *big.Int) bool {
	return (!i.HasLow() || v.Cmp(big.NewInt(int64(i.Lo))) >= 0) && (!i.HasHigh() || v.Cmp(big.NewInt(int64(i.Hi))) <= 0)
}

// A difference of 8000 years saturates. Nothing that is computed from it may become a narrow interval again.
func TestWhatDoesNotFitStaysUnbounded(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	draw := func() Interval {
		i := Point(wild(r)).Hull(Point(wild(r)))
		if r.IntN(3) == 0 {
			i = Point(wild(r))
		}
		return i
	}
	for range 200_000 {
		i, j := draw(), draw()
		a, b := actual(r, i), actual(r, j)
		d := wild(r)
		for name, c := range map[string]struct {
			got  Interval
			want *big.Int
		}{
			"Add":   {i.Add(j), new(big.Int).Add(a, b)},
			"Sub":   {i.Sub(j), new(big.Int).Sub(a, b)},
			"Neg":   {i.Neg(), new(big.Int).Neg(a)},
			"Shift": {i.Shift(d), new(big.Int).Add(a, big.NewInt(int64(d)))},
			"Widen": {i.Widen(d), a},
			"Hull":  {i.Hull(j), b},
		} {
			if !holds(c.got, c.want) {
				t.Fatalf("%s of [%d, %d] and [%d, %d] (d=%d) is [%d, %d]: it loses %v", name, i.Lo, i.Hi, j.Lo, j.Hi, d, c.got.Lo, c.got.Hi, c.want)
			}
		}
	}
}

func TestSaturationWidens(t *testing.T) {
	far := Interval{Lo: math.MaxInt64 - 5, Hi: math.MaxInt64 - 1}
	if got := far.Shift(100); got.Hi != math.MaxInt64 || got.Empty() || got.HasHigh() || !got.HasLow() {
		t.Errorf("Shift past the end: %v", got)
	}
	if got := far.Shift(100).Shift(-1000); got.HasHigh() {
		t.Errorf("and back: %v", got)
	}
	if got := Everything().Width(); got != math.MaxInt64 {
		t.Errorf("Width of everything: %v", got)
	}
	if got := Point(math.MinInt64).Neg(); got != Point(math.MaxInt64) {
		t.Errorf("Neg of the least: %v", got)
	}
	if got := Point(0).Widen(math.MinInt64); got != Everything() {
		t.Errorf("Widen by the least: %v", got)
	}
	if got := (Interval{Lo: 3, Hi: 1}).Width(); got != 0 {
		t.Errorf("Width of nothing: %v", got)
	}
	if got := Point(math.MaxInt64); got.Empty() || !got.HasLow() || got.HasHigh() {
		t.Errorf("Point beyond the end: %v", got)
	}
}
