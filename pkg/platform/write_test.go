package platform_test

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Whatever a platform overlooks, nothing that cannot be typed is written.
func TestWrite(t *testing.T) {
	for line, typable := range map[string]bool{
		"ntp authenticate": true, "ntp ?": false, "ntp\nreload": false, "": false, "ntp é": false, "ntp " + strings.Repeat("x", 240): false,
	} {
		p := platform.Platform{Render: func(show.Change) ([]string, error) { return []string{line}, nil }}
		lines, err := p.Write(show.Change{Verb: show.Authenticate})
		if (err == nil) != typable || (len(lines) == 1) != typable {
			t.Errorf("%q: %q, %v", line, lines, err)
		}
	}
	asked := false
	p := platform.Platform{Render: func(show.Change) ([]string, error) { asked = true; return nil, nil }}
	if _, err := p.Write(show.Change{Verb: show.AddServer}); err == nil || asked {
		t.Errorf("a change without its operand is rendered: %v", err)
	}
}
