//go:build linux

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/cli"
	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// benchSite is a fleet in a process of its own.
type benchSite struct {
	dir       string
	lab       *os.Process
	inventory inventory.Inventory
	flights   [][]string // what an audit sends a device, write by write
}

const benchSpec = `
seed: 11
ntp_servers:
  - {name: ntp1, address: 10.9.0.1}
  - {name: ntp2, address: 10.9.0.2, stratum: 1, refid: GPS}
  - {name: ntp3, address: 10.9.0.3, refid: 192.0.2.65}
  - {name: ntp4, address: 10.9.0.4, refid: 192.0.2.129}
defaults:
  path: {out: %[1]s, back: %[1]s}
  ntp: {servers: [{address: 10.9.0.1}, {address: 10.9.0.2}, {address: 10.9.0.3}, {address: 10.9.0.4}]}
fleet: {count: %[2]d}
`

// benchLimit is so wide that a reading which this machine held up, as 256 at once share its processors, leaves no verdict open: what is
// compared is what healthy devices cost.
const (
	benchLimit  = 5 * time.Second
	benchPolicy = "name: bench\nextends: baseline\nlimits: {clock_offset: 5s}\n"
)

func newBenchSite(b *testing.B, rtt time.Duration, devices int) *benchSite {
	b.Helper()
	s := &benchSite{dir: b.TempDir()}
	s.start(b, fmt.Sprintf(benchSpec, rtt/2, devices))
	b.Setenv("NTPAUDIT_PASSWORD", "lab-password")
	b.Setenv("NTPAUDIT_ENABLE", "lab-enable")
	inv, err := loadInventory(s.file("inventory.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	s.inventory = inv
	if err := os.WriteFile(s.file("policy.yaml"), []byte(benchPolicy), 0o600); err != nil {
		b.Fatal(err)
	}
	s.audit(b, 64, "--save", s.file("evidence"))
	evidence, err := snapshot.Load(s.file("evidence"))
	if err != nil {
		b.Fatal(err)
	}
	s.flights = flightsOf(evidence.Devices[0])
	return s
}

// flightsOf groups commands by the write that they went out with.
func flightsOf(d snapshot.Device) [][]string {
	var flights [][]string
	for i, a := range d.Answers {
		if i == 0 || a.Sent != d.Answers[i-1].Sent {
			flights = append(flights, nil)
		}
		last := len(flights) - 1
		flights[last] = append(flights[last], a.Command)
	}
	return flights
}

func (s *benchSite) file(name string) string { return filepath.Join(s.dir, name) }

// start runs "ntpaudit lab" until the benchmark ends.
func (s *benchSite) start(b *testing.B, spec string) {
	b.Helper()
	if err := os.WriteFile(s.file("lab.yaml"), []byte(spec), 0o600); err != nil {
		b.Fatal(err)
	}
	child := exec.Command("ntpaudit", "lab", s.file("lab.yaml"), "--dir", s.dir)
	out, err := child.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := child.Process.Signal(os.Interrupt); err != nil {
			b.Error(err)
		}
		if err := child.Wait(); err != nil {
			b.Error(err)
		}
	})
	s.lab = child.Process
	lines := bufio.NewScanner(out)
	for !strings.HasPrefix(lines.Text(), "Ctrl-C") {
		if !lines.Scan() {
			b.Fatal("the lab did not come up")
		}
	}
}

// processorTime is that of the fleet.
func (s *benchSite) processorTime(b *testing.B) time.Duration {
	b.Helper()
	const userTime, systemTime, tick = 13, 14, 10 * time.Millisecond // proc_pid_stat(5); a tick is 1/USER_HZ
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.lab.Pid))
	if err != nil {
		b.Fatal(err)
	}
	var total time.Duration
	fields := strings.Fields(string(text)) // the program's name has no blank
	for _, field := range []string{fields[userTime], fields[systemTime]} {
		ticks, err := strconv.Atoi(field)
		if err != nil {
			b.Fatal(err)
		}
		total += time.Duration(ticks) * tick
	}
	return total
}

