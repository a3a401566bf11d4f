package nxos

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// corpus holds outputs published by others, with expected values. It is not part of the
// project: the tests that read it are skipped where it does not lie beside the repository.
const corpus = "../../../shared/corpus"

// notCompared are the keys of a case that describe it and not the output.
var notCompared = []string{"source", "licence", "note", "constructed", "simulator", "command", "platform"}

type corpusCase struct {
	name, command, text string
	want                map[string]any
}

// corpusCases reads the cases below a folder.
func corpusCases(t *testing.T, folder string) (cases []corpusCase) {
	t.Helper()
	root := filepath.Join(corpus, folder)
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".json") {
			cases = append(cases, readCase(t, path))
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

func readCase(t *testing.T, file string) corpusCase {
	t.Helper()
	text, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimPrefix(filepath.ToSlash(file), corpus+"/")
	c := corpusCase{name: name, command: commandOf(name), text: string(text)}
	if err := json.Unmarshal(data, &c.want); err != nil {
		t.Fatal(err)
	}
	for _, k := range notCompared {
		delete(c.want, k)
	}
	return c
}

// commandOf is the command that a folder of the corpus stands for.
func commandOf(path string) string {
	folder := strings.Split(path, "/")[1]
	switch {
	case strings.HasPrefix(path, "configs/"), strings.HasPrefix(folder, "show-run"):
		return "show running-config"
	case folder == "error":
		return "show ntp status"
	}
	return strings.Replace(strings.ReplaceAll(folder, "-", " "), "peer status", "peer-status", 1)
}

// diff compares what Parse gives with the keys that the case has.
func (c corpusCase) diff() (difference string, err error) {
	got, err := Parse(c.command, c.text)
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(got)
	if err != nil {
		return "", err
	}
	var have any
	if err := json.Unmarshal(data, &have); err != nil {
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

func TestCorpus(t *testing.T) {
	total, agree := 0, 0
	for _, folder := range []string{"nxos", "configs/nxos"} {
		for _, c := range corpusCases(t, folder) {
			total++
			d, err := c.diff()
			if err != nil || d != "" {
				t.Errorf("%s: %v (-want +got):\n%s", c.name, err, d)
				continue
			}
			agree++
		}
	}
	t.Logf("%d/%d agree", agree, total)
}
