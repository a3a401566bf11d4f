package report

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// TestSettlingIsSaid: no tick stands beside a clock that is twelve seconds slow.
func TestSettlingIsSaid(t *testing.T) {
	const said = "settling: NTP started 2 min ago; the clock is -12.000 ±0.007 s; look again in 13 min"
	r := fleet(0)
	d := healthy("boot", "192.0.2.1", "", -12_000*ms, 7*ms)
	for _, id := range []string{"clock-offset", "ntp-synchronized"} {
		d.answer(id, check.StatusNotApplicable, said, func(f *Finding) { f.Settling = true })
	}
	r.Devices, r.Findings = []Device{d, healthy("core1", "192.0.2.2", "10.9.0.1", 0, ms)}, nil
	for format, want := range map[string][]string{
		"table":    {"PASS  1 of 2 settling, 1 pass", "\n… boot ", said},
		"markdown": {"1 of 2 settling, 1 pass", "\n| … | boot |", said},
		"html":     {"1 of 2 settling, 1 pass", `<td class="mark settling" title="settling">…</td>`, said},
		"csv":      {",audited,settling,settling: NTP started 2 min ago; the clock is -12.000 +/-0.007 s; look again in 13 min,settling,-12,"},
		"github":   {"::notice title=boot::clock-offset (high): " + said},
		"json":     {`"state": "settling"`, `"settling": true`, `"settling": 1`},
		"junit":    {`<skipped message="` + said + `">`, `failures="0" errors="0"`},
	} {
		out := output(t, format, r, Options{})
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("%s: no %q in\n%s", format, w, out)
			}
		}
	}
	verbose := output(t, "table", r, Options{Verbose: true})
	for _, w := range []string{"\n… boot  192.0.2.1", "\n  … clock-offset (high): " + said} {
		if !strings.Contains(verbose, w) {
			t.Errorf("verbose: no %q in\n%s", w, verbose)
		}
	}
	if strings.Contains(verbose, "✓ boot") {
		t.Error("a tick")
	}
	if r.ExitCode() != check.ExitPassed {
		t.Errorf("exit %d", r.ExitCode())
	}
}
