package lab

import (
	"net/netip"
	"slices"
	"time"
)

// change edits the configuration, and lets NTP follow, on this device and on those that take time from it: what takes
// devices minutes happens at once here. A clock is steered when its source becomes another one, and moves with a source
// that is steered.
func (d *device) change(edit func(*config)) {
	now := d.lab.base.now()
	below := append([]*device{d}, d.lab.below(d)...)
	before := make([]string, len(below))
	for i, follower := range below {
		before[i], _, _ = follower.follows(now)
	}
	d.edit(edit, now)
	stepped := map[timeSource]time.Duration{}
	for i, follower := range below {
		address, source, offset := follower.follows(now)
		by, moved := stepped[source]
		switch {
		case address == "":
			continue
		case address != before[i]:
			by = offset
			follower.clock.discipline(now, by)
		case moved:
			follower.clock.step(now, by)
		default:
			continue
		}
		stepped[follower] = by
		follower.pollAnew(now)
	}
}

// follows is what steers the clock of a device by NTP or SNTP at a moment, "" where nothing does: the address, who answers
// there (nil for a reference clock of its own), and how far the clock is behind it.
func (d *device) follows(now time.Time) (address string, source timeSource, offset time.Duration) {
	address, source = d.sntpSource(now)
	if source == nil {
		state := d.ntpState(now)
		address, offset = state.systemAddress(), state.offset
		source = d.lab.sourceAt(address)
	}
	if source != nil {
		offset = source.shows(now).Sub(d.clock.at(now))
	}
	return address, source, offset
}

// pollAnew makes the device's last polls not older than a moment.
func (d *device) pollAnew(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.polled = now
}

// lastBurst is when all sources were polled at once for the last time; zero: not since the start.
func (d *device) lastBurst() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.polled
}

// edit puts a changed configuration into force.
func (d *device) edit(edit func(*config), now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	next := config{lines: slices.Clone(d.config.lines)}
	edit(&next)
	d.config, d.settings = next, d.read(next)
	d.changed, d.polled = now, now
	d.lab.shared.add(d, d.settings.network)
}

// below are the devices that take time from a device, directly or through others, nearest first.
func (l *Lab) below(top *device) []*device {
	found := []*device{top}
	for at := 0; at < len(found); at++ {
		for _, d := range l.devices {
			if !slices.Contains(found, d) && d.asks(found[at]) {
				found = append(found, d)
			}
		}
	}
	return found[1:]
}

// asks reports whether a line of the device leads to another device.
func (d *device) asks(other *device) bool {
	s := d.current()
	return slices.ContainsFunc(d.resolve(slices.Concat(s.peers, s.sntp)), func(line peerLineSettings) bool {
		return d.lab.sourceAt(line.address) == timeSource(other)
	})
}

// sourceAt is who answers at an address, nil where it is nobody. An address that devices share leads to the one that is
// active, whatever server is listed at it.
func (l *Lab) sourceAt(address string) timeSource {
	parsed, err := netip.ParseAddr(address)
	if err != nil {
		return nil
	}
	switch active, shared := l.shared.active(parsed); {
	case active != nil:
		return active
	case shared:
		return nil
	}
	return l.sources[parsed.String()]
}
