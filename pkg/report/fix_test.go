package report

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// failing is a device on which each of the checks has failed, with lines that mend it.
func failing(name string, findings ...Finding) Device {
	d := healthy(name, "192.0.2.7", "10.9.0.1", ms, ms)
	d.Findings = nil
	for _, f := range findings {
		f.Status, f.Severity = check.StatusFail, policy.Medium
		d.Findings = append(d.Findings, f)
	}
	return d
}

func mend(id, subject, message string, lines ...string) Finding {
	return Finding{Check: id, Subject: subject, Message: message, Remediation: lines}
}

// broken is a report of devices with several things to mend.
func broken() *Report {
	r := campus()
	r.Devices = []Device{
		failing("edge1",
			mend("clock-offset", "", "+5.002s ±4.2ms (fast); the limit is ±1s"),
			mend("clock-zone", "", "shows UTC, should show UTC+01:00", "clock timezone CET 1 0", "clock summer-time CEST recurring last Sun Mar 02:00 last Sun Oct 03:00"),
			mend("ntp-sources", "", "1 source; 2 needed", "ntp server 10.9.0.2"),
			mend("ntp-falseticker", "", "follows 10.9.0.4 (+5.000s)", "ntp server 10.9.0.2", "no ntp server 10.9.0.4"),
			mend("ntp-master", "", "ntp master 3 would beat stratum 3", "ntp master 10"),
			mend("ntp-authentication", "10.9.0.1", "no key on its line", "ntp authentication-key 1 md5 <key>", "ntp trusted-key 1", "ntp server 10.9.0.1 key 1", "ntp authenticate"),
			mend("ntp-authentication", "10.9.0.3", "no key on its line", "ntp authentication-key 1 md5 <key>", "ntp trusted-key 1", "ntp server 10.9.0.3 key 1", "ntp authenticate"),
			mend("ntp-access", "", "answers anybody; there is no access-group", "ip access-list standard NTP-SOURCES", " permit 10.9.0.1", " permit 10.9.0.2", "ntp access-group peer NTP-SOURCES"),
			mend("timestamps-log", "", "no date", "service timestamps log datetime msec"),
		),
		failing("edge2",
			mend("ntp-falseticker", "", "follows 2001:DB8::4 (+5.000s)", "no ntp server 2001:DB8::4"),
			mend("ntp-authentication", "2001:db8::4", "no key on its line", "ntp server 2001:db8::4 key 1"),
			mend("timestamps-debug", "", "no date", "service timestamps debug datetime msec"),
		),
		healthy("core1", "10.0.0.1", "10.9.0.1", ms, ms),
		unreachable(),
		refusedEnable(),
	}
	for i := range r.Devices[0].Findings {
		if f := &r.Devices[0].Findings[i]; f.Check == "ntp-sources" {
			f.ByHand = []string{"No further server is known: what <...> stands for is yours to choose."}
		}
	}
	r.Devices[0].Findings = append(r.Devices[0].Findings,
		Finding{Check: "ntp-authentication", Subject: "10.9.0.5", Message: "no key on its line", Status: check.StatusFail, Severity: policy.Medium,
			ByHand: []string{"No key is put on the line of 10.9.0.5: which number it shares with this device is for its owner to say."}},
		Finding{Check: "timestamps-debug", Status: check.StatusWaived, Remediation: []string{"service timestamps debug datetime msec"}},
		Finding{Check: "clock-set", Status: check.StatusInconclusive, Remediation: []string{"ntp update-calendar"}})
	r.Findings[0].Devices = []string{"edge1", "core1"}
	r.Findings = append(r.Findings, FleetFinding{
		Finding: Finding{Check: "ntp-reach", Subject: "waiver 1", Message: "waiver lapsed", Status: check.StatusFail, Waiver: &Waiver{}},
		Devices: []string{"edge1"},
	})
	return r
}

func TestFixGolden(t *testing.T) {
	var out bytes.Buffer
	if err := broken().WriteFixes(&out, Options{Checks: docs()}); err != nil {
		t.Fatal(err)
	}
	compare(t, "fix.txt", out.Bytes())
	out.Reset()
	if err := hostile().WriteFixes(&out, Options{Checks: docs()}); err != nil {
		t.Fatal(err)
	}
	compare(t, "hostile.fix.txt", out.Bytes())
}

