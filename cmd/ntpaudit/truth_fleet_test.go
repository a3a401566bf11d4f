package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/cli"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// hoursOff is UTC of the lab − this host's wall clock: who trusts the host's clock is wrong about everything.
const hoursOff = -(7*time.Hour + 23*time.Minute + 11*time.Second)

// The gross liar among the references.
const (
	liarAddress = "10.9.0.4"
	liarOffset  = 3700 * time.Millisecond
)

// referenceServers are three servers that are off by no more than they claim, and one that lies.
func referenceServers() []lab.ServerSpec {
	return []lab.ServerSpec{
		{Name: "ntp1", Address: "10.9.0.1", RefID: "192.0.2.1", Offset: 1200 * time.Microsecond, DriftPPM: 3,
			RootDelay: 2 * time.Millisecond, RootDispersion: time.Millisecond, Path: lopsided(8 * time.Millisecond)},
		{Name: "ntp2", Address: "10.9.0.2", Stratum: 1, RefID: "GPS", Offset: -400 * time.Microsecond,
			RootDispersion: 500 * time.Microsecond, Path: lopsided(3 * time.Millisecond)},
		{Name: "ntp3", Address: "10.9.0.3", RefID: "192.0.2.65", Offset: -2 * time.Millisecond, DriftPPM: -5,
			RootDelay: 3 * time.Millisecond, RootDispersion: time.Millisecond, Path: lopsided(5 * time.Millisecond)},
		{Name: "liar", Address: liarAddress, RefID: "192.0.2.129", Offset: liarOffset,
			RootDelay: time.Millisecond, RootDispersion: time.Millisecond, Path: lopsided(2 * time.Millisecond)},
	}
}

// lopsided is a path whose way out takes a tenth of the round trip.
func lopsided(rtt time.Duration) lab.Path {
	return lab.Path{Out: rtt / 10, Back: rtt - rtt/10, Jitter: 100 * time.Microsecond}
}

// honestSources is the NTP configuration of a device with good servers.
func honestSources() lab.DeviceNTPSpec {
	return lab.DeviceNTPSpec{Servers: []lab.PeerSpec{{Address: "10.9.0.1"}, {Address: "10.9.0.2"}, {Address: "10.9.0.3"}}}
}

// wholeSecondsName begins the names of the devices of wildFleet that print no fraction of a second.
const wholeSecondsName = "whole"

// wildFleet is all that a measurement may be up against: clocks up to 20 years off that drift, tick coarsely, and are cut or
// rounded; paths up to 200 ms that are lopsided, jitter and stall; slow processors. Some devices print whole seconds.
func wildFleet(count, wholeSeconds int) lab.Spec {
	spec := lab.Spec{
		Truth: hoursOff, Seed: 3, Servers: referenceServers(),
		Fleet: lab.FleetSpec{
			Count: count, Template: lab.DeviceSpec{NTP: honestSources()},
			Skew: 20 * 365 * 24 * time.Hour, RTT: 200 * time.Millisecond, Jitter: 4 * time.Millisecond, Stalls: 0.02,
			CPU: 40 * time.Millisecond, DriftPPM: 90, Mixed: true,
		},
	}
	for i := range wholeSeconds {
		spec.Devices = append(spec.Devices, lab.DeviceSpec{
			Name: fmt.Sprintf("%s%02d", wholeSecondsName, i+1), NTP: honestSources(), Path: lopsided(time.Duration(i%5) * 20 * time.Millisecond),
			Clock: lab.ClockSpec{
				Offset:     time.Duration(i-wholeSeconds/2) * 97 * time.Millisecond,
				Resolution: "s", DriftPPM: 60, Tick: 4 * time.Millisecond,
			},
		})
	}
	return spec
}

// sharpFleet leaves a measurement no slack to hide a mistake in: devices and references are at no distance, and the references claim
// to be right to a fraction of a millisecond. What is left are ticks, and the last digit that is printed. Every platform has its turn.
func sharpFleet(count int) lab.Spec {
	spec := lab.Spec{Truth: hoursOff, Seed: 9, Servers: referenceServers()}
	for i := range spec.Servers {
		s := &spec.Servers[i]
		s.Path, s.RootDelay, s.RootDispersion = lab.Path{}, 0, 10*time.Microsecond
		if s.Address != liarAddress {
			s.Offset /= 100
		}
	}
	for i := range count {
		d := lab.DeviceSpec{Name: fmt.Sprintf("r%03d", i+1), Platform: audited()[i/4%len(audited())], NTP: honestSources()}
		d.Clock = lab.ClockSpec{Offset: time.Duration(i-count/2) * 7137 * time.Microsecond, DriftPPM: float64(i*37%181 - 90)}
		if i%2 == 1 {
			d.Clock.Rounding = "round"
		}
		d.Certificates = someCertificate()
		d.Clock.Tick = tick(d.Platform, i%4 >= 2)
		spec.Devices = append(spec.Devices, d)
	}
	return spec
}

// someCertificate keeps a Nexus from answering nothing, for which a session waits.
func someCertificate() []lab.CertificateSpec {
	return []lab.CertificateSpec{{Trustpoint: "LAB", NotBefore: "2020-01-01T00:00:00Z", NotAfter: "2060-01-01T00:00:00Z"}}
}

