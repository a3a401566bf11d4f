package report

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func table() Format { return Formats()[0] }

func TestTableKeepsTheWidth(t *testing.T) {
	for name, r := range map[string]*Report{"campus": campus(), "hostile": hostile(), "fleet": fleet(500)} {
		for _, width := range []int{60, 80, 100, 120, 200} {
			for _, verbose := range []bool{false, true} {
				out := write(t, table(), r, Options{Width: width, Verbose: verbose, JSONFile: "report.json"})
				for line := range strings.Lines(string(out)) {
					line = strings.TrimSuffix(line, "\n")
					if w := twwidth.Width(line); w > width {
						t.Errorf("%s at %d: %d columns: %q", name, width, w, line)
					}
					if strings.HasSuffix(line, " ") {
						t.Errorf("%s at %d: blanks at the end: %q", name, width, line)
					}
				}
			}
		}
	}
}

// Where names are short, half the usual width is enough, heads included.
func TestTableInANarrowWindow(t *testing.T) {
	for line := range strings.Lines(string(write(t, table(), campus(), Options{Width: 40}))) {
		if w := twwidth.Width(strings.TrimSuffix(line, "\n")); w > 40 {
			t.Errorf("%d columns: %q", w, line)
		}
	}
}

// In every row the clock begins in the same column, whatever the script of the names.
func TestTableAligns(t *testing.T) {
	for _, width := range []int{80, 100, 120, 200, 0} {
		r := campus()
		r.Devices[1].Name, r.Devices[2].Name = "東京ルータ一号機", "münchen-ost"
		lines := strings.Split(string(write(t, table(), r, Options{Width: width})), "\n")
		column := 0
		for _, line := range lines {
			if head, _, ok := strings.Cut(line, "CLOCK"); ok {
				column = twwidth.Width(head)
				continue
			}
			if at := regexp.MustCompile(`^[✗✓] .*?([-+]\d)`).FindStringSubmatchIndex(line); column > 0 && at != nil {
				if got := twwidth.Width(line[:at[2]]); got != column {
					t.Errorf("width %d: the clock stands in column %d, not %d: %s", width, got, column, line)
				}
			}
		}
	}
}

func TestTableFolds(t *testing.T) {
	rows := func(r *Report, o Options) int {
		return len(regexp.MustCompile(`(?m)^[✓✗?] sw`).FindAllString(string(write(t, table(), r, o)), -1))
	}
	for _, c := range []struct {
		devices int
		Options
		want int
	}{
		{20, Options{}, 20}, {21, Options{}, 5}, {21, Options{All: true}, 21}, {500, Options{}, 100},
	} {
		if got := rows(fleet(c.devices), c.Options); got != c.want {
			t.Errorf("%d devices: %d rows, want %d", c.devices, got, c.want)
		}
	}
	if out := string(write(t, table(), fleet(500), Options{})); !strings.Contains(out, "✓ 400 more pass") {
		t.Error("those that pass are not told")
	}
}

func TestOrder(t *testing.T) {
	r := campus()
	names := func(o Options) string {
		var list []string
		for _, d := range r.ordered(o) {
			list = append(list, d.Name)
		}
		return strings.Join(list, " ")
	}
	if got, want := names(Options{}), "edge1 acc3 dist2 edge2 br1 acc1 acc5 acc4 core1"; got != want {
		t.Errorf("worst first: got %s, want %s", got, want)
	}
	if got, want := names(Options{InventoryOrder: true}), "core1 dist2 edge1 edge2 br1 acc1 acc3 acc4 acc5"; got != want {
		t.Errorf("inventory order: got %s, want %s", got, want)
	}
}

// What is wrong and raises no alarm comes first, then what helps most devices: of any kind.
func TestFirstStep(t *testing.T) {
	r := campus()
	expect := func(what, want string) {
		t.Helper()
		if got := r.firstStep(Options{}); got != want {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
	expect("wrong and synchronized", "on dist2 enter `no ntp server 10.9.0.4`: 10.9.0.4 (1 device)")
	r.Devices[8].NTP.ReferenceIs = "dist2"
	expect("one behind it that does not fail is not helped", "on dist2 enter `no ntp server 10.9.0.4`: 10.9.0.4 (1 device)")
	r.Devices[8].offsetFails()
	expect("with those behind it", "on dist2 enter `no ntp server 10.9.0.4`: 10.9.0.4 (2 devices)")
	r.Devices[1].NTP.Synchronized = nil
	r.Devices[1].NTP.ReferenceIs = "acc5" // a loop must end
	expect("a loop", "on dist2 enter `no ntp server 10.9.0.4`: 10.9.0.4 (2 devices)")
	for i := range 4 {
		d := healthy(fmt.Sprintf("far%d", i), "10.0.9.9", "10.9.0.1", 0, 8*ms)
		d.Outcome, d.State, d.Error = Unreachable, check.StateUnknown, &Error{Kind: "timeout", Message: "no TCP connection"}
		r.Devices = append(r.Devices, d)
	}
	r.Devices[12].Error.Message = "no route to host"
	expect("devices that cannot be asked", "make 5 devices reachable: each is listed below (5 devices)")
	r.Devices, r.Findings[0].Severity = r.Devices[:1], policy.Critical
	expect("the fleet", "look at acc1 and acc5: ntp-single-point: 3 devices lose the time with core1 (2 devices)")
}

func TestColourOnlyWhenTold(t *testing.T) {
	for _, r := range []*Report{campus(), hostile()} {
		if out := write(t, table(), r, Options{Verbose: true}); bytes.Contains(out, []byte("\x1b")) {
			t.Error("an escape character without colour")
		}
		coloured := write(t, table(), r, Options{Verbose: true, Colour: true})
		if !bytes.Contains(coloured, []byte("\x1b[31m✗\x1b[0m")) {
			t.Error("no red cross with colour")
		}
		plain := regexp.MustCompile("\x1b\\[[0-9;]+m").ReplaceAll(coloured, nil)
		if bytes.Contains(plain, []byte("\x1b")) {
			t.Error("an escape sequence that is no colour")
		}
	}
}
