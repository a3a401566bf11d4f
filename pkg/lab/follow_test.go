package lab

import (
	"testing"
	"time"
)

// TestClocksBelowFollow: who takes time from a device is steered with it, and no one else.
func TestClocksBelowFollow(t *testing.T) {
	wrong := ClockSpec{Offset: 5 * time.Second}
	below := func(name, address, server string) DeviceSpec {
		return DeviceSpec{Name: name, Address: address, Clock: wrong, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: server}}}}
	}
	l := start(t, Spec{Servers: append(honest(), ServerSpec{Name: "liar", Address: "10.9.0.4", Offset: 5 * time.Second}), Devices: []DeviceSpec{
		below("leaf", "10.0.0.3", "10.0.0.2"), below("middle", "10.0.0.2", "10.0.0.1"), below("core", "10.0.0.1", "10.9.0.4"), below("beside", "10.0.0.4", "10.9.0.4"),
		{Name: "held", Address: "10.0.0.7", Clock: wrong, NTP: DeviceNTPSpec{Selected: "10.9.0.4", Servers: append(threePeers().Servers, PeerSpec{Address: "10.9.0.4"})}},
		below("under", "10.0.0.8", "10.0.0.7"),
		{Name: "back", Address: "10.0.0.5", Clock: wrong, NTP: DeviceNTPSpec{Servers: []PeerSpec{{Address: "10.0.0.6"}}}},
		{Name: "off", Address: "10.0.0.6", Clock: ClockSpec{Offset: time.Hour}},
	}})
	typed(t, l, "core", "no ntp server 10.9.0.4", "ntp server 10.9.0.1")
	typed(t, l, "off", "ntp server 10.9.0.1")
	typed(t, l, "held", "no ntp server 10.9.0.4")
	for name, want := range map[string]time.Duration{"core": 0, "middle": 0, "leaf": 0, "beside": 5 * time.Second, "off": 0, "back": 0, "held": 0, "under": 0} {
		if got, err := l.Truth(name, l.UTC()); err != nil || (got-want).Abs() > 10*time.Millisecond {
			t.Errorf("%s is %v off, want %v: %v", name, got, want, err)
		}
	}
}
