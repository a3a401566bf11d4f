package report

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// TestDateOfEvidence: only a report from saved evidence says it, at any width, and by the reference's clock.
func TestDateOfEvidence(t *testing.T) {
	r := campus()
	r.Started, r.Finished = started.Add(3*time.Hour), started.Add(3*time.Hour+4*time.Second)
	r.Reference.Offset = newBounds(&interval.Interval{Lo: 3*time.Hour - ms, Hi: 3*time.Hour + ms})
	for _, c := range []struct {
		format string
		Options
		want string
	}{
		{"table", Options{Width: 120}, "FAIL  6 of 9 fail, 2 unknown, 1 pass    evidence of 2026-11-22 10:00 UTC   policy baseline\n"},
		{"table", Options{Width: 70}, "FAIL  6 of 9 fail, 2 unknown, 1 pass   policy baseline\n      evidence of 2026-11-22 10:00 UTC\n"},
		{"table", Options{}, "    evidence of 2026-11-22 10:00 UTC   policy baseline\n"},
		{"markdown", Options{}, "6 of 9 fail, 2 unknown, 1 pass    evidence of 2026-11-22 10:00 UTC   policy baseline\n"},
		{"html", Options{}, `6 of 9 fail, 2 unknown, 1 pass <span class="soft">evidence of 2026-11-22 10:00 UTC</span></h1>`},
		{"github", Options{}, "evidence of 2026-11-22 10:00 UTC"},
	} {
		c.Saved = true
		if out := output(t, c.format, r, c.Options); !strings.Contains(out, c.want) {
			t.Errorf("%s at %d: no %q in\n%.400s", c.format, c.Width, c.want, out)
		}
		c.Saved = false
		if out := output(t, c.format, r, c.Options); strings.Contains(out, "evidence of") {
			t.Errorf("%s: the report of a run speaks of evidence", c.format)
		}
	}
	r.Finished = r.Started.Add(50 * time.Hour)
	if got := r.evidenceText(Options{Saved: true}); got != "evidence of 2026-11-22 10:00 to 2026-11-24 12:00 UTC" {
		t.Errorf("of several days: %q", got)
	}
	r.Reference.Offset = nil
	if got := r.evidenceText(Options{Saved: true}); got != "evidence of 2026-11-22 13:00 to 2026-11-24 15:00 UTC" {
		t.Errorf("without a reference: %q", got)
	}
}
