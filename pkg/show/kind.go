package show

// Kind names a group of facts that a check can need.
type Kind string

// The kinds that commands tell.
const (
	KindClock        Kind = "clock"
	KindStatus       Kind = "ntp status"
	KindAssociations Kind = "ntp associations"
	KindDetail       Kind = "ntp associations detail"
	KindConfig       Kind = "configuration"
	KindVersion      Kind = "version"
	KindPKI          Kind = "certificates"
	KindStartup      Kind = "startup configuration"
)

// The kinds that stand within the answers of others, and that a platform may leave out: see [Untold].
const (
	KindAuthority    Kind = "authority of the clock"                    // the flag before the time
	KindSync         Kind = "the device's word that it is synchronized" // and not only that it follows a source
	KindPeerOffsets  Kind = "offsets of the sources"
	KindPeerAge      Kind = "age of the sources' last answers"
	KindFalsetickers Kind = "falsetickers" // which sources the device itself takes for wrong
	KindSelfReport   Kind = "the device's own offset"
	KindCalendar     Kind = "calendar"
	KindDebugStamps  Kind = "stamps of debug messages"
	KindSNTP         Kind = "servers of SNTP"
)

// Untold is a kind of fact that a platform never tells. Where it cannot have it, such as a calendar, what is asked of it
// does not apply; else it exists, and is not known.
type Untold struct {
	Kind   Kind
	Has    bool   // it exists, and is not told
	Reason string // a clause: "NX-OS prints no offset of a source"
}

// Gap is a kind of fact that is missing, and why.
type Gap struct {
	Kind    Kind
	Command string // whose answer would have told it
	Reason  string // empty: the command was not answered
	// Inapplicable: this device cannot have it, unlike others of its platform. What is asked of it does not apply.
	Inapplicable bool
}
