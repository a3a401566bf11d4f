// Package lab is a simulated fleet on loopback: Cisco IOS over real SSH, and NTP over real UDP.
//
// Every clock in it is known, so that what an audit finds can be held against the truth. The lab
// knows nothing of the program that audits it: formats and behaviour are those of IOS, written
// down a second time on purpose, so that a mistake in a parser cannot hide in the simulator.
//
// A lab is described by a Spec, most often read from YAML:
//
//	spec, err := lab.Load("inventory/lab.yaml")
//	fleet, err := lab.Start(ctx, spec)
//	defer fleet.Close()
//	os.WriteFile("inventory.yaml", fleet.Inventory(), 0o600)
//
// The lab's UTC is the host's monotonic clock plus a constant: it never jumps, and it may be hours away
// from the wall clock of the host (Spec.Truth). Offsets are clock − UTC: positive is ahead.
package lab
