package platformtest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Captured is a synthetic output: COMMAND-WITH-DASHES.WHAT-IT-SHOWS.txt, expected values beside it.
type Captured struct{ File, Command, Text string }

// ReadCaptures reads those of a folder.
func ReadCaptures(t testing.TB, folder string) []Captured {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no captures in %s: %v", folder, err)
	}
	var all []Captured
	for _, f := range files {
		command, _, _ := strings.Cut(filepath.Base(f), ".")
		command = strings.ReplaceAll(command, "-", " ")
		for _, word := range []string{"running-config", "peer-status"} {
			command = strings.Replace(command, strings.ReplaceAll(word, "-", " "), word, 1)
		}
		all = append(all, Captured{f, command, read(t, f)})
	}
	return all
}

// Parsed is what ntpaudit parse prints, or the error as text.
func (c Captured) Parsed(t testing.TB, parse Parse) string {
	t.Helper()
	got, err := parse(c.Command, c.Text)
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(got); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Captures compares what a platform makes of the captures of a folder with what stands beside them, or writes it there.
func Captures(t *testing.T, parse Parse, folder string, update bool) {
	t.Helper()
	for _, c := range ReadCaptures(t, folder) {
		t.Run(filepath.Base(c.File), func(t *testing.T) {
			golden := strings.TrimSuffix(c.File, ".txt") + ".json"
			got := c.Parsed(t, parse)
			if update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff(read(t, golden), got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
