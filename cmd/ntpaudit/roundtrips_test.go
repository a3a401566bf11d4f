package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/lab"
)

// rendering is how long a device takes to render its configuration: the least of the 1 to 30 s of real ones.
const rendering = time.Second

// What an audit by the baseline costs in round trips, from the TCP connection to the last answer: eight to the first prompt. IOS takes
// all lines in two flights; the line for the startup configuration is typed while the device renders the running one, and waited for by
// itself nowhere. NX-OS and IOS-XR echo what is typed ahead of them, so that each line of theirs waits for the prompt.
func TestRoundTripsOfAnAudit(t *testing.T) {
	want := map[string]int{"cisco_ios": 10, "cisco_iosxe": 10, "cisco_nxos": 18, "cisco_iosxr": 21}
	const each = 3 // what this machine holds up costs more: the least counts
	spec := lab.Spec{Truth: hoursOff, Seed: 11, Servers: referenceServers()}
	for _, platform := range audited() {
		for i := range each {
			spec.Devices = append(spec.Devices, lab.DeviceSpec{Name: fmt.Sprintf("%s-%d", platform, i+1), Platform: platform, NTP: honestSources(),
				Path: lopsided(campusPath), ConfigDelay: rendering})
		}
	}
	trial := try(t, spec)
	for _, platform := range audited() {
		var spent []int
		for i := range each {
			counted, err := trial.Counters(fmt.Sprintf("%s-%d", platform, i+1))
			if err != nil {
				t.Fatal(err)
			}
			spent = append(spent, counted.RoundTrips)
			t.Logf("%s: %d round trips, %q", platform, counted.RoundTrips, counted.Commands)
		}
		if least := slices.Min(spent); least != want[platform] {
			t.Errorf("%s: %d round trips, want %d", platform, least, want[platform])
		}
	}
}
