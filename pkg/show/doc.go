// Package show holds what devices of any platform show, as typed rows: their clock, NTP status and sources,
// configuration, version and certificates. It holds types only; a platform reads them, and everything behind it
// knows nothing else of a platform.
//
// Numbers keep the sign and meaning that the device prints (an offset is peer − local), an absent value is nil and
// never 0, and a line that was not understood stands in Unparsed as it was printed. The names in JSON are those that
// "ntpaudit parse" prints.
package show
