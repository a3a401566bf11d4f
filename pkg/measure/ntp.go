package measure

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Timestamp is an NTP timestamp: seconds since 1900 in 32.32 fixed point, modulo 2³² s (RFC 5905 §6).
// 0 means that it is not set.
type Timestamp uint64

// pivotFloor keeps a host whose clock fell back to 1970 from choosing the wrong era. It is
// when this was written; timestamps are right within 68 years of it.
var pivotFloor = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// unixEra is the NTP timestamp's seconds at the Unix epoch.
const unixEra = 2_208_988_800

// Shown is the time that the timestamp stands for, minus origin. The era is the one that puts it within
// 68 years of origin, or of when this was written, whichever is later.
func (t Timestamp) Shown(origin time.Time) time.Duration {
	pivot := origin
	if pivot.Before(pivotFloor) {
		pivot = pivotFloor
	}
	pivot = pivot.Truncate(time.Second)
	at := Timestamp(uint64(pivot.Unix()+unixEra) << 32)
	return interval.AddSat(t.sub(at), pivot.Sub(origin))
}

// sub is t − u, right where the two are within 68 years of each other, rounded to a nanosecond.
func (t Timestamp) sub(u Timestamp) time.Duration {
	diff := int64(t - u)
	seconds, fraction := diff>>32, diff&0xffffffff
	return time.Duration(seconds)*time.Second + time.Duration((fraction*int64(time.Second)+1<<31)>>32)
}

// Header is an NTP header as received.
type Header struct {
	Leap, Version, Mode, Stratum, Poll, Precision int
	RootDelay, RootDispersion                     time.Duration
	RefID                                         uint32
	Reference, Origin, Receive, Transmit          Timestamp
}

// Exchange is a request and its reply. Sent is taken before the request is written; Received after the reply
// was read, plus the granularity of the timeline.
type Exchange struct {
	Sent, Received Stamp
	Nonce          Timestamp // transmit timestamp of the request
	Header
}

// Short converts the NTP short format, seconds in 16.16 fixed point (RFC 5905 §6).
func Short(v uint32) time.Duration {
	return time.Duration((int64(v)*int64(time.Second) + 1<<15) >> 16)
}

// rounding covers the nanosecond that conversion from 32.32 fixed point can cost.
const rounding = time.Nanosecond

// resolution is 2^Precision s, the error of a timestamp that was read from such a clock, held
// between a nanosecond and the longest Duration.
func (h Header) resolution() time.Duration {
	switch {
	case h.Precision <= -30:
		return time.Nanosecond
	case h.Precision >= 33:
		return maxDuration
	case h.Precision >= 0:
		return time.Second << h.Precision
	}
	return time.Second>>-h.Precision + time.Nanosecond
}

// Reading bounds S − L, or D − L where a device was asked: it is valid whatever the delays of stamping, as the
// receive stamp is taken after arrival and the transmit stamp before departure.
func (x Exchange) Reading(origin time.Time) Reading {
	read := interval.Interval{
		Lo: interval.Point(x.Transmit.Shown(origin)).Lo,
		Hi: interval.Point(x.Receive.Shown(origin)).Hi,
	}
	return Reading{
		From: x.Sent,
		To:   x.Received,
		Diff: read.Sub(interval.Interval{Lo: x.Sent, Hi: x.Received}).Widen(interval.AddSat(x.resolution(), rounding)),
		Trip: max(0, x.Received-x.Sent-x.turnaround()),
	}
}

// turnaround is how long the server held the request.
func (x Exchange) turnaround() time.Duration { return x.Transmit.sub(x.Receive) }

// phi is the rate at which the error of a clock grows that is not updated (RFC 5905 §4, PHI).
const phi PPM = 15

// Distance is how far the server's clock may be from UTC by its own claim: root distance after RFC 5905
// §11.2, without the client's own delay, which is in the reading already.
func (h Header) Distance(floor time.Duration) time.Duration {
	age, _ := h.age()
	claimed := interval.AddSat(h.RootDelay/2, max(h.RootDispersion, phi.Over(max(0, age))))
	return max(floor, interval.AddSat(claimed, h.resolution()))
}

// age is how long ago the server's clock was last updated, by its own account.
func (h Header) age() (age time.Duration, known bool) {
	if h.Transmit == 0 || h.Reference == 0 {
		return 0, false
	}
	return h.Transmit.sub(h.Reference), true
}

// KissCode is the ASCII code of a stratum 0 reply (RFC 5905 §7.4), without trailing zeros; empty if there is none.
func (h Header) KissCode() string {
	if h.Stratum != 0 {
		return ""
	}
	return refCode(h.RefID)
}

// refCode reads a reference id as left-justified ASCII; empty if it is none.
func refCode(id uint32) string {
	code := make([]byte, 0, 4)
	for shift := 24; shift >= 0; shift -= 8 {
		b := byte(id >> shift)
		if b == 0 {
			break
		}
		if b < ' ' || b > '~' {
			return ""
		}
		code = append(code, b)
	}
	return string(code)
}
