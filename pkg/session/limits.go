package session

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// Limits bound what one device may cost. The first six are the keys of "timeouts" in an inventory; each runs only
// while the device is at work, and stands still while it waits for others.
type Limits struct {
	Connect       time.Duration // to the TCP connection
	Handshake     time.Duration // from there to the host key
	Login         time.Duration // authentication, to the first prompt
	Silence       time.Duration // between two bytes of an answer
	Configuration time.Duration // likewise, while the configuration is rendered
	Device        time.Duration // everything

	// A login without a verdict keeps others with its credential back for no longer than Turn. A connection that waits for
	// its turn is given up after Hold: it takes a VTY line away, and devices close one that does not log in, after 120 s by
	// default and sooner where that was hardened ("ip ssh time-out").
	Turn, Hold time.Duration

	AnswerBytes int // one answer
	ConfigBytes int // the configuration
	TotalBytes  int // what configurations have beyond AnswerBytes, of all devices together
}

// DefaultLimits returns the limits that are kind to slow devices: show running-config takes 1 to 30 s, and three
// TACACS+ servers that are down 5 s each before the first prompt.
func DefaultLimits() Limits {
	return Limits{
		Connect:       5 * time.Second,
		Handshake:     10 * time.Second,
		Login:         30 * time.Second,
		Silence:       10 * time.Second,
		Configuration: 30 * time.Second,
		Device:        40 * time.Second,
		Turn:          2 * time.Second,
		Hold:          5 * time.Second,
		AnswerBytes:   1 << 20,
		ConfigBytes:   16 << 20,
		TotalBytes:    64 << 20,
	}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	return Limits{
		Connect:       orDefault(l.Connect, d.Connect),
		Handshake:     orDefault(l.Handshake, d.Handshake),
		Login:         orDefault(l.Login, d.Login),
		Silence:       orDefault(l.Silence, d.Silence),
		Configuration: orDefault(l.Configuration, d.Configuration),
		Device:        orDefault(l.Device, d.Device),
		Turn:          orDefault(l.Turn, d.Turn),
		Hold:          orDefault(l.Hold, d.Hold),
		AnswerBytes:   orDefault(l.AnswerBytes, d.AnswerBytes),
		ConfigBytes:   orDefault(l.ConfigBytes, d.ConfigBytes),
		TotalBytes:    orDefault(l.TotalBytes, d.TotalBytes),
	}
}

func orDefault[T ~int | ~int64](value, otherwise T) T {
	if value <= 0 {
		return otherwise
	}
	return value
}

// leastScaled is how short a limit becomes by scaling at most: a packet that is lost comes again after a second
// (RFC 6298 §2), and must not lose the device.
const leastScaled = 2 * time.Second

// Scaled returns limits of which Device is so long, and the others longer or shorter in proportion.
func (l Limits) Scaled(device time.Duration) Limits {
	if device <= 0 || device == l.Device {
		return l
	}
	factor := float64(device) / float64(l.Device)
	for _, limit := range []*time.Duration{&l.Connect, &l.Handshake, &l.Login, &l.Silence, &l.Configuration} {
		scaled := time.Duration(float64(*limit) * factor).Round(time.Millisecond)
		*limit = min(device, max(scaled, min(*limit, leastScaled)))
	}
	l.Device = device
	return l
}

// with returns limits in which what an inventory states holds. Where it states nothing for all of a device, that
// becomes longer by as much as the rest does, so that a longer login is not cut by it.
func (l Limits) with(t inventory.Timeouts) Limits {
	raised := time.Duration(0)
	for _, f := range []struct {
		limit  *time.Duration
		stated time.Duration
	}{
		{&l.Connect, t.Connect}, {&l.Handshake, t.Handshake}, {&l.Login, t.Login}, {&l.Silence, t.Silence}, {&l.Configuration, t.Configuration},
	} {
		if f.stated > 0 {
			raised += max(0, f.stated-*f.limit)
			*f.limit = f.stated
		}
	}
	l.Device = orDefault(t.Device, l.Device+raised)
	return l
}

// key names the limit that a wait for the next byte was under.
func (l Limits) key(patience time.Duration) string {
	if patience == l.Configuration && patience != l.Silence {
		return keyConfiguration
	}
	return keySilence
}
