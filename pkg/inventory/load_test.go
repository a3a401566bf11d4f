package inventory_test

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

var compareDevices = cmp.Options{
	cmp.Comparer(func(a, b inventory.Secret) bool { return a.Source() == b.Source() }),
	cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
}

// words are a few that the tests use.
func words() inventory.Words {
	return inventory.Words{
		Platforms: []string{"cisco_ios", "cisco_iosxe", "acme_os"},
		Platform: func(spelled string) (string, bool) {
			name, ok := map[string]string{"ios-xe": "cisco_iosxe", "acme": "acme_os"}[spelled]
			return name, ok
		},
		Zone: func(name string) bool { return name == "UTC" || name == "Europe/Berlin" },
	}
}

// load reads one text.
func load(name, text string) (inventory.Inventory, error) {
	return inventory.Load(context.Background(), []inventory.Source{inventory.Text(name, []byte(text))}, words())
}

// loadFiles reads files.
func loadFiles(paths ...string) (inventory.Inventory, error) {
	var sources []inventory.Source
	for _, path := range paths {
		sources = append(sources, inventory.File(path))
	}
	return inventory.Load(context.Background(), sources, words())
}

func parse(t *testing.T, name, text string) inventory.Inventory {
	t.Helper()
	inv, err := load(name, text)
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func TestNearestWins(t *testing.T) {
	inv := parse(t, "site/a.yaml", `
defaults: {username: audit, password: {env: PW}, enable: {file: secrets/enable}, tags: [all], ntp: off, port: 2022}
groups:
  core: {tags: [core], timezone: UTC, role: router, port: 22, site: "Berlin 2"}
  old: {tags: [old], ssh: legacy, timezone: Europe/Berlin, ntp: on}
devices:
  - {name: a, host: 192.0.2.1, groups: [core, old], tags: [core, mine], platform: cisco_iosxe}
  - {name: b, host: "2001:db8::1", ntp: "192.0.2.9:1123", addresses: [10.0.0.1, "2001:DB8::5"], enable: off, key_file: ~x/id}
  - c.example.net
  - root@192.0.2.7:2222
`)
	want := []inventory.Device{{
		Name: "a", Host: "192.0.2.1", Port: 22, Platform: "cisco_iosxe", Username: "audit", Legacy: true,
		Password: inventory.EnvSecret("PW"), Enable: inventory.FileSecret(filepath.Join("site", "secrets", "enable")),
		Tags: []string{"all", "core", "old", "mine"}, Timezone: "Europe/Berlin", Role: "router", Site: "Berlin 2", NTP: "192.0.2.1:123",
	}, {
		Name: "b", Host: "2001:db8::1", Port: 2022, Username: "audit",
		Password: inventory.EnvSecret("PW"), KeyFile: filepath.Join("site", "~x", "id"), Tags: []string{"all"}, NTP: "192.0.2.9:1123",
		Addresses: []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("2001:db8::5")},
	}, {
		Name: "c.example.net", Host: "c.example.net", Port: 2022, Username: "audit",
		Password: inventory.EnvSecret("PW"), Enable: inventory.FileSecret(filepath.Join("site", "secrets", "enable")), Tags: []string{"all"},
	}, {
		Name: "192.0.2.7:2222", Host: "192.0.2.7", Port: 2222, Username: "root",
		Password: inventory.EnvSecret("PW"), Enable: inventory.FileSecret(filepath.Join("site", "secrets", "enable")), Tags: []string{"all"},
	}}
	if diff := cmp.Diff(want, inv.Devices, compareDevices); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A site is stated, or is a tag that says so. Any other tag is no place.
func TestAtSite(t *testing.T) {
	inv := parse(t, "a.yaml", `
defaults: {tags: [prod]}
devices: [{name: a, site: ams1, tags: [site-b]}, {name: b, tags: [cisco, site-b, site-c]}, {name: c, tags: [site, website]}]
`)
	want := []string{"ams1", "site-b", ""}
	for i, d := range inv.Devices {
		if got := d.AtSite(); got != want[i] {
			t.Errorf("%s stands at %q, want %q", d.Name, got, want[i])
		}
	}
}

// Each time is the nearest that is stated, whatever stands beside it.
func TestTimeouts(t *testing.T) {
	inv := parse(t, "a.yaml", `
defaults: {timeouts: {connect: 2s, login: 20s, device: 90s}}
groups:
  slow: {timeouts: {login: 60s, silence: 1m}}
  config: {timeouts: {configuration: 2m, handshake: 1.5s}}
devices:
  - {name: a, groups: [slow, config], timeouts: {silence: 45s}}
  - b
`)
	want := []inventory.Timeouts{{
		Connect: 2 * time.Second, Handshake: 1500 * time.Millisecond, Login: time.Minute,
		Silence: 45 * time.Second, Configuration: 2 * time.Minute, Device: 90 * time.Second,
	}, {
		Connect: 2 * time.Second, Login: 20 * time.Second, Device: 90 * time.Second,
	}}
	for i, d := range inv.Devices {
		if d.Timeouts != want[i] {
			t.Errorf("%s: %+v, want %+v", d.Name, d.Timeouts, want[i])
		}
	}
	if got := inv.Defaults.Timeouts; got != want[1] {
		t.Errorf("a host that no file names: %+v, want %+v", got, want[1])
	}
}

func TestReferencesAndServers(t *testing.T) {
	inv := parse(t, "a.yaml", `
references:
  - ntp1.example.net
  - {address: "192.0.2.1:1123", traceable: NIST, key: {id: 5, type: sha1, secret: {env: NTP_KEY_5}}}
  - {system: true, bound: 50ms}
servers:
  - {address: 10.0.0.1, vrf: MGMT, query: 198.51.100.7}
  - {address: 10.0.0.1, query: "198.51.100.8:1123"}
`)
	want := inventory.Inventory{
		References: []inventory.Reference{
			{Address: "ntp1.example.net"},
			{Address: "192.0.2.1:1123", Traceable: "NIST", Key: &inventory.Key{ID: 5, Type: "sha1", Secret: inventory.EnvSecret("NTP_KEY_5")}},
			{System: true, Bound: 50 * time.Millisecond},
		},
		Servers: []inventory.Route{
			{Address: netip.MustParseAddr("10.0.0.1"), VRF: "MGMT", Query: "198.51.100.7:123"},
			{Address: netip.MustParseAddr("10.0.0.1"), Query: "198.51.100.8:1123"},
		},
	}
	if diff := cmp.Diff(want, inv, compareDevices, cmpopts.IgnoreFields(inventory.Inventory{}, "Defaults")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseReportsEveryProblem(t *testing.T) {
	_, err := load("inv.yaml", `defaults: {usrname: x}
devices:
  - {name: a, host: 192.0.2.1, port: 99999}
  - {name: a, host: 192.0.2.2, groups: [cor]}
groups: {core: {role: hub}}
`)
	var problems yamlfile.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("got %v", err)
	}
	want := []string{
		`inv.yaml:1:12: unknown key "usrname"; did you mean "username"?`,
		`inv.yaml:3:38: port: not a whole number from 1 to 65535`,
		`inv.yaml:4:12: device "a" stands twice (first at inv.yaml:3:12); give one of them another name`,
		`inv.yaml:5:23: role: not one of router, switch`,
	}
	var got []string
	for _, p := range problems {
		first, _, _ := strings.Cut(p.Error(), "\n")
		got = append(got, first)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBadYAML(t *testing.T) {
	device := func(keys string) string { return "devices:\n  - {name: a, host: 192.0.2.1, " + keys + "}\n" }
	tests := map[string]struct{ text, want string }{
		"syntax":             {"devices:\n  - name: a: b\n", `f.yaml:2:11: not YAML: mapping value is not allowed`},
		"tab":                {"devices:\n\t- a\n", `f.yaml:2:1: not YAML: found character '	' that cannot start any token; indent with blanks`},
		"unknown top key":    {"device: []\n", `f.yaml:1:1: unknown key "device"; did you mean "devices"?`},
		"duplicate key":      {"devices: []\ndevices: []\n", `f.yaml:2:1: key "devices" stands twice (first at f.yaml:1:1)`},
		"not a mapping":      {"- a\n", `f.yaml:1:1: the file must be a mapping`},
		"two documents":      {"devices: []\n---\ndevices: []\n", `f.yaml:3:1: a second document in one file`},
		"not a list":         {"devices: {a: b}\n", `f.yaml:1:10: devices must be a list`},
		"merge key":          {device("<<: {port: 1}"), `f.yaml:2:32: merge keys (<<) and complex keys are not read`},
		"unknown key":        {device("tag: [x]"), `f.yaml:2:32: unknown key "tag"; did you mean "tags"?`},
		"no value":           {device("port: "), `f.yaml:2:37: port has no value`},
		"port zero":          {device("port: 0"), `f.yaml:2:38: port: not a whole number from 1 to 65535`},
		"port word":          {device("port: ssh"), `f.yaml:2:38: port: not a whole number`},
		"platform":           {device("platform: iosxe"), `f.yaml:2:42: platform: not one of cisco_ios, cisco_iosxe, acme_os, auto; did you mean "cisco_iosxe"?`},
		"ssh":                {device("ssh: old"), `f.yaml:2:37: ssh: not one of legacy, default`},
		"timezone":           {device("timezone: Europe/Berln"), `f.yaml:2:42: timezone: not an IANA time zone; write a name such as`},
		"timezone label":     {device("timezone: CEST"), `f.yaml:2:42: timezone: not an IANA time zone`},
		"timeout unit":       {device("timeouts: {login: 60}"), `f.yaml:2:50: login: not a duration; a unit is missing`},
		"timeout zero":       {device("timeouts: {login: 0s}"), `f.yaml:2:50: login 0s: not from 100ms to 1h0m0s`},
		"timeout unknown":    {device("timeouts: {logon: 60s}"), `f.yaml:2:43: unknown key "logon"; did you mean "login"?`},
		"timeout of a run":   {device("timeouts: {run: 60s}"), `f.yaml:2:48: run: the time of a whole run is no device's; use --deadline`},
		"timeout scalar":     {device("timeouts: 60s"), `f.yaml:2:42: timeouts must be a mapping`},
		"site":               {device(`site: "a\tb"`), `f.yaml:2:38: site: a site has a name of at most 64 printable characters`},
		"role":               {device("role: swich"), `did you mean "switch"?`},
		"ntp":                {device(`ntp: "192.0.2.300"`), `f.yaml:2:37: ntp: host "192.0.2.300": not an IP address`},
		"ntp port":           {device(`ntp: "192.0.2.3:0"`), `f.yaml:2:37: ntp: host "192.0.2.3": port: not a whole number`},
		"tags scalar":        {device("tags: core"), `f.yaml:2:38: tags must be a list; write [a, b]`},
		"tag with blank":     {device("tags: [a b]"), `f.yaml:2:39: tag: a tag is one word`},
		"addresses":          {device("addresses: [10.1.1]"), `f.yaml:2:44: address: not an IP address`},
		"unknown group":      {"groups: {core: {}}\n" + device("groups: [kore]"), `f.yaml:3:41: unknown group; did you mean "core"?`},
		"nested groups":      {"groups:\n  core: {groups: [x]}\n  x: {}\n", `f.yaml:2:3: group "core": groups do not nest`},
		"unknown group once": {"defaults: {groups: [x]}\ndevices: [a, b]\n", `f.yaml:1:21: unknown group`},
		"host with port":     {"devices:\n  - {name: a, host: '192.0.2.1:2222'}\n", `f.yaml:2:21: host "192.0.2.1…": neither an IP address nor a host name; write host: 192.0.2.1 and port: 2222`},
		"host in brackets":   {"devices:\n  - {name: a, host: '[2001:db8::1]'}\n", `write host: 2001:db8::1`},
		"host with user":     {"devices:\n  - {name: a, host: me@192.0.2.1}\n", `f.yaml:2:21: host: a user name stands before the address; write username: NAME`},
		"host mistyped":      {"devices:\n  - {name: a, host: 192.0.2.1.5}\n", `f.yaml:2:21: host "192.0.2.1.5": not an IP address`},
		"no host":            {"devices:\n  - {port: 22}\n", `f.yaml:2:5: the device has neither name nor host; write host: ADDRESS`},
		"name is a pattern":  {"devices:\n  - {name: '!a', host: 192.0.2.1}\n", `f.yaml:2:12: name "…": a name is printable`},
		"empty element":      {"devices:\n  -\n", `devices has no value`},
		"reference":          {"references: ['a b']\n", `f.yaml:1:14: host "a…": neither an IP address nor a host name`},
		"reference twice":    {"references: [192.0.2.1, '192.0.2.1:123']\n", `f.yaml:1:25: reference 192.0.2.1:123 stands twice (first at f.yaml:1:14); one server has one vote`},
		"reference empty":    {"references: [{traceable: NIST}]\n", `f.yaml:1:14: the reference has no address`},
		"system unbounded":   {"references: [{system: true}]\n", `f.yaml:1:14: system needs a bound; write bound: 50ms`},
		"system bound":       {"references: [{system: true, bound: 50}]\n", `f.yaml:1:36: bound: not a duration; a unit is missing: 50ms or 50s?`},
		"system negative":    {"references: [{system: true, bound: -1s}]\n", `f.yaml:1:36: bound -1s: not from 1ns to 1h0m0s`},
		"system address":     {"references: [{system: true, bound: 1s, address: x}]\n", `f.yaml:1:49: system is this host's clock, which has no address`},
		"bound of a server":  {"references: [{address: x, bound: 1s}]\n", `f.yaml:1:34: bound belongs to {system: true}`},
		"key type":           {"references: [{address: x, key: {id: 1, type: sha3, secret: {env: K}}}]\n", `f.yaml:1:46: type: not one of md5, sha1`},
		"key id":             {"references: [{address: x, key: {id: 0, type: sha1, secret: {env: K}}}]\n", `f.yaml:1:37: id: not a whole number from 1 to 65535`},
		"key incomplete":     {"references: [{address: x, key: {id: 1, type: sha1}}]\n", `f.yaml:1:32: the key has no secret`},
		"server incomplete":  {"servers: [{address: 10.0.0.1}]\n", `f.yaml:1:11: the server has no query`},
		"server twice":       {"servers: [{address: '2001:DB8::1', query: a}, {address: '2001:db8::1', query: b}]\n", `f.yaml:1:47: server 2001:db8::1 in VRF "" stands twice (first at f.yaml:1:11)`},
		"server by name":     {"servers: [{address: ntp1, query: a}]\n", `f.yaml:1:21: address: not an IP address`},
		"utf-16":             {"\xff\xfed\x00", `f.yaml: the text is UTF-16; save it as UTF-8`},
		"not text":           {"devices:\n - a\x00b\n", `f.yaml:2:5: control character U+0000`},
		"latin-1":            {"devices:\n - {name: M\xfcnchen}\n", `f.yaml:2:12: a byte that is not UTF-8`},
		"nested too deep":    {strings.Repeat("[", 100000), `f.yaml: nested more than 200 deep`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := load("f.yaml", tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got  %v\nwant %s", err, tt.want)
			}
			if strings.Count(err.Error(), "f.yaml:1:21: unknown group") > 1 {
				t.Errorf("told twice: %v", err)
			}
		})
	}
}

func TestSecretsInTheFileAreNeverRepeated(t *testing.T) {
	const canary = "hunter2"
	tests := map[string]struct{ name, text, want string }{
		"literal":        {"f.yaml", "defaults:\n  password: hunter2\n", "f.yaml:2:13: password: a secret must not stand in the file; write {env: NAME} or {file: PATH}\n    2 |   password: <hidden>"},
		"flow":           {"f.yaml", "devices:\n  - {name: a, prot: 1, password: hunter2, usrname: x}\n", "f.yaml:2:15: unknown key \"prot\""},
		"list":           {"f.yaml", "defaults: {enable: [hunter2]}\n", "f.yaml:1:20: enable: a secret must not stand"},
		"block":          {"f.yaml", "defaults:\n  password: |\n    hunter2\n  prot: 1\n", "f.yaml:2:13: password: a secret"},
		"over two lines": {"f.yaml", "defaults: {password: \"x\n  hunter2\", prot: 1}\n", `unknown key "prot"`},
		"misspelt":       {"f.yaml", "defaults: {pasword: hunter2}\n", `did you mean "password"?`},
		"unknown":        {"f.yaml", "defaults: {pin: {value: hunter2}}\n", `unknown key "pin"`},
		"wrong place":    {"f.yaml", "defaults: {password: {value: hunter2}}\n", `unknown key "value"`},
		"not a name":     {"f.yaml", "defaults: {password: {env: hunter2!}}\n", `f.yaml:1:28: env: not the name of an environment variable`},
		"syntax":         {"f.yaml", "defaults:\n  password: 'hunter2'x'\n", "f.yaml:2:22: not YAML"},
		"syntax later":   {"f.yaml", "defaults:\n  enabel: hunter2\nx: y: hunter2\n", "f.yaml:3:4: not YAML"},
		"reference key":  {"f.yaml", "references: [{address: a, key: {id: 1, type: md5, secret: hunter2}}]\n", "secret: a secret must not stand"},
		"whole key":      {"f.yaml", "references: [{address: a, key: hunter2}]\n", "key must be a mapping"},
		"host list":      {"hosts", "admin:hunter2@192.0.2.1\n", `hosts:1:1: "admin…": only a user name may stand before the @`},
		"host list, two": {"hosts", "192.0.2.1 hunter2\n", "hosts:1:1: a line holds one host"},
		"yaml host":      {"f.yaml", "devices: ['admin:hunter2@192.0.2.1']\n", "only a user name may stand before the @"},
		"host key":       {"f.yaml", "devices: [{host: 'admin:hunter2@192.0.2.1'}]\n", "host: a user name stands before the address"},
		"csv":            {"f.csv", "host,password\n192.0.2.1,hunter2\n", `f.csv:1:6: column 2: a secret must not stand in a table`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := load(tt.name, tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got  %v\nwant %s", err, tt.want)
			}
			if strings.Contains(err.Error(), canary) {
				t.Errorf("the secret is told:\n%v", err)
			}
		})
	}
}

func TestLoadJoinsFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	common := write("common.yaml", "defaults: {username: common}\nreferences: [192.0.2.1]\ngroups: {core: {tags: [core]}}\n")
	site := write("site.yaml", "defaults: {port: 2022}\nreferences: ['192.0.2.1:123', 192.0.2.2]\ndevices: [{name: a, groups: [core]}]\n")
	table := write("t.csv", "name,groups\nb,core\n")

	inv, err := loadFiles(table, site, common)
	if err != nil {
		t.Fatal(err)
	}
	if len(inv.References) != 2 {
		t.Errorf("references %v", inv.References)
	}
	b, a := inv.Devices[0], inv.Devices[1]
	if a.Username != "" || a.Port != 2022 || !a.HasTag("core") {
		t.Errorf("a file's own defaults hold for its devices: %+v", a)
	}
	if b.Username != "common" || b.Port != 22 || !b.HasTag("core") {
		t.Errorf("a table takes the defaults of the last file that has some: %+v", b)
	}
	other := write("other.yaml", "devices: [b]\ngroups: {core: {}}\nreferences: [{address: 192.0.2.1, traceable: NIST}]\n")
	_, err = loadFiles(common, table, other)
	for _, want := range []string{
		other + `:1:11: device "b" stands twice (first at ` + table + `:2:1)`,
		other + `:2:10: group "core" stands twice (first at ` + common + `:3:10)`,
		other + `:3:14: reference 192.0.2.1 stands twice (first at ` + common + `:2:14)`,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if _, err := loadFiles(filepath.Join(dir, "none.yaml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"example.yaml", "hosts.txt", "devices.csv"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "inventory", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(name, data)
	}
	f.Add("a.csv", []byte("name,platform,timezone\na,auto,UTC\nb,ios-xe,\n"))
	f.Add("a.yaml", []byte("defaults: {password: hunter2}\nx: &a [*a]\n? b\n: c\n<<: *a\n- |\n d\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		inv, err := load(filepath.Base(name), string(data))
		if err != nil {
			_ = err.Error()
			return
		}
		names := map[string]bool{}
		for _, d := range inv.Devices {
			if names[d.Name] || d.Name == "" || d.Host == "" || d.Port < 1 || d.Port > 65535 {
				t.Fatalf("%+v", d)
			}
			names[d.Name] = true
		}
	})
}
