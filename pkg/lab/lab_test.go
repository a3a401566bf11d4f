package lab

import (
	"bytes"
	"context"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// patience is how long a test waits for what must happen soon.
const patience = 20 * time.Second

// start brings up a lab that ends with the test.
func start(t *testing.T, spec Spec) *Lab {
	t.Helper()
	l, err := Start(context.Background(), spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// one brings up a lab of one device, r1, among three honest servers.
func one(t *testing.T, d DeviceSpec) *Lab {
	t.Helper()
	d.Name = "r1"
	return start(t, Spec{Servers: honest(), Devices: []DeviceSpec{d}})
}

func honest() []ServerSpec {
	return []ServerSpec{
		{Name: "ntp1", Address: "10.9.0.1", Stratum: 1},
		{Name: "ntp2", Address: "10.9.0.2"},
		{Name: "ntp3", Address: "10.9.0.3", Offset: time.Millisecond},
	}
}

func threePeers() DeviceNTPSpec {
	return DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.9.0.1"}, {Address: "10.9.0.2"}, {Address: "10.9.0.3"}}}
}

func (l *Lab) device(name string) *device {
	return l.devices[slices.IndexFunc(l.devices, func(d *device) bool { return d.spec.Name == name })]
}

// client logs in to a device with the account of the lab.
func client(l *Lab, name string, change ...func(*ssh.ClientConfig)) (*ssh.Client, error) {
	d := l.device(name)
	config := &ssh.ClientConfig{
		User:            l.spec.Username,
		Auth:            []ssh.AuthMethod{ssh.Password(l.spec.Password)},
		HostKeyCallback: ssh.FixedHostKey(d.hostKey.PublicKey()),
		Timeout:         patience,
	}
	for _, f := range change {
		f(config)
	}
	return ssh.Dial("tcp", loopbackAddress(d.port), config)
}

func dial(t *testing.T, l *Lab, name string) *ssh.Client {
	t.Helper()
	c, err := client(l, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// talk types text into a shell of that many columns and returns everything that came until the device hung up.
func talk(t *testing.T, c *ssh.Client, columns int, text string) string {
	t.Helper()
	out, err := typing(c, columns, 0, text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func typing(c *ssh.Client, columns, rows int, text string) (string, error) {
	s, err := c.NewSession()
	if err != nil {
		return "", err
	}
	defer s.Close()
	if err := s.RequestPty("vt100", rows, columns, ssh.TerminalModes{}); err != nil {
		return "", err
	}
	var out bytes.Buffer
	s.Stdout = &out
	s.Stdin = strings.NewReader(text)
	if err := s.Shell(); err != nil {
		return "", err
	}
	s.Wait() // IOS sends no exit status, so there is always an error
	return out.String(), nil
}

// answers types lines into a device and returns what it answered, without CR.
func answers(t *testing.T, l *Lab, name string, lines ...string) string {
	t.Helper()
	text := "terminal length 0\n" + strings.Join(lines, "\n") + "\nexit\n"
	return strings.ReplaceAll(talk(t, dial(t, l, name), 511, text), "\r", "")
}

func wantText(t *testing.T, got string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("no %q in:\n%s", w, got)
		}
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	spec, err := Campus()
	if err != nil {
		t.Fatal(err)
	}
	l, err := Start(context.Background(), spec)
	if err != nil {
		t.Fatal(err)
	}
	var sessions sync.WaitGroup
	for _, name := range []string{"core1", "br1", "acc5"} {
		c, err := client(l, name)
		if err != nil {
			t.Fatal(err)
		}
		sessions.Go(func() { typing(c, 80, 24, "show clock\n") }) // never says exit
	}
	wait(t, func() bool {
		c, err := l.Counters("br1")
		return err == nil && len(c.Commands) > 0
	})
	ports := []int{l.device("core1").port, l.device("acc4").port}
	l.Close()
	sessions.Wait()
	for _, port := range ports {
		if c, err := net.Dial("tcp", loopbackAddress(port)); err == nil {
			c.Close()
			t.Errorf("port %d is still open", port)
		}
	}
	wait(t, func() bool { return runtime.NumGoroutine() <= before })
}

// TestCloseDoesNotWaitForClients: one takes no output, another is owed some for an hour.
func TestCloseDoesNotWaitForClients(t *testing.T) {
	for name, d := range map[string]DeviceSpec{
		"stalled": {Path: Path{Back: time.Millisecond}, Fault: FaultSpec{At: "connect", Kind: FaultEndless}},
		"owed":    {Path: Path{Back: time.Hour}, Fault: FaultSpec{At: "banner", Kind: FaultClose}},
	} {
		l := one(t, d)
		c, err := net.Dial("tcp", loopbackAddress(l.device("r1").port))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		wait(t, func() bool {
			c, err := l.Counters("r1")
			return err == nil && c.Connections == 1
		})
		time.Sleep(20 * time.Millisecond) // into the fault
		closed := make(chan struct{})
		go func() {
			l.Close()
			close(closed)
		}()
		select {
		case <-closed:
		case <-time.After(patience):
			t.Fatalf("%s: Close waits", name)
		}
	}
}

// wait waits until something holds.
func wait(t *testing.T, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not come to hold")
		}
	}
}

func TestContextEndsLab(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	l, err := Start(ctx, Spec{Devices: []DeviceSpec{{Name: "r1"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	cancel()
	wait(t, func() bool {
		c, err := net.Dial("tcp", loopbackAddress(l.device("r1").port))
		if err == nil {
			c.Close()
		}
		return err != nil
	})
}

func TestUnknownName(t *testing.T) {
	l := start(t, Spec{Servers: honest()})
	if _, err := l.Truth("nobody", l.UTC()); err == nil {
		t.Error("Truth knows nobody")
	}
	if _, err := l.Counters("nobody"); err == nil {
		t.Error("Counters knows nobody")
	}
	if offset, err := l.Truth("ntp3", l.UTC()); err != nil || offset != time.Millisecond {
		t.Error(offset, err)
	}
}
