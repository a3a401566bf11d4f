// Package lab is a simulated fleet on loopback: Cisco IOS, NX-OS and IOS-XR over real SSH, and NTP over real UDP.
//
// Every clock in it is known, so that what an audit finds can be held against the truth. The lab
// knows nothing of the program that audits it: formats and behaviour of each operating system are written
// down a second time on purpose, so that a mistake in a parser cannot hide in the simulator.
//
// What an operating system shows, how its configuration is edited, and how its command line behaves is a personality:
// one value beside the device, which has the clock, the NTP engine, the SSH server and the faults. The engine is the
// same for all: keys by number, type and secret, access groups, VRFs and source interfaces decide what is heard, by the
// device and by who takes time from it, and a line that is typed changes that at once. An access group whose list is not
// defined permits everything (what IOS does then is not verified). The member of an HSRP, VRRP or GLBP group that answers
// is the one whose interface is up with the highest priority, the first of the specification among equals; as on a
// device, it does not matter to the group whether that member's NTP works.
//
// What runs and what is saved are two configurations, as on a device: what is entered acts at once, and is saved by a command
// alone. DeviceSpec.Startup is what is saved at the start.
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
