package checks_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Answers of each new platform, by command. The clock is right; it is read 10 ms after the auditor's.
var answersOf = map[string][][2]string{
	"cisco_nxos": {
		{"show clock", "12:00:01.010 UTC Fri Nov 20 2026\nTime source is NTP\n"},
		{"show ntp peer-status", "Total peers : 2\n* - selected for sync, + -  peer mode(active), \n- - peer mode(passive), = - polled in client mode \n" +
			"    remote               local                 st   poll   reach delay   vrf\n" + strings.Repeat("-", 79) + "\n" +
			"*192.0.2.16             198.51.100.7            2   64     377   0.00081 management\n" +
			"=192.0.2.17             198.51.100.7            2   64     377   0.00090 management\n"},
		{"show ntp peers", strings.Repeat("-", 50) + "\n  Peer IP Address               Serv/Peer          \n" + strings.Repeat("-", 50) + "\n" +
			"  192.0.2.16                    Server (configured) \n  192.0.2.17                    Server (configured) \n"},
		{"show version", "Cisco Nexus Operating System (NX-OS) Software\nSoftware\n  NXOS: version 10.3(9)\nHardware\n  cisco Nexus9000 C93180YC-FX3 Chassis \n" +
			"  Processor Board ID FDO00000000\nKernel uptime is 60 day(s), 17 hour(s), 26 minute(s), 51 second(s)\n"},
		{"show crypto ca certificates", "\n"},
		{"show running-config ntp", "!Command: show running-config ntp\n!Time: Fri Nov 20 12:00:01 2026\n\nversion 10.3(9) Bios:version 05.50\n" +
			"ntp server 192.0.2.16 use-vrf management\nntp server 192.0.2.17 use-vrf management\nntp source-interface mgmt0\n"},
		{"", "!Command: show running-config\n!Time: Fri Nov 20 12:00:02 2026\nversion 10.3(9) Bios:version 05.50\nlogging timestamp milliseconds\n" +
			"interface mgmt0\n  vrf member management\n  ip address 198.51.100.7/24\n"},
	},
	"cisco_iosxr": {
		{"show clock", "Fri Nov 20 12:00:01.005 UTC\n12:00:01.010 UTC Fri Nov 20 2026\n"},
		{"show ntp status", "Fri Nov 20 12:00:01.100 UTC\n\nClock is synchronized, stratum 3, reference is 192.0.2.16\n" +
			"nominal freq is 1000000000.0000 Hz, actual freq is 1000000000.0000 Hz, precision is 2**24\n" +
			"reference time is EC9FFBA0.8B020DC8 (11:59:50.543 UTC Fri Nov 20 2026)\nclock offset is 0.100 msec, root delay is 1.000 msec\n" +
			"root dispersion is 7.81 msec, peer dispersion is 2.90 msec\nloopfilter state is 'CTRL' (Normal Controlled Loop), drift is 0.0000000000 s/s\n" +
			"system poll interval is 64, last update was 10 sec ago\nauthenticate is disabled\n"},
		{"show ntp associations", "Fri Nov 20 12:00:01.200 UTC\n\n      address         ref clock     st  when  poll reach  delay  offset    disp\n" +
			"*~192.0.2.16       192.0.2.200       2    54    64  377    1.18   0.122   1.059\n" +
			"+~192.0.2.17       192.0.2.200       2    54    64  377    1.18   0.122   1.059\n" +
			" * sys_peer, # selected, + candidate, - outlayer, x falseticker, ~ configured\n"},
		{"show version", "Fri Nov 20 12:00:01.300 UTC\nCisco IOS XR Software, Version 7.9.2 LNT\nCopyright (c) 2013-2023 by Cisco Systems, Inc.\n\n" +
			"cisco NCS-5500 () processor\nSystem uptime is 4 weeks, 6 days, 3 hours, 2 minutes\n"},
		{"show running-config ntp", "Fri Nov 20 12:00:01.400 UTC\nntp\n server 192.0.2.16\n server 192.0.2.17\n source Loopback0\n!\n\n"},
		{"show running-config clock", "Fri Nov 20 12:00:01.500 UTC\n% No such configuration item(s)\n\n"},
		{"show running-config service", "Fri Nov 20 12:00:01.600 UTC\nservice timestamps log datetime msec show-timezone\n!\n\n"},
	},
}

// evidence is a run that asked one device, which is declared as something, and four references.
func evidence(platform string, declared inventory.Platform) *snapshot.Snapshot {
	origin := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	s := &snapshot.Snapshot{
		Schema: snapshot.Schema, RunID: "test", Started: origin, Finished: origin.Add(time.Minute), Complete: true,
		Timeline: snapshot.Timeline{Origin: origin},
	}
	s.Inventory.Devices = []inventory.Device{{Name: "d1", Host: "198.51.100.7", Platform: declared}}
	d := snapshot.Device{Name: "d1", Outcome: snapshot.Audited}
	at := time.Second
	for _, a := range answersOf[platform] {
		command := a[0]
		if p, known := platforms.All().ByName(platform); command == "" && known {
			for _, c := range p.Commands {
				if c.Slow && strings.HasPrefix(c.Line, "show running-config | include") {
					command = c.Line
				}
			}
		}
		first, done := at+20*time.Millisecond, at+25*time.Millisecond
		d.Answers = append(d.Answers, snapshot.Answer{Command: command, Sent: at, First: &first, Done: &done, Text: a[1]})
		at += 100 * time.Millisecond
	}
	s.Devices = []snapshot.Device{d}
	for i := range 4 {
		address := fmt.Sprintf("203.0.113.%d", i+1)
		s.Inventory.References = append(s.Inventory.References, inventory.Reference{Address: address})
		s.Servers = append(s.Servers, reference(address, origin))
	}
	return s
}

