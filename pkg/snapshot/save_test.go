package snapshot

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

func example() *Snapshot {
	origin := time.Date(2026, 11, 22, 10, 0, 0, 123456789, time.UTC)
	stamp := func(d time.Duration) *Stamp { return &d }
	authentic := false
	return &Snapshot{
		Schema: Schema, RunID: "r1", Tool: Tool{"ntpaudit", "1.0"}, RunBy: "audit@jump", Complete: true, Notes: []string{"host keys not verified"},
		Started: origin, Finished: origin.Add(time.Minute),
		Timeline: Timeline{Origin: origin, Granularity: time.Microsecond, Breaks: []Break{{Before: 1, After: 2, Jump: -3}}},
		Resolved: &Resolution{At: origin, Names: map[string][]netip.Addr{"time.example.net": {netip.MustParseAddr("192.0.2.1")}}},
		Inventory: inventory.Inventory{
			Devices: []inventory.Device{{
				Name: "edge01", Host: "192.0.2.10", Port: 22, Platform: "cisco_ios", Username: "audit", Tags: []string{},
				NTP: "192.0.2.10:123", Addresses: []netip.Addr{netip.MustParseAddr("2001:db8::1")},
			}},
			References: []inventory.Reference{{Address: "192.0.2.1", Traceable: "NIST"}, {System: true, Bound: time.Second}},
			Servers:    []inventory.Route{{Address: netip.MustParseAddr("10.0.0.1"), VRF: "MGMT", Query: "192.0.2.7:123"}},
		},
		Servers: []Server{{Address: "192.0.2.1", Query: "192.0.2.1:123", Roles: []string{RoleReference}, Exchanges: []Exchange{
			{Sent: 5, Received: 9, Origin: "0123456789abcdef", Reply: &Reply{Version: 4, Mode: 4, Stratum: 1, RefID: "47505300"}},
			{Sent: 6, Origin: "0123456789abcdee", Error: "no answer", KeyID: 7, Authenticated: &authentic},
		}}},
		Devices: []Device{
			{
				Name: "edge01", Outcome: Audited, Elapsed: time.Second, Prompt: "edge01#", Notes: []string{"asked a line at a time"},
				Answers: []Answer{{Command: "show clock", Sent: 1, First: stamp(2), Done: stamp(3), Text: "10:00:00.123 UTC <&> Sun Nov 22 2026\nü"}},
			},
			{Name: "../../../etc/passwd", Outcome: Unreachable, Error: &Error{"dial", "192.0.2.11:22: connection refused"}},
		},
	}
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		found[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func save(t *testing.T, s *Snapshot) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "evidence")
	if err := Save(dir, s); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRoundTrip(t *testing.T) {
	s := example()
	dir := save(t, s)
	got, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, s) {
		t.Errorf("(-saved +loaded):\n%s", cmp.Diff(s, got, cmp.Comparer(func(a, b netip.Addr) bool { return a == b }), cmp.Comparer(func(a, b inventory.Secret) bool { return a.Source() == b.Source() })))
	}
	again := save(t, got)
	if diff := cmp.Diff(files(t, dir), files(t, again)); diff != "" {
		t.Errorf("equal snapshots, other bytes:\n%s", diff)
	}
}

