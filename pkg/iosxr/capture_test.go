package iosxr

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

const captures = "../../testdata/captures/iosxr"

func TestCaptures(t *testing.T) { platformtest.Captures(t, Parse, captures, *update) }

func readCaptures(t testing.TB) []platformtest.Captured {
	return platformtest.ReadCaptures(t, captures)
}

// captureNamed is the text of one capture.
func captureNamed(t testing.TB, name string) string {
	t.Helper()
	for _, c := range readCaptures(t) {
		if filepath.Base(c.File) == name+".txt" {
			return c.Text
		}
	}
	t.Fatalf("no capture %s", name)
	return ""
}

// What a terminal adds must not change what is read.
func TestTerminalResidue(t *testing.T) {
	residues := map[string]func(string) string{
		"CRLF":             func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"CR CR LF":         func(s string) string { return strings.ReplaceAll(s, "\n", "\r\r\n") },
		"LF CR":            func(s string) string { return strings.ReplaceAll(s, "\n", "\n\r") },
		"echo":             func(s string) string { return "sho clock\n" + s },
		"echo and prompts": func(s string) string { return "RP/0/RP0/CPU0:r1#sh clock\n" + s + "\nRP/0/RP0/CPU0:r1#" },
		"a stamp":          func(s string) string { return "Thu Oct  1 07:59:59.999 UTC \n  \n" + s },
		"a sysadmin stamp": func(s string) string { return "Thu Oct  1  07:59:59.999 UTC+00:00\n" + s },
		"blank lines":      func(s string) string { return "\n\n" + s + "\n   \n" },
		"pager": func(s string) string {
			return strings.Replace(s, "\n", "\n --More-- \r          \r", 1)
		},
		"pager in reverse video": func(s string) string {
			return strings.Replace(s, "\n", "\n\x1b[7m--More--\x1b[27m\r\x1b[K", 1)
		},
		"colour": func(s string) string { return "\x1b[0m" + strings.ReplaceAll(s, "\n", "\x1b[K\n") },
		"log": func(s string) string {
			return "RP/0/RP0/CPU0:Oct  1 08:00:00.200 UTC: config[65]: %MGBL-SYS-5-CONFIG_I : Configured from console by admin\n" + s
		},
		"log without mnemonic": func(s string) string {
			return "RP/0/RP0/CPU0:Oct  1 08:00:00.200 : ntpd[253]: started\n" + s
		},
	}
	for _, c := range readCaptures(t) {
		for name, residue := range residues {
			changed := platformtest.Captured{File: c.File, Command: c.Command, Text: residue(c.Text)}
			if d := cmp.Diff(withoutUnparsed(t, c), withoutUnparsed(t, changed)); d != "" {
				t.Errorf("%s with %s (-want +got):\n%s", filepath.Base(c.File), name, d)
			}
		}
	}
}

// withoutUnparsed leaves the raw lines out, which keep the residue as it came, and the note
// that the text breaks off, as a prompt behind it proves the contrary.
func withoutUnparsed(t *testing.T, c platformtest.Captured) any {
	t.Helper()
	printed := c.Parsed(t, Parse)
	var v map[string]any
	if err := json.Unmarshal([]byte(printed), &v); err != nil {
		return printed
	}
	delete(v, "unparsed")
	delete(v, "truncated")
	return v
}

// The text of keys must not leave the parser, whatever the line looks like.
func TestKeysAreRemoved(t *testing.T) {
	for _, c := range readCaptures(t) {
		s, _ := readSection(c.Text)
		data, err := json.Marshal(s.Config)
		if err != nil {
			t.Fatal(err)
		}
		everything := c.Parsed(t, Parse) + string(data) + strings.Join(s.Lines, "\n") + strings.Join(s.flat, "\n")
		for _, k := range s.AuthKeys {
			everything += k.Line
		}
		for _, secret := range []string{"0A1B2C3D4E5F", "CorrectHorseBattery", "TopSecret"} {
			if strings.Contains(everything, secret) {
				t.Errorf("%s: the key %s comes out", filepath.Base(c.File), secret)
			}
		}
	}
}

// The text of a key is gone from a command that was typed, and so is abbreviated.
func TestKeysOfTypedCommandsAreRemoved(t *testing.T) {
	for _, line := range []string{" auth 5 md5 encrypted CANARY", " authentication 12 md5 encrypted CANARY", "  auth 5 MD5 clear CANARY", "!\nntp auth 5 md5 clear CANARY"} {
		c, err := ParseConfig("ntp\n server 192.0.2.1\n" + line + "\n!\n")
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
