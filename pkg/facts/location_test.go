package facts

import (
	"strings"
	"testing"
)

func TestLocation(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"} {
		if zone, ok := Location(name); !ok || zone.String() != name || !KnowsZone(name) {
			t.Errorf("%s is not known", name)
		}
	}
	for _, name := range []string{"", "Local", "CEST", "Europe/Berln", "../../etc/passwd", "/etc/localtime", "a\x00b", strings.Repeat("a/", 1<<16)} {
		if zone, ok := Location(name); ok || zone != nil || KnowsZone(name) {
			t.Errorf("%.40q is known", name)
		}
	}
}