// campusPath is the round trip to every device of campusFleet, without jitter.
const campusPath = 20 * time.Millisecond

// campusFleet is what measurement figures are stated for: the clocks of real networks behind a lopsided path of 20 ms that
// jitters by 2 ms. Which clocks there are is not drawn but spread evenly, so that how many lie near a limit is no accident.
func campusFleet(count int) lab.Spec {
	spec := lab.Spec{Truth: hoursOff, Seed: 5, Servers: referenceServers()}
	for i, offset := range realisticOffsets(count) {
		d := lab.DeviceSpec{
			Name: fmt.Sprintf("r%03d", i+1), NTP: honestSources(), Path: lopsided(campusPath), ConfigDelay: rendering,
			Clock: lab.ClockSpec{Offset: offset, DriftPPM: float64(i*37%181 - 90)},
		}
		d.Path.Jitter = 2 * time.Millisecond
		if i%2 == 1 {
			d.Path.Out, d.Path.Back = d.Path.Back, d.Path.Out
			d.Clock.Rounding = "round"
		}
		if i%3 == 1 {
			d.Clock.Tick = 4 * time.Millisecond
		}
		if i%4 == 3 {
			d.Legend, d.Privilege = "old", 1
		}
		d.Terminal.PromptTimestamp = i%5 == 4
		spec.Devices = append(spec.Devices, d)
	}
	return spec
}

// realisticOffsets are the clocks of real networks, by shares: 45 % within some milliseconds, 30 % within 400 ms,
// 10 % within two minutes, 10 % off by quarters of an hour, 5 % by up to 20 years.
func realisticOffsets(count int) []time.Duration {
	const year = 365 * 24 * time.Hour
	var offsets []time.Duration
	spread := func(share float64, at func(quantile float64) time.Duration) {
		n := int(math.Round(share * float64(count)))
		for i := range n {
			offsets = append(offsets, at((float64(i)+0.5)/float64(n)))
		}
	}
	evenly := func(most time.Duration) func(float64) time.Duration {
		return func(q float64) time.Duration { return time.Duration((2*q - 1) * float64(most)) }
	}
	spread(0.45, func(q float64) time.Duration { return normal(q, 5*time.Millisecond) })
	spread(0.30, evenly(400*time.Millisecond))
	spread(0.10, evenly(2*time.Minute))
	spread(0.10, func(q float64) time.Duration {
		return evenly(12*time.Hour)(q).Round(15*time.Minute) + normal(math.Mod(7*q, 1), 5*time.Millisecond)
	})
	spread(0.05, evenly(20*year))
	return offsets
}

// normal is a quantile of the normal distribution round 0.
func normal(quantile float64, sigma time.Duration) time.Duration {
	return time.Duration(math.Sqrt2 * math.Erfinv(2*quantile-1) * float64(sigma))
}

// trial is a fleet that was audited, and what the audit found.
type trial struct {
	*lab.Lab
	truth    time.Duration // UTC of the lab − wall clock of this host
	report   *report.Report
	evidence *snapshot.Snapshot
}

// try starts a fleet and audits it by the command line that an engineer would type.
func try(tb testing.TB, spec lab.Spec, args ...string) trial {
	tb.Helper()
	fleet, err := lab.Start(tb.Context(), spec)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(fleet.Close)
	dir := tb.TempDir()
	if err := fleet.WriteFiles(dir); err != nil {
		tb.Fatal(err)
	}
	tb.Setenv("NTPAUDIT_PASSWORD", "lab-password")
	tb.Setenv("NTPAUDIT_ENABLE", "lab-enable")
	file := func(name string) string { return filepath.Join(dir, name) }
	args = append([]string{
		"audit", "-i", file("inventory.yaml"), "--known-hosts", file("known_hosts"), "--rate", "0",
		"-q", "-o", file("report.json"), "--save", file("evidence"),
	}, args...)
	if !slices.Contains(args, "--timeout") {
		args = append(args, "--timeout", "2m")
	}
	var stderr bytes.Buffer
	if code := cli.Main(args, nil, new(bytes.Buffer), &stderr); code == 2 || code == 130 {
		tb.Fatalf("exit code %d\n%s", code, &stderr)
	}
	t := trial{Lab: fleet, truth: spec.Truth}
	if t.evidence, err = snapshot.Load(file("evidence")); err != nil {
		tb.Fatal(err)
	}
	written, err := os.Open(file("report.json"))
	if err != nil {
		tb.Fatal(err)
	}
	defer written.Close()
	if t.report, err = report.Decode(written); err != nil {
		tb.Fatal(err)
	}
	return t
}

// offset is how far a clock truly was from UTC when it was read. The auditor's wall clock tells when, to well within what a
// clock drifts by in a microsecond.
func (t trial) offset(tb testing.TB, d *report.Device) time.Duration {
	tb.Helper()
	off, err := t.Truth(d.Name, d.MeasuredAt.Add(t.truth))
	if err != nil {
		tb.Fatal(err)
	}
	return off
}
