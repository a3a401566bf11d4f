package policy_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// words know the zones of the database that Go has.
var words = policy.Words{Zone: func(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "Local"
}}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func load(t *testing.T, text string) *policy.Policy {
	t.Helper()
	p, err := policy.Load(write(t, t.TempDir(), "p.yaml", text), words)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func builtin(t *testing.T, name string) *policy.Policy {
	t.Helper()
	p, err := policy.Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLoadEverything(t *testing.T) {
	p := load(t, `
name: core
extends: baseline
limits:
  clock_offset: {high: 1s, low: 100ms}
  peer_offset: {low: 50ms, high: 500ms}
  stratum: 5
  reach: {low: 50%, medium: 12.5%}
  fresh_polls: {info: 4, low: 8}
  settle: 0s
sources: {min: 4, approved: [192.0.2.1, "2001:db8::1", ntp1.example.net], regions: manual}
timestamps: {log: {msec: true, zone: false}}
timezone: Europe/Berlin
authentication: {required: true, algorithms: [hmac-sha2-256, cmac-aes-128]}
source_interface: {allow: [Loopback*], switch_without_loopback: manual}
references: {min: 3, traceable: NIST}
checks: {ntp-access: medium, ntp-reach: off, timestamps-log: false}
waivers: [{check: timestamps-debug, devices: ["lab-*", "!lab-7"], reason: "old image", owner: neteng, expires: 2027-03-31}]
`)
	if want := []policy.Limit{{policy.Low, 100 * time.Millisecond}, {policy.High, time.Second}}; !slices.Equal(p.ClockOffset, want) {
		t.Errorf("clock offset %v", p.ClockOffset)
	}
	if p.PeerOffset != 50*time.Millisecond || p.Stratum != 5 || p.Reach != 0.5 || p.FreshPolls != 4 || p.Settle != 0 {
		t.Errorf("limits %+v", p)
	}
	if g := p.Graded; g.Stratum != nil || g.Reach[1] != (policy.LimitOf[float64]{Severity: policy.Medium, Value: 0.125}) || len(g.FreshPolls) != 2 || len(g.PeerOffset) != 2 {
		t.Errorf("graded %+v", p.Graded)
	}
	if want := (policy.Sources{Min: 4, Usable: 2, Designated: []string{}, External: []string{}, Approved: []string{"192.0.2.1", "2001:db8::1", "ntp1.example.net"}, Regions: true}); !cmp.Equal(p.Sources, want) {
		t.Errorf("sources %+v", p.Sources)
	}
	if want := (policy.Stamps{Datetime: policy.Required, Zone: policy.Forbidden, Msec: policy.Required}); p.Log != want {
		t.Errorf("log %+v", p.Log)
	}
	if p.Timezone != "Europe/Berlin" || !p.Authentication.Required || !p.Authentication.Consistent {
		t.Errorf("%q %+v", p.Timezone, p.Authentication)
	}
	if p.Interface.SwitchWithoutLoopback != "manual" || p.References != (policy.References{Min: 3, Traceable: "NIST"}) {
		t.Errorf("%+v %+v", p.Interface, p.References)
	}
	if p.Level("ntp-access") != policy.Medium || p.Level("ntp-reach") != policy.Off || p.Level("timestamps-log") != policy.Off || p.Level("clock-set") != policy.High {
		t.Errorf("checks %v", p.Checks)
	}
	if w := p.Waivers[0]; !w.Expires.Equal(time.Date(2027, 3, 31, 23, 59, 59, 999999999, time.UTC)) || w.Owner != "neteng" {
		t.Errorf("waiver %+v", w)
	}
}

func TestBuiltins(t *testing.T) {
	for _, name := range policy.Names() {
		if p := builtin(t, name); p.Name != name || len(p.ClockOffset) == 0 || p.Settle == 0 || len(p.Digest) != 64 {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if b := builtin(t, "baseline"); len(b.Checks) != len(policy.CheckIDs()) {
		t.Errorf("baseline says nothing of some checks: %v", b.Checks)
	}
	if f := builtin(t, "finra"); len(f.ClockOffset) != 1 || f.ClockOffset[0].Value != time.Second || f.Level("clock-set") != policy.High {
		t.Errorf("finra %+v", f)
	}
	if r := builtin(t, "rfc8633"); r.Sources.Min != 4 || r.Level("ntp-served") != policy.Low || r.Level("ntp-loop") != policy.High {
		t.Errorf("rfc8633 %+v", r)
	}
	for _, name := range []string{"cis", "stig"} {
		if p := builtin(t, name); p.Level("clock-offset") != policy.Off || p.Level("ntp-sources") != policy.Medium {
			t.Errorf("%s: an auditor must see only its own checks: %v", name, p.Checks)
		}
	}
	if _, err := policy.Builtin("baselin"); err == nil || !strings.Contains(err.Error(), `did you mean "baseline"?`) {
		t.Error(err)
	}
}

func TestBenchmarkLevel(t *testing.T) {
	if got := builtin(t, "cis").Level("ntp-authentication"); got != policy.Medium {
		t.Errorf("level 2: %v", got)
	}
	one := load(t, "extends: cis\nlevel: 1\n")
	if one.Level("ntp-authentication") != policy.Off || one.Level("timestamps-debug") != policy.Medium {
		t.Errorf("level 1: %v", one.Checks)
	}
	own := load(t, "extends: cis\nlevel: 1\nchecks: {ntp-authentication: low}\n")
	if own.Level("ntp-authentication") != policy.Low {
		t.Error("what a policy lists itself holds at every level")
	}
	some := load(t, "extends: cis\nlevel: 1\noverrides: [{match: core, level: 2}]\n")
	if some.For(inventory.Device{Name: "core"}).Level("ntp-authentication") != policy.Medium {
		t.Error("an override may raise the level")
	}
}

func TestLogOrderingNeedsALimit(t *testing.T) {
	if p := load(t, "extends: baseline\nlimits: {log_ordering: 20ms}\nchecks: {log-ordering: medium}"); p.LogOrdering != 20*time.Millisecond {
		t.Errorf("%v", p.LogOrdering)
	}
	if load(t, "extends: baseline\nchecks: {log-ordering: off}").LogOrdering != 0 {
		t.Error("a limit that no policy states")
	}
}

func TestOverrides(t *testing.T) {
	p := load(t, `
extends: finra
overrides:
  - {match: "tag:lab", limits: {clock_offset: 5s}, checks: {clock-set: off}}
  - {match: "lab-7", limits: {clock_offset: {low: 2s, high: 9s}}, sources: {min: 1}}
`)
	nms := inventory.Device{Name: "nms", Tags: []string{"nms"}}
	lab := inventory.Device{Name: "lab-1", Tags: []string{"nms", "lab"}}
	lab7 := inventory.Device{Name: "lab-7", Tags: []string{"lab"}}
	if got := p.For(nms).ClockOffset[0].Value; got != 50*time.Millisecond {
		t.Errorf("the override of what is extended: %v", got)
	}
	if own := p.For(lab); own.ClockOffset[0].Value != 5*time.Second || own.Level("clock-set") != policy.Off || own.Sources.Min != 2 {
		t.Errorf("the later override wins: %+v", own)
	}
	if own := p.For(lab7); len(own.ClockOffset) != 2 || own.Sources.Min != 1 || own.Level("clock-set") != policy.Off {
		t.Errorf("overrides add up: %+v", own)
	}
	if p.ClockOffset[0].Value != time.Second || p.Level("clock-set") != policy.High || p.Sources.Min != 2 {
		t.Error("For changed the policy itself")
	}
}

func TestExtends(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "site.yaml", "extends: baseline\nsources: {min: 7}\nlimits: {stratum: 3}\nchecks: {ntp-sources: critical}\n")
	p, err := policy.Load(write(t, dir, "p.yaml", "extends: [site, ./site.yaml, finra]\nlimits: {stratum: 4}\n"), words)
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "p" || p.Stratum != 4 || p.ClockOffset[0].Value != time.Second || p.Level("ntp-sources") != policy.Medium {
		t.Errorf("a later policy wins, and the policy itself over all: %+v", p)
	}
	if p.Sources.Min != 7 {
		t.Errorf("baseline, which finra extends too, must not undo what site states: %d", p.Sources.Min)
	}
}

func TestExtendsInCircles(t *testing.T) {
	dir := t.TempDir()
	a := write(t, dir, "a.yaml", "extends: [baseline, b]\n")
	write(t, dir, "b.yaml", "name: bee\nextends: c.yaml\n")
	write(t, dir, "c.yaml", "extends:\n  - a\n")
	_, err := policy.Load(a, words)
	if want := "c.yaml:2:5: extends goes in a circle: a → bee → c → a; remove one of these lines"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	_, err = policy.Load(write(t, dir, "d.yaml", "name: core\nextends: core\n"), words)
	if want := "d.yaml:2:10: extends goes in a circle: core → core"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestBadPolicies(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"syntax":               {"limits: {stratum: 3", "p.yaml:1:9: not YAML"},
		"unknown key":          {"limit: {}", `p.yaml:1:1: unknown key "limit"; did you mean "limits"?`},
		"unknown limit":        {"limits: {clock-offset: 1s}", `p.yaml:1:10: unknown key "clock-offset"; did you mean "clock_offset"?`},
		"wrong type":           {"limits: [1]", `p.yaml:1:9: limits must be a mapping`},
		"unit missing":         {"limits: {clock_offset: 100}", `p.yaml:1:24: clock_offset "100": not a duration; a unit is missing: 100ms or 100s?`},
		"negative":             {"limits: {clock_offset: -1s}", `p.yaml:1:24: clock_offset -1s: not from 1µs to 24h0m0s`},
		"zero":                 {"limits: {peer_offset: 0s}", `p.yaml:1:23: peer_offset 0s: not from`},
		"a year":               {"limits: {clock_offset: 8760h}", `p.yaml:1:24: clock_offset 8760h: not from`},
		"not rising":           {"limits: {clock_offset: {low: 1s, high: 100ms}}", `p.yaml:1:40: clock_offset must be rising with the severity: low is 1s`},
		"not falling":          {"limits: {reach: {low: 25%, high: 50%}}", `p.yaml:1:34: reach must be falling with the severity: low is 0.25`},
		"unknown severity":     {"limits: {stratum: {hi: 3}}", `p.yaml:1:20: unknown key "hi"`},
		"severity off":         {"limits: {stratum: {off: 3}}", `p.yaml:1:20: unknown key "off"`},
		"empty map":            {"limits: {stratum: {}}", `p.yaml:1:19: stratum states no value`},
		"stratum 16":           {"limits: {stratum: 16}", `p.yaml:1:19: stratum "16": not a whole number from 1 to 15`},
		"share":                {"limits: {reach: 0.5}", `p.yaml:1:17: reach "0.5": not a percentage; write a percentage, as in 50%`},
		"share too high":       {"limits: {reach: 101%}", `p.yaml:1:17: reach 101%: not above 0% and at most 100%`},
		"share not a number":   {"limits: {reach: NaN%}", `p.yaml:1:17: reach NaN%: not above 0%`},
		"settle":               {"limits: {settle: 2}", `p.yaml:1:18: settle "2": not a duration`},
		"no limit":             {"limits: {}\nchecks: {clock-set: low, log-ordering: low}", "p.yaml:2:26: the check log-ordering needs a limit; write limits: {log_ordering: 100ms}"},
		"no default":           {"sources: {min: {nxos: 2}}", "p.yaml:1:16: min does not say what holds for other devices; write {default: …, nxos: …}"},
		"designated":           {"sources: {designated: ['tag:[']}", "p.yaml:1:24: designated: "},
		"permanent":            {"authentication: {permanent: {ios: [sha256]}}", `p.yaml:1:36: ios: algorithm "sha256": not one of md5`},
		"edition":              {"editions: {ios: [cis-ios-51]}", `p.yaml:1:18: unknown edition "cis-ios-51"; did you mean "cis-ios-15"?`},
		"severity of a kind":   {"checks: {clock-set: {ios: hgh}}", `p.yaml:1:27: ios "hgh": not one of off, info`},
		"approved":             {"sources: {approved: [192.0.2.300]}", `p.yaml:1:22: approved: host "192.0.2.300": not an IP address`},
		"regions":              {"sources: {regions: auto}", `p.yaml:1:20: regions "auto": not one of any, manual`},
		"stamps":               {"timestamps: {log: {msec: maybe}}", `p.yaml:1:26: msec "maybe": not one of true, false, any`},
		"stamp kind":           {"timestamps: {trace: {}}", `p.yaml:1:14: unknown key "trace"; known: log, debug`},
		"timezone":             {"timezone: CEST", `p.yaml:1:11: timezone "CEST": not an IANA time zone`},
		"algorithm":            {"authentication: {algorithms: [sha256]}", `p.yaml:1:31: algorithms "sha256": not one of md5, cmac-aes-128, hmac-sha1, hmac-sha2-256`},
		"no algorithm":         {"authentication: {algorithms: []}", `p.yaml:1:30: no algorithm is allowed; write any`},
		"algorithm kind":       {"authentication: {algorithms: {iosxe-ruter: any}}", `p.yaml:1:31: unknown key "iosxe-ruter"; did you mean "iosxe-router"?`},
		"interface":            {"source_interface: {allow: ['Loopback[']}", `p.yaml:1:28: allow: interface "Loopback…"`},
		"level":                {"level: 3", `p.yaml:1:8: level "3": not a whole number from 1 to 2`},
		"check":                {"checks: {ntp-stratm: low}", `p.yaml:1:10: unknown check "ntp-stratm"; did you mean "ntp-stratum"?`},
		"severity":             {"checks: {ntp-stratum: hgh}", `p.yaml:1:23: ntp-stratum "hgh": not one of off, info, low, medium, high, critical; did you mean "high"?`},
		"check on":             {"checks: {ntp-stratum: true}", `p.yaml:1:23: ntp-stratum: how grave a failure is, is not said; write info`},
		"check twice":          {"checks: {ntp-stratum: low, ntp-stratum: high}", `p.yaml:1:28: key "ntp-stratum" stands twice`},
		"extends unknown":      {"extends: baselin", `p.yaml:1:10: policy "baselin": neither built in nor a file; did you mean "baseline"?`},
		"extends mapping":      {"extends: {a: b}", `p.yaml:1:10: extends must be one value`},
		"override unmatched":   {"overrides: [{limits: {stratum: 3}}]", `p.yaml:1:13: the override has no match; write match: "tag:x"`},
		"override pattern":     {"overrides: [{match: 'a['}]", `p.yaml:1:21: pattern "a…": syntax error in pattern`},
		"override key":         {"overrides: [{match: a, waivers: []}]", `p.yaml:1:24: unknown key "waivers"`},
		"waiver incomplete":    {"waivers: [{check: clock-set, devices: [a], owner: me, expires: 2030-01-01}]", `p.yaml:1:11: the waiver has no reason; write {check: ID`},
		"waiver check":         {"waivers: [{check: clock-sett, devices: [a], reason: r, owner: o, expires: 2030-01-01}]", `p.yaml:1:19: unknown check "clock-sett"; did you mean "clock-set"?`},
		"waiver date":          {"waivers: [{check: clock-set, devices: [a], reason: r, owner: o, expires: 2030-02-30}]", `p.yaml:1:74: expires "2030-02-30": not a date; write the last day`},
		"waiver date wording":  {"waivers: [{check: clock-set, devices: [a], reason: r, owner: o, expires: soon}]", `p.yaml:1:74: expires "soon": not a date`},
		"waiver reason":        {"waivers: [{check: clock-set, devices: [a], reason: ' ', owner: o, expires: 2030-01-01}]", `p.yaml:1:52: reason is empty`},
		"waiver for nobody":    {"waivers: [{check: clock-set, devices: [], reason: r, owner: o, expires: 2030-01-01}]", `p.yaml:1:39: devices is empty; name the devices`},
		"waiver not a list":    {"waivers: [{check: clock-set, devices: a, reason: r, owner: o, expires: 2030-01-01}]", `p.yaml:1:39: devices must be a list`},
		"waiver not a mapping": {"waivers: [clock-set]", `p.yaml:1:11: a waiver is a mapping`},
		"problem of a parent":  {"extends: bad", `bad.yaml:1:1: unknown key "nme"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "bad.yaml", "nme: x\n")
			_, err := policy.Load(write(t, dir, "p.yaml", tt.text+"\n"), words)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestLoadNeitherFileNorBuiltin(t *testing.T) {
	for name, want := range map[string]string{
		"baselne":                             `policy "baselne": neither built in nor a file; did you mean "baseline"?`,
		filepath.Join(t.TempDir(), "no.yaml"): "read policy: open",
	} {
		if _, err := policy.Load(name, words); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestKnownChecks(t *testing.T) {
	path := write(t, t.TempDir(), "p.yaml", "checks: {site-check: low, pki-validity: off}\n")
	if _, err := policy.Load(path, words); err == nil {
		t.Error("an unknown check passed")
	}
	p, err := policy.Load(path, policy.Words{Checks: []string{"site-check"}})
	if err != nil || p.Level("site-check") != policy.Low {
		t.Errorf("%v %v", p, err)
	}
}

func TestEverythingUnstatedIsAsInBaselineButNoCheckIsOn(t *testing.T) {
	p, baseline := load(t, "name: p\nchecks: {clock-offset: low}\n"), builtin(t, "baseline")
	if !slices.Equal(p.ClockOffset, baseline.ClockOffset) || p.Settle != baseline.Settle || p.Sources.Min != 2 || len(p.Checks) != 1 {
		t.Errorf("%+v", p)
	}
	if p.Log != (policy.Stamps{}) || p.Timezone != "" {
		t.Errorf("what is no limit is free: %+v %q", p.Log, p.Timezone)
	}
}

func FuzzLoad(f *testing.F) {
	for _, name := range policy.Names() {
		p, err := policy.Builtin(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(p.Render())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "p.yaml")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := policy.Load(path, words)
		if err != nil {
			return
		}
		checkRoundTrip(t, p)
	})
}
