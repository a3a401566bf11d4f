package ios

import (
	"encoding/json"
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
)

var update = flag.Bool("update", false, "rewrite the expected values of the captures")

// captures are synthetic outputs: COMMAND-WITH-DASHES.WHAT-IT-SHOWS.txt, expected values beside it.
const captures = "../../testdata/captures/ios"

type captured = platformtest.Captured

func readCaptures(t testing.TB) []captured { return platformtest.ReadCaptures(t, captures) }

// parse reads what a device of this package printed.
func parse(command, text string) (any, error) { return Parse(NameIOS, command, text) }

func TestCaptures(t *testing.T) { platformtest.Captures(t, parse, captures, *update) }

// What a terminal adds must not change what is read.
func TestTerminalResidue(t *testing.T) {
	residues := map[string]func(string) string{
		"CRLF":             func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"CR CR LF":         func(s string) string { return strings.ReplaceAll(s, "\n", "\r\r\n") },
		"LF CR":            func(s string) string { return strings.ReplaceAll(s, "\n", "\n\r") },
		"echo":             func(s string) string { return "sho clock\n" + s },
		"echo and prompts": func(s string) string { return "R1(config)#do sh clock\n" + s + "\nR1(config)#" },
		"blank lines":      func(s string) string { return "\n\n" + s + "\n   \n" },
		"pager":            func(s string) string { return pagerEvery(s, " --More-- "+backspaces(9)+"        "+backspaces(9)) },
		"pager by CR":      func(s string) string { return pagerEvery(s, "\r --More-- \r          \r") },
		"pager, no backspaces": func(s string) string {
			return pagerEvery(s, " --More-- "+"        ")
		},
		"colour": func(s string) string { return "\x1b[0m" + strings.ReplaceAll(s, "\n", "\x1b[K\n") },
		"bell":   func(s string) string { return "\a" + s },
		"banner": func(s string) string {
			return "Load for five secs: 1%/0%; one minute: 2%; five minutes: 3%\n" + s
		},
		"log": func(s string) string { return "*Mar  1 18:46:11: %SYS-5-CONFIG_I: Configured from console\n" + s },
	}
	for _, c := range readCaptures(t) {
		for name, residue := range residues {
			changed := captured{File: c.File, Command: c.Command, Text: residue(c.Text)}
			want, got := withoutUnparsed(t, c), withoutUnparsed(t, changed)
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s with %s (-want +got):\n%s", filepath.Base(c.File), name, d)
			}
		}
	}
}

func backspaces(n int) string { return strings.Repeat("\b", n) }

// pagerEvery lets the pager stop before the third line.
func pagerEvery(s, prompt string) string {
	parts := strings.SplitAfterN(s, "\n", 3)
	parts[len(parts)-1] = prompt + parts[len(parts)-1]
	return strings.Join(parts, "")
}

// withoutUnparsed leaves the raw lines out, which keep the residue as it came, and the note
// that the text breaks off, as a prompt behind it proves the contrary.
func withoutUnparsed(t *testing.T, c captured) any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(c.Parsed(t, parse)), &v); err != nil {
		t.Fatalf("%s: %v", c.File, err)
	}
	delete(v, "unparsed")
	delete(v, "truncated")
	return v
}

// The text of keys must not leave the parser, whatever the line looks like.
func TestKeysAreRemoved(t *testing.T) {
	for _, c := range readCaptures(t) {
		cfg, _ := ParseConfig(c.Text)
		data, err := json.Marshal(cfg)
		if err != nil {
			t.Fatal(err)
		}
		everything := c.Parsed(t, parse) + string(data) + strings.Join(cfg.Lines, "\n")
		for _, k := range cfg.AuthKeys {
			everything += k.Line
		}
		for _, secret := range []string{"0A1B2C3D4E5F", "CorrectHorseBattery", "TopSecret"} {
			if strings.Contains(everything, secret) {
				t.Errorf("%s: the key %s comes out", filepath.Base(c.File), secret)
			}
		}
	}
}
