package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// clientLab is asked by the clients of other people. What they collect from it as they would
// from a router shows that the simulated device is not made to our own measure.
const clientLab = `
password: "the lab's $own password"
enable: "the lab's \"own\" enable"
ntp_servers:
  - {name: ntp1, address: 192.0.2.1}
  - {name: ntp2, address: 192.0.2.2}
  - {name: ntp3, address: "2001:db8::3"}
devices:
  - name: edge01
    ntp: {servers: [{address: 192.0.2.1}, {address: 192.0.2.2}, {address: "2001:db8::3"}]}
  - name: access01
    legend: old
    privilege: 1
    timezone: {name: EST, offset_minutes: -300}
    summer_time: EDT recurring
    terminal: {banner_motd: "Unauthorized access is prohibited #"}
    ntp: {servers: [{address: 192.0.2.1}, {address: 192.0.2.2}, {address: "2001:db8::3"}]}
  - name: aaa01
    auth: [keyboard-interactive]
  - name: old01
    ssh: {era: legacy, host_key: rsa, ident: SSH-1.99-Cisco-1.25}
`

var fourCommands = []string{"show clock", "show ntp status", "show ntp associations", "show running-config"}

func TestRealOpenSSH(t *testing.T) {
	t.Parallel()
	needs(t, "ssh", "sh")
	lab := startLab(t, clientLab)
	tests := []struct {
		name, device string
		options      []string
		typed        []string // lines; nothing: the clock is asked for without a shell
		want         func(t *testing.T, transcript string)
	}{
		{
			name: "pasted into a terminal", device: "edge01", options: []string{"-tt"},
			typed: append(append([]string{"terminal length 0"}, fourCommands...), "exit"),
			want:  func(t *testing.T, transcript string) { understood(t, answers(transcript, "edge01#")) },
		},
		{
			name: "piped without a terminal", device: "edge01", options: []string{"-T"},
			typed: []string{"term len 0", "sh clo"},
			want: func(t *testing.T, transcript string) {
				parse(t, "show clock", answers(transcript, "edge01#")["sh clo"], nil)
			},
		},
		{
			name: "paged", device: "edge01", options: []string{"-tt"},
			typed: []string{"show running-config", "  exit"}, // blanks turn the page
			want:  pagedTo("\nend\r\n"),
		},
		{name: "command without a shell", device: "edge01", want: showsClock},
		{name: "login by keyboard-interactive alone", device: "aaa01", want: showsClock},
		{
			name: "old algorithms", device: "old01", want: showsClock,
			options: []string{
				"-o", "KexAlgorithms=+diffie-hellman-group1-sha1", "-o", "HostKeyAlgorithms=+ssh-rsa", "-o", "Ciphers=+aes128-cbc",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := append(tt.options, lab.device(t, tt.device).Host)
			if len(tt.typed) == 0 {
				args = append(args, "show clock")
			}
			tt.want(t, openSSH(t, lab, lab.device(t, tt.device), strings.Join(tt.typed, "\n")+"\n", args...))
		})
	}
}

func showsClock(t *testing.T, transcript string) { parse(t, "show clock", transcript, nil) }

// pagedTo wants an answer that stopped at least once for the pager, and came to its end.
func pagedTo(end string) func(*testing.T, string) {
	return func(t *testing.T, transcript string) {
		if !strings.Contains(transcript, " --More-- ") || !strings.Contains(transcript, end) {
			t.Errorf("no pager, or no %q:\n%s", end, transcript)
		}
	}
}