func TestFixOfAPartOfTheFleet(t *testing.T) {
	var out bytes.Buffer
	if err := broken().Only(func(d *Device) bool { return d.Name == "edge2" }).WriteFixes(&out, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, "edge2") || strings.Contains(got, "edge1") || strings.Contains(got, "acc4") || strings.Contains(got, "single-point") {
		t.Errorf("fix of edge2:\n%s", got)
	}
	out.Reset()
	if err := broken().Only(func(d *Device) bool { return d.Name == "core1" }).WriteFixes(&out, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.HasPrefix(got, "! The fleet as a whole:\n! ntp-single-point") {
		t.Errorf("fix of core1:\n%s", got)
	}
	r := fleet(1)
	r.Devices[0].Findings = catalogue()
	r.Findings = nil
	out.Reset()
	if err := r.WriteFixes(&out, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "! Nothing to mend, by policy baseline at 2026-11-22 10:00:04 UTC.\n" {
		t.Errorf("fix of a healthy device:\n%s", got)
	}
}

func TestFixLines(t *testing.T) {
	for _, test := range []struct {
		name     string
		findings [][]string
		want     []string
	}{
		{"the same line once", [][]string{{"ntp server 10.9.0.1"}, {"ntp server 10.9.0.1"}}, []string{"ntp server 10.9.0.1"}},
		{"keys, sources, authenticate; what goes goes last", [][]string{
			{"no ntp server 10.9.0.4", "ntp authenticate", "ntp server 10.9.0.2 key 1", "ntp trusted-key 1", "ntp authentication-key 1 md5 <key>"}},
			[]string{"ntp authentication-key 1 md5 <key>", "ntp trusted-key 1", "ntp server 10.9.0.2 key 1", "ntp authenticate", "no ntp server 10.9.0.4"}},
		{"two keys", [][]string{{"ntp trusted-key 1"}, {"ntp trusted-key 2"}}, []string{"ntp trusted-key 1", "ntp trusted-key 2"}},
		{"one address in two VRFs", [][]string{{"ntp server vrf RED 10.9.0.1 key 1"}, {"no ntp server 10.9.0.1"}},
			[]string{"ntp server vrf RED 10.9.0.1 key 1", "no ntp server 10.9.0.1"}},
		{"two placeholders", [][]string{{"ntp server <address 1>", "ntp server <address 2>"}}, []string{"ntp server <address 1>", "ntp server <address 2>"}},
		{"a list goes with its lines", [][]string{{"ip access-list standard A", " permit 10.9.0.1", "ntp access-group peer A"}, {"ntp authenticate"}},
			[]string{"ntp authenticate", "ip access-list standard A", " permit 10.9.0.1", "ntp access-group peer A"}},
		{"a contradiction is left to a person", [][]string{{"ntp master 10"}, {"no ntp master"}, {"ntp authenticate"}}, []string{"ntp authenticate"}},
		{"so is one about options", [][]string{{"ntp server ip pool.example.net key 1"}, {"ntp server pool.example.net prefer"}}, nil},
		{"so is one through a third finding", [][]string{{"ntp trusted-key 1"}, {"ntp trusted-key 1", "ntp authentication-key 1 md5 <key>"}, {"ntp authentication-key 1 sha1 <key>"}}, nil},
		{"families of access groups", [][]string{{"ntp access-group peer A", "ntp access-group ipv6 peer B", "ntp access-group serve-only C"}},
			[]string{"ntp access-group peer A", "ntp access-group ipv6 peer B", "ntp access-group serve-only C"}},
	} {
		var findings []Finding
		for _, lines := range test.findings {
			findings = append(findings, mend("c", "", "", lines...))
		}
		r := campus()
		r.Devices = []Device{failing("x", findings...)}
		fixes := r.Fixes()
		if d := cmp.Diff(test.want, fixes[0].Lines()); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}

// TestNothingElseIsTyped: whatever stands in a report, what is not a comment is a line about time.
func TestNothingElseIsTyped(t *testing.T) {
	bad := []string{
		"ntp server 10.9.0.1\nusername evil privilege 15", "ntp server 10.9.0.1\rreload", "ntp server 10.9.0.1\x1a", "ntp server 10.9.0.1\x00",
		"ntp server 10.9.0.1 ?", "ntp server \u2028reload", "ntp server 10.9.0.1\u0085reload", "reload", "username evil privilege 15",
		" permit any", "no service password-encryption", "ntp", "", " ", "service timestamps", "do reload", "no", "NTP server 10.9.0.1",
		"ntp server " + strings.Repeat("x", 250), "!ntp server 10.9.0.1", "interface Vlan1", "ip access-list extended A", attack,
	}
	for _, line := range bad {
		for _, lines := range [][]string{{line}, {"ntp authenticate", line}, {"ip access-list standard A", line}} {
			if line == " permit any" && lines[0] != line && lines[0] != "ntp authenticate" {
				continue // that is where it belongs
			}
			r := campus()
			r.Devices = []Device{failing("x\nreload", mend("c\nreload", "s\rreload", "m\nreload", lines...), mend("d", "", "", "ntp server 10.9.0.2"))}
			r.Policy.Name = "p\nreload"
			var out bytes.Buffer
			if err := r.WriteFixes(&out, Options{Checks: docs()}); err != nil {
				t.Fatal(err)
			}
			var typed []string
			for text := range strings.Lines(out.String()) {
				text = strings.TrimSuffix(text, "\n")
				if !isPlain(text) || strings.Contains(text, "?") || len(text) > longestLine {
					t.Errorf("%q: a device cannot take %q", line, text)
				}
				if text != "" && !strings.HasPrefix(text, "!") {
					typed = append(typed, text)
				}
			}
			if d := cmp.Diff([]string{"ntp server 10.9.0.2"}, typed); d != "" {
				t.Errorf("%q (-want +got):\n%s", lines, d)
			}
		}
	}
}

func TestFixFiles(t *testing.T) {
	names := []string{"edge1", "EDGE1", "../../etc/passwd", "..", "", "-rf", "a/b", "a\\b", "a:b", "a\nb", "a\x00b", "東京", strings.Repeat("x", 300), "192.0.2.1", "2001:db8::1", "edge1_2",
		"CON", "nul.txt", "LPT1", "con.", "\u202egnp.exe", "A", "a"}
	var fixes []Fix
	for _, n := range names {
		fixes = append(fixes, Fix{device: &Device{Name: n}})
	}
	got := FixFiles(fixes)
	if got[0] != "edge1.cfg" || got[1] != "EDGE1_2.cfg" || got[13] != "192.0.2.1.cfg" || got[14] != "2001_db8__1.cfg" ||
		got[16] != "_CON.cfg" || got[17] != "_nul.txt.cfg" || got[18] != "_LPT1.cfg" || got[22] != "a_2.cfg" {
		t.Errorf("names %q", got)
	}
	lower := map[string]bool{}
	for i, name := range got {
		if name != filepath.Base(name) || strings.ContainsAny(name, `/\:`) || name[0] == '.' || name[0] == '-' || len(name) > 255 || !isPlain(name) {
			t.Errorf("%q: %q", names[i], name)
		}
		if lower[strings.ToLower(name)] {
			t.Errorf("%q is there twice", name)
		}
		lower[strings.ToLower(name)] = true
	}
}

// TestFixIsWhole: every failure is either mended by lines or named.
func TestFixIsWhole(t *testing.T) {
	for _, r := range []*Report{campus(), hostile(), fleet(20), broken()} {
		for _, f := range r.Fixes() {
			named := len(f.rest)
			for _, b := range f.blocks {
				named += len(b.findings)
			}
			failed := len(slices.DeleteFunc(slices.Clone(f.device.Findings), func(f Finding) bool { return f.Status != check.StatusFail }))
			if named != failed {
				t.Errorf("%.40q: %d of %d failures are in the fix", f.device.Name, named, failed)
			}
		}
	}
}
