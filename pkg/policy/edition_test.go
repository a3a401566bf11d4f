package policy

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// SV-215698r1156808
var ruleForm = regexp.MustCompile(`^SV-\d+r\d+$`)

// No test fails by the calendar: how old an edition may be is for "make editions" to say.
func TestEditionsAreSound(t *testing.T) {
	seen := make(map[string]bool)
	for _, e := range Editions() {
		if seen[e.Reference()] {
			t.Errorf("%s stands twice", e.Reference())
		}
		seen[e.Reference()] = true
		if !strings.HasPrefix(e.Source, "https://") {
			t.Errorf("%s: no page to look at: %q", e.Reference(), e.Source)
		}
		ids := make(map[string]bool)
		for _, i := range e.Items {
			_, vulnerability, _ := strings.Cut(i.ID, "V-")
			if i.Title == "" || i.Property == "" || len(i.Checks) == 0 || ids[i.ID] {
				t.Errorf("%s: %s: twice, or without title, property or checks", e.Reference(), i.ID)
			}
			if i.Rule != "" && (!ruleForm.MatchString(i.Rule) || !strings.HasPrefix(i.Rule, "SV-"+vulnerability+"r")) {
				t.Errorf("%s: %s: rule %s", e.Reference(), i.ID, i.Rule)
			}
			ids[i.ID] = true
		}
	}
	for _, name := range Names() {
		p, err := Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range p.EditionsInUse() {
			if !slices.Contains(Newest(), e) {
				t.Errorf("%s judges by %s, which is not the newest", name, e.Reference())
			}
		}
	}
}

func TestBadEditions(t *testing.T) {
	const head = "series: [{id: s, called: the s}]\neditions:\n  - "
	for text, want := range map[string]string{
		head + "{id: a, series: x, framework: F, source: s, verified_on: 2026-11-27, items: [{id: '1'}]}":                     `edition a: no series is called "x"`,
		head + "{id: a, series: s, framework: F, source: s, verified_on: 2026-11-27}":                                         "edition a: id, framework, source and items",
		head + "{id: a, series: s, framework: F, source: s, verified_on: today, items: [{id: '1'}]}":                          "edition a: parsing time",
		head + "{id: a, series: s, framework: F, source: s, published: May, verified_on: 2026-11-27, items: [{id: '1'}]}":     `edition a: published "May"`,
		head + "{id: a, series: s, framework: F, source: s, verified: 2026-11-27, verified_on: 2026-11-27, items: [{id: 1}]}": `unknown field "verified"`,
	} {
		if _, err := readEditions([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestAgeOfAnEdition(t *testing.T) {
	e, _ := editionNamed("stig-ios-router-ndm")
	for now, want := range map[string]struct {
		days  int
		stale bool
	}{"2026-11-20": {0, false}, "2026-11-27": {0, false}, "2027-11-27": {365, false}, "2027-11-28": {366, true}} {
		at, err := time.Parse(time.DateOnly, now)
		if err != nil {
			t.Fatal(err)
		}
		if days := int(e.Age(at).Hours() / 24); days != want.days || e.Stale(at) != want.stale {
			t.Errorf("%s: %d days, stale %v", now, days, e.Stale(at))
		}
	}
}

// One edition of each series, that of what the device is.
func TestJudgedBy(t *testing.T) {
	load := func(text string) *Policy {
		p, err := loadWith(t, fields, text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	pinned := load("extends: stig\neditions: {ios-router: stig-ios-router-ndm@V3R4}")
	both := load("extends: [cis, stig]")
	listed := load("editions: {default: [stig-ios-router-ndm, stig-iosxe-switch-ndm, rfc-8633]}")
	none := load("extends: baseline\neditions: {}")
	for _, tt := range []struct {
		name           string
		p              *Policy
		platform, role string
		want           string
		lack           Lack
	}{
		{"stig", nil, "cisco_ios", "router", "stig-ios-router-ndm@V3R7", NoLack},
		{"stig", nil, "cisco_ios", "switch", "stig-ios-switch-ndm@V3R7", NoLack},
		{"stig", nil, "cisco_iosxe", "router", "stig-iosxe-router-ndm@V3R7", NoLack},
		{"stig", nil, "cisco_iosxe", "switch", "stig-iosxe-switch-ndm@V3R6", NoLack},
		{"stig", nil, "cisco_nxos", "", "stig-nxos-switch-ndm@V3R6", NoLack},
		{"stig", nil, "cisco_iosxr", "router", "stig-iosxr-router-ndm@V3R6", NoLack},
		{"stig", nil, "cisco_ios", "", "", NoRole},
		{"stig", nil, "", "", "", NoEdition},
		{"cis", nil, "cisco_ios", "", "cis-ios-15@v4.1.1", NoLack},
		{"cis", nil, "cisco_iosxr", "", "", NoEdition},
		{"pci", nil, "cisco_iosxr", "", "nist-800-53@r5 rfc-8633@8633 iso-27001@2022 pci-dss@v4.0.1", NoLack},
		{"pinned", pinned, "cisco_ios", "router", "stig-ios-router-ndm@V3R4", NoLack},
		{"both", both, "cisco_iosxe", "switch", "stig-iosxe-switch-ndm@V3R6 cis-iosxe-17@v2.2.1", NoLack},
		{"both", both, "cisco_iosxe", "", "cis-iosxe-17@v2.2.1", NoRole},
		{"listed", listed, "cisco_ios", "router", "stig-ios-router-ndm@V3R7 rfc-8633@8633", NoLack},
		{"listed", listed, "cisco_ios", "switch", "rfc-8633@8633", NoEdition},
		{"none", none, "cisco_ios", "router", "", NoLack},
	} {
		p := tt.p
		if p == nil {
			var err error
			if p, err = Builtin(tt.name); err != nil {
				t.Fatal(err)
			}
		}
		d := inventory.Device{Platform: inventory.Platform(tt.platform), Role: tt.role}
		var names []string
		for _, e := range p.For(d).JudgedBy {
			names = append(names, e.Reference())
		}
		if got := strings.Join(names, " "); got != tt.want || p.LacksEdition(d) != tt.lack {
			t.Errorf("%s: %s %s: %s, lack %d", tt.name, tt.platform, tt.role, got, p.LacksEdition(d))
		}
	}
}
