package lab

import (
	"io"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// What a specification says of the saved configuration is what a device shows of it, in every form.
func TestStartup(t *testing.T) {
	tests := map[string]struct{ spec, want string }{
		"text":           {`{name: a, startup: "version 15.2\nntp server 10.9.0.1\nend\n"}`, "Using 37 out of 33554432 bytes\nversion 15.2\nntp server 10.9.0.1\nend\n"},
		"list":           {`{name: a, startup: [hostname a, ntp server 10.9.0.1]}`, "Using 48 out of 33554432 bytes\nversion 15.2\nntp server 10.9.0.1\nend\n"},
		"one line":       {`{name: a, startup: ntp master 3}`, "Using 30 out of 33554432 bytes\nversion 15.2\nntp master 3\nend\n"},
		"block of lines": {"\n    name: a\n    startup: |\n      version 15.2\n      ntp master 3\n      end\n", "Using 30 out of 33554432 bytes\nversion 15.2\nntp master 3\nend\n"},
		"empty":          {`{name: a, startup: ""}`, "startup-config is not present\n"},
		"empty list":     {`{name: a, startup: []}`, "startup-config is not present\n"},
		"IOS-XE":         {`{name: a, platform: cisco_iosxe, startup: [ntp server 10.9.0.1]}`, "Using 37 out of 33554432 bytes\nversion 17.9\nntp server 10.9.0.1\nend\n"},
		"NX-OS":          {`{name: a, platform: cisco_nxos, startup: [version 9.3(3), ntp server 10.9.0.1]}`, "version 10.3(4a) Bios:version 01.11 \nntp server 10.9.0.1\n"},
		"NX-OS, empty":   {`{name: a, platform: cisco_nxos, startup: []}`, "startup-config is not present\n"},
		"not said":       {`{name: a, platform: cisco_nxos, ntp: {servers: [{address: 10.9.0.1}]}}`, "version 10.3(4a) Bios:version 01.11 \nntp server 10.9.0.1\n"},
	}
	for name, x := range tests {
		spec, err := Parse("x.yaml", []byte("devices:\n  - "+x.spec))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := seated(t, spec.Devices[0]).said("show startup-config | include ^(version|ntp|end)"); got != x.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, x.want)
		}
	}
}

func TestStartupIsForLevel15(t *testing.T) {
	v := seated(t, DeviceSpec{})
	v.privilege = 14
	wantText(t, v.said("show startup-config"), "% Invalid input detected at '^' marker.")
	wantText(t, v.said("write"), "% Unknown command")
}

// What is entered is saved by a command, and by nothing else.
func TestSaving(t *testing.T) {
	tests := map[string]struct {
		platform string
		save     []string
		want     string // what the save says
		kept     bool
	}{
		"not at all":           {platform: platformIOS},
		"write":                {platformIOS, []string{"write"}, "Building configuration...\n[OK]\n", true},
		"write memory":         {platformIOSXE, []string{"write memory"}, "[OK]\n", true},
		"copy":                 {platformIOS, []string{"copy running-config startup-config", ""}, "Destination filename [startup-config]? \nBuilding", true},
		"copy, named":          {platformIOS, []string{"copy running-config startup-config", "startup-config"}, "[OK]\n", true},
		"copy, and a line":     {platformIOS, []string{"copy running-config startup-config", "show clock"}, "Destination filename [startup-config]? show clock\nBuilding", false},
		"copy on NX-OS":        {platformNXOS, []string{"copy running-config startup-config"}, "Copy complete.\n", true},
		"not at all, on NX-OS": {platform: platformNXOS},
	}
	for name, x := range tests {
		v := seated(t, DeviceSpec{Platform: x.platform})
		for _, line := range []string{"configure terminal", "ntp server 10.9.0.77", "end"} {
			v.said(line)
		}
		if len(x.save) > 0 {
			keys := &keyboard{text: strings.Join(x.save[1:], "\r") + "\r"}
			v.channel = keys
			rest := v.said(x.save[0]) // the question has gone out before
			if got := strings.ReplaceAll(keys.shown.String(), "\r", "") + rest; !strings.Contains(got, x.want) {
				t.Errorf("%s: got\n%s\nwant %q", name, got, x.want)
			}
		}
		if kept := strings.Contains(v.said("show startup-config"), "10.9.0.77"); kept != x.kept {
			t.Errorf("%s: the line is saved: %v, want %v", name, kept, x.kept)
		}
	}
}

// keyboard types a text into a session.
type keyboard struct {
	ssh.Channel
	text  string
	shown strings.Builder
}

func (k *keyboard) Write(b []byte) (int, error) { return k.shown.Write(b) }

func (k *keyboard) Read(b []byte) (int, error) {
	if k.text == "" {
		return 0, io.EOF
	}
	n := copy(b, k.text)
	k.text = k.text[n:]
	return n, nil
}

// The head of NX-OS says when the configuration was saved.
func TestHeadOfStartup(t *testing.T) {
	v := seated(t, DeviceSpec{Platform: platformNXOS, Startup: new(StartupSpec)})
	wantText(t, v.said("show startup-config"), noStartup)
	v.said("copy running-config startup-config")
	wantText(t, v.said("show startup-config"), "\n!Command: show startup-config\n!Running configuration last done at: ", "\n!Startup config saved at: ", "\nhostname r1\n")
	aci := seated(t, DeviceSpec{Platform: platformNXOS, NXOS: NXOSSpec{ACI: true}})
	wantText(t, aci.said("show startup-config"), "% Invalid input detected at '^' marker.")
}
