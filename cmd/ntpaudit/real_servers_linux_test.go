package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// The servers of TestRealServers. Free-running roots are no references, so each has a server
// that takes its time from it; each root has an address of its own, because servers that
// follow the same one have one vote together.
const (
	trueRoot1, trueRoot2, trueRoot3 = "192.0.2.1", "192.0.2.2", "192.0.2.3"
	chrony1, chrony2, ntpsec3       = "192.0.2.11", "192.0.2.12", "192.0.2.13"

	wrongRoot, wrongServer = "192.0.2.4", "192.0.2.14"
)

// skew is how far the wrong root, and so the wrong server, is ahead of this host: seconds.
const skew = 37

// slack is by how much a true offset may lie outside an interval, in seconds: how well a server
// knows its own error is its own claim, and the host may slew its clock meanwhile.
const slack = 0.001

func TestRealServers(t *testing.T) {
	t.Parallel()
	needs(t, "chronyd", "ntpd", "ip", "sh")
	if !ownNetwork(t, trueRoot1, trueRoot2, trueRoot3, wrongRoot, chrony1, chrony2, ntpsec3, wrongServer) {
		return
	}
	startServers(t)
	t.Run("query", queryRealServers)
	t.Run("keys", queryWithKeys)
	t.Run("audit", auditAgainstRealServers)
}

func startServers(t *testing.T) {
	t.Helper()
	const freeRunning, follow = "local stratum 1", "server %s iburst minpoll 0 maxpoll 1"
	for _, root := range []string{trueRoot1, trueRoot2, trueRoot3} {
		startChronyd(t, root, nil, freeRunning)
	}
	startChronyd(t, wrongRoot, fakeTime(t, fmt.Sprintf("%+ds", skew)), freeRunning)
	awaitTime(t, trueRoot1, trueRoot2, trueRoot3, wrongRoot)

	startChronyd(t, chrony1, nil, fmt.Sprintf(follow, trueRoot1), "keyfile "+chronyKeys(t))
	startChronyd(t, chrony2, nil, fmt.Sprintf(follow, trueRoot2))
	startNtpd(t, ntpsec3, "server "+trueRoot3+" iburst minpoll 3 maxpoll 4", "keys "+ntpsecKeys(t), "trustedkey 1 2 3 4 5 6")
	startChronyd(t, wrongServer, nil, fmt.Sprintf(follow, wrongRoot))
	awaitTime(t, chrony1, chrony2, ntpsec3, wrongServer)
}

// measured is the part of a report that these tests look at.
type measured struct {
	Reference struct {
		Offset  *span // this host − reference
		Servers []struct {
			Address, Verdict, Error string
			Offset                  *span // server − reference
		}
	}
	Devices []struct {
		Name     string
		Clock    struct{ Offset *span } // device − reference
		Findings []struct{ Check, Status string }
	}
}

// span is an interval of seconds.
type span struct {
	Low  float64 `json:"low_seconds"`
	High float64 `json:"high_seconds"`
}

// holds reports whether the interval holds an offset, and is narrow enough not to hold that of the
// next wrong clock as well.
func (s *span) holds(offset float64) bool {
	return s != nil && s.Low-slack <= offset && offset <= s.High+slack && s.High-s.Low < 2.5
}

func (s *span) String() string {
	if s == nil {
		return "nothing"
	}
	return fmt.Sprintf("%+.6f to %+.6f s", s.Low, s.High)
}

func queryRealServers(t *testing.T) {
	got := query(t, 1, nil, chrony1, chrony2, ntpsec3, wrongServer, wrongRoot)
	if !got.Reference.Offset.holds(0) {
		t.Errorf("this host − reference: got %v, want 0 in it", got.Reference.Offset)
	}
	checkServers(t, got, map[string]serverWant{
		chrony1:     {"truechimer", 0},
		chrony2:     {"truechimer", 0},
		ntpsec3:     {"truechimer", 0},
		wrongServer: {"falseticker", skew},
		wrongRoot:   {"excluded", skew},
	})
}

// query runs ntpaudit query and reads what it measured.
func query(t *testing.T, code int, env []string, args ...string) measured {
	t.Helper()
	out := process{args: append([]string{"ntpaudit", "query", "-f", "json"}, args...), env: env, code: code}.run(t)
	return readMeasured(t, []byte(out))
}

