package report

import (
	"html"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// Where a line that would mend something is not written, every format that shows how to mend says why, and none falls
// back to what holds for any device.
func TestWhyThereIsNoLineIsSaidEverywhere(t *testing.T) {
	const reason = "Remove 10.9.0.4 only when another source works."
	r := campus()
	for _, d := range r.Devices {
		for i := range d.Findings {
			if f := &d.Findings[i]; f.Status == check.StatusFail {
				f.Changes, f.Fix, f.ByHand = nil, nil, []string{reason}
			}
		}
	}
	for _, f := range Formats() {
		text := html.UnescapeString(string(write(t, f, r, Options{Verbose: true, All: true})))
		switch f.Name {
		case "csv", "csv-findings", "prometheus":
			continue // which show no line either
		}
		if !strings.Contains(text, strings.TrimSuffix(reason, ".")) {
			t.Errorf("%s does not say why there is no line", f.Name)
		}
	}
	if step := r.firstStep(Options{}); !strings.Contains(step, "on dist2, remove 10.9.0.4 only when another source works") {
		t.Errorf("first step: %q", step)
	}
}
