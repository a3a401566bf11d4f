package policy_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func TestGravest(t *testing.T) {
	limits := []policy.LimitOf[int]{{Severity: policy.Low, Value: 5}, {Severity: policy.High, Value: 8}}
	for value, want := range map[int]policy.Severity{5: policy.Medium, 6: policy.Low, 8: policy.Low, 9: policy.High} {
		got := policy.Gravest(limits, func(limit int) bool { return value > limit }, policy.Medium)
		if got != want {
			t.Errorf("%d: %v, want %v", value, got, want)
		}
	}
}

func TestParseSeverity(t *testing.T) {
	for _, name := range []string{"off", "info", "low", "medium", "high", "critical"} {
		if s, err := policy.ParseSeverity(name); err != nil || s.String() != name {
			t.Errorf("%s: %v %v", name, s, err)
		}
	}
	if _, err := policy.ParseSeverity("med"); err == nil || !strings.Contains(err.Error(), `did you mean "medium"?`) {
		t.Error(err)
	}
	if policy.Off >= policy.Info || policy.High >= policy.Critical {
		t.Error("severities must rise")
	}
}

func TestWaivers(t *testing.T) {
	p := load(t, `
waivers:
  - {check: clock-set, devices: [core], reason: old, owner: o, expires: 2026-01-31}
  - {check: clock-set, devices: ["tag:lab", "!lab-7"], reason: new, owner: o, expires: 2027-01-31}
  - {check: "*", devices: [flooded], reason: all of it, owner: o, expires: 2027-01-31}
`)
	lab := inventory.Device{Name: "lab-1", Tags: []string{"lab"}}
	lab7 := inventory.Device{Name: "lab-7", Tags: []string{"lab"}}
	core := inventory.Device{Name: "core"}
	lastMoment := time.Date(2026, 1, 31, 23, 59, 59, 0, time.UTC)
	for _, tt := range []struct {
		check  string
		device inventory.Device
		at     time.Time
		want   string
	}{
		{"clock-set", core, lastMoment, "old"},
		{"clock-set", core, lastMoment.Add(time.Second), ""},
		{"clock-set", lab, lastMoment.Add(time.Second), "new"},
		{"clock-set", lab7, lastMoment, ""},
		{"clock-zone", lab, lastMoment, ""},
		{"clock-zone", inventory.Device{Name: "flooded"}, lastMoment, "all of it"},
	} {
		got := p.WaiverFor(tt.check, tt.device, tt.at)
		if got == nil && tt.want != "" || got != nil && got.Reason != tt.want {
			t.Errorf("%+v: %+v", tt, got)
		}
	}
	if problems := p.Validate(lastMoment); len(problems) != 0 {
		t.Errorf("%v", problems)
	}
	problems := p.Validate(lastMoment.Add(time.Second))
	want := "p.yaml:3:5: the waiver of clock-set for core expired on 2026-01-31; renew it or delete it\n    3 |   - {check: clock-set"
	if len(problems) != 1 || !strings.Contains(problems.Error(), want) {
		t.Errorf("got %v, want %s", problems, want)
	}
}

func TestDigestIsOfTheContent(t *testing.T) {
	a := load(t, `
name: core
extends: [baseline]
sources: {approved: [192.0.2.2, 192.0.2.1], min: 4}
checks: {ntp-reach: off, ntp-access: medium}
overrides: [{match: "tag:lab", checks: {ntp-reach: low, clock-set: off}}]
`)
	b := load(t, `# the same, written otherwise
checks:
  ntp-access: medium   # why not
  ntp-reach: off
overrides:
  - checks: {clock-set: "off", ntp-reach: low}
    match: tag:lab
sources: {min: 4, approved: [192.0.2.1, 192.0.2.2]}
extends: baseline
name: "core"
`)
	if a.Digest != b.Digest {
		t.Errorf("one policy, two digests:\n%s\n%s", a.Render(), b.Render())
	}
	seen := map[string]string{a.Digest: "core"}
	for _, text := range []string{
		"name: core\n", "name: core\nlimits: {clock_offset: 1s}\n", "name: core\nlimits: {clock_offset: {high: 1s}}\n",
		"name: core\ntimezone: UTC\n", "name: core\noverrides: [{match: a, level: 1}]\n", "name: core\nlevel: 1\n",
		"name: core\nwaivers: [{check: clock-set, devices: [a], reason: r, owner: o, expires: 2030-01-01}]\n",
		"name: core\nwaivers: [{check: clock-set, devices: [a], reason: r, owner: o, expires: 2030-01-02}]\n",
		"name: core\nauthentication: {algorithms: {default: any, ios: [md5]}}\n",
		"name: core\noverrides: [{match: a}]\n", "name: core\noverrides: [{match: a, levels: {}}]\n", "name: core\noverrides: [{match: a, editions: {}}]\n",
	} {
		p := load(t, text)
		if other, ok := seen[p.Digest]; ok {
			t.Errorf("%s and %s have one digest", text, other)
		}
		seen[p.Digest] = text
	}
}

