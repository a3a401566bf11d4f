package fix

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var words = For(platforms.All())

const router = "cisco_iosxe"

func plan(changes ...[]show.Change) Plan {
	d := Device{Name: "x", Address: "192.0.2.7", Platform: router}
	for _, c := range changes {
		d.Failures = append(d.Failures, Failure{Name: "c: m", Changes: c, Remedy: "Do something."})
	}
	return words.Plan(d)
}

type change func(*show.Change)

func do(verb show.Verb, operands ...change) show.Change {
	c := show.Change{Verb: verb}
	for _, o := range operands {
		o(&c)
	}
	return c
}

func server(address string) change {
	return func(c *show.Change) { c.Server = &show.ServerLine{Type: "server", Address: address} }
}

func vrf(name string) change { return func(c *show.Change) { c.Server.VRF = name } }

func withKey(n int) change { return func(c *show.Change) { c.Server.Key = &n } }

func key(n int) change {
	return func(c *show.Change) { c.Key = &show.KeyNumber{Number: n, Type: "md5"} }
}

func stratum(n int) change { return func(c *show.Change) { c.Stratum = n } }

func list(name string) change {
	return func(c *show.Change) {
		c.List = &show.AccessList{Name: name, Family: show.IPv4, Members: []string{"10.9.0.1"}}
	}
}

func access(family, kind, name string) change {
	return func(c *show.Change) { c.Access = &show.AccessRule{Kind: kind, Family: family, List: name} }
}

