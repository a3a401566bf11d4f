package fix

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
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

// The clock is said to be stepped only where the plan gives it another source, and NTP sets it.
func TestStepOfTheClockIsSaidWhereItComes(t *testing.T) {
	const fast = "and will be stepped"
	says := func(cause check.Cause, changes ...show.Change) bool {
		f := fleet(device(source{address: "10.9.0.1", usable: true, chosen: true}, works("10.9.0.2"), works("10.9.0.9")))
		offset := interval.Point(5 * time.Second)
		f.Devices[0].Clock = &facts.Clock{Offset: &offset}
		findings := failed(changes)
		findings[0].Cause = cause
		p := words.Plans(f, check.Results{Devices: [][]check.Finding{findings}})[0]
		return slices.ContainsFunc(p.Steps, func(x Step) bool { return strings.Contains(x.About, fast) })
	}
	for name, c := range map[string]struct{ got, want bool }{
		"a new source":                     {says("", do(show.AddServer, server("10.9.0.3"))), true},
		"the source that is followed goes": {says("", do(show.RemoveServer, server("10.9.0.1"))), true},
		"another goes":                     {says("", do(show.RemoveServer, server("10.9.0.9"))), false},
		"NTP does not steer the clock":     {says(check.NotSteered, do(show.AddServer, server("10.9.0.3"))), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: said %v", name, c.got)
		}
	}
}

// A stage in which several sources are touched says to take them one by one, and a peer at both ends.
func TestStageOfSeveralSources(t *testing.T) {
	agreed := func(kind, address string) show.Change {
		return show.Change{Verb: show.UseKey, Server: &show.ServerLine{Type: kind, Address: address, KeyAgreed: show.Placeholder("number agreed with the owner of " + address)}}
	}
	f := fleet(device(works("10.9.0.1"), works("10.9.0.2")))
	about := ""
	for _, s := range planOf(t, f, []show.Change{agreed("server", "10.9.0.1"), agreed("peer", "10.9.0.2")}).Steps {
		about += s.About
	}
	if !strings.Contains(about, "One server at a time") || !strings.Contains(about, "both ends in one window") {
		t.Errorf("the stage says %q", about)
	}
}

// A reason that holds for several findings stands in a sheet once.
func TestReasonStandsOnce(t *testing.T) {
	const a, b = "Which number is for the owner to say.", "It works now."
	s := Sheet{Name: "x", Failures: []Failure{{Name: "one", Reasons: []string{a}}, {Name: "two", Planned: true, Reasons: []string{a, b}}, {Name: "three", Reasons: []string{b}}, {Name: "four", Reasons: []string{b, a}}}}
	var out bytes.Buffer
	if err := s.Write(&out); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); strings.Count(text, a) != 1 || strings.Count(text, b) != 1 || strings.Count(text, "see above") != 3 {
		t.Errorf("sheet:\n%s", text)
	}
}
