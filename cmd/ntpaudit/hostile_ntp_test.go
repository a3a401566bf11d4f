package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/ntpaudit/ntpaudit/pkg/cli"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// hostileKeyVariable is where the inventory takes the key of keyed modes from.
const hostileKeyVariable = "NTPAUDIT_TEST_HOSTILE_KEY"

// hostileFleet is a fleet of devices and a crowd of servers, one of each for each mode: as a reference, as a server that
// a device names, and as what answers NTP on the device itself.
type hostileFleet struct {
	modes      []ntpMode
	honest     []*ntpServer
	references []*ntpServer
	sources    []*ntpServer
	devices    []*ntpServer
	trial
	query *report.Report
	late  int // replies that were not there in time, which on a busy machine proves nothing
}

// No NTP server, whatever it sends, ends a run, moves the reference, is called right where it is wrong, or goes without a reason; and
// no device is said to be off by what it is not.
func TestHostileNTPServers(t *testing.T) {
	f := startHostile(t)
	f.run(t)
	f.mustKnowTheTime(t, f.report, patient)
	f.mustKnowTheTime(t, f.query, anyMode)
	for i, m := range f.modes {
		t.Run(m.name, func(t *testing.T) {
			f.mustJudge(t, "reference of a query", f.references[i], server(t, f.query, f.references[i].address))
			if patient(m) {
				f.mustJudge(t, "reference", f.references[i], server(t, f.report, f.references[i].address))
			}
			f.mustJudge(t, "source", f.sources[i], server(t, f.report, sourceAddress(i)))
			f.mustReadTheDevice(t, i)
			if asked := f.sources[i].requests(); m.once && asked != 1 {
				t.Errorf("asked %d times, want once", asked)
			}
		})
	}
	t.Logf("%d modes in 3 roles, %d servers beside %d honest ones", len(f.modes), 3*len(f.modes), len(f.honest))
	if f.late > len(f.modes)*3/10 {
		t.Errorf("%d replies came too late to tell anything", f.late)
	}
	if len(f.modes) < 79 {
		t.Errorf("%d modes", len(f.modes))
	}
}

// patient are the modes that let nobody wait: the references of an audit are asked again while others keep it busy, and what is
// silent would be waited for again and again. A query asks all of them, once.
func patient(m ntpMode) bool { return m.want != silent && !m.slow }

func anyMode(ntpMode) bool { return true }

