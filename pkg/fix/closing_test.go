package fix

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func backs(p Plan) (lines []string) {
	for _, s := range p.Steps {
		lines = append(lines, s.Back...)
	}
	return lines
}

// Control requests are answered again only where a line said so, and private ones never.
func TestRefusingControlIsUndone(t *testing.T) {
	for name, test := range map[string]struct {
		said show.Control
		back []string
	}{
		"no line":          {show.Control{}, nil},
		"a line":           {show.Control{Answered: true, Line: "ntp allow mode control 3"}, []string{"ntp allow mode control"}},
		"private ones":     {show.Control{Private: true, Line: "ntp allow mode private"}, nil},
		"both":             {show.Control{Answered: true, Private: true, Line: "ntp allow mode private"}, []string{"ntp allow mode control"}},
		"refused, private": {show.Control{Refused: true, Private: true}, nil},
	} {
		d := device(works("10.9.0.1"))
		d.Config.Control = test.said
		if diff := cmp.Diff(test.back, backs(planOf(t, fleet(d), []show.Change{do(show.RefuseControl)}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// The stages that are entered by hand are saved when the last of them is in, and each says how it is undone.
func TestStagesByHandAreSavedAndUndone(t *testing.T) {
	for platform, want := range map[inventory.Platform][]string{router: {"end", "copy running-config startup-config"}, "cisco_iosxr": {"commit", "end"}} {
		if _, known := platforms.All().ByName(string(platform)); !known {
			continue // built without it
		}
		d := withKeys(device(keyed(works("10.9.0.1"), 1, true), keyed(works("10.9.0.2"), 1, true)), 1)
		d.Platform = platform
		f := fleet(d)
		p := planOf(t, f, []show.Change{
			do(show.SetKey, key(2)), do(show.Trust, key(2)), do(show.UseKey, server("10.9.0.1"), withKey(2), inForce), do(show.Untrust, key(1)), do(show.RemoveKey, key(1)),
		})
		last := 0
		for i, s := range p.Steps {
			if len(s.Lines) > 0 {
				last = i
			}
			if len(s.Lines) > 0 && s.ByHand && len(s.Back) == 0 {
				t.Errorf("%s: nothing undoes %q", platform, s.Lines)
			}
		}
		var exec []string
		for _, s := range p.Steps[last+1:] {
			exec = append(exec, s.Exec...)
		}
		if diff := cmp.Diff(want, exec); diff != "" {
			t.Errorf("%s: after the last stage (-want +got):\n%s", platform, diff)
		}
	}
}
