package lab

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	text := `
truth: 3h
seed: 9
references: [a]
ntp_servers:
  - {name: a, address: 10.9.0.1, offset: -1.5s, key: {id: 3, type: md5, secret: k}, path: {out: 10ms, loss: 0.1}}
defaults:
  path: &path {out: 5ms, back: 1ms}
  clock: {tick: 4ms}
  ntp: {servers: [{address: 10.9.0.1, key: 3}]}
devices:
  - name: r1
  - name: r2
    clock: {offset: -20y, drift_ppm: -90}
    path: {back: 2ms}
    ntp: {servers: [], claims: {offset: 90d}}
    fault: {at: "command:show clock", kind: hang}
    answers: {show inventory: "x\n"}
    terminal: {syslog: ["%A-1-B: c"], monitor: true}
  - {name: r3, ntp: {path: *path, servers: [{address: "2001:db8::1", reach: 0o376}]}}
fleet: {count: 2, rtt: 40ms, template: {privilege: 1}}
`
	spec, err := Parse("x.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	const year = 365 * 24 * time.Hour
	r1, r2, r3 := spec.Devices[0], spec.Devices[1], spec.Devices[2]
	for name, pair := range map[string][2]any{
		"truth":            {spec.Truth, 3 * time.Hour},
		"server":           {spec.Servers[0].Offset, -1500 * time.Millisecond},
		"key":              {*spec.Servers[0].Key, KeySpec{3, "md5", "k"}},
		"default path":     {r1.Path, Path{Out: 5 * time.Millisecond, Back: time.Millisecond}},
		"default servers":  {r1.NTP.Servers, []PeerSpec{{Address: "10.9.0.1", Key: 3}}},
		"merged clock":     {r2.Clock, ClockSpec{Offset: -20 * year, DriftPPM: -90, Tick: 4 * time.Millisecond}},
		"merged path":      {r2.Path, Path{Out: 5 * time.Millisecond, Back: 2 * time.Millisecond}},
		"no servers":       {len(r2.NTP.Servers), 0},
		"claim":            {*r2.NTP.Claims.Offset, 90 * 24 * time.Hour},
		"fault":            {r2.Fault, FaultSpec{At: "command:show clock", Kind: FaultHang}},
		"alias":            {*r3.NTP.Path, r1.Path},
		"octal":            {*r3.NTP.Servers[0].Reach, 0o376},
		"template":         {spec.Fleet.Template.Privilege, 1},
		"template default": {spec.Fleet.Template.Clock.Tick, 4 * time.Millisecond},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %v, want %v", name, pair[0], pair[1])
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := map[string]string{
		"devices: [{name: a, colour: red}]":             `x.yaml:1:21: unknown field "colour"`,
		"devices:\n  - name: a\n    clock: {ofset: 1s}": `x.yaml:3:13: unknown field "ofset"`,
		"truth: [":             `x.yaml:1:8: sequence end token ']' not found`,
		"truth: 1s\ntruth: 2s": `x.yaml:2:1: mapping key "truth" already defined at [1:1]`,
		"devices:\n  - name: a\n    clock: {offset: soon}":                    `x.yaml:3:21: "soon" is no duration; write 250ms, -41.2s, 6h, 90d or 20y`,
		"devices:\n  - name: a\n  - name: a":                                  `x.yaml:3:11: devices[1].name: "a" is already the name of another device or server`,
		"devices:\n  - address: 10.0.0.1":                                     `x.yaml:2:12: devices[0].name: a name is missing`,
		"devices:\n  - {name: a, legend: middle}":                             `x.yaml:2:23: devices[0].legend: "middle": want one of new, old`,
		"devices:\n  - {name: a, fault: {at: lunch, kind: hang}}":             `x.yaml:2:27: devices[0].fault.at: "lunch": want one of connect, banner, kex, auth, channel, pty, shell, prompt, command:`,
		"devices:\n  - {name: a, fault: {at: shell, kind: cut}}":              `x.yaml:2:40: devices[0].fault.kind: cut: only the answer to a command can be cut`,
		"devices:\n  - {name: a, ntp: {servers: [{address: x, state: odd}]}}": `x.yaml:2:51: devices[0].ntp.servers[0].state: "odd": want one of unreachable, lost, auth, insane`,
		"devices:\n  - {name: a, clock: {set_to: yesterday}}":                 `x.yaml:2:31: devices[0].clock.set_to: "yesterday": want a time such as 1993-03-01T00:01:00Z`,
		"devices:\n  - {name: a, summer_time: X}":                             `x.yaml:2:28: devices[0].summer_time: clock summer-time "X": want a name, then recurring or date`,
		"devices:\n  - {name: a, ssh: {kex: [dh]}}":                           `x.yaml:2:26: devices[0].ssh.kex: "dh": want one of mlkem768x25519-sha256`,
		"devices:\n  - {name: a, path: {back: -1ms}}":                         `x.yaml:2:28: devices[0].path.back: -1ms is negative`,
		"ntp_servers: [{name: a, address: here}]":                             `x.yaml:1:34: ntp_servers[0].address: "here" is no IP address`,
		"ntp_servers: [{name: a, key: {id: 1, type: aes128, secret: short}}]": `x.yaml:1:30: ntp_servers[0].key: crypto/aes: invalid key size 5`,
		"references: [a]": `x.yaml:1:13: references: "a" is not the name of an NTP server`,
		"fleet: {count: 2, template: {platform: nxos}}":                                               `x.yaml:1:8: fleet.platform: "nxos": want one of cisco_ios, cisco_iosxe`,
		"devices:\n  - {name: a, platform: cisco_nxos, nxos: {clock: sideways}}":                      `x.yaml:2:51: devices[0].nxos.clock: "sideways": want one of after, before, none`,
		"devices:\n  - {name: a, platform: cisco_nxos, nxos: {role: root}}":                           `x.yaml:2:50: devices[0].nxos.role: "root": want one of network-admin`,
		"devices:\n  - {name: a, platform: cisco_nxos, summer_time: CEST last Sun Mar 2:00}":          `x.yaml:2:50: devices[0].summer_time: `,
		"devices:\n  - {name: a, platform: cisco_iosxr, iosxr: {stamp: odd}}":                         `x.yaml:2:53: devices[0].iosxr.stamp: "odd": want one of plain, none`,
		"devices:\n  - {name: a, platform: cisco_iosxr, iosxr: {region: A/B}, timezone: {name: EST}}": `x.yaml:2:54: devices[0].iosxr.region: "A/B": want a region such as America/NewYork, and timezone.name`,
		"devices:\n  - {name: a, turns: {into: junos}}":                                               `x.yaml:2:29: devices[0].turns.into: "junos": want one of cisco_ios`,
		"devices:\n  - {name: a, answers_as: {show clock: eos}}":                                      `x.yaml:2:27: devices[0].answers_as: show clock: "eos": want one of cisco_ios`,
		"devices:\n  - {name: a, interfaces: [{name: x, address: y}]}":                                `x.yaml:2:47: devices[0].interfaces[0].address: "y" is no IP address`,
		"fleet: {count: 2, platforms: [cisco_ios, eos]}":                                              `x.yaml:1:8: fleet.platform: "eos": want one of cisco_ios, cisco_iosxe, cisco_nxos, cisco_iosxr`,
		"devices:\n  - {name: a, startup: {x: y}}":                                                    `x.yaml:2:24: cannot unmarshal `,
		"devices:\n  - {name: a, ntp: {columns: wide}}":                                               `x.yaml:2:30: devices[0].ntp.columns: "wide": want one of glued, apart`,
		"fleet: {count: -1}":              `x.yaml:1:16: fleet.count: -1: want 0 to 10000`,
		"fleet: {count: 1000000000000}":   `x.yaml:1:16: fleet.count: 1000000000000: want 0 to 10000`,
		"devices: *all":                   `x.yaml:1:10: no anchor &all stands before this alias`,
		"devices: &all [{name: a}, *all]": `x.yaml:1:27: no anchor &all stands before this alias`,
		"":                                `x.yaml: want one YAML document with ntp_servers and devices`,
		"devices: 7":                      `x.yaml:1:10: `,
	}
	for text, want := range tests {
		_, err := Parse("x.yaml", []byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml")); err == nil {
		t.Error("a missing file is read")
	}
}

// FuzzParse: whatever the text is, there is an error or a specification that can be completed.
func FuzzParse(f *testing.F) {
	f.Add([]byte("devices: [{name: a, clock: {offset: -20y}}]"))
	f.Add([]byte("a: &a [*a]\nfleet: {count: 1}"))
	f.Add(campus)
	f.Add([]byte("devices: [{name: a, platform: cisco_nxos, address: 10.0.0.1, ntp: {servers: [{address: 10.9.0.1, vrf: management}]}}]"))
	f.Add([]byte("devices: [{name: a, platform: cisco_iosxr, iosxr: {region: America/NewYork}, timezone: {name: EST}}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if spec, err := Parse("x", text); err == nil {
			if err := spec.withDefaults().check(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestShippedSpecifications(t *testing.T) {
	shipped, err := os.ReadFile("../../inventory/lab.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if string(shipped) != string(campus) {
		t.Error("inventory/lab.yaml is not the campus of this package")
	}
	fleet, err := Load("../../inventory/lab-fleet.yaml")
	if err != nil || fleet.Fleet.Count != 200 {
		t.Error(fleet.Fleet.Count, err)
	}
}

// TestCampus: each device tells its story.
func TestCampus(t *testing.T) {
	spec, err := Campus()
	if err != nil {
		t.Fatal(err)
	}
	if len(spec.Devices) != 14 || len(spec.Servers) != 4 {
		t.Errorf("%d devices, %d servers", len(spec.Devices), len(spec.Servers))
	}
	l := start(t, spec)
	stories := map[string][]string{
		"core1": {"Clock is synchronized, stratum 3, reference is 10.9.0.1", "Time source is NTP", "service timestamps log datetime msec"},
		"core2": {"Clock is synchronized, stratum 3, reference is 10.9.0.1"},
		"dist1": {"Clock is synchronized, stratum 3, reference is 10.9.0.1"},
		"dist2": {"Clock is synchronized, stratum 3, reference is 10.9.0.4", " ~10.9.0.1        .INIT.          16", "*~10.9.0.4 "},
		"edge1": {"Tue Mar 2 1993", "\n*02:0", "Clock is unsynchronized, stratum 16, no reference clock"},
		"edge2": {"Clock is unsynchronized", " 21", "\n.", "     0  "},
		"br1":   {" CET ", "clock timezone CET 1 0", "Clock is synchronized"},
		"acc1":  {"service timestamps log uptime", "Clock is synchronized, stratum 4, reference is 10.0.0.1"},
		"acc2":  {"acc2>", "% Invalid input detected"},
		"acc3":  {"%NTP is not enabled.", "Time source is user configuration"},
		"acc5":  {"acc5>", "Clock is synchronized"},
		"pe1":   {"Clock is synchronized, stratum 3, reference is 10.9.0.1", "\nclock timezone EST America/NewYork\n", "service timestamps log datetime localtime msec\n"},
	}
	for name, want := range stories {
		got := answers(t, l, name, "show clock detail", "show ntp status", "show ntp associations", "show running-config | include ^service|^clock")
		t.Run(name, func(t *testing.T) { wantText(t, got, want...) })
	}
	dc1 := answers(t, l, "dc1", "terminal width 511", "show ntp peer-status", "show running-config ntp")
	wantText(t, dc1, "\n*10.9.0.1               10.0.5.1                2 ", "\n=10.9.0.2               0.0.0.0                16   64       0 ",
		"\nntp server 10.9.0.1 prefer use-vrf management\nntp server 10.9.0.2\nntp server 10.9.0.3\n")
	if _, err := client(l, "acc4"); err == nil {
		t.Error("acc4 can be reached")
	}
	got := talk(t, dial(t, l, "acc5"), 80, "enable\nlab-enable\nlab-enable\nlab-enable\nexit\n")
	wantText(t, got, "% Bad secrets")
}

func TestFleet(t *testing.T) {
	make := func(f FleetSpec) []DeviceSpec { return Spec{Seed: 1, Fleet: f}.withDefaults().Devices }
	all := FleetSpec{Count: 300, Skew: 20 * 365 * 24 * time.Hour, RTT: 200 * time.Millisecond, Jitter: time.Millisecond, CPU: time.Second, DriftPPM: 90, Stalls: 0.05, Mixed: true}
	a, b := make(all), make(all)
	if !reflect.DeepEqual(a, b) {
		t.Error("the same seed gives another fleet")
	}
	all.Seed = 2
	if reflect.DeepEqual(a, make(all)) {
		t.Error("another seed gives the same fleet")
	}
	names, far, seen := map[string]bool{}, 0, map[string]bool{}
	for _, d := range a {
		names[d.Name], names[d.Address] = true, true
		rtt := d.Path.Out + d.Path.Back
		if rtt > 200*time.Millisecond || d.Clock.DriftPPM > 90 || d.Clock.DriftPPM < -90 || d.CPU > time.Second {
			t.Errorf("%s is beyond the limits: %+v", d.Name, d)
		}
		if share := float64(d.Path.Out) / float64(rtt); share < 0.099 || share > 0.901 {
			t.Errorf("%s: %v of the path lies one way", d.Name, share)
		}
		if d.Clock.Offset.Abs() > 365*24*time.Hour {
			far++
		}
		seen[d.Legend], seen[d.Clock.Rounding], seen[d.Clock.Tick.String()] = true, true, true
	}
	if len(names) != 600 || far < 5 || len(seen) != 6 {
		t.Errorf("%d names, %d years away, habits %v", len(names), far, seen)
	}
	for i, d := range make(FleetSpec{Count: 6, Platforms: []string{platformIOS, platformNXOS, platformXR}}) {
		if want := []string{platformIOS, platformNXOS, platformXR}[i%3]; d.Platform != want || d.Model == "" {
			t.Errorf("device %d is %s %s, want %s", i, d.Platform, d.Model, want)
		}
	}
	if d := make(FleetSpec{Count: 1, Prefix: "x", Template: DeviceSpec{Clock: ClockSpec{Offset: time.Minute}}})[0]; d.Name != "x0001" || d.Clock.Offset != time.Minute || d.Path != (Path{}) {
		t.Errorf("without limits the template holds: %+v", d)
	}
}
