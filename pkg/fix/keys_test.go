package fix

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// sharing has the inventory name one key for servers.
func sharing(f *facts.Fleet, id uint16, kind string, servers ...string) *facts.Fleet {
	keys := make(map[facts.AddressKey]inventory.KeyName)
	for _, s := range servers {
		keys[facts.KeyOf(s)] = inventory.KeyName{ID: id, Type: kind}
	}
	f.Keys = []map[facts.AddressKey]inventory.KeyName{keys}
	return f
}

// What the inventory names is number and type. That a key which the device has is the one of the server only a source that is
// authenticated with it shows.
func TestKeysOfTheInventory(t *testing.T) {
	const a, b = "10.9.0.1", "10.9.0.2"
	use := do(show.UseKey, server(a), withKey(1))
	for _, test := range []struct {
		name          string
		fleet         *facts.Fleet
		changes       []show.Change
		lines, byHand []string
	}{
		{"a new key", sharing(fleet(device(works(a), works(b))), 1, "md5", a), []show.Change{do(show.SetKey, key(1)), do(show.Trust, key(1)), use},
			[]string{"ntp authentication-key 1 md5 <key>", "ntp trusted-key 1", "ntp server 10.9.0.1 key 1"}, nil},
		{"of another type", sharing(fleet(device(works(a), works(b))), 1, "aes128", a), []show.Change{do(show.SetKey, key(1)), do(show.Trust, key(1)), use},
			[]string{"ntp authentication-key 1 md5 <key>", "ntp trusted-key 1"}, []string{"ntp server 10.9.0.1 key 1"}},
		{"of a type that no device has", sharing(fleet(device(works(a), works(b))), 1, "sha256", a), []show.Change{do(show.SetKey, key(1)), do(show.Trust, key(1)), use},
			[]string{"ntp authentication-key 1 md5 <key>", "ntp trusted-key 1"}, []string{"ntp server 10.9.0.1 key 1"}},
		{"a new key for the only source", sharing(fleet(device(works(a))), 1, "md5", a), []show.Change{do(show.SetKey, key(1)), do(show.Trust, key(1)), use},
			[]string{"ntp authentication-key 1 md5 <key>", "ntp trusted-key 1"}, []string{"ntp server 10.9.0.1 key 1"}},
		{"one that the device has", sharing(fleet(withKeys(device(works(a), works(b)), 1)), 1, "md5", a), []show.Change{use},
			nil, []string{"ntp server 10.9.0.1 key 1"}},
		{"one that works with another", sharing(fleet(withKeys(device(works(a), keyed(works(b), 1, true)), 1)), 1, "md5", a, b), []show.Change{use},
			nil, []string{"ntp server 10.9.0.1 key 1"}},
		{"one that works", sharing(fleet(withKeys(device(keyed(works(a), 1, true)), 1)), 1, "md5", a), []show.Change{do(show.SetServer, server(a), withKey(1), prefer)},
			[]string{"ntp server 10.9.0.1 key 1 prefer"}, nil},
		{"one that is on a line and defined nowhere", fleet(device(keyed(silent(a), 1, false))), []show.Change{do(show.SetKey, key(1)), do(show.Trust, key(1)), do(show.Authenticate)},
			[]string{"ntp authenticate"}, []string{"ntp authentication-key 1 md5 <key>", "ntp trusted-key 1"}},
		{"such a one that the inventory names", sharing(fleet(device(keyed(silent(a), 1, false))), 1, "md5", a), []show.Change{do(show.SetKey, key(1)), do(show.Trust, key(1)), do(show.Authenticate)},
			[]string{"ntp authentication-key 1 md5 <key>", "ntp trusted-key 1", "ntp authenticate"}, nil},
		{"such a one of another type", sharing(fleet(device(keyed(silent(a), 1, false))), 1, "aes128", a), []show.Change{do(show.SetKey, key(1)), do(show.Trust, key(1)), do(show.Authenticate)},
			[]string{"ntp authenticate"}, []string{"ntp authentication-key 1 md5 <key>", "ntp trusted-key 1"}},
	} {
		p := planOf(t, test.fleet, test.changes)
		if d := cmp.Diff(test.lines, p.Lines()); d != "" {
			t.Errorf("%s: lines (-want +got):\n%s", test.name, d)
		}
		if d := cmp.Diff(test.byHand, byHand(p)); d != "" {
			t.Errorf("%s: by hand (-want +got):\n%s", test.name, d)
		}
	}
}