func TestSavedFiles(t *testing.T) {
	dir := save(t, example())
	saved := files(t, dir)
	for _, name := range []string{"manifest.json", "snapshot.json", "devices/0001-edge01.json", "devices/0002-_._.._.._etc_passwd.json"} {
		if saved[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	if len(saved) != 4 {
		t.Errorf("%d files", len(saved))
	}
	if !strings.Contains(saved["devices/0001-edge01.json"], "<&>") {
		t.Error("evidence should read as it was printed")
	}
	var m Manifest
	if err := json.Unmarshal([]byte(saved["manifest.json"]), &m); err != nil || m.RunBy != "audit@jump" || len(m.Files) != 3 || m.RunID != "r1" {
		t.Errorf("%+v %v", m, err)
	}
	for _, f := range m.Files {
		if f != describe(f.Path, []byte(saved[f.Path])) {
			t.Errorf("%+v", f)
		}
	}
	left, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(left) != 1 {
		t.Errorf("left beside the snapshot: %v %v", left, err)
	}
}

func TestSavedFilesArePrivate(t *testing.T) {
	if os.PathSeparator == '\\' {
		t.Skip("no permission bits on this system")
	}
	dir := save(t, example())
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhoSavesIsNamed(t *testing.T) {
	s := example()
	s.RunBy = ""
	var m Manifest
	if err := json.Unmarshal([]byte(files(t, save(t, s))["manifest.json"]), &m); err != nil || m.RunBy != Operator() || !strings.Contains(m.RunBy, "@") {
		t.Errorf("%q %v", m.RunBy, err)
	}
}

func TestNoSecretIsSaved(t *testing.T) {
	s := example()
	s.Inventory.Devices[0].Password = inventory.ValueSecret(canary)
	s.Inventory.Devices[0].Enable = inventory.ValueSecret(canary)
	s.Inventory.References[0].Key = &inventory.Key{ID: 1, Type: "md5", Secret: inventory.ValueSecret(canary)}
	s.Inventory.Defaults.Password = inventory.ValueSecret(canary)
	d := &s.Devices[0]
	d.Prompt = "enable secret " + canary
	d.Answers[0].Text = "ntp authentication-key 10 md5 " + canary + " 7\r\n\x1b[2Jusername x password " + canary
	for name, text := range files(t, save(t, s)) {
		if strings.Contains(text, canary) {
			t.Errorf("%s holds the secret:\n%s", name, text)
		}
	}
	for _, v := range []any{d, *d, d.Answers, d.Answers[0], d.Error, &d.Answers[0]} {
		data, err := json.Marshal(v)
		if _, isDevice := v.(*Device); err != nil || !isDevice && strings.Contains(string(data), "md5 "+canary) || strings.Contains(string(data), "x password "+canary) {
			t.Errorf("%T: %s %v", v, data, err)
		}
	}
	var a Answer
	if err := json.Unmarshal([]byte(`{"text": "enable secret `+canary+`\u001b[2J"}`), &a); err != nil || a.Text != "enable secret <redacted>" {
		t.Errorf("%+v %v", a, err)
	}
	a.SetText("enable secret " + canary)
	if a.Text != "enable secret <redacted>" {
		t.Errorf("%+v", a)
	}
}

func TestAlteredSnapshots(t *testing.T) {
	first := "devices/0001-edge01.json"
	edit := func(old, new string) func(string) error {
		return func(path string) error {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(path, []byte(strings.Replace(string(data), old, new, 1)), 0o600)
		}
	}
	for name, tt := range map[string]struct {
		file     string
		change   func(path string) error
		kind     string
		readable bool
	}{
		"edited":       {first, edit("10:00:00.123", "10:00:00.124"), "altered", true},
		"longer":       {first, edit("edge01#", "edge01##"), "altered", true},
		"device gone":  {first, os.Remove, "missing", true},
		"head gone":    {"snapshot.json", os.Remove, "missing", false},
		"no JSON":      {first, edit("{", "["), "altered", false},
		"extra file":   {"devices/0003-x.json", func(p string) error { return os.WriteFile(p, []byte("{}"), 0o600) }, "extra", true},
		"extra folder": {"more", func(p string) error { return os.Mkdir(p, 0o700) }, "extra", true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := save(t, example())
			if err := tt.change(filepath.Join(dir, filepath.FromSlash(tt.file))); err != nil {
				t.Fatal(err)
			}
			_, err := Load(dir)
			var altered *AlteredError
			if !errors.As(err, &altered) || len(altered.Files) != 1 || altered.Files[0] != (Alteration{tt.file, tt.kind}) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), tt.file+" is "+tt.kind) {
				t.Errorf("got %v", err)
			}
			s, err := Load(dir, AcceptAltered())
			if (err == nil) != tt.readable {
				t.Fatalf("accepted: %v", err)
			}
			if err == nil && !strings.Contains(strings.Join(s.Notes, "\n"), tt.file+" is "+tt.kind) {
				t.Errorf("the alteration is not noted: %v", s.Notes)
			}
		})
	}
}

func TestBadSnapshots(t *testing.T) {
	for name, tt := range map[string]struct{ file, old, new, want string }{
		"manifest schema": {"manifest.json", "manifest/v1", "manifest/v9", `manifest.json: schema "ntpaudit.manifest/v9", and this program reads "ntpaudit.manifest/v1"`},
		"not JSON":        {"manifest.json", "{", "[", "manifest.json: "},
		"escape":          {"manifest.json", "devices/0001-edge01.json", "../../secret.json", `manifest.json: "../../secret.json" is not the file of device 1`},
		"escape deeper":   {"manifest.json", "0001-edge01", "0001-a/../../x", "is not the file of device 1"},
		"order":           {"manifest.json", "0001-edge01", "0002-edge01", "is not the file of device 1"},
		"no head":         {"manifest.json", "snapshot.json", "snapshot.jso", "manifest.json: does not begin with snapshot.json"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := save(t, example())
			path := filepath.Join(dir, tt.file)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(strings.Replace(string(data), tt.old, tt.new, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	var none *NoRunError
	if _, err := Load(t.TempDir()); !errors.As(err, &none) {
		t.Errorf("got %v", err)
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestOtherSchemaIsRefused(t *testing.T) {
	dir := save(t, example())
	path := filepath.Join(dir, "snapshot.json")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(data), Schema, "ntpaudit.snapshot/v2", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Load(dir, AcceptAltered())
	var schema *SchemaError
	if !errors.As(err, &schema) || schema.Found != "ntpaudit.snapshot/v2" {
		t.Errorf("got %v", err)
	}
}

func TestLinksLeadNowhere(t *testing.T) {
	dir := save(t, example())
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "devices", "0001-edge01.json")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, path); err != nil {
		t.Skip("no symbolic links here")
	}
	if _, err := Load(dir, AcceptAltered()); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("got %v", err)
	}
}
