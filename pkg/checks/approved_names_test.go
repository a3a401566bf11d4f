package checks_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// linesByName turns lines into lines by name, from the last; their rows keep the addresses.
func linesByName(names ...string) func(*scene) {
	return func(s *scene) {
		s.Config.Servers = append([]facts.ConfigServer(nil), s.Config.Servers...)
		for i, name := range names {
			s.Config.Servers[len(s.Config.Servers)-1-i] = show.ConfigServer{Type: "server", Address: name, Line: "ntp server " + name}
		}
	}
}

func approves(list ...string) func(*scene) {
	return func(s *scene) { s.policy.Sources.Approved = list }
}

// stands says what the resolver answered.
func stands(name string, addresses ...string) func(*scene) {
	return func(s *scene) {
		if s.fleet.Names == nil {
			s.fleet.Names = facts.Names{}
		}
		var keys []facts.AddressKey
		for _, a := range addresses {
			keys = append(keys, facts.KeyOf(a))
		}
		s.fleet.Names[facts.KeyOf(name)] = keys
	}
}

func TestApprovedByName(t *testing.T) {
	const a, b, c = "198.51.100.1", "198.51.100.2", "198.51.100.3"
	const time1, time2, pool = "time1.example.net", "time2.example.net", "pool.example.org"
	dynamic := func(s *scene) {
		row := source("192.0.2.99", 4, show.RoleNone)
		row.Configured = false
		s.NTP.Associations = append(s.NTP.Associations, row)
	}
	moreRows := func(s *scene) {
		s.NTP.Associations = append(s.NTP.Associations, source("198.51.100.4", 1, show.RoleCandidate))
	}
	oneRowLess := func(s *scene) { s.NTP.Associations = s.NTP.Associations[:2] }
	receiver := first(func(a *facts.Association) { a.Address, a.RefClock, a.Stratum = "127.127.20.0", ptr(".GPS."), 0 })
	open := " may be what an approved name stands for"
	tell(t, "ntp-approved", []story{
		{"one name, one row", all(linesByName(time1), approves(a, b, time1)), check.StatusPass, "", 0, nil, c},
		{"two names, two rows", all(linesByName(time1, time2), approves(a, time1, time2)), check.StatusPass, "", 0, nil, b},
		{"two names, one of them not approved", all(linesByName(time1, pool), approves(a, time1)), check.StatusInconclusive, b + open, 0, nil, b},
		{"two approved names, one row", all(linesByName(time1, time2), approves(a, time1, time2), oneRowLess), check.StatusPass, "", 0, nil, b},
		{"one name, two rows", all(linesByName(time1), approves(a, b, time1), moreRows), check.StatusInconclusive, "198.51.100.4" + open, 0, nil, "198.51.100.4"},
		{"a name that is not approved", all(linesByName(pool), approves(a, b)), check.StatusFail, c + " is not approved", 0, nil, c},
		{"what found the device by itself", all(linesByName(time1), approves(a, b, time1), dynamic), check.StatusFail, "192.0.2.99 is not approved", 0, nil, "192.0.2.99"},
		{"it counts for no name", all(linesByName(time1), approves(a, b, time1), dynamic), check.StatusPass, "", 0, nil, c},
		{"a line by address explains its own row alone", all(linesByName(time1), approves(a, time1)), check.StatusFail, b + " is not approved", 0, nil, b},
		{"the table is cut", all(linesByName(time1, time2), approves(a, time1, time2), hiddenRow), check.StatusInconclusive, b + open, 0, nil, b},
		{"a line was not understood", all(linesByName(time1), approves(a, b, time1), oddLine("ntp server ??")), check.StatusInconclusive, c + open, 0, nil, c},
		{"a line that may hold the name was not understood", all(linesByName(), approves(a, time1), func(s *scene) { s.Config.Servers = s.Config.Servers[:2] }, oddLine("ntp server ??")),
			check.StatusInconclusive, c + open, 0, nil, c},
		{"the table is cut, and no line holds a name", all(approves(a, time1), hiddenRow), check.StatusFail, b + " is not approved", 0, nil, b},
		{"the lines are not known", all(approves(a, time1), unreadConfig), check.StatusInconclusive, b + open, 0, nil, b},
		{"nor are there approved names", all(approves(a), unreadConfig), check.StatusFail, b + " is not approved", 0, nil, b},

		{"the resolver tells which", all(linesByName(time1, pool), approves(a, time1), stands(time1, b, "203.0.113.1")), check.StatusPass, "", 0, nil, b},
		{"and the other is then of the other name", all(linesByName(time1, pool), approves(a, time1), stands(time1, b)), check.StatusFail, c + " is not approved", 0, nil, c},
		{"the resolver says that it is another's", all(linesByName(time1, pool), approves(a, time1), stands(pool, b)), check.StatusFail, b + " is not approved", 0, nil, b},
		{"the resolver knows other addresses", all(linesByName(time1, pool), approves(a, time1), stands(time1, "203.0.113.1")), check.StatusInconclusive, b + open, 0, nil, b},
		{"a line by address is not approved by the resolver", all(approves(a, time1), stands(time1, b)), check.StatusFail, b + " is not approved", 0, nil, b},
		{"the lines are not known, and the resolver tells", all(approves(a, time1), stands(time1, b), unreadConfig), check.StatusPass, "", 0, nil, b},

		{"a name whose row is judged", all(linesByName(pool), approves(a, b)), check.StatusNotApplicable, "a name", 0, nil, pool},
		{"a name without any row", all(linesByName(pool), approves(a, b), oneRowLess), check.StatusFail, pool + " is not approved", 0, nil, pool},
		{"a name, and a table that is cut", all(linesByName(pool), approves(a, b), hiddenRow), check.StatusNotMeasured, "the association table was not read whole", 0, nil, pool},
		{"a row that prints the name", all(linesByName(time1), approves(a, b, time1), func(s *scene) { s.NTP.Associations[2].Address = "TIME1.example.net" }), check.StatusPass, "", 0, nil, "TIME1.example.net"},
		{"a receiver of its own", all(receiver, approves(b, c)), check.StatusPass, "", 0, nil, "127.127.20.0"},
	})
}
