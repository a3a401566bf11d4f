package fix

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Whatever stands in a report, what is not a comment is a line about time, and can be typed.
func TestNothingElseIsTyped(t *testing.T) {
	hostile := []string{
		"10.9.0.1\nusername evil privilege 15", "10.9.0.1\rreload", "10.9.0.1\x1a", "10.9.0.1\x00", "10.9.0.1 ?", "\u2028reload", "x\u0085reload",
		"10.9.0.1 key 7", "", " ", strings.Repeat("x", 250), "<a\nreload>", "<", "<<a>>", "\xff", "!", "x?",
	}
	var bad []show.Change
	for _, text := range hostile {
		bad = append(bad,
			do(show.AddServer, server(text)), do(show.RemoveServer, server(text)), do(show.SetServer, server("10.9.0.1"), vrf(text+" ")),
			show.Change{Verb: show.SetSource, Source: &show.SourceAddress{Interface: text}},
			show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 1, Type: text + " "}},
			show.Change{Verb: show.SetAccessList, List: &show.AccessList{Name: "A", Family: show.IPv4, Members: []string{text}}},
			show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: text, OffsetMinutes: 60}},
			show.Change{Verb: show.StopSNTP, Line: "sntp\n" + text},
		)
	}
	bad = slices.DeleteFunc(bad, func(c show.Change) bool {
		return c.Server != nil && c.Server.Address == "!" || c.Source != nil && c.Source.Interface == "!"
	})
	bad = slices.DeleteFunc(bad, func(c show.Change) bool { return c.Zone != nil && c.Zone.Name == "!" })
	bad = append(bad, show.Change{}, show.Change{Verb: "reload"}, show.Change{Verb: show.Save}, show.Change{Verb: show.AddServer}, show.Change{Verb: show.StopSNTP, Line: "ip routing"})
	for _, c := range bad {
		for _, changes := range [][]show.Change{{c}, {do(show.Authenticate), c}, {c, do(show.Authenticate)}} {
			f := fleet(facts.Device{Device: inventory.Device{Name: "x\nreload", Host: "a\rreload"}})
			findings := failed(changes, []show.Change{do(show.AddServer, server("10.9.0.2"))})
			findings[0].ByHand = []string{"r\n\x1areload?"}
			p := words.Plans(f, check.Results{Devices: [][]check.Finding{findings}})[0]
			s := Sheet{Name: "x\nreload", Address: "a\rreload", Basis: []string{"p\nreload"}, Steps: p.Steps, Failures: []Failure{{Name: "c\nreload", Reasons: p.Of(0).Reasons}}}
			lines := typed(t, s)
			authenticate := slices.DeleteFunc(lines, func(l string) bool { return l == "ntp authenticate" })
			if d := cmp.Diff([]string{"ntp server 10.9.0.2"}, authenticate); d != "" {
				t.Errorf("%+v (-want +got):\n%s", c, d)
			}
		}
	}
}

// typed is what a person enters of a plan: it is no comment. No line may be one that a device cannot take.
func typed(t *testing.T, s Sheet) []string {
	t.Helper()
	var out bytes.Buffer
	if err := s.Write(&out); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for text := range strings.Lines(out.String()) {
		text = strings.TrimSuffix(text, "\n")
		if err := platform.Typable([]string{text}); err != nil {
			t.Error(err)
		}
		if !strings.HasPrefix(text, "!") {
			lines = append(lines, text)
		}
	}
	return lines
}

// A report is a file: what it says of steps is not entered unless it is what platforms write for changes.
func TestStepsOfAFile(t *testing.T) {
	for _, line := range []string{
		"reload", "username evil privilege 15", "no ntp", "default ntp", "ntp server 10.9.0.1\nreload", "ntp server 10.9.0.1\r", " reload", "exit", "do reload", "", "!", "\u2028reload", "no clock",
		"ntp server ?", "ip route 0.0.0.0 0.0.0.0 10.9.0.1", "no ip access-list", "no feature ntp", "ntp server 10.9.0.1" + strings.Repeat(" ", 300),
	} {
		for _, s := range []Step{
			{Lines: []string{line}}, {Lines: []string{"ntp server 10.9.0.1", line}}, {Exec: []string{line}}, {Back: []string{line}}, {Verify: line, Expect: line}, {About: line, Why: line},
			{ByHand: true, Lines: []string{line}},
		} {
			if lines := typed(t, Sheet{Steps: []Step{s}}); len(lines) > 0 {
				t.Errorf("%+v: %q would be entered", s, lines)
			}
		}
	}
}

// FuzzReport enters what a report says, whatever it says.
func FuzzReport(f *testing.F) {
	f.Add(router, []byte(`[{"change":"add_server","server":{"type":"server","address":"10.9.0.1"}}]`))
	f.Add(router, []byte(`[{"change":"remove_server","server":{"type":"peer","address":"x"},"line":"ntp peer x\nreload"}]`))
	f.Add("cisco_ios", []byte(`[{"change":"set_summer_time","summer_time":{"name":"X","shift_minutes":60,"start":{"month":3,"week":9},"end":{"month":-1}}}]`))
	f.Add("eos", []byte(`[{"change":"set_stamps"},{"change":"set_zone","zone":{"name":"","offset_minutes":99999999}}]`))
	f.Add("", []byte(`[{"stage":1,"lines":["ntp server 10.9.0.1","reload"],"back":["\n"]}]`))
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		var steps []Step
		if json.Unmarshal(text, &steps) == nil {
			enter(t, Sheet{Name: name, Steps: steps})
		}
		var changes []show.Change
		if json.Unmarshal(text, &changes) != nil {
			return
		}
		fl := fleet(device(works("10.9.0.1")))
		fl.Devices[0].Platform = inventory.Platform(name)
		p := words.Plans(fl, check.Results{Devices: [][]check.Finding{failed(changes)}})[0]
		enter(t, Sheet{Name: name, Steps: p.Steps, Failures: []Failure{{Name: string(text), Reasons: p.Of(0).Reasons}}})
	})
}

// enter fails where a line would be entered that is not about time.
func enter(t *testing.T, s Sheet) {
	t.Helper()
	for _, line := range typed(t, s) {
		begins := func(word string) bool { return strings.HasPrefix(strings.TrimPrefix(line, "no "), word) }
		if !slices.ContainsFunc([]string{
			"ntp ", "clock ", "service timestamps ", "sntp", "ip access-list ", "ipv4 access-list ", "ipv6 access-list ", "logging timestamp", "feature ntp", " permit ", " ",
		}, begins) {
			t.Errorf("%q would be entered", line)
		}
	}
}
