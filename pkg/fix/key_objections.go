package fix

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// unsharedKey reports whether a line names a key that its source is not known to share with this device.
func (m *maker) unsharedKey(s show.ServerLine) bool {
	if s.KeyAgreed != "" {
		return true
	}
	if s.Key == nil {
		return false
	}
	if m.world.shares(m.device, s.Address, *s.Key) {
		return false
	}
	now := m.configured(s)
	return now.Key == nil || *now.Key != *s.Key
}

// strangers names the sources that have a key on their line which the device does not have, and which they are not known to share.
func (m *maker) strangers(w *wish) string {
	s := &m.world.devices[m.device]
	if w.change.Verb != show.SetKey || s.keys[w.change.Key.Number] {
		return ""
	}
	var unknown []int
	for i := range s.sources {
		if x := &s.sources[i]; x.number == w.change.Key.Number && x.number != 0 && !m.world.sharesNew(m.device, x.address, w.change.Key) {
			unknown = append(unknown, i)
		}
	}
	return m.names(unknown)
}

// onlySource objects to what a line of entering may cost the only source that works: another key, and a line that has to go before
// the new one stands.
func (m *maker) onlySource(w *wish) string {
	if w.change.Verb != show.UseKey && w.change.Verb != show.SetServer {
		return ""
	}
	s, line := &m.world.devices[m.device], w.change.Server
	hit := s.working(s.meant(line))
	if len(hit) == 0 || len(s.certain()) > len(hit) {
		return ""
	}
	number := 0
	if line.Key != nil {
		number = *line.Key
	}
	if number == s.sources[hit[0]].number && line.KeyAgreed == "" && len(w.lines) == 1 {
		return ""
	}
	return fmt.Sprintf("%s is the only source that is known to work", m.names(hit))
}