// reference is a server that is right, as it answered 10 ms after the start.
func reference(address string, origin time.Time) snapshot.Server {
	stamp := func(t time.Time) string {
		return fmt.Sprintf("%016x", uint64(t.Unix()+2_208_988_800)<<32+uint64(t.Nanosecond())<<32/1_000_000_000)
	}
	arrived := origin.Add(15 * time.Millisecond)
	return snapshot.Server{
		Address: address, Query: address + ":123", Roles: []string{snapshot.RoleReference},
		Exchanges: []snapshot.Exchange{{
			Sent: 10 * time.Millisecond, Received: 20 * time.Millisecond, Origin: "0000000000000007",
			Reply: &snapshot.Reply{
				Version: 4, Mode: 4, Stratum: 1, Poll: 6, Precision: -30, RefID: "47505300", RootDispersion: 66, Origin: "0000000000000007",
				Reference: stamp(arrived.Add(-10 * time.Second)), Receive: stamp(arrived), Transmit: stamp(arrived),
			},
		}},
	}
}

// What each check says of a healthy device of each platform (platforms.md §1.4), behind a declaration that is wrong.
func TestHealthyDevicesOfEachPlatform(t *testing.T) {
	const (
		pass, fail  = check.StatusPass, check.StatusFail
		none, never = check.StatusNotMeasured, check.StatusNotApplicable
	)
	for _, test := range []struct {
		platform string
		want     map[string]check.Status
	}{
		{"cisco_nxos", map[string]check.Status{
			"clock-offset": pass, "clock-set": never, "clock-calendar": never,
			"ntp-enabled": pass, "ntp-synchronized": pass, "ntp-stratum": pass, "ntp-sources": pass, "ntp-reach": pass, "ntp-peer-offset": none,
			"ntp-fresh": none, "ntp-falseticker": pass, "ntp-self-report": never, "ntp-master": pass,
			"timestamps-log": pass, "timestamps-debug": never, "pki-validity": never, "device-platform": fail,
		}},
		{"cisco_iosxr", map[string]check.Status{
			"clock-offset": pass, "clock-set": never,
			"ntp-enabled": pass, "ntp-synchronized": pass, "ntp-stratum": pass, "ntp-sources": pass, "ntp-reach": pass, "ntp-peer-offset": pass,
			"ntp-fresh": pass, "ntp-falseticker": pass, "ntp-master": pass,
			"timestamps-log": pass, "pki-validity": none, "device-platform": fail,
		}},
	} {
		if _, known := platforms.All().ByName(test.platform); !known {
			t.Logf("%s is left out of this build", test.platform)
			continue
		}
		fleet := facts.From(platforms.All(), evidence(test.platform, "cisco_ios"))
		d := &fleet.Devices[0]
		if d.OS == nil || d.OS.Name != test.platform || d.Outcome != snapshot.Audited {
			t.Errorf("%s: told to be %v, %s %v", test.platform, d.OS, d.Outcome, d.Error)
			continue
		}
		for _, f := range check.Run(checks.All(), fleet, everything(t)).Devices[0] {
			if want, judged := test.want[f.Check]; judged && f.Subject == "" && f.Status != want {
				t.Errorf("%s: %s: %s %q (actual %q), want %s", test.platform, f.Check, f.Status, f.Message, f.Actual, want)
			}
			if f.Status == fail && f.Check != "device-platform" && test.want[f.Check] != "" {
				t.Errorf("%s: %s fails: %s", test.platform, f.Check, f.Message)
			}
		}
	}
}

// A benchmark for IOS says nothing of another platform; what is for any platform stays.
func TestControlsOfEachPlatform(t *testing.T) {
	for name := range answersOf {
		if _, known := platforms.All().ByName(name); !known {
			continue
		}
		for _, benchmark := range []string{"cis", "stig"} {
			b, err := policy.Builtin(benchmark)
			if err != nil {
				t.Fatal(err)
			}
			p := everything(t)
			p.Editions = append(p.Editions, b.Editions...)
			testControls(t, name, check.Run(checks.All(), facts.From(platforms.All(), evidence(name, "")), p).Devices[0])
		}
	}
}

func testControls(t *testing.T, platform string, findings []check.Finding) {
	t.Helper()
	anyone := false
	for _, f := range findings {
		for _, c := range f.Controls {
			anyone = anyone || c.Framework == "RFC 8633"
			for _, e := range policy.Editions() {
				if e.Title() == c.Framework && e.Platform != "" && e.Platform != platform {
					t.Errorf("%s: %s names %s %s", platform, f.Check, c.Framework, c.ID)
				}
			}
		}
	}
	if !anyone {
		t.Errorf("%s: no control at all", platform)
	}
}

// The same answers behind the right declaration, and behind none, contradict nothing.
func TestDeclaredPlatformsOfEachPlatform(t *testing.T) {
	for name := range answersOf {
		if _, known := platforms.All().ByName(name); !known {
			continue
		}
		for _, declared := range []inventory.Platform{inventory.Platform(name), inventory.Auto} {
			fleet := facts.From(platforms.All(), evidence(name, declared))
			for _, f := range check.Run(checks.All(), fleet, everything(t)).Devices[0] {
				if f.Check == "device-platform" && f.Status != check.StatusPass {
					t.Errorf("%s, declared %s: %s %q", name, declared, f.Status, f.Message)
				}
			}
		}
	}
}
