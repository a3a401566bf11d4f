// Package session asks one Cisco IOS device over SSH, read-only, in as few round trips as
// possible, and stamps what it hears.
//
//	asker, err := session.New(session.Config{Timeline: timeline.Start(), HostKeys: …})
//	answered := asker.Ask(ctx, session.Request{Device: device, Commands: commands})
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
// device is known to have turned its pager off, a second flight asks the rest.
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
