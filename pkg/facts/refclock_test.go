package facts_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func rowOf(address, refclock string, stratum int) facts.Association {
	a := facts.Association{Association: show.Association{Address: address, Stratum: stratum, Reach: 0o377, Configured: true}}
	if refclock != "" {
		a.RefClock = &refclock
	}
	return a
}

func TestReferenceClockOfARow(t *testing.T) {
	own, receiver := facts.RefClock{Own: true}, func(kind string) facts.RefClock { return facts.RefClock{Receiver: kind} }
	for _, test := range []struct {
		address, ref string
		stratum      int
		want         facts.RefClock
		usable       bool
	}{
		{"127.127.1.1", ".LOCL.", 7, own, true},
		{"127.127.7.1", "127.127.7.1", 4, own, true}, // the old code
		{"127.127.1.1", ".LOCL.", 0, own, true},      // ntp master 1
		{"127.127.1.1", "", 7, own, true},
		{"127.127.1.1", ".INIT.", 16, own, false},
		{"127.127.20.0", ".GPS.", 0, receiver("GPS"), true},
		{"127.127.1.0", ".GPS.", 0, receiver("GPS"), true}, // the code counts before the driver
		{"127.127.22.0", ".gnss.", 0, receiver("GNSS"), true},
		{"127.127.20.0", ".LOCL.", 3, own, true},
		{"127.127.20.0", "", 0, receiver("receiver"), true},
		{"127.127.20.0", ".INIT.", 16, receiver("receiver"), false},
		{"127.127.20.0", ".ODD.", 0, receiver("ODD"), true}, // nobody knows the code; at stratum 0 it is a clock
		{"127.127.1.0", ".ODD.", 5, own, true},
		{"192.0.2.1", ".GPS.", 1, facts.RefClock{}, true}, // a server that has a receiver
		{"192.0.2.1", ".LOCL.", 1, facts.RefClock{}, true},
		{"192.0.2.1", ".GPS.", 0, facts.RefClock{}, false},
		{"127.0.0.1", "", 2, facts.RefClock{}, true},
		{"ntp.example.net", "", 2, facts.RefClock{}, true},
	} {
		a := rowOf(test.address, test.ref, test.stratum)
		if got := a.RefClockOf(); got != test.want || a.Usable() != test.usable {
			t.Errorf("%s %s at %d: %+v, usable %t; want %+v, %t", test.address, test.ref, test.stratum, got, a.Usable(), test.want, test.usable)
		}
		if a.OwnClock() != test.want.Own || a.Receiver() != test.want.Receiver {
			t.Errorf("%s: own %t, receiver %q", test.address, a.OwnClock(), a.Receiver())
		}
	}
}

func TestReferenceClockOfAnIdentifier(t *testing.T) {
	for _, test := range []struct {
		ref     string
		stratum int
		want    facts.RefClock
	}{
		{".LOCL.", 1, facts.RefClock{Own: true}}, {"LOCL", 6, facts.RefClock{Own: true}}, {"127.127.1.0", 5, facts.RefClock{Own: true}},
		{".GPS.", 1, facts.RefClock{Receiver: "GPS"}}, {"PPS", 3, facts.RefClock{Receiver: "PPS"}}, {"127.127.20.0", 1, facts.RefClock{Receiver: "receiver"}},
		{"XYZ", 1, facts.RefClock{Receiver: "XYZ"}}, {"XYZ", 2, facts.RefClock{}}, {"ntp.example.net", 1, facts.RefClock{}},
		{".INIT.", 1, facts.RefClock{}}, {"RATE", 1, facts.RefClock{}}, {"XFAC", 1, facts.RefClock{}}, {"192.0.2.1", 1, facts.RefClock{}},
		{"", 1, facts.RefClock{}}, {"2001:db8::1", 1, facts.RefClock{}},
	} {
		if got := facts.ClockOfRef(test.ref, test.stratum); got != test.want {
			t.Errorf("%s at %d: %+v, want %+v", test.ref, test.stratum, got, test.want)
		}
	}
}

// A status names its source by address, by the hash of an IPv6 address (RFC 5905 §7.3), or by the code of a clock.
func TestNamed(t *testing.T) {
	for _, test := range []struct {
		ref  string
		row  facts.Association
		want bool
	}{
		{"192.0.2.1", rowOf("192.0.2.1", "", 1), true},
		{"192.0.2.2", rowOf("192.0.2.1", "", 1), false},
		{"57.171.155.55", rowOf("2001:DB8::1", "", 1), true},
		{"57.171.155.55", rowOf("2001:db8::2", "", 1), false},
		{".GPS.", rowOf("127.127.20.0", ".GPS.", 0), true},
		{"127.127.20.0", rowOf("127.127.20.0", ".GPS.", 0), true},
		{".PPS.", rowOf("127.127.20.0", ".GPS.", 0), false},
		{".GPS.", rowOf("127.127.20.0", "", 0), true}, // its row does not say what it is
		{".GPS.", rowOf("192.0.2.1", ".GPS.", 1), false},
		{".LOCL.", rowOf("127.127.1.1", ".LOCL.", 7), true},
		{"127.127.7.1", rowOf("127.127.1.1", ".LOCL.", 7), true},
		{".LOCL.", rowOf("127.127.20.0", ".GPS.", 0), false},
		{".INIT.", rowOf("127.127.20.0", "", 16), false},
		{"NTP.example.net", rowOf("ntp.example.net.", "", 2), true},
	} {
		if got := test.row.Named(test.ref); got != test.want {
			t.Errorf("%s of %s: %t", test.ref, test.row.Address, got)
		}
	}
}
