package session_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// The secrets of the labs in these tests are not words that a device prints.
const (
	password = "canary-password-5131"
	enable   = "canary-enable-7742"
)

// allKinds is what an audit of NTP wants to know, and everything is what it asks IOS for that.
var (
	allKinds = []show.Kind{
		show.KindClock, show.KindStatus, show.KindAssociations, show.KindDetail, show.KindVersion, show.KindConfig,
	}
	everything = []string{
		ios.ShowClockDetail, ios.ShowPrivilege, ios.ShowNTPStatus,
		ios.ShowNTPAssociations, ios.ShowNTPAssociationsDetail, ios.ShowVersion, ios.ShowTimeConfig,
	}
)

// site is a running lab, and how to ask its devices.
type site struct {
	*lab.Lab
	known   string
	devices map[string]inventory.Device
}

// newSite starts a lab. Devices are asked with the password, and never enabled unless a test says so.
func newSite(t testing.TB, devices ...lab.DeviceSpec) *site {
	t.Helper()
	l, err := lab.Start(context.Background(), lab.Spec{Password: password, Enable: enable, Devices: devices})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	known := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(known, l.KnownHosts(), 0o600); err != nil {
		t.Fatal(err)
	}
	return &site{Lab: l, known: known, devices: devicesOf(t, l)}
}

func devicesOf(t testing.TB, l *lab.Lab) map[string]inventory.Device {
	t.Helper()
	var file struct {
		Devices []struct {
			Name, Host string
			Port       int
		}
	}
	if err := yaml.Unmarshal(l.Inventory(), &file); err != nil {
		t.Fatal(err)
	}
	devices := map[string]inventory.Device{}
	for _, d := range file.Devices {
		devices[d.Name] = inventory.Device{
			Name: d.Name, Host: d.Host, Port: d.Port, Platform: "cisco_ios",
			Username: "audit", Password: inventory.ValueSecret(password),
		}
	}
	return devices
}

// config is a run against the site. Its limits are short for what fails, and nothing that works is near them.
func (s *site) config() session.Config {
	return session.Config{
		Timeline:  timeline.Start(),
		Platforms: platforms.All(),
		HostKeys:  session.HostKeys{File: s.known},
		Limits: session.Limits{
			Handshake: 3 * time.Second, Login: 3 * time.Second, Silence: time.Second, Configuration: 2 * time.Second, Device: 20 * time.Second,
		},
		Version: "test",
	}
}

func newAsker(t testing.TB, c session.Config) *session.Asker {
	t.Helper()
	a, err := session.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// ask asks one device everything.
func (s *site) ask(t testing.TB, name string) snapshot.Device {
	t.Helper()
	return s.askWith(t, s.config(), name)
}

func (s *site) askWith(t testing.TB, c session.Config, name string) snapshot.Device {
	t.Helper()
	return newAsker(t, c).Ask(t.Context(), session.Request{Device: s.devices[name], Kinds: allKinds})
}
