package policy

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// What a setting may be. The bounds of limits keep out slips of the unit and nothing else.
const (
	shortestOffset = time.Microsecond
	longestOffset  = 24 * time.Hour
	longestSettle  = 24 * time.Hour
	maxStratum     = 15   // RFC 5905 §7.3: 16 is unsynchronized
	mostPolls      = 1000 // at poll 1024 s, twelve days
	mostSources    = 64   // NX-OS configures at most 64 servers and peers; IOS fewer in practice
	mostClients    = 1e6  // no server has as many clients among devices that one audit reaches
	highestLevel   = 2    // CIS has levels 1 and 2
)

// fields are all settings: where each stands in a file, what it may be, where it stands in the Policy, and what an
// editor says of it. Reading, defaults, the canonical form and so the digest, what extends and overrides change, and the
// schema follow from these rows and from nothing else.
//
// A new limit is a row here and its field in the Policy. Limits, like sources and authentication, hold as in baseline where
// a policy does not state them, so baseline states its value; "make golden" writes the schema and the canonical forms.
var fields = table{
	setting("limits.clock_offset", limits(offset, rising), func(p *Policy) *[]Limit { return &p.ClockOffset },
		"How far the clock may be off, either way."),
	graded("limits.peer_offset", limits(offset, rising), func(p *Policy) (*time.Duration, *[]Limit) { return &p.PeerOffset, &p.Graded.PeerOffset },
		"How far the device may be from its own source, beyond half of the path's delay."),
	graded("limits.stratum", limits(whole(1, maxStratum), rising), func(p *Policy) (*int, *[]LimitOf[int]) { return &p.Stratum, &p.Graded.Stratum },
		"Highest acceptable stratum."),
	graded("limits.reach", limits(share, falling), func(p *Policy) (*float64, *[]LimitOf[float64]) { return &p.Reach, &p.Graded.Reach },
		"Share of the last eight polls that the selected source must have answered."),
	graded("limits.fresh_polls", limits(whole(1, mostPolls), rising), func(p *Policy) (*int, *[]LimitOf[int]) { return &p.FreshPolls, &p.Graded.FreshPolls },
		"Polls after which the last update is stale."),
	setting("limits.settle", duration(0, longestSettle), func(p *Policy) *time.Duration { return &p.Settle },
		"Time after a start in which NTP is settling and not judged."),
	setting("limits.clients", whole(1, mostClients), func(p *Policy) *int { return &p.Clients },
		"Audited devices that may take time from one server directly."),
	setting("limits.log_ordering", unlessZero(offset), func(p *Policy) *time.Duration { return &p.LogOrdering },
		"How far apart two log lines of different devices may be and still not tell which came first. The check log-ordering needs it."),

	byKind("sources.min", whole(0, mostSources), nil, func(p *Policy) (*int, *[]OfKind[int]) { return &p.Sources.Min, &p.Sources.MinByKind },
		"How many must be configured."),
	setting("sources.usable", unlessZero(whole(1, mostSources)), func(p *Policy) *int { return &p.Sources.Usable },
		"How many of them must be usable: never more than min, and min where it is not stated."),
	setting("sources.approved", set(inventory.ValidHost, hostSchema), func(p *Policy) *[]string { return &p.Sources.Approved },
		"Addresses or names. Empty: any."),
	setting("sources.designated", set(validDesignated, object{"type": "string", "minLength": 1, "examples": []string{"tag:timeserver"}}), func(p *Policy) *[]string { return &p.Sources.Designated },
		"The servers that all other devices take time from: names of devices, tag:x, or addresses."),
	setting("sources.external", set(inventory.ValidHost, hostSchema), func(p *Policy) *[]string { return &p.Sources.External },
		"Addresses or names outside the network that the designated servers take time from."),
	setting("sources.regions", oneOf(option[bool]{"any", false}, option[bool]{"manual", true}), func(p *Policy) *bool { return &p.Sources.Regions },
		"manual: sources in different regions are asked for, which only a person can tell."),

	setting("timestamps.log.datetime", want, func(p *Policy) *Want { return &p.Log.Datetime }, ""),
	setting("timestamps.log.zone", want, func(p *Policy) *Want { return &p.Log.Zone }, ""),
	setting("timestamps.log.msec", want, func(p *Policy) *Want { return &p.Log.Msec }, ""),
	setting("timestamps.log.year", want, func(p *Policy) *Want { return &p.Log.Year }, ""),
	setting("timestamps.debug.datetime", want, func(p *Policy) *Want { return &p.Debug.Datetime }, ""),
	setting("timestamps.debug.zone", want, func(p *Policy) *Want { return &p.Debug.Zone }, ""),
	setting("timestamps.debug.msec", want, func(p *Policy) *Want { return &p.Debug.Msec }, ""),
	setting("timestamps.debug.year", want, func(p *Policy) *Want { return &p.Debug.Year }, ""),

	timezone("timezone", func(p *Policy) *string { return &p.Timezone },
		"IANA name. The timezone of a device in the inventory goes before it."),

	setting("authentication.required", boolean, func(p *Policy) *bool { return &p.Authentication.Required }, ""),
	setting("authentication.consistent", boolean, func(p *Policy) *bool { return &p.Authentication.Consistent },
		"Half configured fails."),
	setting("authentication.symmetric", boolean, func(p *Policy) *bool { return &p.Authentication.Symmetric },
		"Peers must be authenticated, whatever required says."),
	setting("authentication.broadcast", boolean, func(p *Policy) *bool { return &p.Authentication.Broadcast },
		"Broadcast and multicast servers must be authenticated, whatever required says."),
	byKind("authentication.algorithms", algorithms, new([]string), func(p *Policy) (*[]string, *[]OfKind[[]string]) {
		return &p.Authentication.Algorithms, &p.Authentication.ByKind
	}, ""),
	byKind("authentication.permanent", set(validAlgorithm, reference("algorithm")), new([]string), func(p *Policy) (*[]string, *[]OfKind[[]string]) {
		return &p.Authentication.Permanent, &p.Authentication.PermanentByKind
	}, "Algorithms that are a finding for good: no configuration mends it, and only a waiver excuses it."),

	setting("source_interface.allow", set(validGlob, interfaceSchema), func(p *Policy) *[]string { return &p.Interface.Allow },
		"Names or globs. Empty: any."),
	setting("source_interface.switch_without_loopback", oneOf(word("fail"), word("manual"), word("not_applicable")),
		func(p *Policy) *string { return &p.Interface.SwitchWithoutLoopback }, ""),

	setting("references.min", whole(0, mostSources), func(p *Policy) *int { return &p.References.Min }, ""),
	setting("references.traceable", textOrAny, func(p *Policy) *string { return &p.References.Traceable },
		"Label that the inventory gives a reference, or any."),

	setting("level", unlessZero(whole(1, highestLevel)), func(p *Policy) *int { return &p.BenchmarkLevel }, ""),
	levels("levels"),
	editions("editions"),
	checks("checks"),
}
