package session

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// A device whose first command had to wait for its AAA servers may be silent for longer from then on, which the report says.
func TestSlowAuthorization(t *testing.T) {
	for took, want := range map[time.Duration]time.Duration{
		5 * time.Second: 10 * time.Second, 7 * time.Second: 21 * time.Second, 15 * time.Second: 45 * time.Second,
	} {
		s := &shell{device: &snapshot.Device{}, limits: DefaultLimits()}
		sent := snapshot.Stamp(time.Minute)
		done := sent + took
		s.keep(snapshot.Answer{Command: ios.TerminalLength, Sent: sent, Done: &done})
		if s.limits.Silence != want || s.limits.Configuration != max(want, 30*time.Second) {
			t.Errorf("after %s: silence %s, %s for the configuration", took, s.limits.Silence, s.limits.Configuration)
		}
		if raised := want > 10*time.Second; raised != (len(s.device.Notes) == 1) {
			t.Errorf("after %s: notes %q", took, s.device.Notes)
		}
		later := done + time.Minute // a configuration takes long for other reasons
		s.keep(snapshot.Answer{Command: ios.ShowTimeConfig, Sent: done, Done: &later})
		if s.limits.Silence != want {
			t.Errorf("a later command changed the silence to %s", s.limits.Silence)
		}
	}
}

// A login that took long is told from one that did not.
func TestSlowLoginIsFollowedByPatience(t *testing.T) {
	s := &shell{device: &snapshot.Device{}, limits: DefaultLimits()}
	s.adapt("the login", 300*time.Millisecond)
	s.adapt("the login", 12*time.Second)
	if s.limits.Silence != 36*time.Second || len(s.device.Notes) != 1 {
		t.Errorf("silence %s, notes %q", s.limits.Silence, s.device.Notes)
	}
}
