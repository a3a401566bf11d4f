package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// A variable that is not set in a script leaves a flag empty: "--limit" would mean every device, "--save" nowhere.
func TestNoFlagIsEmpty(t *testing.T) {
	for path, c := range everyCommand() {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			for _, text := range []string{"", " "} {
				if _, list := f.Value.(*several); text == " " && !list {
					continue
				}
				var out, errs bytes.Buffer
				args := append(strings.Fields(path), "--"+f.Name+"="+text)
				code := Main(args, strings.NewReader(""), &out, &errs)
				if code != exitUsage || !strings.Contains(errs.String(), "empty; name something, or leave the flag out") {
					t.Errorf("%q: exit %d: %s", args, code, errs.String())
				}
			}
		})
	}
}

func TestListsOfFlags(t *testing.T) {
	for text, want := range map[string]string{
		"a,":      "nothing stands before or behind a comma",
		",a":      "nothing stands before or behind a comma",
		`"a`:      `one that holds a comma stands in ""`,
		"a\n":     "",
		"a,b":     "",
		`"a,b",c`: "",
	} {
		l := everyCommand()["inventory list"].Flags().Lookup("limit")
		err := l.Value.Set(text)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("--limit %q: %v, want %q", text, err, want)
		}
	}
}
