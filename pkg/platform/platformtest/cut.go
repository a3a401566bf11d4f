package platformtest

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// CutAnywhere cuts captures at every byte. No part may yield a value that the whole one does not have: no half number, no
// row made of two, no zero for what is missing. Of a configuration only whole lines count.
func CutAnywhere(t *testing.T, parse Parse, captures []Captured) {
	t.Helper()
	for _, c := range captures {
		whole := c.Values(t, parse)
		for i := range c.Text {
			cut := c
			cut.Text = c.Text[:i]
			if strings.Contains(c.Command, "config") {
				cut.Text = capture.WholeLines(cut.Text)
			}
			if path, ok := Within(cut.Values(t, parse), whole); !ok {
				t.Errorf("%s cut at byte %d: %s is not a value of the whole", filepath.Base(c.File), i, path)
				break
			}
		}
	}
}

// Values are those of a capture, nil where it holds none.
func (c Captured) Values(t *testing.T, parse Parse) any {
	t.Helper()
	got, err := parse(c.Command, c.Text)
	if err != nil {
		return nil
	}
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"unparsed", "truncated"} {
		delete(v, k)
	}
	return v
}

// Within reports whether every known value of part stands in whole at the same place.
func Within(part, whole any) (path string, ok bool) { return within(part, whole, "") }

func within(part, whole any, path string) (string, bool) {
	switch p := part.(type) {
	case nil:
		return "", true
	case bool:
		return path, !p || whole == true || strings.HasSuffix(path, "/sane") || path == "/synchronized" || path == "/authoritative"
	case map[string]any:
		w, ok := whole.(map[string]any)
		if !ok {
			return path, false
		}
		for k, v := range p {
			if at, ok := within(v, w[k], path+"/"+k); !ok {
				return at, false
			}
		}
		return "", true
	case []any:
		w, ok := whole.([]any)
		if !ok || len(p) > len(w) {
			return path, false
		}
		for i, v := range p {
			if at, ok := within(v, w[i], path+"/"); !ok {
				return at, false
			}
		}
		return "", true
	}
	// What stands for "not seen yet": no role without a legend, no timestamps without their line.
	unknown := part == "none" && strings.HasSuffix(path, "/role") || part == "absent" || part == ""
	return path, unknown || reflect.DeepEqual(part, whole)
}
