package fix

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
			p := words.Plan(Device{
				Name: "x\nreload", Address: "a\rreload", Platform: router, Basis: []string{"p\nreload"},
				Failures: []Failure{{Name: "c\nreload", Changes: changes, Reasons: []string{"r\n\x1areload?"}}, {Name: "d", Changes: []show.Change{do(show.AddServer, server("10.9.0.2"))}}},
			})
			if d := cmp.Diff([]string{"ntp server 10.9.0.2"}, typed(t, p)); d != "" {
				t.Errorf("%+v (-want +got):\n%s", c, d)
			}
		}
	}
}

// typed is what a person enters of a plan: it is no comment. No line may be one that a device cannot take.
func typed(t *testing.T, p Plan) []string {
	t.Helper()
	var out bytes.Buffer
	if err := p.Write(&out); err != nil {
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

// FuzzReport enters what a report says, whatever it says.
func FuzzReport(f *testing.F) {
	f.Add(router, []byte(`[{"change":"add_server","server":{"type":"server","address":"10.9.0.1"}}]`))
	f.Add(router, []byte(`[{"change":"remove_server","server":{"type":"peer","address":"x"},"line":"ntp peer x\nreload"}]`))
	f.Add("cisco_ios", []byte(`[{"change":"set_summer_time","summer_time":{"name":"X","shift_minutes":60,"start":{"month":3,"week":9},"end":{"month":-1}}}]`))
	f.Add("eos", []byte(`[{"change":"set_stamps"},{"change":"set_zone","zone":{"name":"","offset_minutes":99999999}}]`))
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		var changes []show.Change
		if json.Unmarshal(text, &changes) != nil {
			return
		}
		p := words.Plan(Device{Name: name, Platform: name, Failures: []Failure{{Name: string(text), Changes: changes}}})
		for _, line := range typed(t, p) {
			begins := func(word string) bool { return strings.HasPrefix(strings.TrimPrefix(line, "no "), word) }
			if !slices.ContainsFunc([]string{"ntp ", "clock ", "service timestamps ", "sntp", "ip access-list ", "ipv6 access-list ", " permit "}, begins) {
				t.Errorf("%q would be entered", line)
			}
		}
	})
}
