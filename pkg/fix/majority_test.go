package fix

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Beside a wrong source a new one is entered alone only where the right ones are a majority then, and what has to be seen names it.
func TestRightAgainstWrong(t *testing.T) {
	const bad, worse, a, b = "10.9.0.4", "10.9.0.5", "10.9.0.1", "10.9.0.2"
	add, remove := func(address string) show.Change { return do(show.AddServer, server(address)) }, func(address string) show.Change { return do(show.RemoveServer, server(address)) }
	for _, test := range []struct {
		name          string
		has           []source
		changes       []show.Change
		lines, byHand []string
		stages        int
		about         string
	}{
		{"one against one", []source{works(bad)}, []show.Change{add(a), remove(bad)},
			nil, []string{"ntp server 10.9.0.1", "no ntp server 10.9.0.4"}, 2, "When reach of 10.9.0.1 is 377, in one go"},
		{"two against one", []source{works(bad)}, []show.Change{add(a), add(b), remove(bad)},
			[]string{"ntp server 10.9.0.1", "ntp server 10.9.0.2"}, []string{"no ntp server 10.9.0.4"}, 2, `with "*" or "+" before one of 10.9.0.1 and 10.9.0.2`},
		{"two against two", []source{works(bad), works(worse)}, []show.Change{add(a), add(b), remove(bad), remove(worse)},
			nil, []string{"ntp server 10.9.0.1", "ntp server 10.9.0.2", "no ntp server 10.9.0.4", "no ntp server 10.9.0.5"}, 2, "2 right against 2 wrong is no majority"},
		{"a wrong one that is not heard", []source{silent(bad)}, []show.Change{add(a), remove(bad)},
			[]string{"ntp server 10.9.0.1", "no ntp server 10.9.0.4"}, nil, 1, ""},
		{"beside one that works", []source{works(bad), works(b)}, []show.Change{add(a), remove(bad)},
			[]string{"ntp server 10.9.0.1", "no ntp server 10.9.0.4"}, nil, 1, ""},
	} {
		findings := failed(test.changes)
		findings[0].Check = "ntp-falseticker"
		p := words.Plans(fleet(device(test.has...)), check.Results{Devices: [][]check.Finding{findings}})[0]
		if d := cmp.Diff(test.lines, p.Lines()); d != "" {
			t.Errorf("%s: lines (-want +got):\n%s", test.name, d)
		}
		if d := cmp.Diff(test.byHand, byHand(p)); d != "" {
			t.Errorf("%s: by hand (-want +got):\n%s", test.name, d)
		}
		about, stages := "", 0
		for _, s := range p.Steps {
			about, stages = about+s.About, max(stages, s.Stage)
		}
		if stages != test.stages || !strings.Contains(about, test.about) {
			t.Errorf("%s: %d stages, about %q", test.name, stages, about)
		}
	}
}
