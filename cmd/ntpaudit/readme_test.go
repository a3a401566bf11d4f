package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/cli"
)

var update = flag.Bool("update", false, "rewrite what the README shows of the program")

const readmeFile = "../../README.md"

// readmePart is what stands in the README behind one text and before another.
func readmePart(t *testing.T, begin, end string) string {
	t.Helper()
	text, err := os.ReadFile(readmeFile)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), begin)
	part, _, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("README.md: nothing between %q and %q", begin, end)
	}
	return part
}

// mustShow holds a part of the README against what it is now, by what counts of both, and rewrites it where that is asked for.
func mustShow(t *testing.T, begin, end, now string, counts func(string) string) {
	t.Helper()
	shown := readmePart(t, begin, end)
	if counts(shown) == counts(now) {
		return
	}
	if !*update {
		t.Errorf("README.md is out of date (make golden) behind %q; -README +now:\n%s", begin, cmp.Diff(counts(shown), counts(now)))
		return
	}
	text, err := os.ReadFile(readmeFile)
	if err == nil {
		err = os.WriteFile(readmeFile, []byte(strings.Replace(string(text), begin+shown+end, begin+now+end, 1)), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// mustGenerate holds what the README generates, which stands between two marks: <!-- name --> and <!-- end of name -->.
func mustGenerate(t *testing.T, name, now string) {
	t.Helper()
	mustShow(t, "<!-- "+name+" -->\n", "<!-- end of "+name+" -->", now, func(text string) string { return text })
}

func TestReadmeListsTheChecks(t *testing.T) {
	var out, errs bytes.Buffer
	if code := cli.Main([]string{"checks", "--markdown"}, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	mustGenerate(t, "checks", out.String())
}

func TestReadmeListsTheLayers(t *testing.T) {
	var want strings.Builder
	want.WriteString("| package | imports |\n|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(layers)) {
		arrows := strings.Join(layers[name], " ")
		if arrows == "" {
			arrows = "–"
		}
		fmt.Fprintf(&want, "| `%s` | %s |\n", name, arrows)
	}
	mustGenerate(t, "layers", want.String())
}
