package fix

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func keyed(s source, n int, proven bool) source {
	s.number, s.proven = n, proven
	return s
}

// What costs a source that works, or a client, is no line: it waits, or stays out, with the reason.
func TestReplay(t *testing.T) {
	const a, b, bad = "10.9.0.1", "10.9.0.2", "10.9.0.4"
	client := func(d facts.Device) facts.Device { return d }
	for _, test := range []struct {
		name    string
		fleet   *facts.Fleet
		changes []show.Change
		lines   []string
		byHand  []string
		reason  string
	}{
		{"another source works", fleet(device(works(a), works(bad))), []show.Change{do(show.RemoveServer, server(bad))}, []string{"no ntp server 10.9.0.4"}, nil, ""},
		{"the last source goes when a new one works", fleet(device(works(bad))), []show.Change{do(show.RemoveServer, server(bad)), do(show.AddServer, server(a))},
			[]string{"ntp server 10.9.0.1"}, []string{"no ntp server 10.9.0.4"}, "without it r1 has no source that is known to work"},
		{"all that work are to go", fleet(device(works(b), works(bad))), []show.Change{do(show.RemoveServer, server(bad)), do(show.RemoveServer, server(b))},
			nil, []string{"no ntp server 10.9.0.4", "no ntp server 10.9.0.2"}, "has no source that is known to work"},
		{"what does not work is no loss", fleet(device(silent(bad))), []show.Change{do(show.RemoveServer, server(bad))}, []string{"no ntp server 10.9.0.4"}, nil, ""},
		{"a key on a source that works", fleet(device(works(a))), []show.Change{do(show.UseKey, server(a), withKey(2))},
			nil, []string{"ntp server 10.9.0.1 key 2"}, "which key 10.9.0.1 shares with this device is for its owner to say"},
		{"a key on one that does not", fleet(device(silent(a))), []show.Change{do(show.UseKey, server(a), withKey(2))},
			nil, []string{"ntp server 10.9.0.1 key 2"}, "for its owner to say"},
		{"a key in use is not set anew", fleet(withKeys(device(keyed(works(a), 1, true)), 1)), []show.Change{do(show.SetKey, key(1)), do(show.Trust, key(1))},
			nil, nil, "10.9.0.1 works now, and may not after it"},
		{"nor trusted no more", fleet(withKeys(device(keyed(works(a), 1, true)), 1)), []show.Change{do(show.Untrust, key(1))}, nil, []string{"no ntp trusted-key 1"}, "works now"},
		{"authenticate with a key that was not seen to work", fleet(device(keyed(works(a), 1, false))), []show.Change{do(show.Trust, key(1)), do(show.Authenticate)},
			nil, []string{"ntp trusted-key 1", "ntp authenticate"}, "10.9.0.1 works now"},
		{"trusting a key that a source which works was not seen to share", fleet(device(keyed(works(a), 1, false), works(b))), []show.Change{do(show.Trust, key(1))},
			nil, []string{"ntp trusted-key 1"}, "10.9.0.1 works now"},
		{"trusting one that no source has which works", fleet(device(keyed(silent(a), 1, false), works(b))), []show.Change{do(show.Trust, key(1))}, []string{"ntp trusted-key 1"}, nil, ""},
		{"authenticate with one that was", fleet(defined(device(keyed(works(a), 1, true)), 1)), []show.Change{do(show.Trust, key(1)), do(show.Authenticate)},
			[]string{"ntp trusted-key 1", "ntp authenticate"}, nil, ""},
		{"another interface", fleet(device(works(a))), []show.Change{{Verb: show.SetSource, Source: &show.SourceAddress{Interface: "Loopback0"}}},
			nil, []string{"ntp source Loopback0"}, "10.9.0.1 works now"},
		{"another interface for nothing that works", fleet(device(silent(a))), []show.Change{{Verb: show.SetSource, Source: &show.SourceAddress{Interface: "Loopback0"}}},
			[]string{"ntp source Loopback0"}, nil, ""},
		{"the last resort", fleet(device(works(a)), client(device(works("10.0.0.1")))), []show.Change{do(show.DropMaster)}, nil, nil, "its own clock is the last source of r1 and of r2"},
		{"one resort of several", fleet(device(works(a), works(b))), []show.Change{do(show.DropMaster)}, []string{"no ntp master"}, nil, ""},
		{"one resort of several, and a device was not read", fleet(device(works(a), works(b)), facts.Device{}), []show.Change{do(show.DropMaster)}, nil, nil,
			"not the whole fleet was read"},
		{"an access list without the clients", fleet(device(works(a)), device(works("10.0.0.1"))),
			[]show.Change{do(show.SetAccessList, permits("S", a)), do(show.RestrictAccess, access("peer", "S"))}, nil, nil, "r2 takes time from this device"},
		{"an access list without a source", fleet(device(works(a), works(b))),
			[]show.Change{do(show.SetAccessList, permits("S", a)), do(show.RestrictAccess, access("peer", "S"))}, nil, nil, "10.9.0.2 works now"},
		{"an access list with both", fleet(device(works(a)), device(works("10.0.0.1"))),
			[]show.Change{do(show.SetAccessList, permits("C", "10.0.0.2")), do(show.RestrictAccess, access("serve-only", "C")), do(show.SetAccessList, permits("S", a)), do(show.RestrictAccess, access("peer", "S"))},
			[]string{"ip access-list standard C", " permit 10.0.0.2", "ip access-list standard S", " permit 10.9.0.1", "ntp access-group peer S", "ntp access-group serve-only C"}, nil, ""},
		{"an access list that is there", fleet(having(device(works(a)), "s")),
			[]show.Change{do(show.SetAccessList, permits("S", a)), do(show.RestrictAccess, access("peer", "S"))}, nil, nil, "access list s is there"},
		{"an access list with a peer among the clients", fleet(device(works(a)), peering(device(works("10.0.0.1")))),
			[]show.Change{do(show.SetAccessList, permits("C", "10.0.0.2")), do(show.RestrictAccess, access("serve-only", "C")), do(show.SetAccessList, permits("S", a)), do(show.RestrictAccess, access("peer", "S"))},
			nil, nil, "r2 takes time from this device"},
		{"a client for a source", fleet(device(works(a)), device(works("10.0.0.1"))), []show.Change{do(show.AddServer, server("10.0.0.2"))}, nil, nil, "it would add a loop"},
		{"the device for its own source", fleet(device(works(a))), []show.Change{do(show.AddServer, server("10.0.0.1"))}, nil, nil, "it would add a loop"},
	} {
		p := planOf(t, test.fleet, test.changes)
		if d := cmp.Diff(test.lines, p.Lines()); d != "" {
			t.Errorf("%s: lines (-want +got):\n%s", test.name, d)
		}
		if d := cmp.Diff(test.byHand, byHand(p)); d != "" {
			t.Errorf("%s: by hand (-want +got):\n%s", test.name, d)
		}
		if reasons := strings.Join(p.Of(0).Reasons, " "); (reasons == "") != (test.reason == "") || !strings.Contains(reasons, test.reason) {
			t.Errorf("%s: reasons %q, want %q", test.name, reasons, test.reason)
		}
	}
}

