package facts_test

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

func TestLocation(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"} {
		if zone, ok := facts.Location(name); !ok || zone.String() != name || !facts.KnowsZone(name) {
			t.Errorf("%s is not known", name)
		}
	}
	for _, name := range []string{"", "Local", "CEST", "Europe/Berln", "../../etc/passwd", "/etc/localtime", "a\x00b", strings.Repeat("a/", 1<<16)} {
		if zone, ok := facts.Location(name); ok || zone != nil || facts.KnowsZone(name) {
			t.Errorf("%.40q is known", name)
		}
	}
}
