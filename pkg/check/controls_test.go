package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// judged are a router with IOS, a switch with IOS-XE, and a device with IOS-XE of which the role is not known.
func judged() *facts.Fleet {
	fl := fleet("r", "s", "x")
	for i, d := range [][2]string{{"cisco_ios", "router"}, {"cisco_iosxe", "switch"}, {"cisco_iosxe", ""}} {
		fl.Devices[i].OS, fl.Devices[i].Role = &platform.Platform{Name: d[0]}, d[1]
	}
	return fl
}

// A finding names the controls of the editions that its own devices are judged by, and of the frameworks of the policy.
func TestControlsOfAFinding(t *testing.T) {
	list := []check.Check{
		{ID: "ntp-sources", Run: func(*check.Pass, check.Subject) {}},
		{ID: "clock-offset", Run: func(*check.Pass, check.Subject) {}},
		{ID: "timestamps-log", Run: func(*check.Pass, check.Subject) { panic("boom") }},
		{ID: "ntp-master", RunFleet: func(p *check.FleetPass) {
			p.About("", "s").Failf("x")
			p.About("several", "r", "s").Failf("x")
		}},
		{ID: "ntp-authentication", RunFleet: func(*check.FleetPass) {}},
	}
	for name, want := range map[string]map[string]string{
		"stig": {
			"r ntp-sources": "CISC-ND-001030 V-215693", "s ntp-sources": "CISC-ND-001030 V-220549", "x ntp-sources": "", "r clock-offset": "",
			"r timestamps-log": "CISC-ND-000280 V-215672", " ntp-authentication": "CISC-ND-001150 V-215698, CISC-ND-001150 V-220554",
		},
		"cis":      {"r ntp-sources": "2.3.2", "x ntp-sources": "2.3.2", "r clock-offset": "", "r timestamps-log": ""},
		"baseline": {"r ntp-sources": "SC-45(1), 3.2", "x ntp-sources": "SC-45(1), 3.2", "r clock-offset": "SC-45(1), 3.5, A.8.17", " ntp-master": ""},
		"pci":      {"r ntp-sources": "SC-45(1), 3.2", " ntp-master": "10.6.2", " ntp-master several": "10.6.2", " ntp-authentication": "4.1"},
		"finra":    {"r clock-offset": "SC-45(1), 3.5, A.8.17, 4590(b)"},
	} {
		p, err := policy.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		p.Checks = nil
		for _, c := range list {
			p.Checks = append(p.Checks, policy.CheckLevel{ID: c.ID, Severity: policy.Medium})
		}
		named := map[string]string{}
		results := check.Run(list, judged(), p)
		for _, findings := range append(results.Devices, results.Fleet) {
			for _, f := range findings {
				var ids []string
				for _, c := range f.Controls {
					ids = append(ids, c.ID)
				}
				named[strings.TrimSuffix(f.Device+" "+f.Check+" "+f.Subject, " ")] = strings.Join(ids, ", ")
			}
		}
		for key, ids := range want {
			if got, there := named[key]; got != ids || !there {
				t.Errorf("%s: %s: controls %q, want %q", name, key, got, ids)
			}
		}
	}
}

