package ntpshow

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var dialect = Dialect{
	Noise:   func(s string) bool { return capture.IsPrompt(s) || capture.IsEcho(s) || capture.IsLog(s) },
	Refused: func(string) (*show.Refusal, bool) { return nil, false },
	VRFs:    true,
}

// seed starts a fuzz target from the captures of a command, whole and cut in the middle.
func seed(f *testing.F, command string) {
	files, err := filepath.Glob(filepath.Join("../../testdata/captures/ios", command+"*.txt"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no captures of %s: %v", command, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
		f.Add(string(text[:len(text)/2]))
	}
	f.Add("      address         ref clock     st  when  poll reach  delay  offset    disp\n*~2001:db8::1 vrf A\n\t\t   192.0.2.1 3 20 64 377 6.00 -2.832 0.046\n")
	f.Add("")
	f.Add("%NTP is not enabled.")
}

// accounted checks that every line of a text that can carry an answer was either understood
// or stands in unparsed.
func accounted(t *testing.T, text string, unparsed []string, understood func(capture.Line) bool) {
	t.Helper()
	for l := range dialect.content(text) {
		if !slices.Contains(unparsed, l.Raw) && !understood(l) {
			t.Errorf("line %q is neither understood nor in unparsed", l.Raw)
		}
	}
}

// marshals checks that a result is valid JSON: no NaN, no infinity.
func marshals(t *testing.T, v any) {
	t.Helper()
	if _, err := json.Marshal(v); err != nil {
		t.Error(err)
	}
}

func FuzzAssociations(f *testing.F) {
	seed(f, "show-ntp-associations.")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := dialect.Associations(text)
		marshals(t, a)
		if err != nil && len(a.Associations) > 0 {
			t.Errorf("rows and an error: %v", err)
		}
		accounted(t, text, a.Unparsed, func(l capture.Line) bool {
			return ntpDisabled(l.Text) || isHeader(l.Text) || legendOf(l.Text) != "" || isLegendRest(l.Text) ||
				slices.ContainsFunc(a.Associations, func(r show.Association) bool {
					return strings.Contains(r.Line, strings.TrimSpace(l.Text))
				})
		})
		for _, r := range a.Associations {
			if r.Stratum < 0 || r.Stratum > 16 || r.Reach < 0 || r.Reach > 255 || r.Poll < 1 || r.Address == "" || r.Role == "" {
				t.Errorf("impossible row %+v", r)
			}
		}
	})
}

func FuzzAssociationsDetail(f *testing.F) {
	seed(f, "show-ntp-associations-detail.")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := dialect.AssociationsDetail(text)
		marshals(t, d)
		if err != nil && len(d.Associations) > 0 {
			t.Errorf("blocks and an error: %v", err)
		}
		accounted(t, text, d.Unparsed, func(l capture.Line) bool {
			block, all := readPeer(l)
			return ntpDisabled(l.Text) || isFilterLine(l.Text) || block != nil && all ||
				readClauses(l, &show.AssociationDetail{}, detailClauses)
		})
	})
}

func FuzzStatus(f *testing.F) {
	seed(f, "show-ntp-status.")
	f.Fuzz(func(t *testing.T, text string) {
		s, _ := dialect.Status(text)
		marshals(t, s)
		accounted(t, text, s.Unparsed, func(l capture.Line) bool {
			return ntpDisabled(l.Text) || readClauses(l, &show.Status{}, statusClauses)
		})
	})
}
