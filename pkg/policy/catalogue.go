package policy

import "slices"

// catalogue is the ids of all checks of the first edition, in the order in which people read them.
// An id is stable for ever, so that a policy may name a check that this build does not have.
var catalogue = []string{
	"clock-offset", "clock-set", "clock-zone", "clock-summer-time", "clock-step", "clock-calendar", "clock-recovery",
	"ntp-enabled", "ntp-synchronized", "ntp-consistent", "ntp-stratum", "ntp-sources", "ntp-reach", "ntp-peer-offset", "ntp-fresh",
	"ntp-approved", "ntp-designated", "ntp-falseticker", "ntp-self-report",
	"ntp-loop", "ntp-island", "ntp-redundancy", "ntp-single-point", "ntp-virtual", "ntp-hierarchy", "ntp-master", "ntp-served",
	"ntp-authentication", "ntp-access", "ntp-control", "ntp-source-interface",
	"timestamps-log", "timestamps-debug", "timestamps-zone", "timestamps-labels", "log-ordering",
	"pki-validity",
	"device-platform", "config-saved",
}

// CheckIDs are the ids of all checks of the first edition, in the order of the catalogue.
func CheckIDs() []string { return slices.Clone(catalogue) }