// arguments are an audit's.
func (s *benchSite) arguments(parallel int) []string {
	return []string{
		"audit", "-i", s.file("inventory.yaml"), "--known-hosts", s.file("known_hosts"), "--rate", "0",
		"--parallel", strconv.Itoa(parallel), "-q", "-p", s.file("policy.yaml"), "-o", s.file("report.json"),
	}
}

// audit runs the whole program in this process.
func (s *benchSite) audit(b *testing.B, parallel int, more ...string) {
	b.Helper()
	var stdout, stderr bytes.Buffer
	if code := cli.Main(append(s.arguments(parallel), more...), nil, &stdout, &stderr); code != 0 {
		b.Fatalf("exit code %d\n%s%s", code, &stderr, &stdout)
	}
}

// bare asks every device in the same lines with the least that this takes.
func (s *benchSite) bare(b *testing.B, parallel int) {
	b.Helper()
	work := make(chan inventory.Device)
	var all sync.WaitGroup
	for range parallel {
		all.Go(func() {
			for d := range work {
				if err := bareAsks(d, s.flights); err != nil {
					b.Errorf("%s: %v", d.Name, err)
				}
			}
		})
	}
	for _, d := range s.inventory.Devices {
		work <- d
	}
	close(work)
	all.Wait()
}

// collect asks every device, and keeps the evidence.
func (s *benchSite) collect(b *testing.B, parallel int, judge func(*timeline.Timeline, inventory.Inventory) collect.Judge) *snapshot.Snapshot {
	b.Helper()
	clock := timeline.Start()
	ask, err := session.New(session.Config{
		Timeline: clock, Platforms: platforms.All(), HostKeys: session.HostKeys{Mode: session.Strict, File: s.file("known_hosts")},
	})
	if err != nil {
		b.Fatal(err)
	}
	query := ntpquery.New(ntpquery.Config{Timeline: clock})
	plan := collect.Plan{
		Inventory: s.inventory, Kinds: check.Kinds(checks.All()), Parallel: parallel, NTPDevices: collect.Auto,
		Judge: judge(clock, s.inventory),
	}
	evidence := collect.Run(b.Context(), plan, clock, ask, query)
	for _, d := range evidence.Devices {
		if d.Outcome != snapshot.Audited {
			b.Fatalf("%s: %s: %v", d.Name, d.Outcome, d.Error)
		}
	}
	return evidence
}

// nothingElse decides to ask no more than the commands.
func nothingElse(*timeline.Timeline, inventory.Inventory) collect.Judge {
	return collect.Judge{
		Next:             func(*snapshot.Snapshot, *snapshot.Device) session.Next { return session.Next{} },
		HangsOnReference: func(*snapshot.Snapshot, *snapshot.Device) bool { return false },
		Undecided:        func(*snapshot.Snapshot, *snapshot.Device) bool { return false },
		Sources:          func(*snapshot.Device) []collect.Source { return nil },
	}
}

// decisions are those of an audit.
func decisions(clock *timeline.Timeline, inv inventory.Inventory) collect.Judge {
	sampler := facts.NewSampler(platforms.All(), inv)
	limits := []time.Duration{benchLimit}
	return collect.Judge{
		Next: func(run *snapshot.Snapshot, d *snapshot.Device) session.Next {
			again, at := sampler.Next(run, d, facts.Question{Limits: limits, Extra: -1, Now: clock.Now()})
			return session.Next{Sample: again, At: at}
		},
		HangsOnReference: func(run *snapshot.Snapshot, d *snapshot.Device) bool {
			return sampler.HangsOnReference(run, d, limits)
		},
		Undecided: func(run *snapshot.Snapshot, d *snapshot.Device) bool { return sampler.Undecided(run, d, limits) },
		Sources: func(d *snapshot.Device) (sources []collect.Source) {
			for _, s := range sampler.Sources(d) {
				sources = append(sources, collect.Source(s))
			}
			return sources
		},
	}
}
