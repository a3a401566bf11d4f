package lab

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// device is a running simulated device.
type device struct {
	lab     *Lab
	spec    DeviceSpec
	place   int // among the devices of the lab
	clock   *clock
	hostKey ssh.Signer
	known   ssh.PublicKey // what known_hosts says; nil: nothing
	// its dynamic sources are those that a broadcast client hears, and go with it; otherwise they are passive peers
	startedWithBroadcasts bool
	os                    personality
	traits                traits
	tree                  *node
	counters              counters

	listener net.Listener // nil: the port is closed
	reserved *closedPort  // holds the number of a closed port
	port     int
	udp      *responder // nil: NTP queries are not answered here

	mu       sync.Mutex
	config   config
	settings settings
	startup  saved           // the configuration that was saved last
	changed  time.Time       // of the lab: last change of the configuration
	polled   time.Time       // of the lab: NTP began again, here or at a source
	byHand   bool            // the clock was set by hand
	recent   []time.Time     // connections of the last seconds
	readings int             // clock lines printed
	trial    *trial          // IOS-XR: what "commit confirmed" awaits
	pending  []func(*config) // edits that wait for "ntp commit" of a fabric
}

func newDevice(l *Lab, spec DeviceSpec) (*device, error) {
	key, err := newHostKey(spec.SSH.HostKey, seedOf(l.spec.Seed, "host key of "+spec.Name))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec.Name, err)
	}
	d := &device{lab: l, spec: spec, place: len(l.devices), hostKey: key, known: key.PublicKey()}
	d.os = personalityOf(spec.Platform)
	d.traits, d.tree = d.os.traits(spec), l.commands[spec.Platform]
	if err := d.setClock(); err != nil {
		return nil, err
	}
	if err := d.setKnownKey(); err != nil {
		return nil, err
	}
	if len(spec.Answers) > 0 {
		d.tree = newExecTree(d.os, spec.Answers)
	}
	d.config = d.os.initial(spec)
	d.settings = d.read(d.config)
	d.startup = d.initialStartup()
	d.startedWithBroadcasts = d.settings.hearsBroadcasts
	l.shared.add(d, d.settings.network)
	return d, nil
}

func (d *device) setClock() error {
	spec, base := d.spec.Clock, d.lab.base
	offset := spec.Offset
	if spec.SetTo != "" {
		at, err := time.Parse(time.RFC3339, spec.SetTo)
		if err != nil {
			return fmt.Errorf("%s: clock: set_to: %w", d.spec.Name, err)
		}
		offset = at.Sub(base.origin)
	}
	d.clock = newClock(base, offset, spec.DriftPPM, spec.Tick)
	if spec.Step.After > 0 {
		d.clock.step(base.origin.Add(spec.Step.After), spec.Step.By)
	}
	return nil
}

func (d *device) setKnownKey() error {
	switch {
	case d.spec.SSH.NoKey:
		d.known = nil
	case d.spec.SSH.WrongKey:
		other, err := newHostKey(d.spec.SSH.HostKey, seedOf(d.lab.spec.Seed, "former host key of "+d.spec.Name))
		if err != nil {
			return fmt.Errorf("%s: %w", d.spec.Name, err)
		}
		d.known = other.PublicKey()
	}
	return nil
}

// listen opens the device's ports.
func (d *device) listen(ctx context.Context) error {
	if d.spec.Fault.at("connect", FaultRefuse) {
		reserved, err := newClosedPort(ctx, d.lab.anchor)
		if err != nil {
			return err
		}
		d.reserved, d.port = reserved, reserved.number()
		return nil
	}
	listener, err := listenLoopback(ctx)
	if err != nil {
		return err
	}
	d.listener = listener
	d.port = portOf(listener.Addr())
	return nil
}

// read is what a configuration means on this device.
func (d *device) read(c config) settings {
	s := d.os.settings(c)
	if d.traits.fewInterfaces {
		s.network.assumed = assumed(d.spec)
	}
	return s
}

// current returns the settings in force.
func (d *device) current() settings {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.expire()
	return d.settings
}

// runningConfig returns the configuration in force.
func (d *device) runningConfig() config {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.expire()
	return d.config
}

// lastChange is when the configuration was changed last; zero: not since the start.
func (d *device) lastChange() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.changed
}

// countReading counts a printed clock line, and steps the clock where the specification says "after so many".
func (d *device) countReading(now time.Time) int {
	d.mu.Lock()
	d.readings++
	readings := d.readings
	d.mu.Unlock()
	step := d.spec.Clock.Step
	if step.AfterReadings > 0 && readings == step.AfterReadings {
		d.clock.step(now, step.By)
	}
	return readings
}

// uptime is how long the device has been up at a moment.
func (d *device) uptime(at time.Time) time.Duration {
	return d.spec.Uptime + at.Sub(d.lab.base.origin)
}

// stable returns a number in [0, 1) that is always the same for one purpose on one device.
func (d *device) stable(purpose string) float64 {
	seed := smallSeed(d.lab.spec.Seed, d.spec.Name+" "+purpose)
	return rand.New(rand.NewPCG(seed, 0)).Float64()
}
