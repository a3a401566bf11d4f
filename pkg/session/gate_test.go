package session_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// askAll asks devices at once with one Asker, in order of their names.
func askAll(ctx context.Context, ask *session.Asker, devices []inventory.Device) []snapshot.Device {
	answered := make([]snapshot.Device, len(devices))
	var all sync.WaitGroup
	for i, d := range devices {
		all.Go(func() { answered[i] = ask.Ask(ctx, session.Request{Device: d, Kinds: allKinds}) })
	}
	all.Wait()
	return answered
}

// A wrong password is tried on three devices of a fleet, not on all: that would lock the account. One would be too few: it
// may be a device with an account of its own.
func TestWrongPasswordIsTriedOnThree(t *testing.T) {
	var specs []lab.DeviceSpec
	for _, name := range []string{"r1", "r2", "r3", "r4", "r5", "r6", "r7"} {
		specs = append(specs, lab.DeviceSpec{Name: name})
	}
	s := newSite(t, specs...)
	var wrong, right []inventory.Device
	for _, spec := range specs {
		right = append(right, s.devices[spec.Name])
		d := s.devices[spec.Name]
		d.Password = inventory.ValueSecret("mistyped")
		wrong = append(wrong, d)
	}
	ask := newAsker(t, s.config())
	kinds := map[string]int{}
	for _, d := range askAll(t.Context(), ask, wrong) {
		mustBe(t, d, snapshot.AuthFailed, d.Error.Kind)
		kinds[d.Error.Kind]++
		if d.Error.Kind == "not_tried" && !strings.Contains(d.Error.Message, "refused the same credential") {
			t.Errorf("message %q", d.Error.Message)
		}
	}
	if want := map[string]int{"auth": 3, "not_tried": 4}; !maps.Equal(kinds, want) {
		t.Errorf("%v, want %v", kinds, want)
	}
	logins, connections := s.logins(t)
	if logins != 3 {
		t.Errorf("%d logins with a wrong password", logins)
	}
	askAll(t.Context(), ask, wrong)
	if _, after := s.logins(t); after != connections {
		t.Errorf("%d connections for a credential that was refused", after-connections)
	}
	// Another credential is another matter.
	for _, d := range askAll(t.Context(), ask, right) {
		mustBe(t, d, snapshot.Audited, "")
	}
}

// logins counts password tries and connections over all devices.
func (s *site) logins(t *testing.T) (logins, connections int) {
	t.Helper()
	for name := range s.devices {
		c, err := s.Counters(name)
		if err != nil {
			t.Fatal(err)
		}
		logins += c.Logins
		connections += c.Connections
	}
	return logins, connections
}

// A device with a password of its own does not spoil a run whose credential works elsewhere, until it is
// refused so often that it must have changed.
func TestOneDeviceRefuses(t *testing.T) {
	var specs []lab.DeviceSpec
	for _, name := range []string{"good", "bad1", "bad2", "bad3", "bad4", "bad5"} {
		spec := lab.DeviceSpec{Name: name}
		if name != "good" {
			spec.Password = "another-password"
		}
		specs = append(specs, spec)
	}
	s := newSite(t, specs...)
	ask := newAsker(t, s.config())
	outcome := func(name string) snapshot.Device {
		return ask.Ask(t.Context(), session.Request{Device: s.devices[name], Kinds: allKinds})
	}
	mustBe(t, outcome("good"), snapshot.Audited, "")
	mustBe(t, outcome("bad1"), snapshot.AuthFailed, "auth")
	mustBe(t, outcome("good"), snapshot.Audited, "")
	for _, name := range []string{"bad2", "bad3", "bad4"} {
		mustBe(t, outcome(name), snapshot.AuthFailed, "auth")
	}
	d := outcome("bad5")
	mustBe(t, d, snapshot.AuthFailed, "not_tried")
	if !strings.Contains(d.Error.Message, "bad2, bad3 and bad4 refused") {
		t.Errorf("message %q", d.Error.Message)
	}
	mustBe(t, outcome("bad1"), snapshot.AuthFailed, "not_tried")
	if c, err := s.Counters("bad5"); err != nil || c.Connections != 0 {
		t.Errorf("%d connections after three refusals in a row (%v)", c.Connections, err)
	}
}

// The first login with a credential is alone: while it is judged, no other is sent.
func TestFirstLoginIsAlone(t *testing.T) {
	var sent atomic.Int32
	var together atomic.Bool
	judge := func(c *ssh.ServerConfig) {
		c.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
			if sent.Add(1) == 1 {
				time.Sleep(200 * time.Millisecond) // in which the others would come
				together.Store(sent.Load() > 1)
			}
			return nil, nil
		}
	}
	var devices []inventory.Device
	for range 8 {
		devices = append(devices, scripted(t, judge, func(c *terminal) { c.serve("R1#", plainAnswers()) }))
	}
	for _, d := range askAll(t.Context(), newAsker(t, hurried()), devices) {
		mustBe(t, d, snapshot.Audited, "")
	}
	if together.Load() {
		t.Error("a second login was tried before the first was judged")
	}
	if n := sent.Load(); n != 8 {
		t.Errorf("%d logins", n)
	}
}

