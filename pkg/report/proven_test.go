package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// Whatever a report prints of a clock contains what was proven of it, in every format, and all of them print the same.
func TestReportPrintsWhatIsProven(t *testing.T) {
	const reports, devices = 16, 250
	r := rand.New(rand.NewPCG(31, 32))
	for n := range reports {
		p := &policy.Policy{Name: "random", ClockOffset: [][]policy.Limit{
			{{Severity: policy.Low, Value: 100 * ms}, {Severity: policy.High, Value: time.Second}},
			{{Value: 50 * time.Microsecond}},
		}[n%2]}
		p.Checks = append(p.Checks, policy.CheckLevel{ID: "clock-offset", Severity: policy.High})
		fleet, clocks := randomFleet(r, devices)
		only := slices.DeleteFunc(checks.All(), func(c check.Check) bool { return c.ID != "clock-offset" })
		made := New(fleet, check.Run(only, fleet, p), p, check.DefaultTerms(), words)
		printed := everything(t, made)
		for i, proven := range clocks {
			d := &made.Devices[i]
			if n := utf8.RuneCountInString(d.ClockText()); n > mostClock {
				t.Fatalf("%q has %d characters, and would be cut", d.ClockText(), n)
			}
			for where, text := range printed[d.Name] {
				claimed, err := interval.Parse(text)
				if err != nil || claimed.Lo > proven.Lo || claimed.Hi < proven.Hi {
					t.Fatalf("%s of [%d, %d] prints %q: %v", where, proven.Lo, proven.Hi, text, err)
				}
			}
			if f := d.Finding("clock-offset"); f.Status == check.StatusFail && !strings.HasPrefix(f.Message, d.ClockText()+", limit ±") {
				t.Fatalf("the table has %q, the message is %q", d.ClockText(), f.Message)
			}
			if len(printed[d.Name]) < 9 {
				t.Fatalf("%s is printed in too few places: %q", d.Name, printed[d.Name])
			}
		}
	}
}

// randomFleet has clocks of which anything may be proven: to a nanosecond or a century, near zero or far, without an end.
func randomFleet(r *rand.Rand, n int) (*facts.Fleet, []interval.Interval) {
	size := func() time.Duration { return time.Duration(math.Exp(r.Float64() * math.Log(math.MaxInt64))) }
	fleet := &facts.Fleet{
		Started: started, Finished: started, Complete: true, Devices: make([]facts.Device, n),
		Reference: facts.Reference{Tier: facts.TierConfigured, Offset: &interval.Interval{Lo: -ms, Hi: ms}, Majority: true, Voters: 4, Faulty: 1},
	}
	clocks := make([]interval.Interval, n)
	for i := range clocks {
		mid, half := size(), size()
		switch r.IntN(4) {
		case 0:
			mid, half = mid%(2*time.Second), half%time.Second
		case 1:
			half = min(half, time.Second)
		case 2:
			mid = -mid
		}
		clocks[i] = interval.Around(mid, half)
		d := &fleet.Devices[i]
		d.Device = inventory.Device{Name: fmt.Sprintf("d%03d", i), Host: fmt.Sprintf("d%03d", i), Platform: "cisco_ios"}
		d.Outcome = "audited"
		d.Clock = &facts.Clock{Offset: &clocks[i], Method: []string{"show clock"}, Raw: "12:00:00", Width: facts.Width{Path: clocks[i].Width()}}
		if r.IntN(2) == 0 {
			d.Clock.RTT = &half
		}
	}
	return fleet, clocks
}

var (
	columns = regexp.MustCompile(` {2,}`)
	// The page: the cell after the name, and what a picture of the clock is called.
	pageClock = regexp.MustCompile(`<td class="name">(d\d+)</td><td class="n">([^<]*)</td>`)
	pageBar   = regexp.MustCompile(`<td class="name">(d\d+)</td>.*?aria-label="(\[[^"]*\]), limit`)
)

