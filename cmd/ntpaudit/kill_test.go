package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/cli"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// The fleet of the kills: its last device holds the run open, so that none ends before it is killed.
const killedFleet = `
ntp_servers:
  - {name: ntp1, address: 10.9.0.1, refid: 192.0.2.1}
  - {name: ntp2, address: 10.9.0.2, refid: 192.0.2.2}
  - {name: ntp3, address: 10.9.0.3, refid: 192.0.2.3}
references: [ntp1, ntp2, ntp3]
fleet:
  count: 24
  rtt: 8ms
  jitter: 1ms
  template: {ntp: {servers: [{address: 10.9.0.1}, {address: 10.9.0.2}, {address: 10.9.0.3}]}}
devices:
  - {name: hangs, fault: {at: connect, kind: silent}}
`

// A run that is killed at any moment leaves every device that had finished, and is judged as incomplete.
func TestKilledAtAnyMoment(t *testing.T) {
	spec, err := lab.Parse("killed.yaml", []byte(killedFleet))
	if err != nil {
		t.Fatal(err)
	}
	fleet, dir := labHere(t, spec)
	kills, finished, readable := 0, 0, 0
	for n := range 24 {
		evidence := filepath.Join(t.TempDir(), "evidence")
		killWhenFinished(t, dir, evidence, n)
		kills++
		files, err := filepath.Glob(filepath.Join(evidence, "devices", "*.json"))
		if err != nil || len(files) < n {
			t.Fatalf("killed when %d had finished: %d files, %v", n, len(files), err)
		}
		finished += len(files)
		readable += judgeKilled(t, fleet, evidence, len(files))
	}
	t.Logf("%d kills: %d devices had finished, %d are readable", kills, finished, readable)
	if readable != finished {
		t.Errorf("%d of %d finished devices are readable", readable, finished)
	}
}

// killWhenFinished starts an audit, and kills it when there is a run and so many of its devices have finished.
func killWhenFinished(t *testing.T, dir, evidence string, n int) {
	t.Helper()
	var stderr bytes.Buffer
	audit := exec.Command("ntpaudit", "audit", "-i", filepath.Join(dir, "inventory.yaml"), "--known-hosts", filepath.Join(dir, "known_hosts"),
		"--rate", "0", "--parallel", "5", "--timeout", "10m", "-q", "-o", filepath.Join(t.TempDir(), "r.json"), "--save", evidence)
	audit.Stderr = &stderr
	if err := audit.Start(); err != nil {
		t.Fatal(err)
	}
	begun := func() bool {
		_, err := os.Stat(filepath.Join(evidence, "snapshot.json"))
		files, _ := filepath.Glob(filepath.Join(evidence, "devices", "*.json"))
		return err == nil && len(files) >= n
	}
	for end := time.Now().Add(scriptDeadline); !begun() && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if err := audit.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := audit.Wait(); !errors.As(err, &exit) || exit.ExitCode() >= 0 {
		t.Fatalf("it was not killed: %v\n%s", err, &stderr)
	}
}

// judgeKilled holds what a killed run left against the truth, and returns how many devices can be read.
func judgeKilled(t *testing.T, fleet *lab.Lab, evidence string, finished int) int {
	t.Helper()
	s, err := snapshot.Load(evidence)
	if err != nil {
		t.Errorf("%d finished: %v", finished, err)
		return 0
	}
	path := filepath.Join(t.TempDir(), "r.json")
	var stdout, stderr bytes.Buffer
	code := cli.Main([]string{"audit", "--from", evidence, "-o", path}, nil, &stdout, &stderr)
	if code != 3 || !strings.Contains(stdout.String(), "INCOMPLETE") {
		t.Errorf("%d finished: exit code %d, want 3\n%s%s", finished, code, &stdout, &stderr)
		return 0
	}
	written, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer written.Close()
	r, err := report.Decode(written)
	if err != nil || r.Complete || len(r.Devices) != 25 {
		t.Errorf("%d finished: %v", finished, err)
		return 0
	}
	for _, d := range r.Devices {
		if err := truthful(fleet, &d); err != nil {
			t.Errorf("%d finished: %s: %v", finished, d.Name, err)
		}
	}
	return len(s.Devices)
}

// truthful reports, as an error, a device that was audited and has no offset, or one that does not contain the truth.
func truthful(fleet *lab.Lab, d *report.Device) error {
	if d.Outcome != report.Audited {
		return nil
	}
	if d.Clock == nil || d.Clock.Offset == nil {
		return errors.New("no offset")
	}
	truth, err := fleet.Truth(d.Name, *d.MeasuredAt)
	if err != nil {
		return err
	}
	if o := d.Clock.Offset; o.Low == nil || o.High == nil || truth < o.Low.Duration() || truth > o.High.Duration() {
		return fmt.Errorf("its offset is %v, which is not in %s", truth, o.Text())
	}
	return nil
}
