package session_test

import (
	"context"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// patient limits leave everything to the time for the device.
func patient(device time.Duration) session.Limits {
	return session.Limits{
		Connect: time.Hour, Handshake: time.Hour, Login: time.Hour, Silence: time.Hour, Configuration: time.Hour, Device: device,
	}
}

// At whatever stage the run ends, Ask returns at once, with what is known.
func TestInterrupted(t *testing.T) {
	stages := map[string]snapshot.Outcome{
		"connect": snapshot.Timeout, "kex": snapshot.Timeout, "auth": snapshot.Timeout, "channel": snapshot.Timeout,
		"shell": snapshot.Timeout, "prompt": snapshot.Timeout,
		"command:" + ios.ShowNTPStatus: snapshot.Partial, "config": snapshot.Partial,
	}
	for stage, outcome := range stages {
		t.Run(stage, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, lab.DeviceSpec{Name: "r1", Fault: lab.FaultSpec{At: stage, Kind: lab.FaultHang}})
			c := s.config()
			c.Limits = patient(time.Hour)
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			d := newAsker(t, c).Ask(ctx, session.Request{Device: s.devices["r1"], Kinds: allKinds})
			mustBe(t, d, outcome, "interrupted")
			if outcome == snapshot.Partial && d.Answers[len(d.Answers)-1].Cut != "interrupted" {
				t.Errorf("the last answer is cut by %q", d.Answers[len(d.Answers)-1].Cut)
			}
		})
	}
}

func TestInterruptedBeforeASample(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1"})
	ctx, cancel := context.WithCancel(t.Context())
	next := func(*snapshot.Device) session.Next {
		time.AfterFunc(50*time.Millisecond, cancel)
		return session.Next{Sample: true, At: time.Hour}
	}
	d := newAsker(t, s.config()).Ask(ctx, session.Request{Device: s.devices["r1"], Kinds: allKinds, Next: next})
	mustBe(t, d, snapshot.Audited, "")
	if len(d.Notes) != 1 {
		t.Errorf("notes %q do not say that something is missing", d.Notes)
	}
}

// The limit for one device ends everything, however patient the others are.
func TestDeviceLimit(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1", ConfigDelay: time.Hour})
	c := s.config()
	c.Limits = patient(2 * time.Second)
	d := s.askWith(t, c, "r1")
	mustBe(t, d, snapshot.Partial, "timeout")
	if a := answerTo(t, d, ios.ShowTimeConfig); a.Cut != "timeout" {
		t.Errorf("the configuration is cut by %q", a.Cut)
	}
}

// Whatever happens, neither goroutines nor sockets are left.
func TestNothingIsLeft(t *testing.T) {
	var specs []lab.DeviceSpec
	for _, stage := range []string{"connect", "banner", "kex", "auth", "channel", "pty", "shell", "prompt", "config", "command:" + ios.ShowVersion} {
		for _, kind := range []lab.FaultKind{lab.FaultHang, lab.FaultReset, lab.FaultClose} {
			specs = append(specs, lab.DeviceSpec{Name: stage + " " + string(kind), Fault: lab.FaultSpec{At: stage, Kind: kind}})
		}
	}
	specs = append(specs,
		lab.DeviceSpec{Name: "well"},
		lab.DeviceSpec{Name: "enable", Privilege: 1},
		lab.DeviceSpec{Name: "wrong enable", Privilege: 1, Enable: "another"},
		lab.DeviceSpec{Name: "wrong password", Password: "another"},
		lab.DeviceSpec{Name: "no channel", Fault: lab.FaultSpec{At: "channel", Kind: lab.FaultRefuse}},
		lab.DeviceSpec{Name: "endless", Fault: lab.FaultSpec{At: "config", Kind: lab.FaultEndless}},
		lab.DeviceSpec{Name: "unknown key", SSH: lab.SSHSpec{NoKey: true}},
		lab.DeviceSpec{Name: "legacy", SSH: lab.SSHSpec{Era: "legacy", HostKey: "rsa"}},
		lab.DeviceSpec{Name: "line by line", Denied: []string{"terminal"}},
	)
	s := newSite(t, specs...)
	c := s.config()
	c.Limits = session.Limits{
		Handshake: 500 * time.Millisecond, Login: 500 * time.Millisecond, Turn: 50 * time.Millisecond,
		Silence: 300 * time.Millisecond, Configuration: 300 * time.Millisecond, ConfigBytes: 1 << 20,
	}
	ask := func() {
		var devices []inventory.Device
		for _, spec := range specs {
			d := s.devices[spec.Name]
			d.Enable = inventory.ValueSecret(enable)
			devices = append(devices, d)
		}
		askAll(t.Context(), newAsker(t, c), devices)
	}
	ask() // what is started once and stays
	goroutines, files := left(t, 1<<30, 1<<30)
	ask()
	ask()
	g, f := left(t, goroutines, files)
	if g > goroutines || f > files {
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines, were %d; %d open files, were %d\n%s", g, goroutines, f, files, stacks[:runtime.Stack(stacks, true)])
	}
}

// left counts goroutines and open files, once they are down to what was expected or do not change any more.
func left(t *testing.T, goroutines, files int) (int, int) {
	t.Helper()
	g, f := 0, 0
	for range 100 {
		time.Sleep(20 * time.Millisecond)
		was := g
		g, f = runtime.NumGoroutine(), openFiles(t)
		if g <= goroutines && f <= files && g == was {
			break
		}
	}
	return g, f
}

func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0 // not Linux: goroutines tell as well
	}
	return len(entries)
}
