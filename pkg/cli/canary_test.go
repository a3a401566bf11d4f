package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// canary stands where people write passwords, in inventories of every kind, in ours with a mistake, and in what only
// looks like one. As a word it could be anything: no message knows it from a name.
const canary = "CANARYx7"

// leaky is texts with the canary behind something that says, to whoever knows the format, that it is none of ours to show.
var leaky = []string{
	// lists of hosts, with more than a host on a line
	"core1:" + canary + "@192.0.2.10\n192.0.2.12:" + canary + "\n192.0.2.13;admin;" + canary + "\npassword=" + canary + "\n",
	"admin:" + canary + "@192.0.2.1:22\n", "admin;" + canary + "@192.0.2.1\n", "192.0.2.1;admin@" + canary + "\n", "192.0.2.1 " + canary + "\n",
	"192.0.2.1|admin|" + canary + "\n", "192.0.2.1\tadmin\t" + canary + "\n", "[2001:db8::1]:" + canary + "\n", "[" + canary + "]\n", "[core:" + canary + "]\n",
	"ssh://admin:" + canary + "@192.0.2.1\n", "https://netbox.example.net/?token=" + canary + "\n", "192.0.2.1,admin," + canary + "\n",
	"audit@192.0.2.1:22:" + canary + "\n", "192.0.2.1 # " + canary + "\n192.0.2.1:0\n", "192.0.2.1/" + canary + "\n",
	// Ansible, INI and YAML
	"[all:vars]\nansible_user=netadmin\nansible_password=" + canary + "\n[core]\ncore1 ansible_host=192.0.2.1 ansible_ssh_pass='" + canary + "'\n",
	"[core]\ncore2 ansible_host=192.0.2.2 password " + canary + "\n# before: ansible_password=" + canary + "\n",
	"all:\n  vars: {ansible_password: " + canary + "}\n  hosts:\n    core1: {ansible_host: 192.0.2.1, ansible_become_password: !vault " + canary + "}\n",
	"core:\n  hosts:\n    core1:\n      ansible_password: |\n        " + canary + "\n        second line\n",
	"{\"_meta\": {\"hostvars\": {\"core1\": {\"ansible_password\": \"" + canary + "\"}}}}\n",
	"$ANSIBLE_VAULT;1.1;AES256\n" + canary + "\n",
	// Nornir, pyATS, netmiko, containerlab, NetBox, LibreNMS
	"core1:\n  hostname: 192.0.2.1\n  username: admin\n  password: " + canary + "\n",
	"devices:\n  core1:\n    os: iosxe\n    credentials: {default: {username: admin, password: " + canary + "}}\n    tacacs: {login_prompt: x, username: " + canary + "}\n",
	"- device_type: cisco_ios\n  host: 192.0.2.1\n  password: " + canary + "\n",
	"topology:\n  nodes:\n    core1: {kind: cisco_iol, env: {PASSWORD: " + canary + "}}\n",
	"{\"results\": [{\"name\": \"core1\", \"config_context\": {\"snmp\": \"" + canary + "\"}}], \"count\": 1}\n",
	"{\"devices\": [{\"hostname\": \"core1\", \"authpass\": \"" + canary + "\"}]}\n",
	// router.db of oxidized and rancid
	"rtr01.example.net:192.0.2.1:ios:oxidized:" + canary + ":" + canary + "\n", "r1.example.net;cisco;up;in the cellar, " + canary + "\n",
	// tables
	"core1,192.0.2.10,admin," + canary + "\n", "core1;192.0.2.10;admin;" + canary + "\n", "name,host\ncore1,192.0.2.1,admin," + canary + "\n",
	"name,host,port\ncore1,192.0.2.1," + canary + "\n", "name,host,platform,timezone\ncore1,192.0.2.1," + canary + "," + canary + "\n",
	"name,host,role,ntp\ncore1,192.0.2.1," + canary + ",x:" + canary + "\n", "name,host,addresses\ncore1,192.0.2.1," + canary + "\n",
	"name,host,groups\ncore1,192.0.2.1," + canary + "\n", "name,host,tags\ncore1,192.0.2.1,\"a,!" + canary + "\"\n",
	"name,host,password\ncore1,192.0.2.1," + canary + "\n", "name,host," + canary + "pass\ncore1,192.0.2.1,x\n", "name,host,snmp\ncore1,192.0.2.1," + canary + "\n",
	"name,host,username\ncore1,192.0.2.1,admin:" + canary + "\n", "name,host\n\"core1\"" + canary + ",192.0.2.1\n", "name;host\ncore1;admin:" + canary + "@192.0.2.1\n",
	"sep=;\ncore1;192.0.2.1;" + canary + "\n", "Name,Hostname,Protocol,Password\ncore1,192.0.2.1,SSH2," + canary + "\n",
	// the native form, with mistakes
	"devices:\n - {name: b, host: \"192.0.2.1;admin;" + canary + "\"}\n - {name: c, host: 192.0.2.1, port: " + canary + "}\n - {name: d, host: 192.0.2.3, password: " + canary + "}\n",
	"devices:\n - {name: b, host: 192.0.2.1, platform: " + canary + "}\n - {name: c, host: 192.0.2.1, timezone: " + canary + "}\n - {name: d, host: 192.0.2.1, ssh: " + canary + "}\n",
	"devices:\n - {name: b, host: 192.0.2.1, role: " + canary + "}\n - {name: c, host: 192.0.2.1, addresses: [" + canary + "]}\n - {name: d, host: 192.0.2.1, groups: [" + canary + "]}\n",
	"devices:\n - {name: b, host: 192.0.2.1, ntp: \"x:" + canary + "\"}\n - {name: c, host: 192.0.2.1, username: \"admin:" + canary + "\"}\n - {name: d, host: 192.0.2.1, tags: [\"a " + canary + "\"]}\n",
	"devices:\n - {name: b, host: 192.0.2.1, username: [admin, " + canary + "]}\n - {name: c, host: 192.0.2.1, tags: " + canary + "}\n - {name: d, host: {x: " + canary + "}}\n",
	"devices:\n - {name: \"core1,admin," + canary + "\", host: 192.0.2.1}\n - {host: \"core1:" + canary + "\"}\n - \"admin:" + canary + "@192.0.2.1\"\n - \"core1;" + canary + "\"\n",
	"devices: {core1: {host: 192.0.2.1, password: " + canary + "}}\n", "devices: " + canary + "\n", "- " + canary + "\n", "defaults: " + canary + "\n",
	"defaults: {password: " + canary + "}\n", "defaults: {pasword: " + canary + "}\n", "defaults: {enable: " + canary + "}\n", "defaults: {password: {value: " + canary + "}}\n",
	"defaults: {password: {env: \"" + canary + "!\"}}\n", "defaults: {password: [" + canary + "]}\n", "defaults: {password: {env: {x: " + canary + "}}}\n",
	"defaults:\n  password: |\n    " + canary + "\n", "defaults:\n  password: >-\n    first\n    " + canary + "\n", "defaults:\n  snmp:\n    - community: " + canary + "\n",
	"defaults: {\"admin:" + canary + "\": x}\n", "\"" + "core1 " + canary + "\": x\n", "groups: {\"core " + canary + "\": x}\n", "groups: {core: {groups: [" + canary + "]}}\n",
	"groups: {\"a;" + canary + "\": {}, \"a;" + canary + "\": {}}\n", "x: &a " + canary + "\ny: *a\n", "x: *" + canary + "\n", "defaults: !" + canary + " x\n",
	"defaults: {<<: {password: " + canary + "}}\n", "? [" + canary + "]\n: x\n", "%YAML " + canary + "\n---\n", "%TAG ! " + canary + "\n--- x\n", "defaults: {password: 'a" + canary + "'b}\n",
	"defaults:\n  enabel: " + canary + "\nx: y: " + canary + "\n", "defaults:\n\tpassword: " + canary + "\n", "devices: [core1\ndefaults: {password: " + canary + "}\n", "---\ndevices: []\n---\npassword: " + canary + "\n",
	"references: [\"ntp1;" + canary + "\", {address: \"x:" + canary + "\"}, {address: x, key: " + canary + "}, {system: " + canary + "}, {system: true, bound: " + canary + "}]\n",
	"references: [{address: a, key: {id: " + canary + ", type: md5, secret: {env: X}}}, {address: b, key: {id: 1, type: " + canary + ", secret: {env: X}}}, {address: c, key: {id: 1, type: md5, secret: " + canary + "}}]\n",
	"servers: [{address: " + canary + ", query: x}, {address: 10.0.0.1, query: \"x:" + canary + "\"}, {address: 10.0.0.1, vrf: \"a " + canary + "\", query: x}, {address: 10.0.0.1, vrf: \"a " + canary + "\", query: y}]\n",
	// what is no inventory at all
	"<mRemoteNG><Node Name=\"core1\" Password=\"" + canary + "\"/></mRemoteNG>\n", "Host core1\n  ProxyCommand sshpass -p " + canary + " ssh -W %h:%p hop\n",
	"services:\n  db:\n    environment:\n      MYSQL_ROOT_PASSWORD: " + canary + "\n", "username admin secret 0 " + canary + "\nsnmp-server community " + canary + " RO\n",
	"-----BEGIN OPENSSH PRIVATE KEY-----\n" + canary + "\n", "NTPAUDIT_PASSWORD=" + canary + "\nexport X='" + canary + "'\n", "PK\x03\x04" + canary, canary + "\x00", "\xff\xfeC\x00" + canary,
	"192.0.2.1 core1 # " + canary + "\n", "{\"a\": \"" + canary + "\"", "[\"" + canary + "\", ", "'" + canary, "\"" + canary,
}

