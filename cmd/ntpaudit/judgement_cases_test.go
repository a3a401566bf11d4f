package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// judgementFolder holds the cases: a folder each, with spec.yaml and expect.json.
var judgementFolder = filepath.Join("..", "..", "..", "shared", "cases", "judgement")

// casesAtOnce bounds the labs that run side by side.
const casesAtOnce = 4

// TestJudgementCases audits small fleets that have one thing wrong, or as a guard nothing, and holds the findings, the output and
// the lines of ntpaudit fix against what the case expects. With -run 'TestJudgementCases/NAME' and -v it also shows the output.
func TestJudgementCases(t *testing.T) {
	specs, err := filepath.Glob(filepath.Join(judgementFolder, "*", "spec.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(specs) == 0 {
		t.Skipf("no cases in %s", judgementFolder)
	}
	needsOwnNetwork(t)
	var run, held atomic.Int32
	t.Cleanup(func() { t.Logf("judgement cases: %d/%d hold", held.Load(), run.Load()) })
	known, slots := map[string]bool{}, make(chan struct{}, casesAtOnce)
	for _, spec := range specs {
		name := filepath.Base(filepath.Dir(spec))
		known[name] = true
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			run.Add(1)
			if judgementCase(t, filepath.Dir(spec)) {
				held.Add(1)
			}
		})
	}
	for name := range notYet {
		if !known[name] {
			t.Errorf("%s is expected not to hold, and there is no such case", name)
		}
	}
}

// judgementCase runs one case, and fails unless it holds, or is known not to.
func judgementCase(t *testing.T, folder string) bool {
	differences := differencesOf(t, folder)
	name := filepath.Base(folder)
	missing, known := notYet[name]
	text := strings.Join(differences, "\n")
	switch {
	case len(differences) == 0 && known:
		t.Errorf("%s holds: take it out of notYet, which says: %s", name, missing)
	case len(differences) == 0:
		t.Logf("%s holds", name)
	case known:
		t.Logf("%s does not hold yet (%s):\n%s", name, missing, text)
	default:
		t.Errorf("%s does not hold:\n%s", name, text)
	}
	return len(differences) == 0
}

// differencesOf runs one case, under each of its policies, and says what is not as expected.
func differencesOf(t *testing.T, folder string) []string {
	want, err := readExpectation(filepath.Join(folder, "expect.json"))
	if err != nil {
		t.Fatal(err)
	}
	job := caseJob{Spec: filepath.Join(folder, "spec.yaml"), Dir: t.TempDir(), Args: want.Args}
	for _, policy := range want.policies() {
		if file := filepath.Join(folder, policy); exists(file) {
			policy = file
		}
		job.Policies = append(job.Policies, policy)
	}
	done, err := job.run(t)
	if err != nil {
		return []string{err.Error()}
	}
	var differences []string
	for i, policy := range want.policies() {
		found := heldAgainst(want, &done[i])
		if len(done) > 1 {
			for j := range found {
				found[j] = "policy " + policy + ": " + found[j]
			}
		}
		differences = append(differences, found...)
		if oneCase() {
			t.Logf("ntpaudit audit -p %s: exit code %d\n%s\n%s\nntpaudit fix\n%s", policy, done[i].Exit, done[i].Table, done[i].Errors, done[i].Fix)
		}
	}
	return differences
}

// oneCase reports whether one case was asked for by name.
func oneCase() bool { return strings.Contains(flag.Lookup("test.run").Value.String(), "/") }

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// heldAgainst says how the run under one policy differs from what a case expects.
func heldAgainst(want *expectation, got *caseRun) []string {
	j := judgement{want: want, run: got}
	r, err := report.Decode(strings.NewReader(got.Report))
	if err != nil {
		j.exitCode()
		j.differ("no report: %v", err)
		return j.differences
	}
	j.report = r
	j.all()
	return j.differences
}

// firstLines is the beginning of what a program said, as a continuation of a message.
func firstLines(text string) string {
	if text = strings.TrimSpace(text); text == "" {
		return ""
	}
	return ": " + short(text)
}

// short keeps a text readable as a part of a line.
func short(text string) string {
	const most = 180
	text = strings.ReplaceAll(text, "\n", " ⏎ ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

func readExpectation(file string) (*expectation, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var want expectation
	decoder := json.NewDecoder(in)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&want); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &want, nil
}
