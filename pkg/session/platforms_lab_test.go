package session_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Up to the prompt, every device costs eight round trips. The others are for the lines that NX-OS and IOS-XR are sent here: two
// for the terminal, and one each for what they are asked.
const (
	tripsNXOS = 8 + 2 + 6
	tripsXR   = 8 + 2 + 11
)

// labPlatform is a device of the lab, asked as the inventory says.
type labPlatform struct {
	device   lab.DeviceSpec
	declared inventory.Platform
	samples  int
	trips    int // 0: any number
}

func labPlatforms() map[string]labPlatform {
	const n, x = "cisco_nxos", "cisco_iosxr"
	nexus := func(change lab.DeviceSpec) lab.DeviceSpec { change.Platform = n; return change }
	router := func(change lab.DeviceSpec) lab.DeviceSpec { change.Platform = x; return change }
	banner := "keep out\nCORE-SWITCH# \nor else>\n"
	return map[string]labPlatform{
		"NX-OS":                   {nexus(lab.DeviceSpec{}), n, 0, tripsNXOS},
		"NX-OS, samples":          {nexus(lab.DeviceSpec{}), n, 3, tripsNXOS + 3},
		"NX-OS, auto":             {nexus(lab.DeviceSpec{}), "auto", 0, tripsNXOS},
		"NX-OS as IOS-XR":         {nexus(lab.DeviceSpec{}), x, 0, tripsNXOS},
		"NX-OS as IOS":            {nexus(lab.DeviceSpec{}), "cisco_ios", 1, 0},
		"NX-OS, a greeting":       {nexus(lab.DeviceSpec{NXOS: lab.NXOSSpec{Greeting: true}}), n, 1, tripsNXOS + 1},
		"NX-OS, a banner":         {nexus(lab.DeviceSpec{Terminal: lab.TerminalSpec{BannerMOTD: banner}}), n, 1, tripsNXOS + 1},
		"NX-OS, source before":    {nexus(lab.DeviceSpec{NXOS: lab.NXOSSpec{Clock: "before"}}), n, 1, tripsNXOS + 1},
		"NX-OS, CR CR LF":         {nexus(lab.DeviceSpec{Terminal: lab.TerminalSpec{DoubleCR: true}}), n, 1, tripsNXOS + 1},
		"NX-OS, escapes":          {nexus(lab.DeviceSpec{Terminal: lab.TerminalSpec{Escapes: true}}), n, 1, tripsNXOS + 1},
		"NX-OS, an operator":      {nexus(lab.DeviceSpec{NXOS: lab.NXOSSpec{Role: "network-operator"}}), n, 0, tripsNXOS},
		"NX-OS, levels":           {nexus(lab.DeviceSpec{Privilege: 1, NXOS: lab.NXOSSpec{Privilege: true}}), n, 0, tripsNXOS},
		"NX-OS, a leaf":           {nexus(lab.DeviceSpec{NXOS: lab.NXOSSpec{ACI: true}}), n, 0, tripsNXOS},
		"NX-OS, paged":            {nexus(lab.DeviceSpec{Denied: []string{"terminal length"}, Terminal: lab.TerminalSpec{Length: 5}}), n, 1, 0},
		"NX-OS, messages":         {nexus(lab.DeviceSpec{Terminal: lab.TerminalSpec{Monitor: true, Syslog: []string{"%ETHPORT-5-IF_UP: Interface is up"}}}), n, 1, 0},
		"NX-OS, slow":             {nexus(lab.DeviceSpec{CPU: 20 * time.Millisecond, Path: lab.Path{Out: 2 * time.Millisecond, Back: 18 * time.Millisecond}}), n, 1, tripsNXOS + 1},
		"IOS-XR":                  {router(lab.DeviceSpec{}), x, 0, tripsXR},
		"IOS-XR, samples":         {router(lab.DeviceSpec{}), x, 3, tripsXR + 3},
		"IOS-XR, auto":            {router(lab.DeviceSpec{}), "auto", 0, tripsXR},
		"IOS-XR as IOS":           {router(lab.DeviceSpec{}), "cisco_ios", 1, 0},
		"IOS-XR, stamps trailing": {router(lab.DeviceSpec{IOSXR: lab.IOSXRSpec{Stamp: "trailing"}}), x, 1, tripsXR + 1},
		"IOS-XR, stamps before":   {router(lab.DeviceSpec{IOSXR: lab.IOSXRSpec{Stamp: "blank_before"}}), x, 1, tripsXR + 1},
		"IOS-XR, no stamps":       {router(lab.DeviceSpec{IOSXR: lab.IOSXRSpec{Stamp: "none"}}), x, 1, tripsXR + 1},
		"IOS-XR, reverse video":   {router(lab.DeviceSpec{Denied: []string{"terminal length"}, IOSXR: lab.IOSXRSpec{ReversePager: true}, Terminal: lab.TerminalSpec{Length: 5}}), x, 1, 0},
		"IOS-XR, CR CR LF":        {router(lab.DeviceSpec{Terminal: lab.TerminalSpec{DoubleCR: true}}), x, 1, tripsXR + 1},
		"IOS, auto":               {lab.DeviceSpec{}, "auto", 0, 8 + 4},
		"IOS-XE as NX-OS":         {lab.DeviceSpec{Platform: "cisco_iosxe"}, n, 1, 8 + 5 + 1},
		"IOS-XE as IOS":           {lab.DeviceSpec{Platform: "cisco_iosxe"}, "cisco_ios", 1, 11},
	}
}

