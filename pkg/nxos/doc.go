// Package nxos reads what Cisco NX-OS prints: show clock, show ntp peer-status, show ntp peers, show ntp status, show
// version, show crypto ca certificates and the time lines of the configuration, and writes changes in its grammar. See [Platform].
//
// NX-OS tells less than IOS: "show ntp status" is about the distribution of the configuration and not about the clock, and
// the table of the sources holds no offset, no dispersion and no age. What it does not print is nil, and listed in
// [platform.Platform] as never told; whether the clock is synchronized is concluded from the table as a whole.
//
// Every parser takes the text as a terminal captured it; prompts, echoes, pager residue and log messages between the lines
// are skipped. Tables are read by tokens and never by columns, as an 80 column terminal folds their rows: a session has to
// send [TerminalWidth] before anything else.
package nxos
