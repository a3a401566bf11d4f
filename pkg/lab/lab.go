package lab

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Lab is a running fleet. It is safe for concurrent use.
type Lab struct {
	spec     Spec
	base     timebase
	commands map[string]*node // exec modes by platform
	servers  []*server
	devices  []*device
	known    map[string]subject    // by name
	sources  map[string]timeSource // by addressKey
	names    map[string]string     // addresses of servers, by the names that devices know
	shared   sharedAddresses

	anchor net.Listener // the far end of closed ports
	cancel context.CancelFunc
	tasks  sync.WaitGroup

	mu    sync.Mutex
	links map[*link]struct{}
	ended bool
}

// subject is what a test may ask about a device or a server.
type subject struct {
	clock    *clock
	counters *counters
}

// Start brings the fleet up. It stays up until Close, or until ctx ends.
func Start(ctx context.Context, spec Spec) (*Lab, error) {
	spec = spec.withDefaults()
	if err := spec.check(); err != nil {
		return nil, err
	}
	l := &Lab{
		spec:     spec,
		base:     newTimebase(spec.Truth),
		commands: map[string]*node{},
		known:    map[string]subject{},
		sources:  map[string]timeSource{},
		names:    map[string]string{},
		links:    map[*link]struct{}{},
	}
	for _, platform := range platforms() {
		l.commands[platform] = newExecTree(personalityOf(platform), nil)
	}
	ctx, l.cancel = context.WithCancel(ctx)
	if err := l.open(ctx); err != nil {
		l.Close()
		return nil, fmt.Errorf("start lab: %w", err)
	}
	l.run(ctx)
	return l, nil
}

func (l *Lab) open(ctx context.Context) error {
	var err error
	if l.anchor, err = listenLoopback(ctx); err != nil {
		return err
	}
	for _, spec := range l.spec.Servers {
		s, err := newServer(ctx, l, spec)
		if err != nil {
			return fmt.Errorf("%s: %w", spec.Name, err)
		}
		l.servers = append(l.servers, s)
		l.known[spec.Name] = subject{s.clock, &s.counters}
		l.sources[addressKey(spec.Address)] = s
		for _, name := range spec.Names {
			l.names[name] = spec.Address
		}
	}
	for _, spec := range l.spec.Devices {
		if err := l.openDevice(ctx, spec); err != nil {
			return err
		}
	}
	return nil
}

func (l *Lab) openDevice(ctx context.Context, spec DeviceSpec) error {
	d, err := newDevice(l, spec)
	if err != nil {
		return err
	}
	l.devices = append(l.devices, d)
	l.known[spec.Name] = subject{d.clock, &d.counters}
	for _, address := range append([]string{spec.Address}, spec.Addresses...) {
		if address != "" {
			l.sources[addressKey(address)] = d
		}
	}
	if err := d.listen(ctx); err != nil {
		return fmt.Errorf("%s: %w", spec.Name, err)
	}
	if d.settings.ntpEnabled {
		if d.udp, err = newResponder(ctx, l.base, d.answering(), spec.ntpPath(), &d.counters); err != nil {
			return fmt.Errorf("%s: %w", spec.Name, err)
		}
	}
	return nil
}

// addressKey is an address in its one normal spelling.
func addressKey(address string) string {
	parsed, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	return parsed.String()
}

func (l *Lab) run(ctx context.Context) {
	for _, s := range l.servers {
		l.tasks.Go(func() { s.udp.run(ctx) })
	}
	for _, d := range l.devices {
		if d.listener != nil {
			l.tasks.Go(func() { d.accept(ctx) })
		}
		if d.udp != nil {
			l.tasks.Go(func() { d.udp.run(ctx) })
		}
	}
	l.tasks.Go(func() {
		<-ctx.Done()
		l.shut()
	})
}

// Close ends the lab. When it returns, no goroutine and no socket of it is left.
func (l *Lab) Close() {
	l.cancel()
	l.shut()
	l.tasks.Wait()
}

// shut closes every socket, which ends every task.
func (l *Lab) shut() {
	l.mu.Lock()
	l.ended = true
	links := make([]*link, 0, len(l.links))
	for conn := range l.links {
		links = append(links, conn)
	}
	l.mu.Unlock()
	if l.anchor != nil {
		l.anchor.Close() // it carried nothing
	}
	for _, s := range l.servers {
		s.udp.close()
	}
	for _, d := range l.devices {
		d.close()
	}
	for _, conn := range links {
		conn.reset()
	}
}

func (d *device) close() {
	if d.listener != nil {
		d.listener.Close() // accept reports what matters
	}
	if d.reserved != nil {
		d.reserved.Close()
	}
	if d.udp != nil {
		d.udp.close()
	}
}

// track remembers a connection for Close. It reports false where the lab has ended already.
func (l *Lab) track(conn *link) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return false
	}
	l.links[conn] = struct{}{}
	return true
}

func (l *Lab) untrack(conn *link) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.links, conn)
}

// UTC is the time of the lab, now.
func (l *Lab) UTC() time.Time { return l.base.now() }

// Truth is the true offset (clock − UTC) of a device or server at a time of the lab's UTC. What the clock shows
// differs from it by its tick and its printed resolution only.
func (l *Lab) Truth(name string, at time.Time) (time.Duration, error) {
	s, ok := l.known[name]
	if !ok {
		return 0, fmt.Errorf("%s: no such device or server in the lab", name)
	}
	return s.clock.offset(at), nil
}

// NTPPorts is the port of the loopback at which each NTP server answers, by its name.
func (l *Lab) NTPPorts() map[string]int {
	ports := make(map[string]int, len(l.servers))
	for _, s := range l.servers {
		ports[s.spec.Name] = s.udp.port()
	}
	return ports
}

// Counters is what a device or server has seen so far.
func (l *Lab) Counters(name string) (Counters, error) {
	s, ok := l.known[name]
	if !ok {
		return Counters{}, fmt.Errorf("%s: no such device or server in the lab", name)
	}
	return s.counters.snapshot(), nil
}
