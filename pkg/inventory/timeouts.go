package inventory

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// Timeouts are how long a device may take. 0: not stated.
type Timeouts struct {
	Connect       time.Duration // to the TCP connection
	Handshake     time.Duration // from there to the host key
	Login         time.Duration // from there to the first prompt
	Silence       time.Duration // between two bytes of an answer
	Configuration time.Duration // likewise, while the configuration is rendered
	Device        time.Duration // everything
}

// The shortest and the longest time that can be stated. A packet that is lost costs a second or more.
const (
	minTimeout = 100 * time.Millisecond
	maxTimeout = time.Hour
)

// timeouts reads {login: 60s, …}.
func timeouts(n yamlfile.Node) Timeouts {
	var t Timeouts
	m := n.Map("connect", "handshake", "login", "silence", "configuration", "device", "run")
	for _, p := range m.Pairs() {
		field := t.field(p.Key)
		if field == nil {
			p.Value.Problemf("use --deadline", "run: the time of a whole run is no device's")
			continue
		}
		if d, ok := p.Value.Duration(minTimeout, maxTimeout); ok {
			*field = d
		}
	}
	return t
}

func (t *Timeouts) field(key string) *time.Duration {
	switch key {
	case "connect":
		return &t.Connect
	case "handshake":
		return &t.Handshake
	case "login":
		return &t.Login
	case "silence":
		return &t.Silence
	case "configuration":
		return &t.Configuration
	case "device":
		return &t.Device
	}
	return nil
}

// over returns t where it states something, else other, key by key.
func (t Timeouts) over(other Timeouts) Timeouts {
	pick := func(a, b time.Duration) time.Duration {
		if a != 0 {
			return a
		}
		return b
	}
	return Timeouts{
		Connect:       pick(t.Connect, other.Connect),
		Handshake:     pick(t.Handshake, other.Handshake),
		Login:         pick(t.Login, other.Login),
		Silence:       pick(t.Silence, other.Silence),
		Configuration: pick(t.Configuration, other.Configuration),
		Device:        pick(t.Device, other.Device),
	}
}
