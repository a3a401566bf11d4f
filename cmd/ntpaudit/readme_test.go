package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/cli"
)

// What the README generates stands between two marks: <!-- name --> and <!-- end of name -->.
func readmeSection(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "<!-- "+name+" -->\n")
	section, _, ended := strings.Cut(rest, "<!-- end of "+name+" -->")
	if !found || !ended {
		t.Fatalf("README.md: no section %q", name)
	}
	return section
}

func TestReadmeListsTheChecks(t *testing.T) {
	var out, errs bytes.Buffer
	if code := cli.Main([]string{"checks", "--markdown"}, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	if got := readmeSection(t, "checks"); got != out.String() {
		t.Errorf("the table of checks is out of date; it is now:\n%s", out.String())
	}
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
	if got := readmeSection(t, "layers"); got != want.String() {
		t.Errorf("the table of layers is out of date; it is now:\n%s", want.String())
	}
}
