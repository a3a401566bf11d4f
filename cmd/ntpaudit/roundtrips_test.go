package main

import (
	"fmt"
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/lab"
)

// What an audit by the baseline costs in round trips, from the TCP connection to the last answer. IOS takes all lines in three
// flights, of which the last, for the startup configuration, is typed while the device renders the running one: it costs a round trip
// only of a lab that renders it in no time. NX-OS and IOS-XR echo what is typed ahead of them, so that each line of theirs waits for
// the prompt: eight to the first prompt, and one for each line.
func TestRoundTripsOfAnAudit(t *testing.T) {
	want := map[string]int{"cisco_ios": 11, "cisco_iosxe": 11, "cisco_nxos": 18, "cisco_iosxr": 21}
	const each = 3 // what this machine holds up costs more: the least counts
	spec := lab.Spec{Truth: hoursOff, Seed: 11, Servers: referenceServers()}
	for _, platform := range audited() {
		for i := range each {
			spec.Devices = append(spec.Devices, lab.DeviceSpec{Name: fmt.Sprintf("%s-%d", platform, i+1), Platform: platform, NTP: honestSources()})
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
