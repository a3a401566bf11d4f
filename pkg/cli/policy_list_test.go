package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func TestPoliciesAreListedWithTheirEditions(t *testing.T) {
	const page = "https://www.cyber.mil/stigs/downloads/"
	for _, tt := range []struct {
		now         string
		all         bool
		want, never []string
	}{
		{"2026-11-28", false, []string{"stig      stig-ios-router-ndm    V3R7 ", "stig-nxos-switch-ndm   V3R6           2025-12-08  2026-11-27   1 day\n", "mifid2 "}, []string{"V3R4", "look for"}},
		{"2026-11-28", true, []string{"-         stig-ios-router-ndm    V3R4 ", "cis-controls"}, []string{"look for"}},
		{"2028-01-01", false, []string{"400 days\n", "DISA STIG Cisco IOS Router NDM V3R7: last compared with its text more than a year ago; look for a newer one at " + page + "\n"}, nil},
	} {
		now, err := time.Parse(time.DateOnly, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := writePolicies(&out, tt.all, now); err != nil {
			t.Fatal(err)
		}
		for _, want := range tt.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: without %q:\n%s", tt.now, want, out.String())
			}
		}
		for _, never := range tt.never {
			if strings.Contains(out.String(), never) {
				t.Errorf("%s: with %q:\n%s", tt.now, never, out.String())
			}
		}
		if n := strings.Count(out.String(), "NIST SP 800-53 r5: last"); n > 1 {
			t.Errorf("%s: one edition is old %d times", tt.now, n)
		}
	}
}

func TestOldEditions(t *testing.T) {
	verified := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	for days, lines := range map[int]int{120: 0, 121: len(policy.Newest())} {
		var out bytes.Buffer
		if err := writeOldEditions(&out, policy.Newest(), 120*day, verified.Add(time.Duration(days)*day)); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(out.String(), "  https://"); n != lines {
			t.Errorf("after %d days: %d, want %d:\n%s", days, n, lines, out.String())
		}
	}
}
