package facts

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

const (
	iosVersion = "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE (fc3)\n"
	eosVersion = "Arista DCS-7050TX3-48C8-F\nSoftware image version: 4.29.2F\n"
)

func TestADeviceIsWhatShowVersionSays(t *testing.T) {
	version := func(text string) snapshot.Answer { return answer(ios.ShowVersion, text) }
	for _, test := range []struct {
		name     string
		declared inventory.Platform
		answers  []snapshot.Answer
		os       string // empty: none
		message  string // empty: it is judged
	}{
		{"as declared", "cisco_iosxe", []snapshot.Answer{version(versionText)}, "cisco_iosxe", ""},
		{"IOS-XE behind cisco_ios", "cisco_ios", []snapshot.Answer{version(versionText)}, "cisco_iosxe", ""},
		{"IOS behind cisco_iosxe", "cisco_iosxe", []snapshot.Answer{version(iosVersion)}, "cisco_ios", ""},
		{"not read", "cisco_iosxe", []snapshot.Answer{version("% Authorization failed\n")}, "cisco_iosxe", ""},
		{"not asked", "cisco_ios", []snapshot.Answer{fine()}, "cisco_ios", ""},
		{"asked again", "cisco_ios", []snapshot.Answer{version(""), version(versionText)}, "cisco_iosxe", ""},
		{"a platform that is not declared", "auto", []snapshot.Answer{version(iosVersion)}, "cisco_ios", ""},
		{"nor told", "auto", []snapshot.Answer{fine(), version("")}, "", "show version names no system that is known; set its platform to one of cisco_ios, cisco_iosxe, or leave it out"},
		{"nor asked, on a device that did not answer", "auto", nil, "", ""},
		{"one that is not read", "cisco_ios", []snapshot.Answer{version(eosVersion)}, "", "show version says EOS 4.29.2F, which cannot be audited; set its platform or leave it out"},
		{"two systems", "cisco_iosxe", []snapshot.Answer{version(versionText + eosVersion)}, "",
			"show version says IOS-XE 17.09.04a and EOS 4.29.2F, which cannot be audited; set its platform or leave it out"},
		{"asked as another than it was declared as", "auto", []snapshot.Answer{fine()}, "cisco_iosxe", ""},
		{"a platform that is not known", "junos", []snapshot.Answer{fine()}, "", "platform junos cannot be audited; known are cisco_ios, cisco_iosxe and auto; correct its platform or leave it out"},
	} {
		s := measured()
		s.device("edge01", test.answers...)
		s.Inventory.Devices[0].Platform = test.declared
		if strings.HasPrefix(test.name, "asked as") {
			s.Devices[0].Platform = "cisco_iosxe"
		}
		d := &From(allPlatforms[:2], s.Snapshot).Devices[0]
		os, message := "", ""
		if d.OS != nil {
			os = d.OS.Name
		}
		if d.Error != nil {
			message = d.Error.Message
		}
		if os != test.os || message != test.message || (message != "") != (d.Outcome == snapshot.Unsupported) {
			t.Errorf("%s: %q, %s %q; want %q, %q", test.name, os, d.Outcome, message, test.os, test.message)
		}
		if found := d.Found(); d.Platform != test.declared || test.os != "" && string(found.Platform) != test.os {
			t.Errorf("%s: declared %s, found %s", test.name, d.Platform, found.Platform)
		}
	}
}

// The configuration of another system, behind a device whose version was not read, is no evidence: what it does not hold may
// stand there in another grammar.
func TestAConfigurationOfAnotherSystem(t *testing.T) {
	s := measured()
	s.device("n1", utc(time.Second, 0), fine(), privileged(15),
		answer(ios.ShowTimeConfig, "version 9.3(8) Bios:version\nclock timezone CET 1 0\nntp server 192.0.2.1 use-vrf management\nend\n"))
	d := s.only(t)
	if reason, missing := d.Gap(KindConfig); !missing || !strings.HasPrefix(reason, "show running-config: the text is of NX-OS") || d.Config != nil {
		t.Errorf("gap %q, configuration %v", reason, d.Config)
	}
	if d.Clock == nil || d.NTP == nil {
		t.Error("its other answers are lost")
	}
}

// Lines that are not the platform's own are left alone: another may give the same name to another table.
func TestAnswersToOtherLinesAreNotRead(t *testing.T) {
	s := measured()
	s.device("edge01", utc(time.Second, 0), answer("show ntp peer-status", tableHead+row+"\n"+tableFoot))
	d := s.only(t)
	if reason, missing := d.Gap(KindAssociations); !missing || reason != "show ntp associations: not asked" {
		t.Errorf("gap %q", reason)
	}
}

