package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// trouble is a device and what must be found of it.
type trouble struct {
	name    string
	device  lab.DeviceSpec
	methods []string                // by which its clock is known; nil: whichever
	want    map[string]check.Status // of checks
	says    map[string]string       // what the messages of checks hold
}

// onTheLimit is an offset with which one reading decides nothing, so that the clock is read again.
const onTheLimit = 100 * time.Millisecond

var (
	byShow = []string{"show clock"}
	byNTP  = []string{"direct ntp"}
	byBoth = []string{"show clock", "direct ntp"}
)

func troubles() []trouble {
	liar := lab.DeviceNTPSpec{Servers: []lab.PeerSpec{{Address: "10.9.0.1", State: lab.PeerUnreachable}, {Address: liarAddress}}}
	boast := honestSources()
	boast.Claims.Offset = new(time.Duration)
	secretive := func(zone string) lab.DeviceSpec { // nobody may read its configuration
		return lab.DeviceSpec{Privilege: 1, Enable: "changed last week", Timezone: lab.TimezoneSpec{Name: zone, OffsetMinutes: 60}}
	}
	return []trouble{
		{
			name: "right",
			want: map[string]check.Status{"clock-offset": check.StatusPass, "ntp-falseticker": check.StatusPass, "ntp-self-report": check.StatusPass},
		},
		{
			name: "says UTC and shows another zone", device: secretive("UTC"), methods: byNTP,
			want: map[string]check.Status{"clock-offset": check.StatusPass, "clock-zone": check.StatusFail},
			says: map[string]string{"clock-zone": "+1 h"},
		},
		{
			name: "shows a zone that only NTP can tell", device: secretive("CET"), methods: byNTP,
			want: map[string]check.Status{"clock-offset": check.StatusPass, "clock-zone": check.StatusPass},
		},
		{
			name:    "shows a zone that nothing tells",
			device:  lab.DeviceSpec{Privilege: 1, Enable: "changed last week", Timezone: lab.TimezoneSpec{Name: "CET", OffsetMinutes: 60}, NTP: lab.DeviceNTPSpec{Servers: honestSources().Servers, Unanswered: true}},
			methods: byShow,
			want:    map[string]check.Status{"clock-offset": check.StatusInconclusive},
			says:    map[string]string{"clock-offset": "UTC+01:00"},
		},
		{
			name: "is stepped while it is read", methods: byBoth,
			device: lab.DeviceSpec{Clock: lab.ClockSpec{Offset: onTheLimit, Step: lab.StepSpec{AfterReadings: 1, By: 30 * time.Second}}},
			want:   map[string]check.Status{"clock-offset": check.StatusFail, "clock-step": check.StatusFail},
			says:   map[string]string{"clock-step": "stepped by +"},
		},
		{
			// Between the second and the fourth reading lies a whole round trip at least, in which a clock that stands still falls
			// behind by more than its resolution: so it cannot be taken for one that was stepped once.
			name: "stands still", methods: []string{},
			device: lab.DeviceSpec{Clock: lab.ClockSpec{Offset: onTheLimit}, Answers: map[string]string{"show clock": "12:00:00.000 UTC Tue Mar 3 2020\n"}},
			want:   map[string]check.Status{"clock-offset": check.StatusInconclusive, "clock-step": check.StatusFail},
			says:   map[string]string{"clock-step": "clock stepped while it was read"},
		},
		{
			name: "follows a server that lies", methods: byShow,
			device: lab.DeviceSpec{Clock: lab.ClockSpec{Offset: liarOffset + time.Millisecond}, NTP: liar},
			want:   map[string]check.Status{"clock-offset": check.StatusFail, "ntp-falseticker": check.StatusFail, "ntp-self-report": check.StatusPass},
			says:   map[string]string{"clock-offset": "it follows a wrong source", "ntp-falseticker": "follows " + liarAddress},
		},
		{
			name: "believes itself right", methods: byShow,
			device: lab.DeviceSpec{Clock: lab.ClockSpec{Offset: -3 * time.Second}, NTP: boast},
			want:   map[string]check.Status{"clock-offset": check.StatusFail, "ntp-self-report": check.StatusFail, "ntp-falseticker": check.StatusPass},
			says:   map[string]string{"ntp-self-report": "reports +0.0 ms, measured -"},
		},
		{
			name: "prints whole seconds and answers NTP", methods: byBoth,
			device: lab.DeviceSpec{Clock: lab.ClockSpec{Offset: onTheLimit, Resolution: "s"}},
			want:   map[string]check.Status{"clock-offset": check.StatusInconclusive, "clock-step": check.StatusPass},
		},
	}
}

// What is wrong with a clock is told apart over SSH and NTP: the zone from the clock, a step from a constant error, and a source
// that lies from a device that does not follow its source.
func TestCausesAreToldApart(t *testing.T) {
	spec := lab.Spec{Truth: hoursOff, Seed: 7, Servers: referenceServers()}
	for _, x := range troubles() {
		d := x.device
		d.Name, d.Path = strings.ReplaceAll(x.name, " ", "-"), lopsided(campusPath)
		if len(d.NTP.Servers) == 0 {
			d.NTP = honestSources()
		}
		spec.Devices = append(spec.Devices, d)
	}
	trial := try(t, spec)
	for i, x := range troubles() {
		t.Run(x.name, func(t *testing.T) { trial.mustFind(t, &trial.report.Devices[i], x) })
	}
}

func (tr trial) mustFind(t *testing.T, d *report.Device, x trouble) {
	if d.Clock == nil {
		t.Fatalf("no clock: %v", d.Error)
	}
	if x.methods != nil && !slices.Equal(d.Clock.Method, x.methods) {
		t.Errorf("the clock is known by %q, want %q", d.Clock.Method, x.methods)
	}
	if d.Clock.Offset != nil {
		tr.mustHold(t, d)
	}
	for id, want := range x.want {
		f := d.Finding(id)
		if f.Status != want {
			t.Errorf("%s: %s (%s), want %s", id, f.Status, f.Message, want)
		}
		if !strings.Contains(f.Message, x.says[id]) {
			t.Errorf("%s: %q does not say %q", id, f.Message, x.says[id])
		}
		if f.Status == check.StatusFail && len(f.Evidence) == 0 {
			t.Errorf("%s: no evidence", id)
		}
	}
}