// run asks everybody, by the command lines that an engineer would type, and derives the report from the evidence again.
func (f *hostileFleet) run(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	for name, content := range map[string][]byte{
		"inventory.yaml": f.inventory(t), "references.yaml": f.referenceList(anyMode), "known_hosts": f.KnownHosts(),
	} {
		if err := os.WriteFile(file(name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := func(args ...string) []byte {
		var out, stderr bytes.Buffer
		if code := cli.Main(args, nil, &out, &stderr); code == 2 || code == 130 {
			t.Errorf("exit code %d\n%s", code, &stderr)
		}
		return out.Bytes()
	}
	queried := make(chan []byte, 1)
	go func() { queried <- command("query", "-i", file("references.yaml"), "--polls", "1", "-f", "json") }()
	command("audit", "-q", "-i", file("inventory.yaml"), "--known-hosts", file("known_hosts"), "--save", file("evidence"), "-o", file("r.json"),
		"--rate", "0", "--parallel", "256", "--timeout", "2m", "--ntp-devices", "always", "--samples", "0")
	command("audit", "-q", "--from", file("evidence"), "-o", file("again.json"))
	live := read(t, file("r.json"))
	f.report, f.query = decode(t, live), decode(t, <-queried)
	if !bytes.Equal(live, read(t, file("again.json"))) {
		t.Error("the saved evidence gives another report")
	}
}

func decode(t *testing.T, text []byte) *report.Report {
	t.Helper()
	r, err := report.Decode(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func startHostile(t *testing.T) *hostileFleet {
	t.Helper()
	f := &hostileFleet{modes: hostileModes()}
	f.truth = hoursOff
	spec := lab.Spec{Truth: f.truth, Seed: 11}
	for i := range f.modes {
		spec.Devices = append(spec.Devices, lab.DeviceSpec{
			Name: deviceName(i), Clock: lab.ClockSpec{Offset: time.Duration(i%21-10) * 7137 * time.Microsecond},
			NTP: lab.DeviceNTPSpec{Servers: []lab.PeerSpec{{Address: sourceAddress(i)}}, Unanswered: true},
		})
	}
	fleet, err := lab.Start(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fleet.Close)
	f.Lab = fleet
	honest := ntpMode{name: "honest", want: votes, answer: func(x *exchange) []datagram { return one(x.honest()) }}
	for range 3 {
		f.honest = append(f.honest, serveNTP(t, honest, fleet.UTC))
	}
	for i, m := range f.modes {
		f.references = append(f.references, serveNTP(t, m, fleet.UTC))
		f.sources = append(f.sources, serveNTP(t, m, fleet.UTC))
		f.devices = append(f.devices, serveNTP(t, f.onDevice(t, i), fleet.UTC))
	}
	t.Setenv("NTPAUDIT_PASSWORD", "lab-password")
	t.Setenv("NTPAUDIT_ENABLE", "lab-enable")
	t.Setenv(hostileKeyVariable, hostileKeySecret)
	return f
}

func deviceName(i int) string    { return fmt.Sprintf("r%03d", i) }
func sourceAddress(i int) string { return fmt.Sprintf("10.66.%d.%d", i/200, i%200+1) }

// onDevice is a mode with the clock of a device behind it.
func (f *hostileFleet) onDevice(t *testing.T, i int) ntpMode {
	m := f.modes[i]
	answer := m.answer
	m.answer = func(x *exchange) []datagram {
		utc := x.now
		x.now = func() time.Time {
			now := utc()
			off, err := f.Truth(deviceName(i), now)
			if err != nil {
				t.Error(err)
			}
			return now.Add(off)
		}
		off, err := f.Truth(deviceName(i), x.arrived)
		if err != nil {
			t.Error(err)
		}
		x.arrived = x.arrived.Add(off)
		return answer(x)
	}
	return m
}

// inventory names every server in its role.
func (f *hostileFleet) inventory(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	if err := f.WriteFiles(dir); err != nil {
		t.Fatal(err)
	}
	inv, err := loadInventory(filepath.Join(dir, "inventory.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	b.WriteString("defaults: {platform: cisco_ios, username: audit, password: {env: NTPAUDIT_PASSWORD}, enable: {env: NTPAUDIT_ENABLE}}\n")
	b.Write(f.referenceList(patient))
	b.WriteString("servers:\n")
	for i, s := range f.sources {
		fmt.Fprintf(&b, "  - {address: %s, query: \"%s\"%s}\n", sourceAddress(i), s.address, s.key())
	}
	b.WriteString("devices:\n")
	for i, d := range inv.Devices {
		fmt.Fprintf(&b, "  - {name: %s, host: %s, port: %d, ntp: \"%s\"}\n", d.Name, d.Host, d.Port, f.devices[i].address)
	}
	return b.Bytes()
}

// referenceList is the honest servers, and those whose mode is wanted.
func (f *hostileFleet) referenceList(want func(ntpMode) bool) []byte {
	var b bytes.Buffer
	b.WriteString("references:\n")
	for _, s := range slices.Concat(f.honest, f.references) {
		if want(s.mode) {
			fmt.Fprintf(&b, "  - {address: \"%s\"%s}\n", s.address, s.key())
		}
	}
	return b.Bytes()
}

// key is what an inventory says of a server that is asked with a key.
func (s *ntpServer) key() string {
	if !s.mode.keyed {
		return ""
	}
	return fmt.Sprintf(", key: {id: %d, type: md5, secret: {env: %s}}", hostileKeyID, hostileKeyVariable)
}

func server(t *testing.T, r *report.Report, address string) *report.Server {
	t.Helper()
	for i := range r.Reference.Servers {
		if s := &r.Reference.Servers[i]; s.Address == address {
			return s
		}
	}
	t.Fatalf("%s is not in the report", address)
	return nil
}

// mustKnowTheTime holds the reference against the truth: most of the crowd tells the time, whatever else it does.
func (f *hostileFleet) mustKnowTheTime(t *testing.T, r *report.Report, asked func(ntpMode) bool) {
	t.Helper()
	ref := r.Reference
	if o := ref.Offset; o == nil || !ref.Majority || o.Low.Duration() > -f.truth || o.High.Duration() < -f.truth {
		t.Errorf("the auditor's clock is off by %v; the report says %v, majority %v", -f.truth, o, ref.Majority)
	}
	may := len(f.honest)
	for _, m := range f.modes {
		if asked(m) && (m.want == votes || m.want == lies) {
			may++
		}
	}
	if ref.Voters > may || ref.Voters < may-stratumTwo {
		t.Errorf("%d vote of %d that may", ref.Voters, may)
	}
}

// stratumTwo is how many modes claim a stratum above 1, and with it to follow the same server: they share a vote.
const stratumTwo = 3

// mustJudge holds what is said of a server against what it is.
func (f *hostileFleet) mustJudge(t *testing.T, role string, s *ntpServer, got *report.Server) {
	t.Helper()
	if verdict(got.Verdict) == silent && s.mode.want != silent && strings.HasPrefix(string(got.Error), "no answer") {
		f.late++
		return
	}
	if verdict(got.Verdict) != s.mode.want {
		t.Errorf("as a %s: %s (%s), want %s", role, got.Verdict, got.Error, s.mode.want)
	}
	if strings.ContainsFunc(string(got.RefID), unicode.IsControl) {
		t.Errorf("as a %s: reference id %q", role, got.RefID)
	}
	reason := string(got.Error)
	needed := s.mode.want == excluded || s.mode.want == silent
	if needed != (reason != "") || strings.Contains(reason, "made this program fail") || strings.ContainsFunc(reason, unicode.IsControl) {
		t.Errorf("as a %s: %s for the reason %q", role, got.Verdict, reason)
	}
	truth := time.Duration(0)
	if s.mode.lie != nil {
		truth = *s.mode.lie
	}
	if o := got.Offset; o != nil && (o.Low.Duration() > truth || o.High.Duration() < truth) {
		t.Errorf("as a %s: its clock is off by %v; the report says %v", role, truth, o)
	}
	if s.mode.want == votes && got.Offset == nil {
		t.Errorf("as a %s: no offset", role)
	}
}

// mustReadTheDevice holds what is said of the clock of a device against the truth, and whether its answer was used.
func (f *hostileFleet) mustReadTheDevice(t *testing.T, i int) {
	t.Helper()
	d, m := &f.report.Devices[i], f.modes[i]
	if d.Clock == nil {
		t.Fatalf("as a device: %s has no clock: %s %v", d.Name, d.Outcome, d.Error)
	}
	truth := f.offset(t, d)
	if o := d.Clock.Offset; o != nil && (truth < o.Low.Duration() || truth > o.High.Duration()) {
		t.Errorf("as a device: its clock is off by %v; the report says between %v and %v, by %v", truth, o.Low.Duration(), o.High.Duration(), d.Clock.Method)
	}
	if m.keyed {
		return // devices are asked without a key
	}
	used := slices.Contains(d.Clock.Method, "direct ntp")
	if used && m.unused {
		t.Errorf("as a device: read by %v, notes %q", d.Clock.Method, d.Notes)
	}
	if !used && !m.unused {
		f.late++
		return
	}
	if (d.Clock.Offset == nil) != (m.want == lies) {
		t.Errorf("as a device: offset %v", d.Clock.Offset)
	}
}
