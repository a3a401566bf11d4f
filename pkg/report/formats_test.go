package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // sarifSchema reads its source
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func output(t *testing.T, name string, r *Report, o Options) string {
	t.Helper()
	f, err := ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(write(t, f, r, o))
}

func readJUnit(t *testing.T, r *Report, o Options) junitSuites {
	t.Helper()
	var suites junitSuites
	if err := xml.Unmarshal([]byte(output(t, "junit", r, o)), &suites); err != nil {
		t.Fatal(err)
	}
	return suites
}

func TestJUnitNamesAreUnique(t *testing.T) {
	r := hostile()
	double := r.Devices[0]
	double.Name = r.Devices[1].Name + "\x00" // what differs only in what cannot be shown
	r.Devices = append(r.Devices, double, Device{Name: strings.Repeat("x", 10_001), Outcome: Unreachable})
	twice := r.Devices[0].Findings[0]
	r.Devices[0].Findings = append(r.Devices[0].Findings, twice)
	seen := make(map[string]bool)
	for _, s := range readJUnit(t, r, Options{}).Suites {
		for _, c := range s.Cases {
			if seen[c.Name] {
				t.Errorf("twice: %q", c.Name)
			}
			seen[c.Name] = true
			if len(c.Name) > 300 || strings.Contains(c.Class, ".") {
				t.Errorf("name of %d bytes, class %q", len(c.Name), c.Class)
			}
		}
	}
}

func TestJUnitOutcomes(t *testing.T) {
	with := func(status check.Status, severity policy.Severity) *Report {
		r := fleet(1)
		r.Devices[0].Findings = []Finding{
			{Check: "b", Status: check.StatusPass, Severity: policy.Low},
			{Check: "c", Status: status, Severity: severity, Waiver: &Waiver{Reason: "why"}},
		}
		return r
	}
	for _, c := range []struct {
		status   check.Status
		severity policy.Severity
		want     string // failures errors skipped
	}{
		{check.StatusPass, policy.High, "0 0 0"},
		{check.StatusFail, policy.Medium, "1 0 0"},
		{check.StatusFail, policy.Low, "0 0 0"},
		{check.StatusInconclusive, policy.High, "0 1 0"},
		{check.StatusNotMeasured, policy.High, "0 1 0"},
		{check.StatusNotMeasured, policy.Low, "0 0 0"},
		{check.StatusManual, policy.High, "0 0 1"},
		{check.StatusWaived, policy.High, "0 0 1"},
		{check.StatusNotApplicable, policy.High, "0 0 1"},
	} {
		s := readJUnit(t, with(c.status, c.severity), Options{})
		if got := fmt.Sprint(s.Failures, s.Errors, s.Skipped); got != c.want || s.Tests != 2 {
			t.Errorf("%s at %v: got %s of %d tests, want %s", c.status, c.severity, got, s.Tests, c.want)
		}
	}
	interrupted := fleet(1)
	interrupted.Devices[0].Findings, interrupted.Complete = catalogue(), false
	if s := readJUnit(t, interrupted, Options{}); s.Errors != 1 {
		t.Error("an interrupted run has no error")
	}
	dead := with(check.StatusNotApplicable, policy.High)
	dead.Devices[0].Outcome, dead.Devices[0].Error = Unreachable, &Error{Message: "connection refused"}
	if s := readJUnit(t, dead, Options{}); s.Errors != 1 || s.Suites[0].Cases[2].Name != "sw000/session" || s.Suites[0].Cases[2].Error.Message != "unreachable: connection refused" {
		t.Errorf("a dead device to which no check applies: %+v", s)
	}
	unasked := fleet(1)
	unasked.Devices[0] = Device{Name: "x", Outcome: "timeout", Error: &Error{Message: "no prompt"}}
	if s := readJUnit(t, unasked, Options{}); s.Errors != 1 || s.Suites[0].Cases[0].Error.Message != "timeout: no prompt" {
		t.Errorf("a device without findings: %+v", s)
	}
}

