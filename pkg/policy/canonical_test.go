package policy_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// canonicalDevices are matched by the overrides of the policies in testdata/canonical.
var canonicalDevices = []inventory.Device{
	{Name: "core", Platform: "cisco_ios"},
	{Name: "lab-1", Platform: "cisco_iosxe", Role: "switch", Tags: []string{"lab", "nms"}},
	{Name: "lab-7", Platform: "cisco_nxos", Tags: []string{"lab"}},
	{Name: "edge1", Platform: "cisco_iosxe", Role: "router"},
}

// A digest stands in reports that people keep and compare. It changes where a policy asks for something else, and
// where a new setting is added, never because the code that writes policies was changed.
func TestCanonicalForm(t *testing.T) {
	sources := policy.Names()
	files, err := filepath.Glob("testdata/canonical/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v: %v", files, err)
	}
	sources = append(sources, files...)
	for _, source := range append(sources, "../../inventory/policy.yaml") {
		name := strings.TrimSuffix(filepath.Base(source), ".yaml")
		t.Run(name, func(t *testing.T) {
			p, err := policy.Load(source, words)
			if err != nil {
				t.Fatal(err)
			}
			checkGolden(t, filepath.Join("testdata", "canonical", name+".golden"), canonicalText(p))
		})
	}
}

// canonicalText is the digest, the canonical form, and what overrides make of it for each of the devices.
func canonicalText(p *policy.Policy) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# digest %s\n%s", p.Digest, p.Render())
	if len(p.Overrides) == 0 {
		return b.String()
	}
	for _, d := range canonicalDevices {
		own := p.For(d)
		var editions []string
		for _, e := range own.JudgedBy {
			editions = append(editions, e.Reference())
		}
		fmt.Fprintf(&b, "\n# for %s: editions %q, algorithms %v, role needed %v\n",
			d.Name, editions, own.Authentication.Algorithms, own.Authentication.NeedsRole)
		head, _, _ := strings.Cut(string(own.Render()), "\noverrides:")
		fmt.Fprintln(&b, strings.TrimSuffix(head, "\n"))
	}
	return b.String()
}

// Every message of every setting, with its line and column.
func TestAllThatIsWrong(t *testing.T) {
	_, err := policy.Load("testdata/wrong.yaml", words)
	if err == nil {
		t.Fatal("a policy in which all is wrong was read")
	}
	checkGolden(t, "testdata/wrong.golden", err.Error()+"\n")
}

func checkGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s (-want +got):\n%s", path, cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")))
	}
}