// sparse is IOS as if it did not say whether it is synchronized.
func sparse() platform.List {
	p := ios.IOS()
	p.Untold = []show.Untold{{Kind: show.KindSync, Has: true, Reason: "only which source is followed"}}
	p.Identify = func(string) (show.Version, bool) { return show.Version{}, false }
	return platform.List{p}
}

// A device that does not say whether it is synchronized may prove it over NTP, unless its table shows otherwise.
func TestStatusByNTP(t *testing.T) {
	reply := func(leap, stratum int) *snapshot.Exchange {
		x := exchange(20*ms, 0)
		x.Reply.Leap, x.Reply.Stratum, x.Reply.RefID = leap, stratum, "c0000201"
		return &x
	}
	unsynced := answer(ios.ShowNTPStatus, "Clock is unsynchronized, stratum 16, no reference clock\n")
	for _, test := range []struct {
		name   string
		known  platform.List
		status []snapshot.Answer
		reply  *snapshot.Exchange
		synced string // yes, no, or empty: not known
	}{
		{"proven", sparse(), nil, reply(0, 3), "yes"},
		{"it has not the time", sparse(), nil, reply(3, 3), ""},
		{"nor a stratum", sparse(), nil, reply(0, 16), ""},
		{"no answer", sparse(), nil, nil, ""},
		{"its table shows otherwise", sparse(), []snapshot.Answer{unsynced}, reply(0, 3), "no"},
		{"its table shows the same", sparse(), []snapshot.Answer{fine()}, reply(0, 3), "yes"},
		{"a platform whose word was refused", allPlatforms, nil, reply(0, 3), ""},
	} {
		s := measured()
		d := s.device("edge01", append([]snapshot.Answer{utc(time.Second, 0)}, test.status...)...)
		s.Inventory.Devices[0].Platform = "cisco_ios"
		if test.reply != nil {
			d.NTP = []snapshot.Exchange{*test.reply}
		}
		got := &From(test.known, s.Snapshot).Devices[0]
		yes, known := got.Synchronized()
		word := map[[2]bool]string{{true, true}: "yes", {false, true}: "no"}[[2]bool{yes, known}]
		if _, gap := got.Gap(KindStatus); word != test.synced || gap != (word == "") {
			t.Errorf("%s: %q, gap %t; want %q", test.name, word, gap, test.synced)
		}
		if word == "yes" && *got.NTP.Status.Stratum != 3 {
			t.Errorf("%s: stratum %d", test.name, *got.NTP.Status.Stratum)
		}
	}
}

// That IOS-XE stands behind cisco_ios is no contradiction: many inventories call both so.
func TestWhatContradictsTheInventory(t *testing.T) {
	nx := ios.IOS()
	nx.Name, nx.Title, nx.Grammar = "cisco_nxos", "NX-OS", ""
	nx.Identify = func(text string) (show.Version, bool) {
		return show.Version{OSVersion: "10.3(9)"}, strings.HasPrefix(text, "Cisco Nexus")
	}
	known := append(platform.List{nx}, allPlatforms[:2]...)
	for _, test := range []struct {
		name              string
		declared          inventory.Platform
		version           string
		told, contradicts bool
	}{
		{"as declared", "cisco_ios", iosVersion, true, false},
		{"IOS-XE behind cisco_ios", "cisco_ios", versionText, true, false},
		{"IOS behind cisco_iosxe", "cisco_iosxe", iosVersion, true, false},
		{"NX-OS behind cisco_ios", "cisco_ios", "Cisco Nexus Operating System (NX-OS) Software\n", true, true},
		{"IOS behind cisco_nxos", "cisco_nxos", iosVersion, true, true},
		{"IOS behind what is not known", "arista_eos", iosVersion, true, true},
		{"not declared", "auto", iosVersion, true, false},
		{"not told", "cisco_ios", "", false, false},
		{"not read", "cisco_ios", eosVersion, false, false},
	} {
		s := measured()
		s.device("edge01", answer(ios.ShowVersion, test.version))
		s.Inventory.Devices[0].Platform = test.declared
		if d := From(known, s.Snapshot).Devices[0]; d.Told != test.told || d.Contradicts != test.contradicts {
			t.Errorf("%s: told %t, contradicts %t; want %t, %t", test.name, d.Told, d.Contradicts, test.told, test.contradicts)
		}
	}
}
