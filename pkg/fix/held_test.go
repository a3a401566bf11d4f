package fix

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// A report is a file: a step that the changes of its findings are not written as is told, whatever words it begins with.
func TestHoldTellsWhatNoChangeAsksFor(t *testing.T) {
	changes := []show.Change{
		do(show.AddServer, server("10.9.0.2")), do(show.Authenticate),
		do(show.SetAccessList, func(c *show.Change) {
			c.List = &show.AccessList{Name: "NTP-SOURCES", Family: show.IPv4, Members: []string{"10.9.0.2"}}
		}),
		do(show.RemoveServer, server("10.9.0.9"), func(c *show.Change) { c.Stage = 2 }),
	}
	entered := func(lines ...string) Step { return Step{Stage: 1, Lines: lines} }
	hold := func(steps ...Step) error { return words.Hold(Told{Platform: router, Changes: changes, Steps: steps}) }
	good := []Step{
		entered("ntp server 10.9.0.2"), entered("ip access-list standard NTP-SOURCES", " permit 10.9.0.2"), entered("ntp authenticate"),
		{Stage: 1, ByHand: true, Exec: []string{"end", "copy running-config startup-config"}},
		{Stage: 1, ByHand: true, Verify: "show ntp associations detail | include 10.9.0.2", Expect: "*"},
		{Stage: 1, ByHand: true, Verify: "show logging"},
		{Stage: 1, ByHand: true, Back: []string{"no ntp authenticate", "no ip access-list standard NTP-SOURCES", "no ntp server 10.9.0.2"}},
		{Stage: 2, ByHand: true, Lines: []string{"no ntp server 10.9.0.9"}, Back: []string{"ntp server 10.9.0.9"}},
	}
	if err := hold(good...); err != nil {
		t.Errorf("a plan of these changes %v", err)
	}
	for _, line := range []string{
		"clock set 00:00:00 1 January 1993", "ntp clock-period 17180000", "ntp disable", "ntp logging", "ntp authentication-key 1 md5 REALSECRET",
		"ip access-list standard VTY", " permit any", " permit 10.9.0.2", "no ip access-list standard NTP-SOURCES", "no ntp server 10.9.0.2", "no ntp server 10.9.0.9", "ntp server 10.9.0.2 ",
		"no ntp", "no ntp all", "no ntp *", "no ntp source", "no ntp master", "no ntp authenticate", "service timestamps log uptime", "reload", "ntp server 10.9.0.3", "NTP SERVER 10.9.0.2",
	} {
		err := hold(entered(line))
		if err == nil || !strings.Contains(err.Error(), line) {
			t.Errorf("%q: %v", line, err)
		}
		if line != "no ntp server 10.9.0.9" && hold(Step{Stage: 1, ByHand: true, Lines: []string{line}}) == nil {
			t.Errorf("%q by hand holds", line)
		}
	}
	for what, step := range map[string]Step{
		"two lists in one":   entered("ip access-list standard NTP-SOURCES", " permit 10.9.0.2", " permit any"),
		"exec":               {Stage: 1, ByHand: true, Exec: []string{"reload"}},
		"exec of two":        {Stage: 1, ByHand: true, Exec: []string{"end\nreload"}},
		"a look":             {Stage: 1, ByHand: true, Verify: "reload"},
		"a look at another":  {Stage: 1, ByHand: true, Verify: "show ntp associations detail | include 10.9.0.2|reload"},
		"a look into a file": {Stage: 1, ByHand: true, Verify: "show ntp associations | redirect flash:x"},
		"back":               {Stage: 1, ByHand: true, Back: []string{"no ntp"}},
		"back of something":  {Stage: 1, ByHand: true, Back: []string{"username x privilege 15 secret y"}},
		"a stage below":      {Stage: -5, Lines: []string{"ntp server 10.9.0.2"}},
		"a stage above":      {Stage: 1 << 62, Lines: []string{"ntp server 10.9.0.2"}},
	} {
		if hold(step) == nil {
			t.Errorf("%s holds", what)
		}
	}
	if words.Hold(Told{Platform: "eos", Changes: changes, Steps: good[:1]}) == nil {
		t.Error("a line holds for a platform that is not known")
	}
}
