package ios

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// What the filter leaves of a whole configuration, and what is saved of that, must tell the same.
func TestFilteredConfigTellsTheSame(t *testing.T) {
	for _, c := range readCaptures(t) {
		if strings.HasSuffix(c.File, ".whole.txt") && strings.Contains(c.File, "running-config") {
			tellsTheSame(t, c.File, c.Text)
		}
	}
	tellsTheSame(t, "portsConfig", portsConfig)
}

func TestFilteredConfigOfTheCorpusTellsTheSame(t *testing.T) {
	n := 0
	for _, folder := range []string{"ios", "iosxe"} {
		files, err := filepath.Glob(filepath.Join(platformtest.Root, "configs", folder, "*", "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		more, err := filepath.Glob(filepath.Join(platformtest.Root, "configs", folder, "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range append(files, more...) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			n++
			tellsTheSame(t, file, string(text))
		}
	}
	if n == 0 {
		t.Skipf("%s is not there: nothing to read", platformtest.Root)
	}
	t.Logf("%d configurations", n)
}

// freeText cannot be told in a filtered answer.
var freeText = regexp.MustCompile(`(?s)banner \w+ \^C.*?\^C\n|macro name.*?\n@\n`)

func tellsTheSame(t *testing.T, name, config string) {
	t.Helper()
	config = freeText.ReplaceAllString(config, "")
	want, err := ParseConfig(config)
	if err != nil {
		return
	}
	through := filtered(config)
	for what, text := range map[string]string{"the filter leaves": through, "is saved": keep(ShowTimeConfig, through)} {
		got, err := ParseConfig(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.Comparer(sameEntry)); d != "" {
			t.Errorf("%s: what %s tells otherwise (-whole +got):\n%s", name, what, d)
		}
		if again := keep(ShowTimeConfig, text); what == "is saved" && again != text {
			t.Errorf("%s: saved once more it is another", name)
		}
	}
}

func sameEntry(a, b show.AccessEntry) bool { return a == b }
