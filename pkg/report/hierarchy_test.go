package report

import (
	"bytes"
	"strings"
	"testing"
)

func TestHierarchy(t *testing.T) {
	r := campus()
	r.Hierarchy = []Level{{Name: "192.0.2.1", Stratum: ptr(1), Direct: 2, All: 40}}
	for range 25 {
		r.Hierarchy = append(r.Hierarchy, Level{Name: "core\x1b1", Device: true, Direct: 1, All: 1})
	}
	text := string(write(t, table(), r, Options{Verbose: true}))
	for _, want := range []string{"SERVERS OF TIME", "192.0.2.1  1   2        40", "and 6 more"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if bytes.Contains([]byte(text), []byte("\x1b")) {
		t.Error("an escape character")
	}
}
