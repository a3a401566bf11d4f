package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/cli"
)

// Every command line that README.md and docs show is one that this program understands. Each is run with --help behind it:
// cobra reads the command and its flags, and nothing is done.
func TestDocumentsShowCommandLinesThatExist(t *testing.T) {
	documents, err := filepath.Glob(filepath.FromSlash("../../docs/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	documents = append(documents, filepath.FromSlash("../../README.md"))
	shown := 0
	for _, path := range documents {
		text, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range shownCommands(string(text)) {
			shown++
			if problem := misunderstood(c.args); problem != "" {
				t.Errorf("%s:%d: ntpaudit %s: %s", filepath.Base(path), c.line, strings.Join(c.args, " "), problem)
			}
		}
	}
	if shown == 0 {
		t.Error("no command line was found")
	}
}

func TestShownCommands(t *testing.T) {
	document := strings.Join([]string{
		"Prose about `ntpaudit demo --dir x` and ntpaudit nonsense.",
		"```sh",
		"# ntpaudit in a comment",
		"$ ntpaudit audit \\",
		`  -i "my inventory.yaml" # all of it`,
		"A=b x=$(flock lock ntpaudit collect -q --save 'evid ence') || exit",
		"- run: ntpaudit query ntp1 | tee log; ntpaudit checks > list",
		"go install github.com/ntpaudit/ntpaudit/cmd/ntpaudit@v1.0.0",
		"```",
	}, "\n")
	want := [][]string{
		{"demo", "--dir", "x"}, {"audit", "-i", "my inventory.yaml"}, {"collect", "-q", "--save", "evid ence"}, {"query", "ntp1"}, {"checks"},
	}
	var got [][]string
	for _, c := range shownCommands(document) {
		got = append(got, c.args)
	}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if strings.Join(got[i], "|") != strings.Join(want[i], "|") {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
}

func TestMisunderstood(t *testing.T) {
	for _, test := range []struct {
		args string
		want bool
	}{
		{"audit -i inventory.yaml --samples 3", false},
		{"policy show baseline", false},
		{"adit", true},
		{"audit --colour", true},
		{"audit --samples many", true},
		{"policy display baseline", true},
	} {
		if problem := misunderstood(strings.Fields(test.args)); (problem != "") != test.want {
			t.Errorf("ntpaudit %s: %q", test.args, problem)
		}
	}
}

// shownCommand is what follows the word ntpaudit on a command line.
type shownCommand struct {
	line int
	args []string
}

// `ntpaudit explain CHECK`
var inlineCommand = regexp.MustCompile("`ntpaudit ([^`]*)`")

// shownCommands finds the command lines in fenced blocks and in code spans. A line that ends with \ goes on.
func shownCommands(document string) []shownCommand {
	var found []shownCommand
	fenced, pending := false, ""
	for i, line := range strings.Split(document, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
			continue
		}
		if !fenced {
			for _, span := range inlineCommand.FindAllStringSubmatch(line, -1) {
				found = append(found, shownCommand{i + 1, strings.Fields(span[1])})
			}
			continue
		}
		if head, ok := strings.CutSuffix(line, `\`); ok {
			pending += head
			continue
		}
		for _, args := range invocations(pending + line) {
			found = append(found, shownCommand{i + 1, args})
		}
		pending = ""
	}
	return found
}

// A word is quoted or plain; what ends a command stands for itself.
var shellWord = regexp.MustCompile(`'[^']*'|"[^"]*"|[|;&<>()]+|[^\s|;&<>()'"]+`)

// invocations are the arguments of each ntpaudit on a line of shell, or of YAML that holds one.
func invocations(line string) [][]string {
	var found [][]string
	var current []string
	inside := false
	end := func() {
		if inside {
			found = append(found, current)
		}
		inside, current = false, nil
	}
	for _, word := range shellWord.FindAllString(line, -1) {
		switch {
		case strings.HasPrefix(word, "#"):
			end()
			return found
		case strings.ContainsAny(word[:1], "|;&<>()"):
			end()
		case inside:
			current = append(current, strings.Trim(word, `'"`))
		case word == "ntpaudit":
			inside = true
		}
	}
	end()
	return found
}

// misunderstood says what is wrong with a command line. A command that only holds others, and one of a name that none of
// them has, show the list of them.
func misunderstood(args []string) string {
	var out, errs bytes.Buffer
	if cli.Main(append(args, "--help"), strings.NewReader(""), &out, &errs) != 0 {
		return strings.TrimSpace(errs.String())
	}
	holdsOthers := strings.Contains(out.String(), "Available Commands:")
	if holdsOthers && len(args) > 1 && !strings.HasPrefix(args[1], "-") {
		return "no such command"
	}
	return ""
}

// A file that README.md and docs name is there: a path in backquotes that begins with a folder of the repository.
func TestDocumentsNameFilesThatExist(t *testing.T) {
	named := regexp.MustCompile("`((?:pkg|cmd|testdata|inventory|docs)/[\\w./-]+)`")
	documents, err := filepath.Glob(filepath.FromSlash("../../docs/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(documents, filepath.FromSlash("../../README.md")) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(text, -1) {
			platform := strings.TrimPrefix(string(m[1]), "pkg/")
			if slices.Contains(leftOut(), "without_"+platform) {
				continue // the package is taken away together with it
			}
			if _, err := os.Stat(filepath.FromSlash("../../" + string(m[1]))); err != nil {
				t.Errorf("%s names %s, which is not there", filepath.Base(path), m[1])
			}
		}
	}
}
