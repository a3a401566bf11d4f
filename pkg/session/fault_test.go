package session_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// faultTests are what can go wrong with one device, and what is said of it.
func faultTests(status string) []faultTest {
	fault := func(at string, kind lab.FaultKind) lab.DeviceSpec {
		return lab.DeviceSpec{Fault: lab.FaultSpec{At: at, Kind: kind}}
	}
	atStatus := "command:" + status
	return []faultTest{
		{"refused", fault("connect", lab.FaultRefuse), snapshot.Unreachable, "dial", "connection refused"},
		{"silent", fault("connect", lab.FaultSilent), snapshot.Timeout, "handshake", "key exchange"},
		{"reset at once", fault("connect", lab.FaultReset), snapshot.Protocol, "protocol", "VTY"},
		{"closed at once", fault("connect", lab.FaultClose), snapshot.Protocol, "protocol", "VTY"},
		{"garbage at once", fault("connect", lab.FaultGarbage), snapshot.Protocol, "protocol", "key exchange"},
		{"endless at once", fault("connect", lab.FaultEndless), snapshot.Protocol, "protocol", "key exchange"},
		{"half an identification", fault("banner", lab.FaultHang), snapshot.Timeout, "handshake", "key exchange"},
		{"garbled identification", fault("banner", lab.FaultGarbage), snapshot.Protocol, "protocol", "key exchange"},
		{"hangs in key exchange", fault("kex", lab.FaultHang), snapshot.Timeout, "handshake", "key exchange"},
		{"reset in key exchange", fault("kex", lab.FaultReset), snapshot.Protocol, "protocol", "key exchange"},
		{"garbage in key exchange", fault("kex", lab.FaultGarbage), snapshot.Protocol, "protocol", "key exchange"},
		{"hangs in login", fault("auth", lab.FaultHang), snapshot.Timeout, "handshake", "AAA"},
		{"reset in login", fault("auth", lab.FaultReset), snapshot.Protocol, "protocol", "login"},
		{"refused login", fault("auth", lab.FaultRefuse), snapshot.AuthFailed, "auth", "password"},
		{"hangs in channel", fault("channel", lab.FaultHang), snapshot.Timeout, "handshake", "session request"},
		{"refused channel", fault("channel", lab.FaultRefuse), snapshot.Protocol, "channel", "VTY"},
		{"reset in channel", fault("channel", lab.FaultReset), snapshot.Protocol, "protocol", "session request"},
		{"no pty", fault("pty", lab.FaultRefuse), snapshot.Audited, "", ""},
		{"no shell", fault("shell", lab.FaultRefuse), snapshot.AuthFailed, "auth", "no shell"},
		{"hangs in shell", fault("shell", lab.FaultHang), snapshot.Timeout, "timeout", "prompt"},
		{"hangs before prompt", fault("prompt", lab.FaultHang), snapshot.Timeout, "timeout", "prompt"},
		{"closed before prompt", fault("prompt", lab.FaultClose), snapshot.Protocol, "dropped", "prompt"},
		{"no authorization", fault("prompt", lab.FaultRefuse), snapshot.AuthFailed, "auth", "AAA"},
		{"endless banner", fault("prompt", lab.FaultEndless), snapshot.Protocol, "size", "sent more than the 1024 KiB"},
		{"hangs in status", fault(atStatus, lab.FaultHang), snapshot.Partial, "timeout", status},
		{"reset in status", fault(atStatus, lab.FaultReset), snapshot.Partial, "dropped", status},
		{"closed in status", fault(atStatus, lab.FaultClose), snapshot.Partial, "dropped", status},
		{"endless status", fault(atStatus, lab.FaultEndless), snapshot.Partial, "size", status},
		{"garbage in status", fault(atStatus, lab.FaultGarbage), snapshot.Audited, "", ""},
		{"hangs in configuration", fault("config", lab.FaultHang), snapshot.Partial, "timeout", "show running-config"},
		{"endless configuration", fault("config", lab.FaultEndless), snapshot.Partial, "size", "show running-config"},
		{"no free line", lab.DeviceSpec{MaxVTYs: -1}, snapshot.Protocol, "protocol", "VTY"},
		{"wrong password", lab.DeviceSpec{Password: "another-password"}, snapshot.AuthFailed, "auth", "user name"},
		{"wrong user", lab.DeviceSpec{Username: "somebody"}, snapshot.AuthFailed, "auth", "user name"},
		{"keys only", lab.DeviceSpec{Auth: []string{"publickey"}}, snapshot.AuthFailed, "auth", "accepts publickey"},
		{"broken algorithms", lab.DeviceSpec{SSH: lab.SSHSpec{Era: "legacy", HostKey: "rsa"}}, snapshot.Unsupported, "algorithms", "ssh: legacy"},
		{"changed host key", lab.DeviceSpec{SSH: lab.SSHSpec{WrongKey: true}}, snapshot.HostKey, "host_key", "has changed"},
		{"unknown host key", lab.DeviceSpec{SSH: lab.SSHSpec{NoKey: true}}, snapshot.HostKey, "host_key", "ssh-keyscan"},
	}
}

