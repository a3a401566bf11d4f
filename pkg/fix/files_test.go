package fix

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestFiles(t *testing.T) {
	names := []string{"edge1", "EDGE1", "../../etc/passwd", "..", "", "-rf", "a/b", "a\\b", "a:b", "a\nb", "a\x00b", "東京", strings.Repeat("x", 300), "192.0.2.1", "2001:db8::1", "edge1_2",
		"CON", "nul.txt", "LPT1", "con.", "\u202egnp.exe", "A", "a"}
	var sheets []Sheet
	for _, n := range names {
		sheets = append(sheets, Sheet{Name: n})
	}
	got := Files(sheets)
	if got[0] != "edge1.cfg" || got[1] != "EDGE1_2.cfg" || got[13] != "192.0.2.1.cfg" || got[14] != "2001_db8__1.cfg" ||
		got[16] != "_CON.cfg" || got[17] != "_nul.txt.cfg" || got[18] != "_LPT1.cfg" || got[22] != "a_2.cfg" {
		t.Errorf("names %q", got)
	}
	lower := map[string]bool{}
	for i, name := range got {
		if name != filepath.Base(name) || strings.ContainsAny(name, `/\:`) || name[0] == '.' || name[0] == '-' || len(name) > 255 || strings.ContainsFunc(name, func(r rune) bool { return r > '~' }) {
			t.Errorf("%q: %q", names[i], name)
		}
		if lower[strings.ToLower(name)] {
			t.Errorf("%q is there twice", name)
		}
		lower[strings.ToLower(name)] = true
	}
}