// A login that ends before it is judged passes the turn on.
func TestProbeThatEndsUnjudged(t *testing.T) {
	var tries atomic.Int32
	judge := func(c *ssh.ServerConfig) {
		c.PasswordCallback = func(meta ssh.ConnMetadata, _ []byte) (*ssh.Permissions, error) {
			if tries.Add(1) == 1 {
				meta.(interface{ Close() error }).Close()
				return nil, errors.New("gone")
			}
			return nil, nil
		}
	}
	var devices []inventory.Device
	for range 3 {
		devices = append(devices, scripted(t, judge, func(c *terminal) { c.serve("R1#", plainAnswers()) }))
	}
	var outcomes []snapshot.Outcome
	for _, d := range askAll(t.Context(), newAsker(t, hurried()), devices) {
		outcomes = append(outcomes, d.Outcome)
	}
	slices.Sort(outcomes)
	if want := []snapshot.Outcome{snapshot.Audited, snapshot.Audited, snapshot.Protocol}; !slices.Equal(outcomes, want) {
		t.Errorf("outcomes %v, want %v", outcomes, want)
	}
}

// hanging is a fleet whose AAA does not answer on the devices named h…, and does on those named w….
func hanging(t *testing.T, hang, well int) (s *site, names []string) {
	t.Helper()
	var specs []lab.DeviceSpec
	for i := range hang + well {
		d := lab.DeviceSpec{Name: fmt.Sprintf("h%02d", i), Fault: lab.FaultSpec{At: "auth", Kind: lab.FaultHang}}
		if i >= hang {
			d = lab.DeviceSpec{Name: fmt.Sprintf("w%02d", i)}
		}
		specs = append(specs, d)
		names = append(names, d.Name)
	}
	return newSite(t, specs...), names
}

// start asks devices at once. rest waits for the end of that.
func (s *site) start(ctx context.Context, a *session.Asker, names ...string) (answered []snapshot.Device, rest func()) {
	answered = make([]snapshot.Device, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { answered[i] = a.Ask(ctx, session.Request{Device: s.devices[name], Kinds: allKinds}) })
	}
	return answered, all.Wait
}

// Devices whose AAA hangs cost themselves: each that is healthy is audited, wherever in the order it stands.
func TestHealthyDevicesAmongHangingOnes(t *testing.T) {
	t.Parallel()
	s, names := hanging(t, 50, 14)
	c := s.config()
	c.Limits.Login, c.Limits.Turn, c.Limits.Hold = 2*time.Second, 20*time.Millisecond, 50*time.Millisecond
	for range 5 {
		rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		answered, rest := s.start(t.Context(), newAsker(t, c), names...)
		rest()
		for _, d := range answered {
			if strings.HasPrefix(d.Name, "w") {
				mustBe(t, d, snapshot.Audited, "")
			} else {
				mustBe(t, d, snapshot.Timeout, "handshake")
			}
		}
	}
}

// The wait for others is nobody's time: it may be longer than all that a device has. The connection is given up meanwhile, and
// the password is sent once.
func TestWaitingForOthersIsNobodysTime(t *testing.T) {
	t.Parallel()
	s, names := hanging(t, 6, 1)
	c := s.config()
	c.Limits.Login, c.Limits.Device, c.Limits.Turn, c.Limits.Hold = time.Hour, 5*time.Second, time.Second, 100*time.Millisecond
	a := newAsker(t, c)
	_, rest := s.start(t.Context(), a, names[:6]...)
	atTheGate(a, 6)
	d := a.Ask(t.Context(), session.Request{Device: s.devices["w06"], Kinds: allKinds})
	mustBe(t, d, snapshot.Audited, "")
	if d.Elapsed > 5*time.Second {
		t.Errorf("the device is said to have taken %v", d.Elapsed)
	}
	if c, err := s.Counters("w06"); err != nil || c.Logins != 1 || c.Connections != 2 {
		t.Errorf("%d logins on %d connections (%v)", c.Logins, c.Connections, err)
	}
	rest()
}

// atTheGate waits until so many logins have begun, or wait for their turn.
func atTheGate(a *session.Asker, n int) {
	for a.AtTheGate() < n {
		time.Sleep(time.Millisecond)
	}
}

// A run that ends meanwhile says who was waited for.
func TestInterruptedAtTheGate(t *testing.T) {
	t.Parallel()
	s, names := hanging(t, 3, 1)
	c := s.config()
	c.Limits.Turn = time.Hour
	a := newAsker(t, c)
	ctx, cancel := context.WithCancel(t.Context())
	_, rest := s.start(ctx, a, names[:3]...)
	atTheGate(a, 3)
	go func() {
		atTheGate(a, 4)
		cancel()
	}()
	d := a.Ask(ctx, session.Request{Device: s.devices["w03"], Kinds: allKinds})
	mustBe(t, d, snapshot.Timeout, "interrupted")
	if !strings.Contains(d.Error.Message, "for the login of h") {
		t.Errorf("message %q", d.Error.Message)
	}
	rest()
}
