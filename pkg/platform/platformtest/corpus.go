// Package platformtest holds a platform against outputs with expected values: the captures of this repository, and the
// corpus of published ones that may lie beside it. It is imported by tests only.
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

// Root holds outputs published by others, with expected values. It is not part of the
// project: the tests that read it are skipped where it does not lie beside the repository. It is where a package of pkg sees it.
const Root = "../../../shared/corpus"

// notCompared are the keys of a case that describe it and not the output.
var notCompared = []string{"source", "licence", "note", "constructed", "simulator", "command", "platform"}

// Parse is that of a platform.
type Parse func(command, text string) (any, error)

// Case is an output, and what a parser makes of it.
type Case struct {
	Name, Command, Text string
	want                map[string]any
}

// Corpus compares what a platform makes of the cases of some folders, and says how many agree.
func Corpus(t *testing.T, parse Parse, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		t.Run(folder, func(t *testing.T) {
			cases, agree := Cases(t, folder), 0
			for _, c := range cases {
				d, err := c.Diff(parse)
				if err != nil || d != "" {
					t.Errorf("%s: %v (-want +got):\n%s", c.Name, err, d)
					continue
				}
				agree++
			}
			t.Logf("%d/%d agree", agree, len(cases))
		})
	}
}

// Cases are those of a folder of the corpus.
func Cases(t testing.TB, folder string) []Case {
	t.Helper()
	root := filepath.Join(Root, folder)
	var cases []Case
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".json") {
			cases = append(cases, readCase(t, root, path))
		}
		return err
	})
	if os.IsNotExist(err) {
		t.Skipf("%s is not there: nothing to compare with", root)
	}
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

func readCase(t testing.TB, root, file string) Case {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := Case{
		Name:    strings.TrimPrefix(file, root+"/"),
		Command: commandOf(strings.TrimPrefix(filepath.ToSlash(file), filepath.ToSlash(Root)+"/")),
		Text:    read(t, strings.TrimSuffix(file, ".json")+".txt"),
	}
	if err := json.Unmarshal(data, &c.want); err != nil {
		t.Fatal(err)
	}
	for _, k := range notCompared {
		delete(c.want, k)
	}
	return c
}

func read(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// commandOf is the command that a folder of the corpus stands for.
func commandOf(path string) string {
	folder := strings.Split(path, "/")[1]
	switch {
	case strings.HasPrefix(path, "configs/"), strings.HasPrefix(folder, "show-run"), folder == "show-ntp-config":
		return "show running-config"
	case folder == "exec-prompt-timestamp":
		return "show clock"
	case folder == "error":
		return "show ntp status"
	}
	return strings.Replace(strings.ReplaceAll(folder, "-", " "), "peer status", "peer-status", 1)
}

// Diff compares what a parser gives with the keys that the case has.
func (c Case) Diff(parse Parse) (difference string, err error) {
	got, err := parse(c.Command, c.Text)
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(got)
	if err != nil {
		return "", err
	}
	var have any
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&have); err != nil {
		return "", err
	}
	return cmp.Diff(c.want, onlyKeysOf(c.want, have)), nil
}

// onlyKeysOf leaves of have what want speaks of.
func onlyKeysOf(want any, have any) any {
	switch w := want.(type) {
	case map[string]any:
		h, ok := have.(map[string]any)
		if !ok {
			return have
		}
		kept := map[string]any{}
		for k := range w {
			if v, ok := h[k]; ok {
				kept[k] = onlyKeysOf(w[k], v)
			}
		}
		return kept
	case []any:
		h, ok := have.([]any)
		if !ok || len(h) != len(w) {
			return have
		}
		var kept []any = []any{}
		for i := range w {
			kept = append(kept, onlyKeysOf(w[i], h[i]))
		}
		return kept
	}
	return have
}