func TestNoMessageQuotesASecret(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	good := filepath.Join(dir, "good.yaml")
	if err := os.WriteFile(good, []byte("devices: [{name: core1, host: 192.0.2.1}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, text := range leaky {
		for _, ending := range []string{"", ".csv", ".yaml"} {
			path := filepath.Join(dir, "inventory"+ending)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{
				{"inventory", "validate", "-i", path}, {"inventory", "list", "-i", path}, {"audit", "-i", path, "--dry-run"}, {"audit", "-i", path, "core1", "--dry-run"},
				{"collect", "-i", path, "--limit", "nosuch", "--save", "s"}, {"query", "-i", path, "192.0.2.1;"},
				{"policy", "validate", path}, {"policy", "show", path}, {"audit", "-i", good, "-p", path, "--dry-run"}, {"report", path},
			} {
				var out, errs bytes.Buffer
				Main(args, strings.NewReader(""), &out, &errs)
				if strings.Contains(out.String()+errs.String(), canary) {
					t.Fatalf("%s of\n%s\nprints\n%s%s", strings.Join(args[:len(args)-1], " "), text, out.String(), errs.String())
				}
			}
		}
	}
}

// A password on the command line is in the shell's history already; here it is not repeated.
func TestNoMessageQuotesAPasswordOfTheCommandLine(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("good.yaml", []byte("devices: [{name: core1, host: 192.0.2.1}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{
		"admin:" + canary + "@192.0.2.1", "192.0.2.1:" + canary, "core1;admin;" + canary, "ssh://admin:" + canary + "@192.0.2.1", "[x:" + canary + "]", "core1 " + canary,
	} {
		for _, args := range [][]string{
			{"audit", host}, {"audit", "-i", "good.yaml", host}, {"audit", host, "--dry-run"}, {"inventory", "list", host}, {"inventory", "list", "-i", "good.yaml", host},
			{"collect", host, "--save", "s"}, {"query", host}, {"audit", "-i", "good.yaml", "--dry-run", "--reference", host},
		} {
			var out, errs bytes.Buffer
			if code := Main(args, strings.NewReader(""), &out, &errs); code != exitUsage || strings.Contains(out.String()+errs.String(), canary) {
				t.Errorf("%q: exit %d\n%s%s", args, code, out.String(), errs.String())
			}
		}
	}
}

// The inventories of the cases, most of which are of foreign formats: read or refused, no password of theirs is printed.
func TestNoCaseQuotesASecret(t *testing.T) {
	cases, err := filepath.Abs(filepath.FromSlash("../../../shared/cases"))
	if err != nil {
		t.Fatal(err)
	}
	inventories, err := filepath.Glob(filepath.Join(cases, "inventories", "*", "in"))
	if err != nil || len(inventories) == 0 {
		t.Skip("no cases here")
	}
	for _, dir := range append(inventories, filepath.Join(cases, "robustness", "refused-inputs-keep-secrets")) {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Chdir(dir)
		for _, f := range files {
			for _, args := range [][]string{
				{"inventory", "list", "-i", f.Name()}, {"inventory", "validate", "-i", f.Name()}, {"audit", "--dry-run", "-i", f.Name()},
				{"policy", "validate", f.Name()}, {"query", "-i", f.Name(), "192.0.2.1;"}, {"report", f.Name()},
			} {
				var out, errs bytes.Buffer
				Main(args, strings.NewReader(""), &out, &errs)
				if strings.Contains(out.String()+errs.String(), "CANARY") && f.Name() != "expected.md" {
					t.Errorf("%s: %q prints\n%s%s", dir, args, out.String(), errs.String())
				}
			}
		}
	}
}