func TestSARIFSatisfiesItsSchema(t *testing.T) {
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", unmarshal(t, sarifSchema(t))); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range reports() {
		if err := schema.Validate(unmarshal(t, []byte(output(t, "sarif", r, Options{Checks: docs()})))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// sarifSchema is the published schema, as go-sarif carries it in a constant of its own. That package validates only what it has
// decoded, which adds to what was written.
func sarifSchema(t *testing.T) []byte {
	t.Helper()
	folder, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(folder)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text, err := strconv.Unquote(file.Scope.Lookup("schema").Decl.(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(text)
}

// A row of a Markdown table has as many cells as its header, whatever a device printed.
func TestMarkdownTablesKeepTheirShape(t *testing.T) {
	bar := regexp.MustCompile(`(^|[^\\])\|`)
	columns := 0
	for line := range strings.Lines(output(t, "markdown", hostile(), Options{Checks: docs()})) {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		n := len(bar.FindAllString(strings.ReplaceAll(line, "||", "| |"), -1))
		if columns == 0 {
			columns = n
		}
		if n != columns {
			t.Errorf("%d bars instead of %d: %s", n, columns, line)
		}
	}
	for _, bad := range []string{"<script", "<b>", "`c`", " **d**"} {
		if strings.Contains(output(t, "markdown", hostile(), Options{}), bad) {
			t.Errorf("%s is not escaped", bad)
		}
	}
}

func TestGitHubLinesAreCommands(t *testing.T) {
	line := regexp.MustCompile(`^::(error|warning|notice) title=[^:,\n]+::[^\n]+\n$`)
	for name, r := range reports() {
		for l := range strings.Lines(output(t, "github", r, Options{})) {
			if !line.MatchString(l) {
				t.Errorf("%s: %q", name, l)
			}
		}
	}
}

func TestPrometheusFormat(t *testing.T) {
	sample := regexp.MustCompile(`^(ntpaudit_[a-z_]+)(\{[a-z_]+="([^"\\\n]|\\["\\n])*"(,[a-z_]+="([^"\\\n]|\\["\\n])*")*\})? -?[0-9.]+\n$`)
	all := reports()
	twin := all["hostile"].Devices[2]
	twin.Name += "y" // the same for the first 10,000 bytes
	all["hostile"].Devices = append(all["hostile"].Devices, twin)
	for name, r := range all {
		described, seen, last := map[string]bool{}, map[string]bool{}, ""
		for l := range strings.Lines(output(t, "prometheus", r, Options{})) {
			if metric, ok := strings.CutPrefix(l, "# TYPE "); ok {
				last = strings.Fields(metric)[0]
				if described[last] {
					t.Errorf("%s: %s stands in two places", name, last)
				}
				described[last] = true
				continue
			}
			if strings.HasPrefix(l, "# HELP ") {
				continue
			}
			m := sample.FindStringSubmatch(l)
			if m == nil || m[1] != last {
				t.Fatalf("%s: after %s: %q", name, last, l)
			}
			if key := m[1] + m[2]; seen[key] {
				t.Errorf("%s: twice: %s", name, key)
			} else {
				seen[key] = true
			}
		}
	}
}

func TestPageLoadsNothing(t *testing.T) {
	for name, r := range reports() {
		out := output(t, "html", r, Options{Checks: docs()})
		if m := regexp.MustCompile(`(?i)<(link|img|iframe|object|embed|base|form)\b|\ssrc=|href="[^#]|url\(|@import|\son[a-z]+=`).FindString(out); m != "" {
			t.Errorf("%s: %q", name, m)
		}
		scripts := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindAllStringSubmatch(out, -1)
		if len(scripts) != 1 {
			t.Fatalf("%s: %d scripts", name, len(scripts))
		}
		sum := sha256.Sum256([]byte(scripts[0][1]))
		if want := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(out, want) {
			t.Errorf("%s: the policy does not allow the script: no %s", name, want)
		}
	}
}

func TestWriteServers(t *testing.T) {
	for file, r := range map[string]*Report{"servers.80.txt": campus(), "servers.hostile.txt": hostile()} {
		var out bytes.Buffer
		if err := WriteServers(&out, r, Options{Width: 80}); err != nil {
			t.Fatal(err)
		}
		compare(t, file, out.Bytes())
	}
}
