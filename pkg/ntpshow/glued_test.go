package ntpshow

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

const (
	newHeader = "  address         ref clock       st   when   poll reach  delay  offset   disp\n"
	oldHeader = "      address         ref clock     st  when  poll reach  delay  offset    disp\n"
	newLegend = " * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured\n"
	oldLegend = " * master (synced), # master (unsynced), + selected, - candidate, ~ configured\n"
	xrLegend  = " * sys_peer, # selected, + candidate, - outlayer, x falseticker, ~ configured\n"
)

func dialectOf(ios bool) Dialect {
	return Dialect{Noise: func(string) bool { return false }, Refused: func(string) (*show.Refusal, bool) { return nil, false }, HeaderTells: ios, VRFs: !ios}
}

// A clock that is 1000 s off leaves no blank between delay and offset. What cannot be told apart is left as it was printed.
func TestColumnsWithoutABlank(t *testing.T) {
	for _, test := range []struct {
		name, header, rows, legend string
		xr                         bool
		delay, offset, disp        float64 // of the row; delay -1: it is not understood
	}{
		{"new, fast", newHeader, "*~192.0.2.1       .GPS.            1     54   1024   377  3.985-1020000.  1.059\n", newLegend, false, 3.985, -1020000, 1.059},
		{"new, fast, no blank before the dispersion", newHeader, "*~192.0.2.1       .GPS.            1     54   1024   377  3.985-1020000.15937.\n", newLegend, false, -1, 0, 0},
		{"new, slow", newHeader, "*~192.0.2.1       .GPS.            1     54   1024   377  3.9851020000.  1.059\n", newLegend, false, 3.985, 1020000, 1.059},
		{"new, slow, trimmed", newHeader, "*~192.0.2.1 .GPS. 1 54 1024 377 3.9851020000. 1.059\n", newLegend, false, 3.985, 1020000, 1.059},
		{"new, slow, a long way", newHeader, "*~192.0.2.1       .GPS.            1     54   1024   377 103.591920000.  1.059\n", newLegend, false, 103.59, 1920000, 1.059},
		{"new, slow, a long way, trimmed", newHeader, "*~192.0.2.1 .GPS. 1 54 1024 377 103.591920000. 1.059\n", newLegend, false, 103.59, 1920000, 1.059},
		{"new, not enough for an offset", newHeader, "*~192.0.2.1 .GPS. 1 54 1024 377 3.985102 1.059\n", newLegend, false, -1, 0, 0},
		{"old, fast", oldHeader, "*~192.0.2.1        .GPS.             1    54    64  377     3.8-1020000.0     1.2\n", oldLegend, false, 3.8, -1020000, 1.2},
		{"old, slow", oldHeader, "*~192.0.2.1        .GPS.             1    54    64  377     3.81020000.0     1.2\n", oldLegend, false, 3.8, 1020000, 1.2},
		{"old, slow, trimmed", oldHeader, "*~192.0.2.1 .GPS. 1 54 64 377 3.81020000.0 1.2\n", oldLegend, false, -1, 0, 0},
		{"XR, fast", oldHeader, "*~192.0.2.1        .GPS.             1    54    64  377    1.59-1020000     1.2\n", xrLegend, true, 1.59, -1020000, 1.2},
		{"XR, slow", oldHeader, "*~192.0.2.1        .GPS.             1    54    64  377    1.5957550122   0.006\n", xrLegend, true, 1.59, 57550122, 0.006},
		{"XR, fast, in a VRF", oldHeader, "*~192.0.2.1 vrf MGMT\n\t\t   .GPS.             1    54    64  377    1.59-1020000     1.2\n", xrLegend, true, 1.59, -1020000, 1.2},
		{"XR, slow, in a VRF", oldHeader, "*~192.0.2.1 vrf MGMT\n\t\t   .GPS.             1    54    64  377    1.5957550122     1.2\n", xrLegend, true, -1, 0, 0},
		{"a wrapped row", newHeader, "*~2001:DB8:0:0:8:800:200C:417A\n                  .GPS.            1     54   1024   377  3.985-1020000.  1.059\n", newLegend, false, 3.985, -1020000, 1.059},
		{"blanks as ever", newHeader, "*~192.0.2.1       .GPS.            1     54   1024   377  3.985  -1.020  1.059\n", newLegend, false, 3.985, -1.02, 1.059},
	} {
		table, err := dialectOf(!test.xr).Associations(test.header + test.rows + test.legend)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if test.delay < 0 {
			lines := slices.Collect(strings.Lines(test.rows))
			if len(table.Associations) > 0 || len(table.Unparsed) != len(lines) {
				t.Errorf("%s: %+v, unparsed %q", test.name, table.Associations, table.Unparsed)
			}
			continue
		}
		if len(table.Associations) != 1 || len(table.Unparsed) > 0 {
			t.Errorf("%s: %+v, unparsed %q", test.name, table.Associations, table.Unparsed)
			continue
		}
		a := table.Associations[0]
		if a.DelayMS != test.delay || *a.OffsetMS != test.offset || *a.DispMS != test.disp {
			t.Errorf("%s: delay %v, offset %v, dispersion %v", test.name, a.DelayMS, *a.OffsetMS, *a.DispMS)
		}
	}
}

// However numbers run together, those that are read are printed so, one behind the other.
func FuzzColumns(f *testing.F) {
	f.Add("3.985-1020000.  1.059")
	f.Add("3.9851020000.  1.059")
	f.Add("-3.98-5-1-0.-1")
	f.Add("103.591920000.15937.")
	f.Fuzz(func(t *testing.T, numbers string) {
		if strings.ContainsFunc(numbers, func(r rune) bool { return r < ' ' || r > '~' }) {
			return // it moves the cursor
		}
		table, err := dialectOf(true).Associations(newHeader + "*~192.0.2.1       .GPS.            1     54   1024   377 " + numbers + "\n" + newLegend)
		if err != nil || len(table.Associations) == 0 {
			return
		}
		a := table.Associations[0]
		if !spells(strings.Join(strings.Fields(numbers), ""), a.DelayMS, *a.OffsetMS, *a.DispMS) {
			t.Errorf("%q is not %v, %v, %v", numbers, a.DelayMS, *a.OffsetMS, *a.DispMS)
		}
	})
}

// spells reports whether a text is nothing but these numbers.
func spells(text string, numbers ...float64) bool {
	if len(numbers) == 0 {
		return text == ""
	}
	for end := 1; end <= len(text); end++ {
		if got, ok := capture.Decimal(text[:end]); ok && got == numbers[0] && spells(text[end:], numbers[1:]...) {
			return true
		}
	}
	return false
}
