package checks_test

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
)

// One answer of a healthy device is another, and takes no more with it than what it tells.
func TestOneOddAnswer(t *testing.T) {
	const (
		pass = check.StatusPass
		none = check.StatusNotMeasured
	)
	nxTable := answersOf["cisco_nxos"][1][1]
	for _, test := range []struct {
		name, platform, command, text string
		check                         string
		want                          check.Status
		says                          string
	}{
		{"two are followed", "cisco_nxos", "show ntp peer-status", strings.Replace(nxTable, "=192", "*192", 1), "ntp-enabled", pass, ""},
		{"two are followed", "cisco_nxos", "show ntp peer-status", strings.Replace(nxTable, "=192", "*192", 1), "ntp-synchronized", none, "show ntp peer-status: two rows are marked as the source that is followed"},
		{"the followed one is silent", "cisco_nxos", "show ntp peer-status", strings.Replace(nxTable, "377", "  0", 1), "ntp-enabled", pass, ""},
		{"the followed one is silent", "cisco_nxos", "show ntp peer-status", strings.Replace(nxTable, "377", "  0", 1), "ntp-stratum", none, "answered none of its last eight polls"},
		{"the section is cut", "cisco_nxos", "show running-config ntp", "!Command: show running-config ntp\nversion 10.3(9)\n", "ntp-access", none, "it holds 0 sources, and show ntp peers lists 2 configured"},
	} {
		if _, known := platforms.All().ByName(test.platform); !known {
			continue // left out by a build tag
		}
		s := evidence(test.platform, inventory.Platform(test.platform))
		for i, a := range s.Devices[0].Answers {
			if a.Command == test.command {
				s.Devices[0].Answers[i].Text = test.text
			}
		}
		found := false
		for _, f := range check.Run(checks.All(), facts.From(platforms.All(), s), everything(t)).Devices[0] {
			if f.Check != test.check {
				continue
			}
			found = true
			if f.Status != test.want || !strings.Contains(f.Message, test.says) {
				t.Errorf("%s: %s: %s %q, want %s that says %q", test.name, f.Check, f.Status, f.Message, test.want, test.says)
			}
		}
		if !found {
			t.Errorf("%s: %s was not asked", test.name, test.check)
		}
	}
}
