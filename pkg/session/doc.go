// Package session asks one device over SSH, read-only, in as few round trips as possible, and stamps what it hears.
//
//	asker, err := session.New(session.Config{Timeline: timeline.Start(), Platforms: platforms.All(), HostKeys: …})
//	answered := asker.Ask(ctx, session.Request{Device: device, Kinds: kinds})
//
// What is asked for kinds of facts, and how a terminal is, it takes from the platform that it is handed for the device. Only exact
// lines of that platform are ever sent.
//
// An Ask never fails: how far it came is the Outcome, and why no further is the Error, of what it returns.
//
// # Round trips
//
// A round trip is the unit of cost. Six lead to the login (TCP, version, key exchange, service,
// "none", password), one opens the channel, and one brings the first prompt, because the terminal and the
// shell are requested without waiting. The first flight then writes several commands at once, reads
// their answers, and learns the exact prompt from the echo of its first command: a banner
// may hold lines that look like a prompt, but none that is followed by our echo. Once the
// device is known to have turned its pager off, a second flight asks the rest. IOS takes ten round trips so, and one for each
// further reading of its clock. What does not fit into a flight is typed once the device has read that, while it is at work on its
// last line, the configuration: that costs a round trip only where this is rendered in less.
//
// A terminal that echoes what is typed ahead before its prompt has come (NX-OS, IOS-XR) is asked a line at a time: text and newline
// in one write, and a round trip for each. To the eight up to its prompt that adds two lines for the terminal, and those that ask.
//
// # What the device is
//
// "show version" is always asked, where it costs no round trip of its own or, line by line, before the others. The answer decides:
// the session goes on as what it names, and keeps what was answered; what it does not know it asks nothing more. A device whose
// platform is "auto" is sent no more than "terminal length 0" before.
//
// # What scrapligo does
//
// It opens and closes the session over our transport, and writes to it. It does not read: its readers poll every 250 µs (65 % of a
// core with 500 waiting sessions), stamp nothing, know no context, match prompts and echoes loosely, and want the prompt as a
// regular expression, which not every prompt of a device can be made into. So the transport keeps the bytes, and whether in flights
// or a line at a time, prompts and echoes are found in them as bytes, under one set of deadlines and limits.
//
// # What a device can do
//
// Whatever it sends, at whatever stage, costs its own session and no other: each session, and each goroutine of one, runs
// behind a shield that makes a panic the outcome of that device. Every wait ends, every answer is bounded, and what a session
// costs is linear in what the device sends.
package session