// openSSH logs in with the password that the lab's variables hold, and returns what it was shown.
func openSSH(t *testing.T, lab runningLab, device inventory.Device, typed string, args ...string) string {
	t.Helper()
	askpass := filepath.Join(t.TempDir(), "askpass")
	script := "#!/bin/sh\nprintf '%s\\n' \"$NTPAUDIT_PASSWORD\"\n"
	if err := os.WriteFile(askpass, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	command := []string{
		"ssh", "-F", "none", "-p", strconv.Itoa(device.Port), "-l", device.Username,
		"-o", "UserKnownHostsFile=" + lab.file("known_hosts"), "-o", "StrictHostKeyChecking=yes",
		"-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1",
	}
	const noExitStatus = 255 // what OpenSSH makes of a server that, as IOS, sends none
	return process{
		args:  append(command, args...),
		env:   append([]string{"SSH_ASKPASS=" + askpass, "SSH_ASKPASS_REQUIRE=force"}, lab.env...),
		stdin: typed,
		code:  noExitStatus,
	}.run(t)
}

// answers cuts a transcript at the prompts; each answer goes with the command echoed behind its prompt.
func answers(transcript, prompt string) map[string]string {
	found := map[string]string{}
	command := ""
	for line := range strings.Lines(transcript) {
		if typed, ok := strings.CutPrefix(line, prompt); ok {
			command = strings.TrimSpace(typed)
			continue
		}
		found[command] += line
	}
	return found
}

// netmiko collects the way the scripts of network engineers do.
const netmiko = `
import json, os, sys, netmiko
device = netmiko.ConnectHandler(
    device_type="cisco_ios", host=sys.argv[1], port=int(sys.argv[2]), username=sys.argv[3],
    password=os.environ["NTPAUDIT_PASSWORD"], secret=os.environ["NTPAUDIT_ENABLE"])
if not device.check_enable_mode():
    device.enable()
json.dump({command: device.send_command(command) for command in sys.argv[4:]}, sys.stdout)
device.disconnect()
`

func TestRealNetmiko(t *testing.T) {
	t.Parallel()
	python := pythonWith(t, "netmiko")
	lab := startLab(t, clientLab)
	for _, name := range []string{"edge01", "access01"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			device := lab.device(t, name)
			args := []string{python, "-c", netmiko, device.Host, strconv.Itoa(device.Port), device.Username}
			output := process{args: append(args, fourCommands...), env: lab.env}.run(t)
			var collected map[string]string
			if err := json.Unmarshal([]byte(output), &collected); err != nil {
				t.Fatal(err)
			}
			understood(t, collected)
		})
	}
}

// pythonWith returns a Python that has the module. The one that Debian's packages install
// modules for need not be the first on the path.
func pythonWith(t *testing.T, module string) string {
	t.Helper()
	needs(t, "sh")
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(t.Context(), python, "-c", "import "+module).Run() == nil {
			return python
		}
	}
	unavailable(t, "no Python has the module "+module)
	return ""
}

// understood holds the four outputs against ntpaudit's parsers: of a healthy device, with three servers.
func understood(t *testing.T, outputs map[string]string) {
	t.Helper()
	parse(t, "show clock", outputs["show clock"], nil)

	var status struct{ Synchronized bool }
	parse(t, "show ntp status", outputs["show ntp status"], &status)
	if !status.Synchronized {
		t.Error("show ntp status: not synchronized")
	}

	var table struct{ Associations []struct{ Role string } }
	parse(t, "show ntp associations", outputs["show ntp associations"], &table)
	if len(table.Associations) != 3 || table.Associations[0].Role != "sys_peer" {
		t.Errorf("show ntp associations: got %+v, want three, the first of them the system peer", table.Associations)
	}

	var config struct {
		Servers         []struct{ Address string }
		TimestampsLog   struct{ Kind string } `json:"timestamps_log"`
		TimestampsDebug struct{ Kind string } `json:"timestamps_debug"`
	}
	parse(t, "show running-config", outputs["show running-config"], &config)
	if len(config.Servers) != 3 || config.TimestampsLog.Kind != "datetime" || config.TimestampsDebug.Kind != "datetime" {
		t.Errorf("show running-config: got %+v, want three servers and dates in the log", config)
	}
}

// parse runs ntpaudit parse on an output, wants nothing left over, and reads the values.
func parse(t *testing.T, command, output string, into any) {
	t.Helper()
	parsed := process{args: []string{"ntpaudit", "parse", command}, stdin: output}.run(t)
	var left struct{ Unparsed []string }
	if err := json.Unmarshal([]byte(parsed), &left); err != nil {
		t.Fatal(err)
	}
	if len(left.Unparsed) > 0 {
		t.Errorf("%s: not understood: %q", command, left.Unparsed)
	}
	if into == nil {
		return
	}
	if err := json.NewDecoder(bytes.NewBufferString(parsed)).Decode(into); err != nil {
		t.Fatal(err)
	}
}