// A part of a check has items of its own, by the name of its subject or by the word of the check.
func TestControlsOfAPart(t *testing.T) {
	for _, tt := range []struct{ policy, check, subject, under, want string }{
		{"baseline", "ntp-sources", "regions", "", "SC-45(2) 3.2"},
		{"stig", "ntp-sources", "regions", "", "CISC-ND-001030 V-215693"},
		{"baseline", "ntp-authentication", "192.0.2.1", "", "4.1"},
		{"baseline", "ntp-authentication", "192.0.2.1", "peer", "5.6"},
		{"baseline", "ntp-authentication", "192.0.2.1", "broadcast", "5.5"},
		{"stig", "ntp-authentication", "192.0.2.1", "peer", "CISC-ND-001150 V-215698"},
		{"cis", "timestamps-zone", "debug", "", "2.2.6"},
		{"cis", "timestamps-zone", "log", "", ""},
		{"pci", "ntp-designated", "changes", "", "10.6.3"},
	} {
		p, err := policy.Builtin(tt.policy)
		if err != nil {
			t.Fatal(err)
		}
		p.Checks = []policy.CheckLevel{{ID: tt.check, Severity: policy.Medium}}
		c := check.Check{
			ID:       tt.check,
			Subjects: func(*check.Pass) []check.Subject { return []check.Subject{{Name: tt.subject}} },
			Run:      func(p *check.Pass, _ check.Subject) { p.Under(tt.under) },
		}
		var ids []string
		for _, control := range check.Run([]check.Check{c}, judged(), p).Devices[0][0].Controls {
			ids = append(ids, control.ID)
		}
		if got := strings.Join(ids, " "); got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
}

// What goes beyond a text weighs little, bears no id of it, and says so. What the text asks goes before it.
func TestBeyond(t *testing.T) {
	for _, tt := range []struct {
		name, policy string
		say          func(*check.Pass)
		want         string
	}{
		{"beyond", "stig", func(p *check.Pass) { p.Beyondf("1 usable") }, "low 1 usable; beyond the check text of the STIG []"},
		{"both", "stig", func(p *check.Pass) { p.Failf("1 source"); p.Beyondf("1 usable") }, "medium 1 source [CISC-ND-001030 V-215693]"},
		{"the other way round", "stig", func(p *check.Pass) { p.Beyondf("1 usable"); p.Failf("1 source") }, "medium 1 source [CISC-ND-001030 V-215693]"},
		{"twice", "cis", func(p *check.Pass) { p.Beyondf("a"); p.Beyondf("b") }, "low a; b; beyond the check text of the CIS benchmark []"},
		{"no benchmark", "baseline", func(p *check.Pass) { p.Beyondf("1 usable") }, "low 1 usable [SC-45(1) 3.2]"},
	} {
		p, err := policy.Builtin(tt.policy)
		if err != nil {
			t.Fatal(err)
		}
		p.Checks = []policy.CheckLevel{{ID: "ntp-sources", Severity: policy.Medium}}
		c := check.Check{ID: "ntp-sources", Run: func(p *check.Pass, _ check.Subject) { tt.say(p) }}
		f := check.Run([]check.Check{c}, judged(), p).Devices[0][0]
		var ids []string
		for _, control := range f.Controls {
			ids = append(ids, control.ID)
		}
		if got := fmt.Sprintf("%s %s %v", f.Severity, f.Message, ids); got != tt.want || f.Status != check.StatusFail {
			t.Errorf("%s: %s %s, want %s", tt.name, f.Status, got, tt.want)
		}
	}
}

// A check that no item of the benchmark asks for says so where nothing else in the policy asks for it.
func TestBeyondTheBenchmark(t *testing.T) {
	for _, tt := range []struct {
		policy, check string
		device        int
		want          string
	}{
		{"stig", "device-platform", 0, "x; beyond the STIG"},
		{"stig", "ntp-sources", 0, "x"},
		{"stig", "device-platform", 2, "x"}, // no edition is known to be for it
		{"baseline", "device-platform", 0, "x"},
	} {
		p, err := policy.Builtin(tt.policy)
		if err != nil {
			t.Fatal(err)
		}
		p.Checks = []policy.CheckLevel{{ID: tt.check, Severity: policy.Medium}}
		c := check.Check{ID: tt.check, Run: func(p *check.Pass, _ check.Subject) { p.Failf("x") }}
		if f := check.Run([]check.Check{c}, judged(), p).Devices[tt.device][0]; f.Message != tt.want || f.Severity != policy.Medium {
			t.Errorf("%+v: %s %s", tt, f.Severity, f.Message)
		}
	}
}

// A rule that says high raises a severity by one step, and never what is only told.
func TestRaise(t *testing.T) {
	for severity, want := range map[policy.Severity]policy.Severity{
		policy.Info: policy.Info, policy.Low: policy.Medium, policy.Medium: policy.High, policy.High: policy.Critical, policy.Critical: policy.Critical,
	} {
		p := &policy.Policy{Checks: []policy.CheckLevel{{ID: "x", Severity: severity}}}
		c := check.Check{ID: "x", Run: func(p *check.Pass, _ check.Subject) { p.Raise(); p.Failf("x") }}
		if got := check.Run([]check.Check{c}, fleet("a"), p).Devices[0][0].Severity; got != want {
			t.Errorf("%s: %s, want %s", severity, got, want)
		}
	}
}
