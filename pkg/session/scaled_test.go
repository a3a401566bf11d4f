package session

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// The limits of a device scale with all that it has, down to where a lost packet would lose it.
func TestScaledLimits(t *testing.T) {
	const s = time.Second
	for device, want := range map[time.Duration]Limits{
		40 * s:  {Connect: 5 * s, Handshake: 10 * s, Login: 30 * s, Silence: 10 * s, Configuration: 30 * s, Device: 40 * s},
		120 * s: {Connect: 15 * s, Handshake: 30 * s, Login: 90 * s, Silence: 30 * s, Configuration: 90 * s, Device: 120 * s},
		4 * s:   {Connect: 2 * s, Handshake: 2 * s, Login: 3 * s, Silence: 2 * s, Configuration: 3 * s, Device: 4 * s},
		1 * s:   {Connect: s, Handshake: s, Login: s, Silence: s, Configuration: s, Device: s},
		0:       DefaultLimits(),
	} {
		got := DefaultLimits().Scaled(device)
		want.Turn, want.Hold = got.Turn, got.Hold
		want.AnswerBytes, want.ConfigBytes, want.TotalBytes = got.AnswerBytes, got.ConfigBytes, got.TotalBytes
		if got != want {
			t.Errorf("--timeout %s: %+v, want %+v", device, got, want)
		}
	}
}

// What an inventory states holds, and is not cut by all that the device has unless that is stated as well.
func TestStatedLimits(t *testing.T) {
	const s = time.Second
	got := DefaultLimits().with(inventory.Timeouts{Login: 60 * s, Silence: 5 * s, Configuration: 45 * s})
	if got.Login != 60*s || got.Silence != 5*s || got.Configuration != 45*s || got.Connect != 5*s || got.Device != (40+30+15)*s {
		t.Errorf("%+v", got)
	}
	if got := DefaultLimits().with(inventory.Timeouts{Login: 60 * s, Device: 20 * s}); got.Device != 20*s {
		t.Errorf("%+v", got)
	}
}
