package audit

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

func TestNamesThatAreLookedUp(t *testing.T) {
	inv := inventory.Inventory{
		Devices:    []inventory.Device{{Name: "core1", Tags: []string{"edge"}}, {Name: "core2"}},
		References: []inventory.Reference{{Address: "ref.example.net:123"}, {Address: "192.0.2.9"}, {System: true}},
	}
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"addresses alone", "name: a\nextends: baseline\nsources: {approved: [192.0.2.1]}\n", nil},
		{"names, and then those of the inventory", "name: a\nextends: baseline\nsources: {approved: [time.example.net, 192.0.2.1], external: [pool.example.org], designated: [core1, \"tag:core\", ts.example.net]}\n",
			[]string{"time.example.net", "pool.example.org", "ts.example.net", "ref.example.net"}},
		{"for some devices", "name: a\nextends: baseline\noverrides: [{match: \"tag:edge\", sources: {approved: [edge.example.net]}}]\n", []string{"edge.example.net", "ref.example.net"}},
	} {
		file := filepath.Join(t.TempDir(), "p.yaml")
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := policy.Load(file, policy.Words{})
		if err != nil {
			t.Fatal(test.name, err)
		}
		if d := cmp.Diff(test.want, names(p, inv)); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}
