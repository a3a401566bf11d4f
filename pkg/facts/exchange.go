package facts

import (
	"strconv"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// readExchange turns a saved exchange into one that can be measured. ok is false where there is no reply, or
// where saved fields are not what they should be.
func readExchange(x snapshot.Exchange, granularity time.Duration) (e measure.Exchange, ok bool) {
	if x.Reply == nil || !sane(x.Sent, x.Received) {
		return e, false
	}
	r, hex := x.Reply, hexReader{ok: true}
	e = measure.Exchange{
		Sent: x.Sent, Received: x.Received + granularity,
		Nonce: hex.timestamp(x.Origin),
		Header: measure.Header{
			Leap: r.Leap, Version: r.Version, Mode: r.Mode, Stratum: r.Stratum, Poll: r.Poll, Precision: r.Precision,
			RootDelay: measure.Short(r.RootDelay), RootDispersion: measure.Short(r.RootDispersion),
			RefID:     uint32(hex.number(r.RefID, 32)),
			Reference: hex.timestamp(r.Reference), Origin: hex.timestamp(r.Origin),
			Receive: hex.timestamp(r.Receive), Transmit: hex.timestamp(r.Transmit),
		},
	}
	return e, hex.ok
}

// hexReader reads hexadecimal numbers and remembers whether all were.
type hexReader struct{ ok bool }

func (h *hexReader) number(digits string, bits int) uint64 {
	n, err := strconv.ParseUint(digits, 16, bits)
	h.ok = h.ok && err == nil
	return n
}

func (h *hexReader) timestamp(digits string) measure.Timestamp {
	return measure.Timestamp(h.number(digits, 64))
}

// longestRun bounds stamps: evidence comes from files, and a stamp must not overflow what is computed from it.
const longestRun = 10 * 365 * 24 * time.Hour

// sane reports whether stamps are in order and within a run.
func sane(stamps ...snapshot.Stamp) bool {
	last := snapshot.Stamp(0)
	for _, s := range stamps {
		if s < last || s > longestRun {
			return false
		}
		last = s
	}
	return true
}

// refIDText is a reference identifier as people read it: an ASCII code at stratum 0 and 1, else a dotted quad, which
// may be the hash of an IPv6 address (RFC 5905 §7.3).
func refIDText(stratum int, id uint32) string {
	b := [4]byte{byte(id >> 24), byte(id >> 16), byte(id >> 8), byte(id)}
	if stratum > 1 {
		return quad(b)
	}
	code := strings.TrimRight(string(b[:]), "\x00")
	for _, c := range []byte(code) {
		if c < ' ' || c > '~' {
			return quad(b)
		}
	}
	return code
}

func quad(b [4]byte) string {
	parts := make([]string, len(b))
	for i, n := range b {
		parts[i] = strconv.Itoa(int(n))
	}
	return strings.Join(parts, ".")
}
