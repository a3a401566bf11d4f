package session

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// What took more than half of the silence allowed is waited for three times as long, which the report says.
func TestPatience(t *testing.T) {
	for took, want := range map[time.Duration]time.Duration{
		300 * time.Millisecond: 10 * time.Second, 5 * time.Second: 10 * time.Second, 7 * time.Second: 21 * time.Second, 15 * time.Second: 45 * time.Second,
	} {
		s := &shell{device: &snapshot.Device{}, limits: DefaultLimits()}
		s.adapt("the login", took)
		if s.limits.Silence != want || s.limits.Configuration != max(want, 30*time.Second) {
			t.Errorf("after %s: silence %s, %s for the configuration", took, s.limits.Silence, s.limits.Configuration)
		}
		if raised := want > 10*time.Second; raised != (len(s.device.Notes) == 1) {
			t.Errorf("after %s: notes %q", took, s.device.Notes)
		}
	}
}