func TestLines(t *testing.T) {
	authenticate, master := do(show.Authenticate), do(show.LimitMaster, stratum(10))
	for _, test := range []struct {
		name    string
		changes [][]show.Change
		want    []string
	}{
		{"the same change once", [][]show.Change{{do(show.AddServer, server("10.9.0.1"))}, {do(show.AddServer, server("10.9.0.1"))}}, []string{"ntp server 10.9.0.1"}},
		{"the same line once", [][]show.Change{{do(show.AddServer, server("10.9.0.1"))}, {do(show.SetServer, server("10.9.0.1"))}}, []string{"ntp server 10.9.0.1"}},
		{"keys, sources, authenticate; what goes goes last", [][]show.Change{{
			do(show.RemoveServer, server("10.9.0.4")), authenticate, do(show.UseKey, server("10.9.0.2"), withKey(1)), do(show.Trust, key(1)), do(show.SetKey, key(1)),
		}}, []string{"ntp authentication-key 1 md5 <key>", "ntp trusted-key 1", "ntp server 10.9.0.2 key 1", "ntp authenticate", "no ntp server 10.9.0.4"}},
		{"two keys", [][]show.Change{{do(show.Trust, key(1))}, {do(show.Trust, key(2))}}, []string{"ntp trusted-key 1", "ntp trusted-key 2"}},
		{"one address in two VRFs", [][]show.Change{{do(show.UseKey, server("10.9.0.1"), vrf("RED"), withKey(1))}, {do(show.RemoveServer, server("10.9.0.1"))}},
			[]string{"ntp server vrf RED 10.9.0.1 key 1", "no ntp server 10.9.0.1"}},
		{"two placeholders", [][]show.Change{{do(show.AddServer, server("<address 1>")), do(show.AddServer, server("<address 2>"))}},
			[]string{"ntp server <address 1>", "ntp server <address 2>"}},
		{"a list before what names it", [][]show.Change{{do(show.RestrictAccess, access(show.IPv4, "peer", "A")), do(show.SetAccessList, list("A"))}, {authenticate}},
			[]string{"ntp authenticate", "ip access-list standard A", " permit 10.9.0.1", "ntp access-group peer A"}},
		{"a contradiction is left to a person", [][]show.Change{{master}, {do(show.DropMaster)}, {authenticate}}, []string{"ntp authenticate"}},
		{"so is one about options", [][]show.Change{{do(show.UseKey, server("pool.example.net"), withKey(1))}, {do(show.SetServer, server("pool.example.net"))}}, nil},
		{"so is one of spelling", [][]show.Change{{do(show.UseKey, server("2001:DB8::4"), withKey(1))}, {do(show.RemoveServer, server("2001:db8:0::4"))}}, nil},
		{"so is one through a third finding", [][]show.Change{{do(show.Trust, key(1))}, {do(show.Trust, key(1)), do(show.SetKey, key(1))}, {do(show.RemoveKey, key(1))}}, nil},
		{"families of access groups", [][]show.Change{{
			do(show.RestrictAccess, access(show.IPv4, "peer", "A")), do(show.RestrictAccess, access(show.IPv6, "peer", "B")), do(show.RestrictAccess, access(show.IPv4, "serve-only", "C")),
		}}, []string{"ntp access-group peer A", "ntp access-group ipv6 peer B", "ntp access-group serve-only C"}},
		{"a change that needs no line here", [][]show.Change{{do(show.EnableNTP), authenticate}}, []string{"ntp authenticate"}},
	} {
		p := plan(test.changes...)
		if d := cmp.Diff(test.want, p.Lines()); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}

// Every verb has a place: one without would be typed first.
func TestEveryVerbHasAPlace(t *testing.T) {
	for _, verb := range verbs {
		if s := (statement{change: show.Change{Verb: verb}}); s.rank() < 0 {
			t.Errorf("%s has no place", verb)
		}
	}
}

// verbs is all but Save, which mends nothing.
var verbs = []show.Verb{
	show.EnableNTP, show.SetKey, show.RemoveKey, show.Trust, show.Untrust, show.SetSource, show.AddServer, show.SetServer, show.UseKey,
	show.RemoveServer, show.Authenticate, show.SetAccessList, show.RestrictAccess, show.LimitMaster, show.DropMaster, show.RefuseControl,
	show.SetStamps, show.SetZone, show.ClearZone, show.SetSummerTime, show.ClearSummerTime, show.UpdateCalendar, show.SaveInterval, show.StopSNTP,
}

// stage is the place of a line in the order that must hold (fix.md F11): keys, trust, source interface, sources, ntp
// authenticate, lists, groups; what goes last.
func stage(line string) int {
	for i, begin := range []string{
		"ntp authentication-key ", "ntp trusted-key ", "ntp source ", "ntp server ", "ntp peer ", "ntp authenticate", "ip access-list ", "ipv6 access-list ",
		"ntp access-group ", "no ntp server ", "no ntp peer ", "no ntp trusted-key ", "no ntp authentication-key ", "no ntp master", "no sntp ",
	} {
		if strings.HasPrefix(line, begin) || line == begin {
			return i
		}
	}
	return -1
}

// Whatever is found, in whatever order: no line stands before what it needs, and nothing goes before what replaces it.
func TestOrderOfRandomChanges(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	lines := 0
	for range 2000 {
		var failures [][]show.Change
		for range 1 + rng.IntN(4) {
			var changes []show.Change
			for range 1 + rng.IntN(6) {
				changes = append(changes, random(rng))
			}
			failures = append(failures, changes)
		}
		p := plan(failures...)
		for _, b := range p.blocks {
			last := -1
			for _, s := range b.lines {
				at := stage(s.lines[0])
				if at >= 0 && at < last {
					t.Fatalf("%q stands too late in %q", s.lines[0], p.Lines())
				}
				last = max(last, at)
				lines++
			}
			if !b.contested && len(b.lines) != len(slices.CompactFunc(slices.Clone(b.lines), func(x, y statement) bool { return x.text() == y.text() })) {
				t.Fatalf("a line stands twice in %q", p.Lines())
			}
		}
	}
	if lines < 5000 {
		t.Errorf("only %d lines were looked at", lines)
	}
}

// random is a change of few things, so that they meet.
func random(rng *rand.Rand) show.Change {
	n := 1 + rng.IntN(3)
	c := show.Change{Verb: verbs[rng.IntN(len(verbs))]}
	switch c.Verb {
	case show.SetKey, show.RemoveKey, show.Trust, show.Untrust:
		key(n)(&c)
	case show.AddServer, show.SetServer, show.UseKey, show.RemoveServer:
		server("10.9.0." + string(rune('0'+n)))(&c)
		c.Server.Key = &n
		c.Server.Type = []string{"server", "peer"}[rng.IntN(2)]
	case show.SetSource:
		c.Source = &show.SourceAddress{Interface: "Loopback0"}
	case show.SetAccessList:
		list("A")(&c)
	case show.RestrictAccess:
		access([]string{show.IPv4, show.IPv6}[rng.IntN(2)], "peer", "A")(&c)
	case show.LimitMaster:
		c.Stratum = n
	case show.SetStamps:
		c.Stamps = &show.StampSetting{Side: []string{show.SideLog, show.SideDebug}[rng.IntN(2)]}
	case show.SetZone:
		c.Zone = &show.ZoneSetting{Name: "CET", OffsetMinutes: 60}
	case show.SetSummerTime:
		c.SummerTime = &show.SummerSetting{Name: "CEST", ShiftMinutes: 60, Start: show.Transition{Month: time.March, Week: 1}, End: show.Transition{Month: time.October, Week: 1}}
	case show.SaveInterval:
		c.Hours = n
	case show.StopSNTP:
		c.Line = "sntp server 10.9.0.1"
	}
	return c
}

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

func TestWhyThereIsNoLine(t *testing.T) {
	for name, test := range map[string]struct {
		device Device
		want   string
	}{
		"a platform that is not known": {Device{Platform: "arista_eos", Failures: []Failure{{Changes: []show.Change{do(show.Authenticate)}}}},
			"No line is written: how platform arista_eos is configured is not known here."},
		"a change that the platform lacks": {Device{Platform: router, Failures: []Failure{{Changes: []show.Change{{Verb: show.SetSource, Source: &show.SourceAddress{Interface: "Lo0", VRF: "RED"}}}}}},
			"No line is written for IOS-XE: ntp source is for the global table"},
	} {
		p := words.Plan(test.device)
		var out bytes.Buffer
		if err := p.Write(&out); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(strings.ReplaceAll(out.String(), "!", "")), " ")
		if len(p.Lines()) > 0 || !strings.Contains(text, test.want) {
			t.Errorf("%s: lines %q in\n%s", name, p.Lines(), out.String())
		}
		again := test.device
		_, reason := words.Lines(again.Platform, "", again.Failures[0].Changes)
		again.Failures[0].Reasons = []string{reason} // as a report has it already
		if twice := words.Plan(again); len(twice.rest[0].Reasons) != 1 {
			t.Errorf("%s: reasons %q", name, twice.rest[0].Reasons)
		}
	}
}

// What is collected until it is committed must be committed: the head says so.
func TestStagedPlatform(t *testing.T) {
	staged := platform.Platform{Name: "staged", Title: "Staged", Staged: true, Render: func(c show.Change) ([]string, error) {
		return []string{map[show.Verb]string{show.Authenticate: "ntp authenticate", show.Save: "commit"}[c.Verb]}, nil
	}}
	p := For(platform.List{staged}).Plan(Device{Name: "x", Platform: "staged", Failures: []Failure{{Changes: []show.Change{do(show.Authenticate)}}}})
	var out bytes.Buffer
	if err := p.Write(&out); err != nil || !strings.Contains(strings.ReplaceAll(out.String(), "\n!  ", ""), "None acts before you enter commit.") {
		t.Errorf("%v:\n%s", err, out.String())
	}
}