// everything is what each place prints of each device's clock, by the device's name.
func everything(t *testing.T, r *Report) map[string]map[string]string {
	t.Helper()
	printed := make(map[string]map[string]string)
	note := func(name, where, text string) {
		if printed[name] == nil {
			printed[name] = make(map[string]string)
		}
		printed[name][where] = text
	}
	inTable(string(write(t, table(), r, Options{All: true})), note)
	inReasoning(string(write(t, table(), r, Options{Verbose: true})), note)
	for line := range strings.Lines(string(write(t, format(t, "markdown"), r, Options{All: true}))) {
		if cells := strings.Split(line, " | "); strings.HasPrefix(line, "| ") && len(cells) > 6 {
			note(cells[1], "markdown", strings.ReplaceAll(cells[2], `\`, ""))
		}
	}
	page := string(write(t, format(t, "html"), r, Options{}))
	for _, m := range pageClock.FindAllStringSubmatch(page, -1) {
		note(m[1], "html", html.UnescapeString(m[2]))
	}
	for _, line := range strings.Split(page, "\n") {
		if m := pageBar.FindStringSubmatch(line); m != nil {
			note(m[1], "html picture", html.UnescapeString(m[2]))
		}
	}
	inCSV(t, write(t, format(t, "csv"), r, Options{}), note)
	inFindings(t, write(t, format(t, "csv-findings"), r, Options{}), note)
	inJUnit(t, write(t, format(t, "junit"), r, Options{}), note)
	for i := range r.Devices {
		f := r.Devices[i].Finding("clock-offset")
		note(r.Devices[i].Name, "actual", f.Actual)
		note(r.Devices[i].Name, "json", f.Value.Text())
		if text, ok := inMessage(f.Message); ok {
			note(r.Devices[i].Name, "message", text)
		}
	}
	return printed
}

func inTable(out string, note func(name, where, text string)) {
	for line := range strings.Lines(out) {
		if cells := columns.Split(line, -1); len(cells) > 3 && strings.HasPrefix(cells[0], "✗ d") || strings.HasPrefix(cells[0], "? d") || strings.HasPrefix(cells[0], "✓ d") {
			note(cells[0][len(cells[0])-4:], "table", cells[1])
		}
	}
}

func inReasoning(out string, note func(name, where, text string)) {
	name := ""
	for line := range strings.Lines(out) {
		if _, rest, ok := strings.Cut(line, " d"); ok && !strings.HasPrefix(line, " ") && len(rest) > 3 {
			name = "d" + rest[:3]
		}
		if text, ok := strings.CutPrefix(line, "    clock "); ok {
			text, ends, _ := strings.Cut(strings.TrimSpace(text), ", in ")
			note(name, "verbose", text)
			note(name, "verbose ends", ends[:strings.Index(ends, "]")+1])
		}
	}
}

// inCSV reads the exact numbers; an end that is not known is empty.
func inCSV(t *testing.T, out []byte, note func(name, where, text string)) {
	rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	low, high := slices.Index(rows[0], "clock_offset_low_seconds"), slices.Index(rows[0], "clock_offset_high_seconds")
	for _, row := range rows[1:] {
		ends := []string{row[low] + " s", row[high] + " s"}
		for i := range ends {
			if ends[i] == " s" {
				ends[i] = "…"
			}
		}
		note(row[0], "csv", "["+ends[0]+", "+ends[1]+"]")
	}
}

func inFindings(t *testing.T, out []byte, note func(name, where, text string)) {
	rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	message := slices.Index(rows[0], "message")
	for _, row := range rows[1:] {
		if text, ok := inMessage(strings.TrimPrefix(row[message], "'")); ok {
			note(row[0], "csv message", text)
		}
	}
}

func inJUnit(t *testing.T, out []byte, note func(name, where, text string)) {
	var suites junitSuites
	if err := xml.Unmarshal(out, &suites); err != nil {
		t.Fatal(err)
	}
	for _, s := range suites.Suites {
		for _, c := range s.Cases {
			if c.Failure != nil {
				text, _ := inMessage(c.Failure.Message)
				note(s.Name, "junit", text)
			}
		}
	}
}

// inMessage is the offset that a message of clock-offset names.
func inMessage(message string) (text string, ok bool) {
	text, _, ok = strings.Cut(message, ", limit ")
	text = strings.TrimPrefix(text, "too close to decide: ")
	return text, ok && !strings.HasPrefix(text, "limit ")
}

func format(t *testing.T, name string) Format {
	t.Helper()
	f, err := ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// What a path can prove at best is named rounded up.
func TestPathProvesNoMoreThanItSays(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 34))
	for range 10_000 {
		width := time.Duration(r.Int64N(int64(time.Minute)))
		shown, err := interval.Parse("+0.0 ±" + interval.Span(width/2+1))
		if err != nil || shown.Hi < (width+1)/2 {
			t.Fatalf("%v is shown as %v (%v)", width, shown, err)
		}
	}
}

// An end that is not known is null in JSON and empty in CSV: a number that a Duration stops at is no offset.
func TestUnboundedClock(t *testing.T) {
	for _, c := range []struct {
		offset           interval.Interval
		text, json, cell string
	}{
		{interval.Point(math.MaxInt64), "at least +292y3mo", `"low_seconds":9223372036.854775806,"high_seconds":null,"estimate_seconds":null`, ",,9223372036.854775806,,1,"},
		{interval.Interval{Lo: math.MinInt64, Hi: -5 * time.Second}, "at most -5.000 s", `"low_seconds":null,"high_seconds":-5,"estimate_seconds":null`, ",,,-5,1,"},
	} {
		fleet, results := measured()
		fleet.Devices[1].Clock.Offset, results.Devices[1][0].Value = &c.offset, &c.offset
		r := New(fleet, results, limits(), check.DefaultTerms(), words)
		data := encode(t, r)
		if err := compileSchema(t, true).Validate(unmarshal(t, data)); err != nil {
			t.Error(err)
		}
		if compact := strings.Join(strings.Fields(string(data)), ""); !strings.Contains(compact, c.json) {
			t.Errorf("%s is not in the JSON:\n%s", c.json, data)
		}
		again, err := Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if got := again.Devices[1].Clock.Offset.interval(); got != c.offset || again.Devices[1].ClockText() != c.text {
			t.Errorf("read back as %v, %q; want %v, %q", got, again.Devices[1].ClockText(), c.offset, c.text)
		}
		if out := string(write(t, format(t, "csv"), again, Options{})); !strings.Contains(out, c.cell) {
			t.Errorf("%s is not in the CSV:\n%s", c.cell, out)
		}
		if out := string(write(t, format(t, "prometheus"), again, Options{})); strings.Contains(out, "ntpaudit_clock_offset_seconds{") {
			t.Errorf("a midpoint in:\n%s", out)
		}
	}
}

func TestWhatSaturatesIsNoNumber(t *testing.T) {
	for _, d := range []time.Duration{math.MaxInt64, math.MinInt64, -math.MaxInt64} {
		if got := newSeconds(&d); got != nil {
			t.Errorf("%d is reported as %v s", d, got)
		}
	}
}

// Another program may have left out what it did not know, or have written the number that a Duration stops at.
func TestForeignBoundsAreUnbounded(t *testing.T) {
	for text, want := range map[string]string{
		`{}`: "any value", `{"low_seconds": null, "high_seconds": 1}`: "at most +1.000 s",
		`{"low_seconds": 9223372036.854775807, "high_seconds": 9223372036.854775807}`: "at least +292y3mo",
	} {
		var b Bounds
		if err := json.Unmarshal([]byte(text), &b); err != nil || b.Text() != want {
			t.Errorf("%s: %q, %v", text, b.Text(), err)
		}
	}
}
