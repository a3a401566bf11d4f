package fix

import (
	"bytes"
	"strings"
	"testing"

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

// What holds for a cause in general is written once, however many devices it is said of.
func TestAdviceIsGivenOnce(t *testing.T) {
	said := map[string]bool{}
	var out bytes.Buffer
	for range 3 {
		p := plan(nil, nil)
		p.Refer(said)
		if err := p.Write(&out); err != nil {
			t.Fatal(err)
		}
	}
	if n, again := strings.Count(out.String(), "Do something."), strings.Count(out.String(), "see above"); n != 1 || again != 5 {
		t.Errorf("given %d times, referred to %d times:\n%s", n, again, out.String())
	}
}