type faultTest struct {
	name    string
	device  lab.DeviceSpec
	outcome snapshot.Outcome
	kind    string
	says    string // part of the message
}

func TestFaults(t *testing.T) {
	for mode, m := range map[string]struct {
		list     platform.List
		platform inventory.Platform
		status   string
	}{
		"IOS":            {platforms.All(), "cisco_ios", ios.ShowNTPStatus},
		"IOS, one ahead": {session.OneAheadIOS(), "cisco_ios", ios.ShowNTPStatus},
		"NX-OS":          {platforms.All(), "cisco_nxos", nexusPeers},
		"IOS-XR":         {platforms.All(), "cisco_iosxr", xrStatus},
	} {
		for _, test := range faultTests(m.status) {
			t.Run(test.name+", "+mode, func(t *testing.T) {
				t.Parallel()
				isBuilt(t, string(m.platform))
				test.device.Platform = string(m.platform)
				fails(t, m.list, test)
			})
		}
	}
}

// isBuilt skips a test of a platform that was left out.
func isBuilt(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, known := platforms.All().Declared(name); !known {
			t.Skipf("built without %s", name)
		}
	}
}

func fails(t *testing.T, list platform.List, test faultTest) {
	t.Helper()
	test.device.Name = "r1"
	s := newSite(t, test.device)
	device := s.devices["r1"]
	device.Platform = inventory.Platform(test.device.Platform)
	s.devices["r1"] = device
	c := s.config()
	c.Platforms = list
	c.Limits.Handshake, c.Limits.Login = 3*time.Second, 3*time.Second
	c.Limits.Silence, c.Limits.Configuration = 2*time.Second, 2*time.Second
	c.Limits.ConfigBytes = 1 << 20
	d := s.askWith(t, c, "r1")
	mustBe(t, d, test.outcome, test.kind)
	if d.Error != nil && !strings.Contains(d.Error.Message, test.says) {
		t.Errorf("message %q does not say %q; notes %q", d.Error.Message, test.says, d.Notes)
	}
	if d.Error != nil && strings.Contains(d.Error.Message, "r1:") {
		t.Errorf("message %q names the device", d.Error.Message)
	}
	if d.Elapsed <= 0 || d.Elapsed > c.Limits.Device+10*time.Second {
		t.Errorf("elapsed %v", d.Elapsed)
	}
}

// What came of an answer that did not end is kept, and marked.
func TestCutAnswer(t *testing.T) {
	for kind, want := range map[lab.FaultKind]string{lab.FaultHang: "timeout", lab.FaultClose: "dropped", lab.FaultEndless: "size"} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, lab.DeviceSpec{Name: "r1", Fault: lab.FaultSpec{At: "command:" + ios.ShowVersion, Kind: kind}})
			c := s.config()
			c.Limits.AnswerBytes = 8 << 10
			d := s.askWith(t, c, "r1")
			a := answerTo(t, d, ios.ShowVersion)
			if a.Cut != want || a.Done != nil || a.Whole() {
				t.Errorf("cut %q, done %v; want %q", a.Cut, a.Done, want)
			}
			if kind == lab.FaultEndless && (len(a.Text) < c.Limits.AnswerBytes/2 || len(a.Text) > 2*c.Limits.AnswerBytes) {
				t.Errorf("kept %d bytes of an endless answer", len(a.Text))
			}
			if kind == lab.FaultClose && a.Text == "" {
				t.Error("nothing is kept of half an answer")
			}
			if !answerTo(t, d, ios.ShowNTPStatus).Whole() {
				t.Error("an earlier answer is lost")
			}
		})
	}
}

// A platform that is not known is not asked as another.
func TestNotAsked(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1"})
	device := s.devices["r1"]
	device.Platform = "vendor_os"
	d := newAsker(t, s.config()).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
	mustBe(t, d, snapshot.Unsupported, "platform")
	for _, says := range []string{"vendor_os", "cisco_ios, cisco_iosxe", "auto", "leave it out"} {
		if !strings.Contains(d.Error.Message, says) {
			t.Errorf("message %q does not say %q", d.Error.Message, says)
		}
	}
	c, err := s.Counters("r1")
	if err != nil {
		t.Fatal(err)
	}
	if c.Connections != 0 {
		t.Errorf("%d connections for what must not be asked", c.Connections)
	}
}
