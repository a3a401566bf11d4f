// Package iosxr reads what Cisco IOS XR prints: show clock, show ntp …, show version, show calendar, the addresses of
// interfaces and the time lines of the configuration, whole, by section or formal, into typed rows; and writes changes in
// its grammar.
//
// Before every answer but a refusal the terminal prints a stamp, "Mon Nov  5 23:22:25.521 UTC". It is older than the answer
// and has no year: it is noise, never a reading.
//
// A section of the configuration that is empty is answered with "% No such configuration item(s)", which is no refusal. A
// block is whole only if it is closed by its "!".
package iosxr