func checkRoundTrip(t *testing.T, p *policy.Policy) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rendered.yaml")
	if err := os.WriteFile(path, p.Render(), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := policy.Load(path, words)
	if err != nil {
		t.Fatalf("%v\n%s", err, p.Render())
	}
	if !bytes.Equal(again.Render(), p.Render()) || again.Digest != p.Digest {
		t.Errorf("rendered\n%s\nread again\n%s", p.Render(), again.Render())
	}
}

func TestRenderedPoliciesLoad(t *testing.T) {
	for _, name := range policy.Names() {
		checkRoundTrip(t, builtin(t, name))
	}
	checkRoundTrip(t, load(t, `
name: "off: \"x\" # ü\t"
extends: [cis, stig, finra]
level: 1
limits: {clock_offset: {info: 1ms, critical: 1h30m}, reach: 33.3%, settle: 90s}
overrides: [{match: "!tag:x,a*", authentication: {required: false, algorithms: any}, timestamps: {log: {year: false}}, levels: {1: [clock-set]}}, {match: b, levels: {}, editions: {}, checks: {}}]
waivers:
  - {check: clock-set, devices: ["*", "!b"], reason: "a: b, c # d", owner: "yes", expires: 2030-01-01}
  - {check: "*", devices: [c], reason: r, owner: o, expires: 2030-01-01}
`))
}

func TestForIsCheap(t *testing.T) {
	p := load(t, "extends: finra\noverrides: [{match: 'tag:lab', sources: {min: 1}}, {match: 'edge*', limits: {stratum: 3}}]\n")
	d := inventory.Device{Name: "edge01", Tags: []string{"site", "lab"}}
	if allocs := testing.AllocsPerRun(100, func() { p.For(d) }); allocs > 40 {
		t.Errorf("%v allocations a device", allocs)
	}
}

func BenchmarkFor(b *testing.B) {
	p, err := policy.Builtin("finra")
	if err != nil {
		b.Fatal(err)
	}
	d := inventory.Device{Name: "edge01", Tags: []string{"site", "lab"}}
	for b.Loop() {
		p.For(d)
	}
}

func validate(t *testing.T, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(doc)
}

func TestBuiltinsAgreeWithTheSchema(t *testing.T) {
	schema := policy.CompileSchema(t, policy.Schema())
	for _, name := range policy.Names() {
		source, err := os.ReadFile(filepath.Join("builtin", name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range [][]byte{source, builtin(t, name).Render()} {
			if err := validate(t, schema, text); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestShippedPolicy(t *testing.T) {
	path := filepath.Join("..", "..", "inventory", "policy.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(t, policy.CompileSchema(t, policy.Schema()), text); err != nil {
		t.Error(err)
	}
	if p, err := policy.Load(path, words); err != nil || p.Name != "campus" || len(p.Waivers) != 1 {
		t.Errorf("%+v %v", p, err)
	}
}

// Editors take the schema from the file, beside the source.
func TestSchemaFile(t *testing.T) { checkGolden(t, "schema.json", string(policy.Schema())) }

// What the loader refuses, an editor should underline, as far as a schema can say it.
func TestSchemaRefuses(t *testing.T) {
	schema := policy.CompileSchema(t, policy.Schema())
	for _, text := range []string{
		"limit: {}", "limits: {stratum: 16}", "limits: {clock_offset: 100}", "limits: {reach: 0.5}", "limits: {stratum: {off: 1}}",
		"checks: {ntp-stratm: low}", "checks: {ntp-stratum: hgh}", "checks: {ntp-stratum: true}", "overrides: [{limits: {stratum: 3}}]",
		"overrides: [{match: a, name: b}]", "waivers: [{check: clock-set}]", `waivers: [{check: "**", devices: [a], reason: r, owner: o, expires: 2030-01-01}]`, `checks: {"*": low}`, "timestamps: {log: {msec: maybe}}", "level: 3",
		"authentication: {algorithms: [sha256]}", "authentication: {algorithms: {junos: any}}", "sources: {regions: auto}",
		"checks: {clock-set: {ios: hgh}}", "checks: {clock-set: {junos: low}}", "editions: {ios: cis-ios-51}", "sources: {usable: 0}", "sources: {min: {junos: 1}}", "limits: {clients: 0}", "limits: {log_ordering: 1}", "authentication: {permanent: [sha256]}", "sources: {external: [a b]}",
	} {
		if validate(t, schema, []byte(text)) == nil {
			t.Errorf("the schema accepts %s", text)
		}
		if _, err := policy.Load(write(t, t.TempDir(), "p.yaml", text), words); err == nil {
			t.Errorf("the loader accepts %s", text)
		}
	}
}

func TestSchemaKnowsEveryCheck(t *testing.T) {
	schema := policy.CompileSchema(t, policy.Schema())
	for _, id := range policy.CheckIDs() {
		if err := validate(t, schema, []byte("checks: {"+id+": low}")); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}
