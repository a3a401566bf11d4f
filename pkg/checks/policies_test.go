package checks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// columns are the policies that the table has verdicts of. With another number than are built in it does not build.
var columns = [...]string{"baseline", "cis", "stig", "rfc8633", "finra", "pci", "mifid2"}

// perPolicy is what each policy must make of a device. A verdict is the checks that must fail at medium or above; after
// a ? those that must be left open, where nothing fails; empty: the device passes.
type perPolicy [policy.BuiltinCount]string

var _ = perPolicy(columns)

const (
	neverSaw   = "clock-set"
	noNTP      = "ntp-sources ntp-authentication"
	unreadable = "?timestamps-log"
)

// What each policy must make of a device that is not as it should be, and of one that is.
var policyRows = []struct {
	name  string
	spoil func(*scene)
	want  perPolicy
}{
	{"all that any policy asks for", func(*scene) {}, perPolicy{}},
	{"NTP off, nothing else steers", nothingSteers,
		[...]string{"ntp-enabled", noNTP, noNTP, "ntp-enabled", "ntp-enabled", "ntp-enabled", "ntp-enabled"}},
	{"never set, NTP off", all(nothingSteers, neverSet),
		[...]string{neverSaw, noNTP, noNTP, neverSaw, neverSaw, neverSaw, neverSaw}},
	{"never set, NTP without answer", all(silent, neverSet),
		[...]string{neverSaw, "ntp-sources", "ntp-sources", neverSaw, neverSaw, neverSaw, neverSaw}},
	{"never set, SNTP only", all(sntpOnly(fourServers...), neverSet),
		[...]string{neverSaw, "ntp-sources", "ntp-sources", neverSaw, neverSaw, neverSaw, neverSaw}},
	{"SNTP only, clock right", sntpOnly(fourServers[:2]...),
		[...]string{"", "ntp-authentication", "ntp-authentication", "ntp-sources", "", "", ""}},
	{"PTP only, clock right", all(sourceless, steeredByPTP),
		[...]string{"", "ntp-sources", "ntp-sources", "ntp-sources", "", "", ""}},
	{"GNSS only, clock right", all(sourceless, func(s *scene) { s.Clock.Source = "GNSS" }),
		[...]string{"", "ntp-sources", "ntp-sources", "ntp-sources", "", "", ""}},
	{"all sources md5 on IOS", all(onIOS, withMD5), [...]string{"", "", "ntp-authentication", "", "", "", ""}},
	{"all sources md5 on IOS-XE", withMD5, [...]string{"", "", "ntp-authentication", "", "", "", ""}},
	{"an algorithm that is approved, and not the example", func(s *scene) { s.Config.AuthKeys[0].Type = "cmac-aes-128" }, perPolicy{}},
	{"configuration not readable", func(s *scene) { s.Config = nil; gap(facts.KindConfig)(s) },
		[...]string{unreadable, "?ntp-authentication ntp-source-interface timestamps-debug", unreadable + " ntp-authentication",
			unreadable, unreadable, unreadable + " ntp-access", unreadable}},
	{"a clock that the path to it proves to 5 ms", offset(-5*ms, 5*ms), [...]string{"", "", "", "", "", "", "?clock-offset"}},
	{"unreachable", unreachable,
		[...]string{"?clock-offset", "?ntp-sources", "?ntp-sources", "?clock-offset", "?clock-offset", "?clock-offset", "?clock-offset"}},
}

var fourServers = []string{"198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4"}

func TestWhatMustFail(t *testing.T) {
	if !slices.Equal(columns[:], policy.Names()) {
		t.Fatalf("the columns are %v, the policies %v", columns, policy.Names())
	}
	for _, row := range policyRows {
		for i, name := range columns {
			p, err := policy.Builtin(name)
			if err != nil {
				t.Fatal(err)
			}
			s := exemplary(t)
			s.policy = p
			row.spoil(s)
			testVerdict(t, row.name+" under "+name, s, row.want[i])
		}
	}
}

func testVerdict(t *testing.T, name string, s *scene, want string) {
	t.Helper()
	ids, open := strings.CutPrefix(want, "?")
	state, code := check.StateFail, check.ExitFailed
	switch {
	case want == "":
		code = check.ExitPassed
	case open:
		state, code = check.StateUnknown, check.ExitUncovered
	}
	terms := check.DefaultTerms()
	results := check.Run(checks.All(), s.fleet, s.policy)
	for id := range strings.FieldsSeq(ids) {
		if !slices.ContainsFunc(results.Devices[0], func(f check.Finding) bool { return f.Check == id && terms.Finding(f.Grade()) == state }) {
			t.Errorf("%s: %s is not %s", name, id, state)
		}
	}
	c := check.Case{Complete: true, Devices: []check.CaseDevice{{Name: s.Name, Outcome: s.Outcome}}}
	var said []string
	for _, f := range append(results.Devices[0], results.Fleet...) {
		if f.Device == "" {
			c.Fleet = append(c.Fleet, check.CaseFinding{Grade: f.Grade(), Devices: f.Devices})
		} else {
			c.Devices[0].Findings = append(c.Devices[0].Findings, f.Grade())
		}
		if terms.Finding(f.Grade()) != check.StatePass {
			said = append(said, f.Check+" "+string(f.Status)+": "+f.Message)
		}
	}
	if got := terms.Judge(c).ExitCode; got != code {
		t.Errorf("%s: exit code %d, want %d: %q", name, got, code, said)
	}
}

// exemplary is a device alone that meets every built-in policy: four sources with keys, known to 0.2 ms.
func exemplary(t *testing.T) *scene {
	t.Helper()
	s := newScene(t, "")
	s.fleet.Devices = s.fleet.Devices[:1]
	var rows []facts.Association
	for i, address := range fourServers {
		role := show.RoleCandidate
		if i == 0 {
			role = show.RoleSysPeer
		}
		row := source(address, 1, role)
		row.Authenticated = ptr(true)
		rows = append(rows, row)
	}
	s.fleet.Servers = append(s.fleet.Servers[:3:3], measured(fourServers[3], 0))
	*s.Device = device("r1", "192.0.2.1", 2, rows...)
	s.Clock = clock(interval.Around(0, ms/10))
	c := s.Config
	for i := range c.Servers {
		c.Servers[i].Key = ptr(5)
	}
	c.AuthKeys, c.Authenticate = []show.AuthKey{{Number: 5, Type: "hmac-sha2-256"}}, true
	trust(&c.Config, "5")
	c.NTPSource, c.Loopbacks = ptr("Loopback0"), []string{"Loopback0"}
	c.Interfaces = []show.Interface{{Name: "Loopback0", Addresses: []string{"192.0.2.1"}}}
	c.Control = show.Control{Refused: true, Line: "no ntp allow mode control"}
	c.SaveInterval = 8
	all(group("ntp access-group peer NTP", ptr("ipv4")), accessList("NTP", fourServers...))(s)
	return s
}

func onIOS(s *scene) {
	s.Platform = "cisco_ios"
	s.OS = &platform.Platform{Name: "cisco_ios", Title: "IOS", ShowControl: "show ntp packets mode control", OwnClockBelow: true}
	s.Version.OSVersion = "15.2(4)E7"
	s.Version.Says.Line = "Cisco IOS Software, Version 15.2(4)E7"
}

func withMD5(s *scene) { s.Config.AuthKeys[0].Type = "md5" }
