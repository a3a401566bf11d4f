package platforms_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
)

// Texts of each system, and what is said of them where nothing but IOS and IOS-XE is read.
var texts = []struct{ text, system string }{
	{"\nMon Oct 14 17:44:22.298 EDT\n\nCisco IOS XR Software, Version 6.4.2[Default]\nCopyright (c) 2019\n", "IOS XR 6.4.2"},
	{"Cisco IOS XR Software, Version 7.9.2 LNT\n", "IOS XR 7.9.2"},
	{"Building configuration...\n!! IOS XR Configuration version = 6.2.2\n!\n", "IOS XR 6.2.2"},
	{"Cisco Nexus Operating System (NX-OS) Software\nTAC support: http://www.cisco.com/tac\n  BIOS: version 07.69\n NXOS: version 9.3(8)\n", "NX-OS 9.3(8)"},
	{"Software\n  BIOS:      version 3.6.0\n  kickstart: version 7.1(4)N1(1)\n  system:    version 7.1(4)N1(1)\n", "NX-OS 7.1(4)N1(1)"},
	{"version 9.3(3) Bios:version\nhostname n1\n", "NX-OS 9.3(3)"},
	{"!Command: show running-config\n!Time: Wed May 20 04:01:53 2026\n\nhostname n1\n", "NX-OS"},
	{"\nCisco Adaptive Security Appliance Software Version 9.16(4)\nDevice Manager Version 7.18(1)\n", "ASA 9.16(4)"},
	{": Saved\n:\nASA Version 9.12(4) \n!\nhostname fw1\n", "ASA 9.12(4)"},
	{"Arista DCS-7050TX3-48C8-F\nHardware version: 11.00\nSoftware image version: 4.27.6M\n", "EOS 4.27.6M"},
	{"! Command: show running-config\n! device: DC1-BL1A (vEOS, EOS-4.23.0.1F)\n", "EOS 4.23.0.1F"},
	{"Hostname: lab\nModel: mx240\nJunos: 21.4R3\n", "Junos 21.4R3"},
	{"fpc0:\n-----\nHostname: lab\nModel: ex4550-32f\nJUNOS EX  Software Suite [13.2X51-D35.3]\n", "Junos 13.2X51-D35.3"},
	{"Cisco IOS XE Software, Version 17.09.04a\nCisco IOS Software [Cupertino], C9800\n", ""},
	{"version 15.2\nbanner motd ^C\nCisco Adaptive Security Appliance Software Version 9.16(4)\n^C\nend\n", ""},
	{strings.Repeat("!\n", 100) + "!! IOS XR Configuration 7.3.2\n", ""},
	{"", ""},
}

// iosAlone is the list without the platforms that have a package of their own beside IOS.
func iosAlone() platform.List { return platforms.All()[:2] }

func TestStranger(t *testing.T) {
	list := iosAlone()
	for _, test := range texts {
		for i := range list {
			if got := list.Stranger(&list[i], test.text); got != test.system {
				t.Errorf("to %s, %q is of %q, want %q", list[i].Title, test.text, got, test.system)
			}
		}
	}
}

