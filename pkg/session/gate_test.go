package session_test

import (
	"context"
	"errors"
	"maps"
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
		all.Go(func() { answered[i] = ask.Ask(ctx, session.Request{Device: d, Commands: everything}) })
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
		return ask.Ask(t.Context(), session.Request{Device: s.devices[name], Commands: everything})
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

// hanging is a fleet whose AAA does not answer, and one healthy device. It returns when all the others hang or wait for those
// that hang.
func hanging(t *testing.T, ctx context.Context, ask func(*site) *session.Asker) (s *site, a *session.Asker, rest func()) {
	t.Helper()
	specs := []lab.DeviceSpec{{Name: "well"}}
	for _, name := range []string{"h1", "h2", "h3", "h4", "h5", "h6"} {
		specs = append(specs, lab.DeviceSpec{Name: name, Fault: lab.FaultSpec{At: "auth", Kind: lab.FaultHang}})
	}
	s = newSite(t, specs...)
	a = ask(s)
	var all sync.WaitGroup
	for _, spec := range specs[1:] {
		all.Go(func() { a.Ask(ctx, session.Request{Device: s.devices[spec.Name], Commands: everything}) })
	}
	for connections := 0; connections < len(specs)-1; _, connections = s.logins(t) {
		time.Sleep(time.Millisecond)
	}
	return s, a, all.Wait
}

// The wait for others is nobody's time: it may be longer than all that a device has, and than its connection would be held.
func TestWaitingForOthersIsNobodysTime(t *testing.T) {
	t.Parallel()
	s, a, rest := hanging(t, t.Context(), func(s *site) *session.Asker {
		c := s.config()
		c.Limits.Login, c.Limits.Device, c.Limits.Turn = time.Hour, 5*time.Second, time.Second
		return newAsker(t, c)
	})
	d := a.Ask(t.Context(), session.Request{Device: s.devices["well"], Commands: everything})
	mustBe(t, d, snapshot.Audited, "")
	if d.Elapsed > 5*time.Second {
		t.Errorf("the device is said to have taken %v", d.Elapsed)
	}
	if c, err := s.Counters("well"); err != nil || c.Logins != 1 {
		t.Errorf("%d logins (%v)", c.Logins, err)
	}
	rest()
}

// A run that ends meanwhile says who was waited for.
func TestInterruptedAtTheGate(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s, a, rest := hanging(t, ctx, func(s *site) *session.Asker {
		c := s.config()
		c.Limits.Turn = time.Hour
		return newAsker(t, c)
	})
	time.AfterFunc(100*time.Millisecond, cancel)
	d := a.Ask(ctx, session.Request{Device: s.devices["well"], Commands: everything})
	mustBe(t, d, snapshot.Timeout, "interrupted")
	if !strings.Contains(d.Error.Message, "waited") || !strings.Contains(d.Error.Message, "login of h") {
		t.Errorf("message %q", d.Error.Message)
	}
	rest()
}
