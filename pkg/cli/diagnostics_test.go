package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// The names that a hostile report, folder or device may bring.
var hostileNames = []string{
	"\x1b[2Jevil", "\x1b]0;pwn\x07", "a\nb", "\u202egnp.exe", "../../x", "CON", "nul.txt", "LPT1", "con.", "A", "a",
	"\u009b31mred", "\u009d0;pwn\u009c", "\u2066x\u2069", "back\b\b\b\bspace", "bell\a", "line\u2028end", "\x7f",
}

// acts reports which characters of an output a terminal would obey.
func acts(output string) []rune {
	var found []rune
	for _, r := range output {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			found = append(found, r)
		}
	}
	return found
}

func TestNoOutputActsOnTheTerminal(t *testing.T) {
	dir := t.TempDir()
	for i, name := range hostileNames {
		evidence := filepath.Join(dir, fmt.Sprint("evidence", i))
		if err := os.Mkdir(evidence, 0o700); err != nil {
			t.Fatal(err)
		}
		hostile := filepath.Join(evidence, strings.NewReplacer("/", "_").Replace(name))
		if err := os.WriteFile(hostile, []byte("x"), 0o600); err != nil {
			t.Logf("no such file name here: %v", err)
			hostile = filepath.Join(evidence, "plain")
		}
		one, two := writeReport(t, dir, fmt.Sprint("one", i), name), writeReport(t, dir, fmt.Sprint("two", i), name)
		for _, args := range [][]string{
			{"merge", one, two}, {"diff", one, two}, {"fix", one}, {"fix", one, "--limit", name}, {"report", one}, {"report", one, "-v"},
			{"audit", "--from", evidence}, {"audit", "--from", hostile}, {"audit", "-i", hostile}, {"audit", "--limit", name},
			{"audit", "192.0.2.1", "--dry-run", "-p", hostile}, {"report", hostile}, {"report", name}, {"parse", name, hostile}, {"explain", name},
			{"audit", name, "--dry-run"}, {name}, {"inventory", name}, {"audit", "--" + name}, {"audit", "--fail-on", name}, {"lab", hostile}, {"audit", "-o", name},
		} {
			var out, errs bytes.Buffer
			Main(args, strings.NewReader(""), &out, &errs)
			if found := acts(out.String() + errs.String()); len(found) > 0 {
				t.Errorf("%q: %U in\n%q\n%q", args, found, out.String(), errs.String())
			}
		}
	}
}

func writeReport(t *testing.T, dir, run, device string) string {
	t.Helper()
	data, err := json.Marshal(map[string]any{
		"schema": "ntpaudit.report/v1", "run_id": run, "complete": true,
		"devices": []any{map[string]any{"name": device, "address": "192.0.2.1", "outcome": "unreachable", "error": map[string]any{"kind": "tcp", "message": device}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, run+".json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
