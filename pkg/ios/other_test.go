package ios

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOtherSystem(t *testing.T) {
	tests := []struct{ text, want string }{
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
		{"Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11\nArista X\nSoftware image version: 1\n", ""},
		{"version 15.2\nbanner motd ^C\nCisco Adaptive Security Appliance Software Version 9.16(4)\n^C\nend\n", ""},
		{strings.Repeat("!\n", 100) + "!! IOS XR Configuration 7.3.2\n", ""},
		{"", ""},
	}
	for _, test := range tests {
		got, found := OtherSystem(test.text)
		if got != test.want || found != (test.want != "") {
			t.Errorf("%q is told to be %q, want %q", test.text, got, test.want)
		}
		var other *OtherSystemError
		for _, command := range []string{"show version", "show running-config"} {
			if _, err := Parse("cisco_ios", command, test.text); errors.As(err, &other) != found {
				t.Errorf("%q, read as %s: %v", test.text, command, err)
			}
		}
	}
}

// Every configuration and "show version" of the corpus is told apart from IOS, or is not: the
// texts that are only an excerpt hold no mark, and are listed.
func TestOtherSystemsOfTheCorpus(t *testing.T) {
	want := map[string]string{"nxos": "NX-OS", "iosxr": "IOS XR", "eos": "EOS", "junos": "Junos", "ios": "", "iosxe": ""}
	told, files := 0, 0
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
		name, found := OtherSystem(string(text))
		switch {
		case found && (want[system] == "" || !strings.HasPrefix(name, want[system])):
			t.Errorf("%s is told to be %s", relative, name)
		case found:
			told++
		case want[system] != "" && !config:
			t.Errorf("%s is not told from IOS", relative)
		case want[system] != "":
			t.Logf("%s holds no mark", relative)
		}
		return nil
	})
	if os.IsNotExist(err) {
		t.Skipf("%s is not there: nothing to compare with", corpus)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d files are of another system", told, files)
}
