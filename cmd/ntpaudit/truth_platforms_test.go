package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// forms are the ways in which a platform prints its clock: the source line of NX-OS behind the time, before it or absent, hours
// to 12 or 24; the stamp that IOS-XR puts before every answer, and its regions.
func forms(platform string) []lab.DeviceSpec {
	var list []lab.DeviceSpec
	switch platform {
	case "cisco_nxos":
		for _, source := range []string{"after", "before", "none"} {
			for _, format := range []string{"", "clock format 12hours\n"} {
				list = append(list, lab.DeviceSpec{Config: format, NXOS: lab.NXOSSpec{Clock: source}})
			}
		}
		list[1].Timezone, list[4].Timezone = lab.TimezoneSpec{Name: "IST", OffsetMinutes: 330}, lab.TimezoneSpec{Name: "CST", OffsetMinutes: -360}
		list[4].SummerTime = "CDT 2 Sun Mar 02:00 1 Sun Nov 02:00 60"
		list[3].NXOS.VRFColumn, list[5].NXOS.VRFColumn, list[5].NXOS.PeerTable, list[2].NXOS.Greeting = "glued", "none", "wide", true
	case "cisco_iosxr":
		for _, stamp := range []string{"plain", "none", "blank_before", "blank_after", "trailing"} {
			list = append(list, lab.DeviceSpec{IOSXR: lab.IOSXRSpec{Stamp: stamp}})
		}
		list[0].Timezone, list[0].IOSXR.Region = lab.TimezoneSpec{Name: "EST"}, "America/NewYork"
		list[2].Timezone, list[2].IOSXR.StampZone = lab.TimezoneSpec{Name: "PST", OffsetMinutes: -480}, "PST DST"
		list[4].Timezone, list[3].IOSXR.ReversePager = lab.TimezoneSpec{Name: "CET", OffsetMinutes: 60}, true
		list[4].SummerTime = "CEST recurring last Sun Mar 02:00 last Sun Oct 03:00"
	}
	return list
}

// mixedFleet is a wild fleet of every platform in turn, which the inventory leaves to the devices, and devices for each form of a clock
// line, of which one is declared as IOS.
func mixedFleet(each, eachForm int) lab.Spec {
	spec := wildFleet(each*len(audited()), 0)
	spec.Fleet.Platforms, spec.Fleet.Mixed = audited(), false // what that draws, the forms have
	spec.Fleet.Template.DeclaredPlatform, spec.Fleet.Template.Certificates = "auto", someCertificate()
	for _, platform := range audited() {
		for f, form := range forms(platform) {
			for i := range eachForm {
				form.Platform, form.Certificates = platform, someCertificate()
				d := ticking(form, i)
				d.Name = fmt.Sprintf("%s-form%d-%02d", platform, f+1, i+1)
				if i == 0 {
					d.DeclaredPlatform = "cisco_ios"
				}
				if i == eachForm-1 { // whole seconds are cut, on every platform
					d.Name, d.Clock.Resolution, d.Clock.Rounding = wholeSecondsName+"-"+d.Name, "s", "trunc"
				}
				spec.Devices = append(spec.Devices, d)
			}
		}
	}
	return spec
}

// ticking gives a device a clock that is seconds off, drifts, ticks and is cut or rounded, behind a lopsided path and a slow processor.
func ticking(d lab.DeviceSpec, i int) lab.DeviceSpec {
	d.NTP, d.Path, d.CPU = honestSources(), lopsided(time.Duration(i%4)*25*time.Millisecond), time.Duration(i%3)*7*time.Millisecond
	d.Clock = lab.ClockSpec{Offset: time.Duration(i*i-9) * 397 * time.Millisecond, DriftPPM: float64(i*53%181 - 90)}
	d.Clock.Tick = tick(d.Platform, i%2 == 1)
	if i%2 == 1 {
		d.Path.Out, d.Path.Back = d.Path.Back, d.Path.Out
		d.Clock.Rounding = "round"
	}
	return d
}

// tick is what the clock of a platform moves by. IOS-XR states a precision in which no tick of 4 ms has room.
func tick(platform string, coarse bool) time.Duration {
	if coarse && platform != "cisco_iosxr" {
		return 4 * time.Millisecond
	}
	return time.Millisecond
}

// The promise holds whatever the platform and however it prints its clock.
func TestEveryPlatformContainsTheTruth(t *testing.T) {
	each, eachForm := 40, 8
	if testing.Short() {
		each, eachForm = 8, 3
	}
	trial := try(t, mixedFleet(each, eachForm), "--parallel", "128")
	by := map[string][]*report.Device{}
	for _, d := range trial.measured(t) {
		by[d.Platform] = append(by[d.Platform], d)
	}
	for _, platform := range audited() {
		t.Run(platform, func(t *testing.T) { trial.mustContain(t, by[platform], each) })
	}
	trial.mustKnowTheServers(t)
}

// mustContain holds the devices of one platform against the truth, and their intervals against the budget.
func (tr trial) mustContain(t *testing.T, devices []*report.Device, least int) {
	if len(devices)*10 < least*9 {
		t.Fatalf("%d devices measured, want nine in ten of %d at least", len(devices), least)
	}
	allowed := time.Duration(0)
	if devices[0].Platform == "cisco_nxos" {
		allowed = 4 * time.Millisecond // it states no precision, so the coarsest tick that is known is allowed for
	}
	var excess, widths []time.Duration
	contained := 0
	for _, d := range devices {
		truth, o := tr.offset(t, d), d.Clock.Offset
		if o.Low.Duration() <= truth && truth <= o.High.Duration() {
			contained++
		}
		tr.mustHold(t, d)
		if !strings.HasPrefix(d.Name, wholeSecondsName) {
			excess, widths = append(excess, wider(d.Clock)-allowed), append(widths, (*o.High-*o.Low).Duration())
		}
	}
	slices.Sort(widths)
	t.Logf("%d of %d intervals contain the truth; they are %v wide in the median", contained, len(devices), widths[len(widths)/2])
	mustBeNarrow(t, excess)
}
