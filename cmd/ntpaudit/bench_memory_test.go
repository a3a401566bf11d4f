//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

// BenchmarkMemory audits 256 devices, all at once, in a process of its own, and reports the most memory that was resident in it; and
// what is kept of a device that was asked.
//
//	go test -run '^$' -bench Memory ./cmd/ntpaudit
func BenchmarkMemory(b *testing.B) {
	const devices = 256
	site := newBenchSite(b, 50*time.Millisecond, devices)
	var resident, kept float64
	site.collect(b, devices, decisions) // what the first run allocates for good belongs to no device
	for b.Loop() {
		resident = max(resident, residentPeak(b, "ntpaudit", site.arguments(devices)...))

		before := heap()
		evidence := site.collect(b, devices, decisions)
		kept = (heap() - before) / devices
		runtime.KeepAlive(evidence)
	}
	b.ReportMetric(resident, "MiB-resident")
	b.ReportMetric(kept, "B-kept/device")
}

// residentPeak runs a program and returns the most memory that was resident in it, in MiB. getrusage(2) would tell that of this
// process where that is more, because a child begins as its copy.
func residentPeak(b *testing.B, program string, args ...string) (peak float64) {
	b.Helper()
	var out bytes.Buffer
	child := exec.Command(program, args...)
	child.Stdout, child.Stderr = &out, &out
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- child.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatalf("%v\n%s", err, &out)
			}
			return peak
		case <-time.After(5 * time.Millisecond):
			peak = max(peak, highWater(child.Process.Pid))
		}
	}
}

// highWater is the most memory that was resident in a process so far, in MiB; 0 where it has ended.
func highWater(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	var kibibytes float64
	for line := range strings.Lines(string(text)) {
		if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &kibibytes); err == nil {
			return kibibytes / 1024
		}
	}
	return 0
}

// heap is how many bytes are in use.
func heap() float64 {
	runtime.GC()
	runtime.GC() // finalizers ran after the first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
