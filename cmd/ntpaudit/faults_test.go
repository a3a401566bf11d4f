package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// misfortune is what befalls a device, and the outcomes that it may have.
type misfortune struct {
	name   string
	device lab.DeviceSpec
	want   []report.Outcome
}

// linesOf are the lines of a platform that faults are put on.
type linesOf struct{ clock, sources, config string }

func linesOfPlatform(platform string) linesOf {
	switch platform {
	case "cisco_nxos":
		return linesOf{"show clock", "show ntp peer-status", "show running-config ntp"}
	case "cisco_iosxr":
		return linesOf{"show clock", "show ntp associations", "show running-config ntp"}
	}
	return linesOf{"show clock detail", "show ntp associations", "show running-config"}
}

// misfortunes are the faults of testdata/script/faults.txtar, and those in the middle of an answer.
func misfortunes(platform string) []misfortune {
	at := func(stage string, kind lab.FaultKind) lab.DeviceSpec {
		return lab.DeviceSpec{Fault: lab.FaultSpec{At: stage, Kind: kind}}
	}
	lines := linesOfPlatform(platform)
	return []misfortune{
		{"refused", at("connect", lab.FaultRefuse), []report.Outcome{"unreachable"}},
		{"silent", at("connect", lab.FaultSilent), []report.Outcome{"timeout"}},
		{"reset", at("connect", lab.FaultReset), []report.Outcome{"protocol"}},
		{"nobanner", at("banner", lab.FaultHang), []report.Outcome{"timeout"}},
		{"kexhang", at("kex", lab.FaultHang), []report.Outcome{"timeout"}},
		{"authhang", at("auth", lab.FaultHang), []report.Outcome{"timeout"}},
		{"noshell", at("shell", lab.FaultHang), []report.Outcome{"timeout"}},
		{"noprompt", at("prompt", lab.FaultHang), []report.Outcome{"timeout"}},
		{"garbage", at("banner", lab.FaultGarbage), []report.Outcome{"protocol"}},
		{"inclock", at("command:"+lines.clock, lab.FaultHang), []report.Outcome{"timeout", "partial"}},
		{"insources", at("command:"+lines.sources, lab.FaultHang), []report.Outcome{"partial"}},
		{"dropped", at("command:"+lines.sources, lab.FaultClose), []report.Outcome{"partial"}},
		{"cut", at("command:"+lines.sources, lab.FaultCut), []report.Outcome{"audited"}},
		{"inconfig", at("command:"+lines.config, lab.FaultHang), []report.Outcome{"partial"}},
		{"noise", at("command:"+lines.config, lab.FaultGarbage), []report.Outcome{"audited"}},
		{"endless", at("command:show version", lab.FaultEndless), []report.Outcome{"partial"}},
		{"unknownkey", lab.DeviceSpec{SSH: lab.SSHSpec{NoKey: true}}, []report.Outcome{"host_key"}},
		{"changedkey", lab.DeviceSpec{SSH: lab.SSHSpec{WrongKey: true}}, []report.Outcome{"host_key"}},
		{"legacy", lab.DeviceSpec{SSH: lab.SSHSpec{Era: "legacy"}}, []report.Outcome{"unsupported"}},
	}
}

// Whatever happens to a device, it costs only itself, has the same outcome on every platform and a sentence, and the healthy
// device beside it passes.
func TestFaultsOfEveryPlatform(t *testing.T) {
	spec := lab.Spec{Truth: hoursOff, Seed: 13, Servers: referenceServers()}
	add := func(d lab.DeviceSpec, platform, name string) {
		d.Platform, d.Name, d.NTP, d.Certificates = platform, platform+"-"+name, honestSources(), someCertificate()
		spec.Devices = append(spec.Devices, d)
	}
	for _, platform := range audited() {
		add(lab.DeviceSpec{}, platform, "healthy")
		for _, m := range misfortunes(platform) {
			add(m.device, platform, m.name)
		}
	}
	trial := try(t, spec, "--timeout", "8s", "--parallel", "256")
	for _, platform := range audited() {
		t.Run(platform, func(t *testing.T) {
			if d := trial.device(t, platform+"-healthy"); d.Outcome != "audited" || d.Finding("clock-offset").Status != check.StatusPass {
				t.Errorf("the healthy device: %s, %v, %+v", d.Outcome, d.Error, d.Finding("clock-offset"))
			}
			for _, m := range misfortunes(platform) {
				trial.mustCostItself(t, m, trial.device(t, platform+"-"+m.name), trial.device(t, audited()[0]+"-"+m.name))
			}
		})
	}
}

// mustCostItself holds the outcome of a device and its sentence against those of the same misfortune on another platform.
func (tr trial) mustCostItself(t *testing.T, m misfortune, d, other *report.Device) {
	t.Helper()
	if !slices.Contains(m.want, d.Outcome) {
		t.Errorf("%s: %s (%v), want %q", d.Name, d.Outcome, d.Error, m.want)
	}
	for _, f := range d.Findings {
		if f.Status == check.StatusFail {
			t.Errorf("%s is healthy, and %s %s fails: %s", d.Name, f.Check, f.Subject, f.Message)
		}
	}
	if d.Error == nil && !slices.Contains(m.want, "audited") {
		t.Errorf("%s: no sentence", d.Name)
	}
	if d.Error == nil || other.Error == nil || outOfTime(d) || outOfTime(other) {
		return
	}
	if got, want := plain(d.Error.Message), plain(other.Error.Message); got != want {
		t.Errorf("%s: %q; %s: %q", d.Name, got, other.Name, want)
	}
}

// outOfTime reports whether the time for the whole device was over first, as it may be on a busy machine.
func outOfTime(d *report.Device) bool {
	return strings.Contains(d.Error.Message, "not finished after ")
}

// varying is what differs from device to device in a sentence: quoted text, fingerprints and figures.
var varying = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|SHA256:\S+|\d[\d.]*`)

func plain(sentence string) string { return varying.ReplaceAllString(sentence, "_") }

func (tr trial) device(t *testing.T, name string) *report.Device {
	t.Helper()
	for i := range tr.report.Devices {
		if tr.report.Devices[i].Name == name {
			return &tr.report.Devices[i]
		}
	}
	t.Fatalf("%s is not in the report", name)
	return nil
}

// A password that devices refuse is tried on three of them, whatever they are.
func TestAWrongPasswordIsTriedOnThreeDevices(t *testing.T) {
	spec := lab.Spec{Truth: hoursOff, Seed: 17, Servers: referenceServers()}
	for _, platform := range audited() {
		for _, name := range []string{"1", "2"} {
			spec.Devices = append(spec.Devices, lab.DeviceSpec{Name: platform + "-" + name, Platform: platform, Password: "changed last week"})
		}
	}
	trial := try(t, spec)
	refused, spared := 0, 0
	for _, d := range trial.report.Devices {
		if d.Outcome != "auth_failed" || d.Error == nil {
			t.Fatalf("%s: %s, %v", d.Name, d.Outcome, d.Error)
		}
		if strings.Contains(d.Error.Message, "the device refused user") {
			refused++
		}
		if strings.HasPrefix(d.Error.Message, "not tried, because ") {
			spared++
		}
	}
	if refused != 3 || spared != len(spec.Devices)-3 {
		t.Errorf("%d devices refused the password, and %d were spared, of %d", refused, spared, len(spec.Devices))
	}
}