// peering has a device take its first source for a peer.
func peering(d facts.Device) facts.Device {
	d.Config.Servers[0].Type = "peer"
	return d
}

// having gives a device access lists for other things.
func having(d facts.Device, lists ...string) facts.Device {
	d.Config.ListNames = lists
	return d
}

// defined has keys that are not trusted, and does not ask for them.
func defined(d facts.Device, numbers ...int) facts.Device {
	d = withKeys(d, numbers...)
	d.Config.Authenticate, d.Config.Trusted = false, nil
	return d
}

func withKeys(d facts.Device, numbers ...int) facts.Device {
	for _, n := range numbers {
		d.Config.AuthKeys = append(d.Config.AuthKeys, show.AuthKey{Number: n, Type: "md5"})
		d.Config.Trusted = append(d.Config.Trusted, show.KeyRange{Low: n, High: n})
	}
	d.Config.Authenticate = true
	return d
}

// Two plans of one run add no loop between them.
func TestPlansKnowEachOther(t *testing.T) {
	f := fleet(device(silent("10.9.0.1")), device(silent("10.9.0.2")))
	plans := words.Plans(f, check.Results{Devices: [][]check.Finding{
		failed([]show.Change{do(show.AddServer, server("10.0.0.2"))}), failed([]show.Change{do(show.AddServer, server("10.0.0.1"))}),
	}})
	if len(plans[0].Lines()) != 1 || len(plans[1].Lines()) != 0 {
		t.Errorf("lines %q and %q", plans[0].Lines(), plans[1].Lines())
	}
}

// An access list lets in whom plans of the same run have ask the device, in whatever order the devices stand, and their new sources.
func TestListsKnowThePlansOfOthers(t *testing.T) {
	lists := []show.Change{
		do(show.SetAccessList, permits("C", "10.0.0.9", show.Placeholder("further clients"))), do(show.RestrictAccess, access("serve-only", "C")),
		do(show.SetAccessList, permits("S", "10.9.0.1")), do(show.RestrictAccess, access("peer", "S")), do(show.AddServer, server("10.9.0.2")),
	}
	want := []string{"ntp server 10.9.0.2", "ip access-list standard C", " permit 10.0.0.9", " permit 10.0.0.2", " permit <further clients>",
		"ip access-list standard S", " permit 10.9.0.1", " permit 10.9.0.2", "ntp access-group peer S", "ntp access-group serve-only C"}
	f := fleet(device(works("10.9.0.1")), device(works("10.9.0.1")))
	plans := words.Plans(f, check.Results{Devices: [][]check.Finding{failed(lists), failed([]show.Change{do(show.AddServer, server("10.0.0.1"))})}})
	if d := cmp.Diff(want, plans[0].Lines()); d != "" {
		t.Errorf("lines (-want +got):\n%s", d)
	}
	if got := lists[0].List.Members; len(got) != 2 {
		t.Errorf("the finding lists %q now", got)
	}
	six := fleet(device(works("10.9.0.1")), device(works("10.9.0.1")))
	six.Devices[0].KnownBy = append(six.Devices[0].KnownBy, netip.MustParseAddr("2001:db8::1"))
	six.Devices[1].KnownBy = append(six.Devices[1].KnownBy, netip.MustParseAddr("2001:db8::2"))
	plans = words.Plans(six, check.Results{Devices: [][]check.Finding{failed(lists[:4]), failed([]show.Change{do(show.AddServer, server("2001:db8::1"))})}})
	if got := plans[0].Lines(); len(got) > 0 || !strings.Contains(strings.Join(plans[0].Of(0).Reasons, ""), "r2 is to take time from this device") {
		t.Errorf("lines %q although none lets r2 in over IPv6: %q", got, plans[0].Of(0).Reasons)
	}
}