// Of two findings of one check that want opposites, each is told which the other is.
func TestContradictionsNameTheirSubjects(t *testing.T) {
	sha := do(show.SetKey, key(2))
	sha.Key.Type = "hmac-sha2-256"
	f := fleet(device(works("10.9.0.1")))
	f.Devices[0].Version = &facts.Version{OSVersion: "17.09.04a", Model: "C9300-24T"}
	findings := failed([]show.Change{do(show.SetKey, key(2))}, []show.Change{sha})
	findings[0].Check, findings[0].Subject = "ntp-authentication", "10.9.0.1"
	findings[1].Check, findings[1].Subject = "ntp-authentication", "10.9.0.2"
	p := words.Plans(f, check.Results{Devices: [][]check.Finding{findings}})[0]
	want := []string{
		`This asks for "ntp authentication-key 2 md5 <key>" and ntp-authentication 10.9.0.2 for "ntp authentication-key 2 hmac-sha2-256 <key>": decide which is meant.`,
		`This asks for "ntp authentication-key 2 hmac-sha2-256 <key>" and ntp-authentication 10.9.0.1 for "ntp authentication-key 2 md5 <key>": decide which is meant.`,
	}
	for i := range want {
		if d := cmp.Diff([]string{want[i]}, p.Of(i).Reasons); d != "" {
			t.Errorf("reasons (-want +got):\n%s", d)
		}
	}
}

// NX-OS takes a line away before the new one stands. That is no line for the only source that works, and the way back takes the new
// one away too.
func TestReplacedLines(t *testing.T) {
	const a, b = "10.9.0.1", "10.9.0.2"
	preferred := func() show.Change {
		c := do(show.SetServer, server(a), prefer)
		c.Line = "ntp server " + a
		return c
	}
	lines := []string{"no ntp server 10.9.0.1", "ntp server 10.9.0.1 prefer"}
	for _, test := range []struct {
		name          string
		platform      inventory.Platform
		has           []source
		lines, byHand []string
		back          []string
	}{
		{"the only one", "cisco_nxos", []source{works(a)}, nil, lines, []string{"no ntp server 10.9.0.1 prefer", "ntp server 10.9.0.1"}},
		{"the only one that works", "cisco_nxos", []source{works(a), silent(b)}, nil, lines, []string{"no ntp server 10.9.0.1 prefer", "ntp server 10.9.0.1"}},
		{"one of two", "cisco_nxos", []source{works(a), works(b)}, lines, nil, []string{"no ntp server 10.9.0.1 prefer", "ntp server 10.9.0.1"}},
		{"a line that replaces itself", router, []source{works(a)}, lines[1:], nil, []string{"ntp server 10.9.0.1"}},
	} {
		if _, known := platforms.All().ByName(string(test.platform)); !known {
			continue // built without it
		}
		f := fleet(device(test.has...))
		f.Devices[0].Platform = test.platform
		p := planOf(t, f, []show.Change{preferred()})
		var back []string
		for _, s := range p.Steps {
			back = append(back, s.Back...)
		}
		for _, pair := range []struct {
			what      string
			want, got []string
		}{{"lines", test.lines, p.Lines()}, {"by hand", test.byHand, byHand(p)}, {"back", test.back, back}} {
			if d := cmp.Diff(pair.want, pair.got); d != "" {
				t.Errorf("%s: %s (-want +got):\n%s", test.name, pair.what, d)
			}
		}
	}
}

// Between the lines that split a trusted range none of its keys is trusted.
func TestSplitRangesWait(t *testing.T) {
	out := do(show.Untrust, key(1))
	out.Line = "ntp trusted-key 1 - 5"
	p := planOf(t, fleet(device(works("10.9.0.1"))), []show.Change{out})
	if d := cmp.Diff([]string{"no ntp trusted-key 1 - 5", "ntp trusted-key 2 - 5"}, byHand(p)); d != "" || len(p.Lines()) > 0 {
		t.Errorf("lines %q, by hand (-want +got):\n%s", p.Lines(), d)
	}
}