// The devices of all platforms are audited as what they are, in as few round trips as their terminals allow, and the stamps of
// their readings enclose the truth.
func TestPlatforms(t *testing.T) {
	for name, test := range labPlatforms() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			isBuilt(t, test.device.Platform, string(test.declared))
			test.device.Name = "r1"
			s := newSite(t, test.device)
			device := s.devices["r1"]
			device.Platform, device.Enable = test.declared, inventory.ValueSecret(enable)
			c := s.config()
			utc := s.UTC()
			origin := [2]time.Time{utc.Add(-c.Timeline.Now()), utc}
			d := newAsker(t, c).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds, Next: sampling(test.samples)})
			mustBe(t, d, snapshot.Audited, "")
			is := test.device.Platform
			if is == "" {
				is = "cisco_ios"
			}
			if quiet := is == string(test.declared) || test.declared == "auto" || strings.Contains(name, "XE as IOS"); d.Platform != is || quiet && len(d.Notes) > 0 {
				t.Errorf("asked as %s, notes %q", d.Platform, d.Notes)
			}
			n, err := s.Counters("r1")
			if err != nil {
				t.Fatal(err)
			}
			if test.trips > 0 && n.RoundTrips != test.trips || slices.Contains(n.Commands, "enable") {
				t.Errorf("%d round trips, want %d: %q", n.RoundTrips, test.trips, n.Commands)
			}
			readsTruly(t, s, origin, c.Timeline.Granularity(), d)
		})
	}
}

// readsTruly compares the readings of a device with its clock.
func readsTruly(t *testing.T, s *site, origin [2]time.Time, granularity time.Duration, d snapshot.Device) {
	t.Helper()
	p, known := platforms.All().ByName(d.Platform)
	if !known {
		t.Fatal(d.Platform)
	}
	read := 0
	for _, a := range d.Answers {
		if !p.ReadsClock(a.Command) {
			continue
		}
		clock, err := p.Terminal.Clock(a.Text)
		if err == nil && a.First != nil {
			read++
			err = encloses(s, origin, granularity, clock, a)
		}
		if err != nil {
			t.Errorf("%q: %q, %v", a.Command, a.Text, err)
		}
	}
	if read == 0 {
		t.Errorf("no reading; %q", commandsOf(d))
	}
}

// A session that cannot be audited, and one that becomes another in its middle, end in a sentence.
func TestPlatformsThatAreNotThere(t *testing.T) {
	tests := map[string]struct {
		device   lab.DeviceSpec
		declared inventory.Platform
		outcome  snapshot.Outcome
		kind     string
		says     string
	}{
		"standby": {lab.DeviceSpec{Platform: "cisco_iosxr", IOSXR: lab.IOSXRSpec{Standby: true}}, "cisco_iosxr", snapshot.Unsupported, "unfit", ""},
		"boot":    {lab.DeviceSpec{Platform: "cisco_nxos", Terminal: lab.TerminalSpec{Prompt: "switch(boot){mark} "}}, "cisco_nxos", snapshot.Unsupported, "unfit", "kickstart"},
		"version": {lab.DeviceSpec{AnswersAs: map[string]string{"show version": "cisco_nxos"}}, "cisco_ios", snapshot.Audited, "", ""},
		"turned":  {lab.DeviceSpec{Platform: "cisco_nxos", Turns: lab.TurnSpec{Into: "cisco_ios", After: 5}}, "cisco_nxos", snapshot.Audited, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			isBuilt(t, "cisco_nxos", "cisco_iosxr")
			test.device.Name = "r1"
			s := newSite(t, test.device)
			device := s.devices["r1"]
			device.Platform = test.declared
			d := newAsker(t, s.config()).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds, Next: sampling(1)})
			mustBe(t, d, test.outcome, test.kind)
			if d.Error != nil && !strings.Contains(d.Error.Message, test.says) {
				t.Errorf("message %q", d.Error.Message)
			}
		})
	}
}
