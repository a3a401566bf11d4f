package cli

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Platforms that are asked the same lines are named together, and what tells its platform itself has its own word.
func TestAskedLines(t *testing.T) {
	const heading = "Each of platform IOS, IOS-XE is asked:"
	for names, want := range map[string][]string{
		"cisco_ios cisco_iosxe cisco_ios": {"Each is asked:"},
		"cisco_ios auto cisco_iosxe auto": {heading, "Each of platform auto is asked this first, and then as what it is:"},
		"auto":                            {"Each of platform auto is asked this first, and then as what it is:"},
	} {
		var asks asking
		for name := range strings.FieldsSeq(names) {
			p, known := platforms.All().Declared(name)
			if !known {
				t.Fatal(name)
			}
			asks.add(p, []show.Kind{show.KindStatus})
		}
		var out strings.Builder
		asks.list(&out)
		if strings.Count(out.String(), "Each ") != len(want) || !strings.Contains(out.String(), "  show version\n") {
			t.Errorf("%s: %s", names, &out)
		}
		for _, line := range want {
			if !strings.Contains(out.String(), line+"\n") {
				t.Errorf("%s: %s", names, &out)
			}
		}
	}
}
