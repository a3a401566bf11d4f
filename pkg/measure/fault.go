package measure

import (
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Fault is a reason why a reply, or a server, is not used.
type Fault string

// Faults of a reply that make its timestamps worthless.
const (
	OriginMismatch  Fault = "origin mismatch"
	WrongMode       Fault = "wrong mode"
	WrongVersion    Fault = "wrong version"
	NoReceiveTime   Fault = "no receive time"
	NoTransmitTime  Fault = "no transmit time"
	TickedBackwards Fault = "ticked backwards"
	ImpossibleTrip  Fault = "impossible round trip"
	WrongPoll       Fault = "wrong poll interval"
	WrongPrecision  Fault = "wrong precision"
	Refused         Fault = "refused"
	WrongMAC        Fault = "wrong MAC"
)

// Faults that leave the timestamps what they are, the server's clock, but bar it from being a reference.
const (
	Unsynchronized Fault = "unsynchronized"
	LeapAlarm      Fault = "leap alarm"
	HighStratum    Fault = "high stratum"
	NeverUpdated   Fault = "never updated"
	FutureUpdate   Fault = "future update"
	OldUpdate      Fault = "old update"
	FreeRunning    Fault = "free running"
	TooDistant     Fault = "too distant"
	Unbounded      Fault = "unbounded"
)

// Faults of a server that no single reply shows.
const (
	NoAnswer       Fault = "no answer"
	AuditedDevice  Fault = "audited device"
	FollowsAudited Fault = "follows an audited device"
	Contradictory  Fault = "contradictory"
)

// Sentence says what is wrong, without a subject.
func (f Fault) Sentence() string {
	switch f {
	case OriginMismatch:
		return "its reply does not answer our request (the origin timestamp differs): forged or misdirected"
	case WrongMode:
		return "its reply is not one of an NTP server (mode 4)"
	case WrongVersion:
		return "its reply is not of a version that answers ours (1 to 4)"
	case NoReceiveTime:
		return "its reply carries no receive timestamp"
	case NoTransmitTime:
		return "its reply carries no transmit timestamp"
	case TickedBackwards:
		return "it sent its reply before it received the request, by its own clock"
	case ImpossibleTrip:
		return "it held the request for longer than the whole exchange took"
	case WrongPoll:
		return "its reply states a poll interval that NTP does not have"
	case WrongPrecision:
		return "its reply states a precision that no NTP timestamp has"
	case Refused:
		return "it refused to answer (kiss code)"
	case WrongMAC:
		return "its reply is not authenticated by the configured key"
	case Unsynchronized:
		return "it says that it is not synchronized (stratum 0)"
	case LeapAlarm:
		return "it says that it is not synchronized (leap indicator 3)"
	case HighStratum:
		return "it says that it is not synchronized (stratum 16 or above)"
	case NeverUpdated:
		return "its clock was never updated (no reference timestamp)"
	case FutureUpdate:
		return "its clock was last updated in its own future"
	case OldUpdate:
		return "its clock was last updated more than a day ago"
	case FreeRunning:
		return "it follows nothing but its own clock (LOCL)"
	case TooDistant:
		return "its root distance is too large for a reference"
	case Unbounded:
		return "it does not know how far off its clock is (a root distance of 16 s or more)"
	case NoAnswer:
		return "it did not answer"
	case AuditedDevice:
		return "it is one of the audited devices"
	case FollowsAudited:
		return "it takes its time from one of the audited devices"
	case Contradictory:
		return "its replies contradict each other: its clock was stepped, or several machines share the address"
	}
	return string(f)
}

// Worthless reports whether a fault makes the timestamps of a reply meaningless, so that not even
// the offset of the server's own clock follows from them.
func (f Fault) Worthless() bool {
	return slices.Contains([]Fault{
		OriginMismatch, WrongMode, WrongVersion, NoReceiveTime, NoTransmitTime, TickedBackwards, ImpossibleTrip,
		WrongPoll, WrongPrecision, Refused, WrongMAC,
	}, f)
}

// NotAnAnswer reports whether a fault means that what came answers no request of ours, whoever sent it.
func (f Fault) NotAnAnswer() bool {
	return slices.Contains([]Fault{OriginMismatch, WrongMode, WrongVersion, NoReceiveTime, NoTransmitTime}, f)
}

const (
	modeServer    = 4 // RFC 5905 figure 10
	newestVersion = 4 // what is asked; in a version 5 the fields mean something else
)

// log2Span bounds the fields that count in powers of two seconds: an NTP timestamp has 32 bits of seconds and 32 of
// their fraction (RFC 5905 §6), and neither a poll interval nor a precision can be beyond either.
const log2Span = 32

func beyondTimestamps(log2 int) bool { return log2 < -log2Span || log2 > log2Span }

// Faults names everything that is wrong with a reply, gravest first. None: its sender may vote.
func (x Exchange) Faults(p Parameters) []Fault {
	return append(x.packetFaults(), x.serverFaults(p)...)
}

func (x Exchange) packetFaults() []Fault {
	var found []Fault
	note := func(bad bool, f Fault) {
		if bad {
			found = append(found, f)
		}
	}
	note(x.Origin != x.Nonce, OriginMismatch)
	note(x.Mode != modeServer, WrongMode)
	note(x.Version < 1 || x.Version > newestVersion, WrongVersion)
	note(x.Receive == 0, NoReceiveTime)
	note(x.Transmit == 0, NoTransmitTime)
	note(x.Stratum == 0 && !x.unsynchronizedKiss(), Refused)
	note(beyondTimestamps(x.Poll), WrongPoll)
	note(beyondTimestamps(x.Precision), WrongPrecision)
	if x.Receive != 0 && x.Transmit != 0 {
		held := x.turnaround()
		note(held < 0, TickedBackwards)
		slack := interval.AddSat(x.resolution(), rounding)
		note(interval.SubSat(held, slack) > x.Received-x.Sent, ImpossibleTrip)
	}
	return found
}

// unsynchronizedKiss: INIT and STEP (RFC 5905 figure 13) tell of a server that has no time yet, and
// ntpd sends them with its clock's timestamps. A blank code does the same. Other codes refuse.
func (h Header) unsynchronizedKiss() bool {
	return h.RefID == 0 || slices.Contains([]string{"INIT", "STEP"}, h.KissCode())
}

func (x Exchange) serverFaults(p Parameters) []Fault {
	var found []Fault
	note := func(bad bool, f Fault) {
		if bad {
			found = append(found, f)
		}
	}
	age, known := x.age()
	note(x.Stratum == 0 && x.unsynchronizedKiss(), Unsynchronized)
	note(x.Leap == leapAlarm, LeapAlarm)
	note(x.Stratum >= maxStratum, HighStratum)
	note(x.Reference == 0, NeverUpdated)
	note(known && age < 0, FutureUpdate)
	note(known && age > p.MaxRefAge, OldUpdate)
	note(x.freeRunning(), FreeRunning)
	distance := x.Distance(p.MinDistance)
	note(distance > p.MaxDistance && distance < maxDispersion, TooDistant)
	note(distance >= maxDispersion, Unbounded)
	return found
}

const (
	leapAlarm  = 3  // RFC 5905 figure 9
	maxStratum = 16 // RFC 5905 figure 11: 16 is unsynchronized, above is reserved
	// maxDispersion is what a server states that has no bound (RFC 5905 §7.2, MAXDISP): it bounds nothing, also where
	// there are no other servers.
	maxDispersion = 16 * time.Second
)

// freeRunning recognizes the local clock driver by its reference id: LOCL, or 127.127.x.x.
func (h Header) freeRunning() bool {
	return h.Stratum > 0 && (refCode(h.RefID) == "LOCL" || h.RefID>>16 == 127<<8|127)
}