// A new algorithm comes in three stages: the key, one server after the other with a look in between, and then the old key goes.
func TestRekeying(t *testing.T) {
	first, second := keyed(works("10.9.0.1"), 1, true), keyed(works("10.9.0.2"), 1, true)
	first.chosen = true
	sha := show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 2, Type: "hmac-sha2-256"}}
	f := fleet(withKeys(device(first, second), 1))
	f.Devices[0].Version = &facts.Version{OSVersion: "17.09.04a", Model: "C9300-24T"}
	p := planOf(t, f, []show.Change{
		sha, do(show.Trust, key(2)), do(show.UseKey, server("10.9.0.1"), withKey(2), inForce), do(show.UseKey, server("10.9.0.2"), withKey(2), inForce),
		do(show.Untrust, key(1)), do(show.RemoveKey, key(1)),
	})
	if d := cmp.Diff([]string{"ntp authentication-key 2 hmac-sha2-256 <key>", "ntp trusted-key 2"}, p.Lines()); d != "" {
		t.Errorf("lines (-want +got):\n%s", d)
	}
	want := []string{"ntp server 10.9.0.2 key 2", "ntp server 10.9.0.1 key 2", "no ntp trusted-key 1", "no ntp authentication-key 1"} // the followed one last
	if d := cmp.Diff(want, byHand(p)); d != "" {
		t.Errorf("by hand (-want +got):\n%s", d)
	}
	for _, s := range p.Steps {
		if len(s.Lines) > 0 && strings.HasSuffix(s.Lines[0], " key 2") && (s.Stage != 2 || !strings.HasPrefix(s.Verify, "show ntp associations detail | include 10.9.0.") || len(s.Back) == 0) {
			t.Errorf("%+v: no look in between, or no way back", s)
		}
		if len(s.Lines) > 0 && strings.HasPrefix(s.Lines[0], "no ") && s.Stage != 3 {
			t.Errorf("%+v: too early", s)
		}
	}
}

// Where NTP starts, SNTP stops: nothing of it is a line.
func TestFromSNTPToNTP(t *testing.T) {
	off := false
	d := facts.Device{NTP: &facts.NTP{Enabled: &off, Known: true}, Config: new(facts.Config)}
	d.Config.SNTPServers = []show.SNTPSource{{Address: "10.9.0.1"}}
	p := planOf(t, fleet(d), []show.Change{{Verb: show.StopSNTP, Line: "sntp server 10.9.0.1"}, do(show.AddServer, server("10.9.0.1"))})
	if d := cmp.Diff([]string{"no sntp server 10.9.0.1", "ntp server 10.9.0.1"}, byHand(p)); d != "" || len(p.Lines()) > 0 {
		t.Errorf("lines %q, by hand (-want +got):\n%s", p.Lines(), d)
	}
}

// Numbers that are to be agreed with two owners are two.
func TestNumbersToAgreeOn(t *testing.T) {
	var changes []show.Change
	for _, address := range []string{"10.9.0.1", "10.9.0.2"} {
		agreed := show.Placeholder("number agreed with the owner of " + address)
		use := do(show.UseKey, server(address))
		use.Server.KeyAgreed = agreed
		changes = append(changes,
			show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Agreed: agreed, Type: "md5"}}, show.Change{Verb: show.Trust, Key: &show.KeyNumber{Agreed: agreed}}, use)
	}
	p := planOf(t, fleet(device(works("10.9.0.1"), works("10.9.0.2"))), changes, []show.Change{do(show.Authenticate)})
	want := []string{
		"ntp authentication-key <number agreed with the owner of 10.9.0.1> md5 <key>", "ntp authentication-key <number agreed with the owner of 10.9.0.2> md5 <key>",
		"ntp trusted-key <number agreed with the owner of 10.9.0.1>", "ntp trusted-key <number agreed with the owner of 10.9.0.2>",
		"ntp server 10.9.0.1 key <number agreed with the owner of 10.9.0.1>", "ntp server 10.9.0.2 key <number agreed with the owner of 10.9.0.2>", "ntp authenticate",
	}
	if d := cmp.Diff(want, byHand(p)); d != "" || len(p.Lines()) > 0 {
		t.Errorf("lines %q, by hand (-want +got):\n%s", p.Lines(), d)
	}
}
