package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/cli"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// The README shows the campus of the demo, on a terminal of 80 columns, and the plans of two of its devices. No two runs measure
// alike, so numbers do not count, nor where a line is wrapped.
func TestReadmeShowsTheCampus(t *testing.T) {
	campus, err := lab.Campus()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range campus.Devices {
		needsPlatform(t, d.Platform)
	}
	_, dir := labHere(t, campus)
	file := func(name string) string { return filepath.Join(dir, name) }
	said(t, 1, "audit", "-i", file("inventory.yaml"), "--known-hosts", file("known_hosts"), "--rate", "0", "-q", "-o", file("report.json"))
	mustShow(t, "```\nFAIL  ", "\n```", strings.TrimPrefix(onTerminal(t, file("report.json")), "FAIL  "), aboveTheTable)
	mustShow(t, "```\nFAIL  ", "\n```", strings.TrimPrefix(onTerminal(t, file("report.json")), "FAIL  "), worstRows)
	plans := strings.TrimSpace(said(t, 0, "fix", file("report.json"), "--limit", "acc3,dist2"))
	mustShow(t, "```\n! dist2 ", "\n```", strings.TrimPrefix(plans, "! dist2 "), wordsOf)
}

// said is what the program writes to standard output.
func said(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := cli.Main(args, strings.NewReader(""), &out, &errs); code != want {
		t.Fatalf("%q: exit code %d\n%s", args, code, &errs)
	}
	return out.String()
}

// onTerminal is the table of a report on a terminal of 80 columns.
func onTerminal(t *testing.T, path string) string {
	t.Helper()
	written, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer written.Close()
	r, err := report.Decode(written)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.Formats()[0].Write(&out, r, report.Options{Checks: checks.All(), Width: 80}); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(out.String())
}

var (
	// "+5.001 ±0.005 s", "33y9mo", "10.9.0.4", "8", "dd9be1242fc8"
	anyNumber = regexp.MustCompile(`[+-]?\b(\d[\d.:-]*(y\d+mo)?|[0-9a-f]{12})\b( (ms|s)\b)?`)
	// Blanks, and the end of a line with the mark of a comment.
	anyBlank = regexp.MustCompile(`\s+(! *)*`)
	// Who makes the far pairs of a fleet depends on how busy this machine is.
	farPairs = regexp.MustCompile(`(in order); with .*( FIRST )`)
	// A row of a device that does not pass, and its first problem: "✗ edge1   -33y9mo …  clock-set: clock never set:…".
	badRow = regexp.MustCompile(`(?m)^([✗?]) (\S+) .*  (\S+:|enable was refused)`)
)

// wordsOf is a text without its numbers, on one line.
func wordsOf(text string) string {
	text = strings.TrimSpace(anyBlank.ReplaceAllString("\n"+text, " "))
	return anyNumber.ReplaceAllString(strings.ReplaceAll(text, "±", "+/-"), "#")
}

func aboveTheTable(text string) string {
	head, _, _ := strings.Cut(text, "\n\n")
	return farPairs.ReplaceAllString(wordsOf(head), "$1$2")
}

// worstRows are the devices that do not pass, by name: those that are as bad stand in the order of their clocks.
func worstRows(text string) string {
	var rows []string
	for _, row := range badRow.FindAllStringSubmatch(text, -1) {
		rows = append(rows, fmt.Sprint(row[1:]))
	}
	slices.Sort(rows)
	return strings.Join(rows, "\n")
}