func TestIdentify(t *testing.T) {
	const (
		xr    = "Cisco IOS XR Software, Version 7.3.2\n"
		eos   = "Arista DCS-7050TX3-48C8-F\nSoftware image version: 4.27.6M\n"
		ios   = "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE (fc3)\n"
		xe    = "Cisco IOS XE Software, Version 17.09.04a\nCisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.9.4a, RELEASE SOFTWARE (fc3)\n"
		stack = xe + `cisco C9300-24T (X86) processor with 1419044K/6147K bytes of memory.
Switch Ports Model              SW Version        SW Image              Mode
------ ----- -----              ----------        ----------            ----
*    1 41    C9300-24T          17.09.04a         CAT9K_IOSXE           INSTALL
     2 41    C9300-24T          17.06.05          CAT9K_IOSXE           INSTALL
`
	)
	list := iosAlone()
	for _, test := range []struct{ name, text, platform, says string }{
		{"IOS", ios, "cisco_ios", ""},
		{"IOS of 12.x", "Cisco Internetwork Operating System Software \nIOS (tm) C2900XL Software (C2900XL-C3H2S-M), Version 12.0(5)WC17, RELEASE SOFTWARE (fc1)\n", "cisco_ios", ""},
		{"IOS-XE", xe, "cisco_iosxe", ""},
		{"IOS-XE 3.x, which names IOS", "Cisco IOS Software, IOS-XE Software, Catalyst 4500 L3 Switch Software (cat4500e-UNIVERSALK9-M), Version 03.06.08.E RELEASE SOFTWARE (fc1)\n", "cisco_iosxe", ""},
		{"a stack of two versions of one system", stack, "cisco_iosxe", ""},
		{"a stack of two systems", xe + xr, "", "IOS-XE 17.09.04a and IOS XR 7.3.2"},
		{"two systems that are not read", eos + xr, "", "IOS XR 7.3.2 and EOS 4.27.6M"},
		{"one that is not read", eos, "", "EOS 4.27.6M"},
		{"EOS in a container", "cEOSLab\nHardware version: \nSoftware image version: 4.28.0F\n", "", "EOS 4.28.0F"},
		{"EOS as a machine", " vEOS\nHardware version: \nSoftware image version: 4.28.0F\n", "", "EOS 4.28.0F"},
		{"Firepower", "----[ fw1 ]----\nModel                     : Cisco Firepower 1120 Threat Defense (78) Version 7.0.1 (Build 84)\n", "", "Firepower 7.0.1"},
		{"a mark below megabytes of prompts", strings.Repeat("r1#\n", 1<<20) + ios, "", ""},
		{"none", "% Invalid input detected at '^' marker.\n", "", ""},
	} {
		got := list.Identify(test.text)
		name := ""
		if got.Known() {
			name = got.Platform.Name
		}
		if name != test.platform || got.Says != test.says {
			t.Errorf("%s: %q, says %q; want %q, %q", test.name, name, got.Says, test.platform, test.says)
		}
	}
}

const corpus = "../../../shared/corpus"

// Every "show version" of the corpus is told, and every configuration that holds a mark.
func TestCorpusIsTold(t *testing.T) {
	titles := map[string]string{"ios": "IOS", "iosxe": "IOS-XE", "nxos": "NX-OS", "iosxr": "IOS XR", "eos": "EOS", "junos": "Junos"}
	list, told, files := iosAlone(), 0, 0
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		relative, _ := filepath.Rel(corpus, path)
		parts := strings.Split(filepath.ToSlash(relative), "/")
		config := parts[0] == "configs"
		if err != nil || filepath.Ext(path) != ".txt" || !config && (len(parts) < 2 || parts[1] != "show-version") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		system := parts[0]
		if config {
			system = parts[1]
		}
		files++
		switch got := told1(list, string(text)); {
		case got == "" && config:
			t.Logf("%s holds no mark", relative)
		case got == "" || !sameSystem(got, titles[system]):
			t.Errorf("%s is told to be %q", relative, got)
		default:
			told++
		}
		return nil
	})
	if os.IsNotExist(err) {
		t.Skipf("%s is not there: nothing to compare with", corpus)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d files are told", told, files)
}

// told1 is whose text it is: the answer to "show version", or a configuration.
func told1(list platform.List, text string) string {
	if found := list.Identify(text); found.Known() {
		return found.Platform.Title
	} else if found.Says != "" {
		return found.Says
	}
	if owner := list.Owner(text); owner != nil {
		return owner.Title
	}
	return ""
}

// sameSystem takes IOS and IOS-XE for one: configurations do not always tell them apart.
func sameSystem(got, want string) bool {
	family := func(s string) string { return strings.TrimSuffix(s, "-XE") }
	return strings.HasPrefix(family(got), family(want))
}
