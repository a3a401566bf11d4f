// Package ios reads what Cisco IOS and IOS-XE print: show clock, show ntp …, show sntp,
// show version, show privilege, show crypto pki certificates and the time lines of the
// configuration, into typed rows.
//
// It knows formats, not policy. Numbers keep the sign and meaning that the device prints
// (an offset is peer − local), an absent value is nil and never 0, and a line that was not
// understood stands in Unparsed as it was printed: nothing is dropped in silence.
//
// Every parser takes the text as a terminal captured it. Line ends may be CRLF; echoed
// commands, prompts, pager residue, the "exec prompt timestamp" banner and log messages
// between the lines are known and skipped. A parser returns a [*show.Refusal] where the device
// printed an error instead of an answer.
//
// A capture may end anywhere. The last line without a newline is taken only where its
// format proves that it is whole (a clock line by its weekday, "… 59 sec ago." by its
// unit); a table row or a bare number there is left in Unparsed. Configuration lines prove
// nothing: [ParseConfig] takes them, and who knows that an answer was cut passes it through
// [capture.WholeLines] first.
package ios
