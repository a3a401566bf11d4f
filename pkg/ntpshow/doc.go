// Package ntpshow reads what the NTP code that Cisco IOS, IOS-XE and IOS-XR share prints: "show ntp status",
// "show ntp associations" and "show ntp associations detail", of its older and its newer generation, and with it
// "show clock" and the NTP lines of their configurations.
//
// A row is taken whole or not at all. What was not understood stands in Unparsed as it was printed.
package ntpshow
