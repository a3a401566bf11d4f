package nxos

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
const captures = "../../testdata/captures/nxos"

type captured = platformtest.Captured

func readCaptures(t testing.TB) []captured {
	t.Helper()
	return platformtest.ReadCaptures(t, captures)
}

func TestCaptures(t *testing.T) { platformtest.Captures(t, Parse, captures, *update) }

// What a terminal adds must not change what is read.
func TestTerminalResidue(t *testing.T) {
	const backspaces = "\b\b\b\b\b\b\b\b\b"
	residues := map[string]func(string) string{
		"CRLF":             func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"CR CR LF":         func(s string) string { return strings.ReplaceAll(s, "\n", "\r\r\n") },
		"LF CR":            func(s string) string { return strings.ReplaceAll(s, "\n", "\n\r") },
		"echo":             func(s string) string { return "sho clock\n" + s },
		"echo and prompts": func(s string) string { return "n9k1(maint-mode)# sh clock\n" + s + "\nn9k1(maint-mode)# " },
		"blank lines":      func(s string) string { return "\n\n" + s + "\n   \n" },
		"pager":            func(s string) string { return pagerEvery(s, "--More--"+backspaces+"        "+backspaces) },
		"pager by CR":      func(s string) string { return pagerEvery(s, "\r--More--\r        \r") },
		"colour":           func(s string) string { return "\x1b[?1h" + strings.ReplaceAll(s, "\n", "\x1b[K\n") },
		"bell":             func(s string) string { return "\a" + s },
		"log":              func(s string) string { return "2026 Oct  1 08:00:00 n9k1 %SYS-5-X: something\n" + s },
	}
	for _, c := range readCaptures(t) {
		for name, residue := range residues {
			if strings.Contains(c.File, ".cut.") {
				continue // what is added behind it makes its last line whole
			}
			changed := captured{File: c.File, Command: c.Command, Text: residue(c.Text)}
			want, got := withoutUnparsed(t, c), withoutUnparsed(t, changed)
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s with %s (-want +got):\n%s", filepath.Base(c.File), name, d)
			}
		}
	}
}

// pagerEvery lets the pager stop before the third line.
func pagerEvery(s, prompt string) string {
	parts := strings.SplitAfterN(s, "\n", 3)
	parts[len(parts)-1] = prompt + parts[len(parts)-1]
	return strings.Join(parts, "")
}

// withoutUnparsed leaves the raw lines out, which keep the residue as it came.
func withoutUnparsed(t *testing.T, c captured) any {
	t.Helper()
	text := c.Parsed(t, Parse)
	if strings.HasPrefix(text, "error: ") {
		return text
	}
	var v map[string]any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", c.File, err)
	}
	delete(v, "unparsed")
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
		everything := c.Parsed(t, Parse) + string(data) + strings.Join(cfg.Lines, "\n")
		for _, k := range cfg.AuthKeys {
			everything += k.Line
		}
		for _, secret := range []string{"fewhg", "CorrectHorseBattery", "TopSecret", "$5$"} {
			if strings.Contains(everything, secret) {
				t.Errorf("%s: the key %s comes out", filepath.Base(c.File), secret)
			}
		}
	}
}

// The text of a key is gone from a command that was typed, and so is abbreviated.
func TestKeysOfTypedCommandsAreRemoved(t *testing.T) {
	for _, line := range []string{"ntp auth\t11\tmd5\tCANARY", "ntp authe 27 MD5 CANARY", "ntp key 5 CANARY", "no ntp auth 5 md5 CANARY", " ntp auth 5 md5 CANARY"} {
		c, err := ParseConfig("!Command: show running-config\n" + line + "\n")
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if all := string(data) + strings.Join(c.Lines, "\n"); strings.Contains(all, "CANARY") || !strings.Contains(all, "removed") {
			t.Errorf("%q: %s", line, all)
		}
	}
}