func readMeasured(t *testing.T, report []byte) measured {
	t.Helper()
	var m measured
	if err := json.Unmarshal(report, &m); err != nil {
		t.Fatalf("%v in\n%s", err, report)
	}
	return m
}

type serverWant struct {
	verdict string
	offset  float64
}

func checkServers(t *testing.T, got measured, want map[string]serverWant) {
	t.Helper()
	if len(got.Reference.Servers) != len(want) {
		t.Errorf("got %d servers, want %d", len(got.Reference.Servers), len(want))
	}
	for _, s := range got.Reference.Servers {
		w := want[s.Address]
		t.Logf("%s: %s, %v", s.Address, s.Verdict, s.Offset)
		if s.Verdict != w.verdict || !s.Offset.holds(w.offset) {
			t.Errorf("%s: got %s, %v (%s), want %s, %+v s", s.Address, s.Verdict, s.Offset, s.Error, w.verdict, w.offset)
		}
	}
}

func queryWithKeys(t *testing.T) {
	for i, key := range ntpKeys {
		got := query(t, 0, []string{"TEST_NTP_KEY=" + key.secret}, "--polls", "1", "-i", keyedReferences(t, i+1, key.ours))
		checkServers(t, got, map[string]serverWant{chrony1: {"truechimer", 0}, ntpsec3: {"truechimer", 0}})
	}
	// Neither daemon says that a key is wrong: it does not answer.
	got := query(t, 3, []string{"TEST_NTP_KEY=a wrong secret"}, "--polls", "1", "-i", keyedReferences(t, 1, "md5"))
	for _, s := range got.Reference.Servers {
		if s.Verdict != "no_answer" || !strings.Contains(s.Error, "key 1") {
			t.Errorf("%s, asked with a wrong key: got %s (%s), want no_answer because of key 1", s.Address, s.Verdict, s.Error)
		}
	}
}

// keyedReferences writes an inventory whose references have a key.
func keyedReferences(t *testing.T, id int, kind string) (path string) {
	t.Helper()
	return writeFile(t, "inventory.yaml", fmt.Sprintf(`references:
  - {address: %s, key: &key {id: %d, type: %s, secret: {env: TEST_NTP_KEY}}}
  - {address: %s, key: *key}
`, chrony1, id, kind, ntpsec3))
}

const skewedFleet = `
devices:
  - {name: right}
  - {name: fast, clock: {offset: 3s}}
  - {name: slow, clock: {offset: -20m}}
  - {name: misled, clock: {offset: 37s}}
`

func auditAgainstRealServers(t *testing.T) {
	lab := startLab(t, skewedFleet)
	file := lab.file("report.json")
	args := []string{"ntpaudit", "audit", "-i", lab.file("inventory.yaml"), "--known-hosts", lab.file("known_hosts"), "-o", file}
	for _, server := range []string{chrony1, chrony2, ntpsec3, wrongServer} {
		args = append(args, "--reference", server)
	}
	process{args: args, env: lab.env, code: 1}.run(t)
	report, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := readMeasured(t, report)
	checkServers(t, got, map[string]serverWant{
		chrony1:     {"truechimer", 0},
		chrony2:     {"truechimer", 0},
		ntpsec3:     {"truechimer", 0},
		wrongServer: {"falseticker", skew},
	})
	checkFleet(t, got, map[string]serverWant{
		"right":  {"pass", 0},
		"fast":   {"fail", 3},
		"slow":   {"fail", -20 * 60},
		"misled": {"fail", skew},
	})
}

func checkFleet(t *testing.T, got measured, want map[string]serverWant) {
	t.Helper()
	if len(got.Devices) != len(want) {
		t.Errorf("got %d devices, want %d", len(got.Devices), len(want))
	}
	for _, d := range got.Devices {
		w, status := want[d.Name], "no finding"
		for _, f := range d.Findings {
			if f.Check == "clock-offset" {
				status = f.Status
			}
		}
		t.Logf("%s: %s, %v", d.Name, status, d.Clock.Offset)
		if status != w.verdict || !d.Clock.Offset.holds(w.offset) {
			t.Errorf("%s: got %s, %v, want %s, %+v s", d.Name, status, d.Clock.Offset, w.verdict, w.offset)
		}
	}
}
