package check

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 devices", 1: "1 device", 2: "2 devices"} {
		if got := Count(n, "device"); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for text, want := range map[string]string{"": "", "four": "four", "fives": "five…", "123é": "123…", "\xff\xff\xff\xff\xff": "…"} {
		if got := Cut(text, 4); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got := Cut(strings.Repeat("é", 8<<20), 499); !utf8.ValidString(got) || len(got) > 502 {
		t.Errorf("%d bytes", len(got))
	}
}
