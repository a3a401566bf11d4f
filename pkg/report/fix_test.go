package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
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

func mend(id, subject, message string, changes ...show.Change) Finding {
	f := Finding{Check: id, Subject: subject, Message: message}
	f.propose(changes...)
	return f
}

// keyed puts a key on the line of a source, with all that this needs.
func keyed(address string) []show.Change {
	key := &show.KeyNumber{Number: 1, Type: "md5"}
	return []show.Change{
		{Verb: show.SetKey, Key: key}, {Verb: show.Trust, Key: key}, with(address, 1), {Verb: show.Authenticate},
	}
}

// broken is a report of devices with several things to mend.
func broken() *Report {
	zone := show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "CET", OffsetMinutes: 60}}
	summer := show.Change{Verb: show.SetSummerTime, SummerTime: &show.SummerSetting{
		Name: "CEST", ShiftMinutes: 60,
		Start: show.Transition{Month: time.March, Week: show.LastWeek, Hour: 2}, End: show.Transition{Month: time.October, Week: show.LastWeek, Hour: 3},
	}}
	list := show.Change{Verb: show.SetAccessList, List: &show.AccessList{Name: "NTP-SOURCES", Family: show.IPv4, Members: []string{"10.9.0.1", "10.9.0.2"}}}
	group := show.Change{Verb: show.RestrictAccess, Access: &show.AccessRule{Kind: "peer", Family: show.IPv4, List: "NTP-SOURCES"}}
	r := campus()
	r.Devices = []Device{
		failing("edge1",
			mend("clock-offset", "", "+5.002s ±4.2ms (fast); the limit is ±1s"),
			mend("clock-zone", "", "shows UTC, should show UTC+01:00", zone, summer),
			mend("ntp-sources", "", "1 source; 2 needed", with("10.9.0.2", 0)),
			mend("ntp-falseticker", "", "follows 10.9.0.4 (+5.000s)", with("10.9.0.2", 0), without("10.9.0.4")),
			mend("ntp-master", "", "ntp master 3 would beat stratum 3", show.Change{Verb: show.LimitMaster, Stratum: 10}),
			mend("ntp-authentication", "10.9.0.1", "no key on its line", keyed("10.9.0.1")...),
			mend("ntp-authentication", "10.9.0.3", "no key on its line", keyed("10.9.0.3")...),
			mend("ntp-access", "", "answers anybody; there is no access-group", list, group),
			mend("timestamps-log", "", "no date", datedLog()),
		),
		failing("edge2",
			mend("ntp-falseticker", "", "follows 2001:DB8::4 (+5.000s)", without("2001:DB8::4")),
			mend("ntp-authentication", "2001:db8::4", "no key on its line", with("2001:db8::4", 1)),
			mend("timestamps-debug", "", "no date", datedDebug()),
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
		Finding{Check: "timestamps-debug", Status: check.StatusWaived, Changes: []show.Change{datedDebug()}},
		Finding{Check: "clock-set", Status: check.StatusInconclusive, Changes: []show.Change{{Verb: show.UpdateCalendar}}})
	r.Devices[0], r.Devices[1] = planned(r.Devices[0]), planned(r.Devices[1])
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
	if got := out.String(); got != "! Nothing to fix under policy baseline (2026-11-22 10:00:04 UTC).\n" {
		t.Errorf("fix of a healthy device:\n%s", got)
	}
}

// A report is a file: what it gives as steps of a plan is entered only if it is what a plan may say.
func TestAFileCannotHaveAnythingEntered(t *testing.T) {
	r := campus()
	r.Devices = []Device{failing("x\nreload", mend("c\nreload", "s\rreload", "m\nreload", with("10.9.0.2", 0)))}
	r.Devices[0].Plan = []fix.Step{
		{Lines: []string{"reload"}}, {Lines: []string{"ntp server 10.9.0.1\nreload"}}, {Lines: []string{"no ntp"}}, {About: "\nreload", Why: "\nreload", Back: []string{"\nreload"}, Exec: []string{"\nreload"}},
		{Lines: []string{"ntp server 10.9.0.2"}},
	}
	r.Policy.Name = "p\nreload"
	var out bytes.Buffer
	if err := r.WriteFixes(&out, Options{Checks: docs()}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if line != "\n" && !strings.HasPrefix(line, "!") && line != "ntp server 10.9.0.2\n" {
			t.Errorf("%q would be entered", line)
		}
	}
	sheets := r.Fixes(Options{})
	if got := sheets[0].Lines(); len(got) != 1 || got[0] != "ntp server 10.9.0.2" {
		t.Errorf("lines %q", got)
	}
}

// What is no plan of its findings is refused, with the device and the line; a plan of nothing is not shown.
func TestPlansOfAFileAreHeld(t *testing.T) {
	r := broken()
	if err := r.HoldPlans(words); err != nil {
		t.Fatal(err)
	}
	r.Devices[1].Plan = append(r.Devices[1].Plan, fix.Step{Stage: 1, Lines: []string{"clock set 00:00:00 1 January 1993"}})
	err := r.HoldPlans(words)
	if err == nil || !strings.HasPrefix(err.Error(), `edge2: the plan in the report has the line "clock set 00:00:00 1 January 1993"`) {
		t.Errorf("held: %v", err)
	}
	r.Devices, r.Findings = r.Devices[1:2], nil
	for i := range r.Devices[0].Findings {
		r.Devices[0].Findings[i].Status = check.StatusPass
	}
	if sheets := r.Fixes(Options{}); len(sheets) > 0 {
		t.Errorf("a plan without a failure: %+v", sheets)
	}
}

// Where devices with plans serve others, they come last.
func TestServersAreFixedLast(t *testing.T) {
	r := campus()
	core, access := failing("core1", mend("ntp-sources", "", "1 source", with("10.9.0.2", 0))), failing("acc9", mend("ntp-sources", "", "1 source", with("10.9.0.2", 0)))
	access.NTP.ReferenceIs = "core1"
	r.Devices = []Device{planned(core), planned(access)}
	for _, n := range []int{2, 1} {
		want := n == 2
		r.Devices = r.Devices[:n]
		var out bytes.Buffer
		if err := r.WriteFixes(&out, Options{}); err != nil {
			t.Fatal(err)
		}
		if has := strings.Contains(out.String(), "others take time from: core1."); has != want {
			t.Errorf("%d devices:\n%s", n, out.String())
		}
	}
}
