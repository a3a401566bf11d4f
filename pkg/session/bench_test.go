package session_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// The benchmark runs the lab in a process of its own, so that processor time and memory are those of the client.
const benchLab = "SESSION_BENCH_LAB_RTT"

func TestMain(m *testing.M) {
	if rtt, err := time.ParseDuration(os.Getenv(benchLab)); err == nil {
		if err := serveBenchLab(rtt); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	if flag.Lookup("test.fuzz").Value.String() == "" { // most tests wait for a limit, and do not work meanwhile
		if err := flag.Set("test.parallel", "8"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// benchDevices is how many devices the lab has. Each is asked often.
const benchDevices = 64

// serveBenchLab prints the ports of its devices, and serves until its standard input ends.
func serveBenchLab(rtt time.Duration) error {
	spec := lab.Spec{Password: password}
	for i := range benchDevices {
		spec.Devices = append(spec.Devices, lab.DeviceSpec{
			Name: fmt.Sprintf("r%d", i), MaxVTYs: 1 << 16,
			Config: strings.Repeat("interface Vlan1\n ip address 192.0.2.1 255.255.255.0\n", 20),
			Path:   lab.Path{Out: rtt / 2, Back: rtt / 2},
		})
	}
	l, err := lab.Start(context.Background(), spec)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := json.NewEncoder(os.Stdout).Encode(portsOf(l)); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func portsOf(l *lab.Lab) (ports []int) {
	for line := range strings.Lines(string(l.Inventory())) {
		if port, found := strings.CutPrefix(strings.TrimSpace(line), "port: "); found {
			n, err := strconv.Atoi(port)
			if err == nil {
				ports = append(ports, n)
			}
		}
	}
	return ports
}

func startBenchLab(b *testing.B, rtt time.Duration) (ports []int) {
	b.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), benchLab+"="+rtt.String())
	child.Stderr = os.Stderr
	in, err := child.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		if err := child.Wait(); err != nil {
			b.Error(err)
		}
	})
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&ports); err != nil {
		b.Fatal(err)
	}
	return ports
}

// BenchmarkAsk asks a fleet with Ask and with a bare x/crypto client in turns, and reports devices a second of both,
// their ratio, processor time for a device, and the largest resident memory above that of the idle process.
//
//	go test -run '^$' -bench Ask ./pkg/session
func BenchmarkAsk(b *testing.B) {
	for _, rtt := range []time.Duration{0, 20 * time.Millisecond} {
		for _, parallel := range []int{64, 256} {
			b.Run(fmt.Sprintf("rtt=%s/parallel=%d", rtt, parallel), func(b *testing.B) {
				ports := startBenchLab(b, rtt)
				fleet := 2 * parallel
				ours, theirs := &clients{ports: ports, ask: ourAsks(b)}, &clients{ports: ports, ask: bareAsks}
				for b.Loop() {
					theirs.run(b, fleet, parallel)
					ours.run(b, fleet, parallel)
				}
				b.ReportMetric(ours.rate(), "devices/s")
				b.ReportMetric(theirs.rate(), "bare-devices/s")
				b.ReportMetric(ours.rate()/theirs.rate(), "ratio")
				b.ReportMetric(ours.processor(), "cpu-ms/device")
				b.ReportMetric(theirs.processor(), "bare-cpu-ms/device")
				b.ReportMetric(float64(ours.peak)/(1<<20), "peak-MiB")
				b.ReportMetric(float64(theirs.peak)/(1<<20), "bare-peak-MiB")
			})
		}
	}
}

// clients asks devices in one way, and adds up what that took.
type clients struct {
	ports []int
	ask   func(port int) error

	devices int
	took    time.Duration
	cpu     time.Duration
	peak    int64 // bytes
}

func (c *clients) rate() float64      { return float64(c.devices) / c.took.Seconds() }
func (c *clients) processor() float64 { return c.cpu.Seconds() * 1000 / float64(c.devices) }

func (c *clients) run(b *testing.B, fleet, parallel int) {
	b.Helper()
	debug.FreeOSMemory()
	idle := resident()
	var largest atomic.Int64
	watching := make(chan struct{})
	var watcher sync.WaitGroup
	watcher.Go(func() {
		for {
			select {
			case <-watching:
				return
			case <-time.After(5 * time.Millisecond):
				largest.Store(max(largest.Load(), resident()))
			}
		}
	})
	started, cpu := time.Now(), processorTime()
	var all sync.WaitGroup
	work := make(chan int)
	for range parallel {
		all.Go(func() {
			for i := range work {
				if err := c.ask(c.ports[i%len(c.ports)]); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range fleet {
		work <- i
	}
	close(work)
	all.Wait()
	c.took += time.Since(started)
	c.cpu += processorTime() - cpu
	c.devices += fleet
	close(watching)
	watcher.Wait()
	c.peak = max(c.peak, largest.Load()-idle)
}

// resident is the resident memory of this process; 0 where there is no /proc.
func resident() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

func ourAsks(b *testing.B) func(int) error {
	b.Helper()
	asker, err := session.New(session.Config{Timeline: timeline.Start(), Platforms: platforms.All(), HostKeys: session.HostKeys{Mode: session.Ignore}})
	if err != nil {
		b.Fatal(err)
	}
	return func(port int) error {
		d := asker.Ask(context.Background(), session.Request{Kinds: allKinds, Device: inventory.Device{
			Name: "r", Host: "127.0.0.1", Port: port, Username: "audit", Password: inventory.ValueSecret(password),
		}})
		if d.Outcome != snapshot.Audited {
			return fmt.Errorf("%s: %v", d.Outcome, d.Error)
		}
		return nil
	}
}
