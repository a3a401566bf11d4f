package ntpquery

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// recorder takes stamps and bytes while beevik/ntp talks to a server: that library returns no fields of a reply that it
// refuses, and here a refused reply is evidence.
type recorder struct {
	timeline *timeline.Timeline
	stamps   []snapshot.Stamp // before the request is written, after the reply is read
	nonce    uint64
	reply    []byte
}

// now is the clock that the library is given: a wall clock that runs as the timeline does.
func (r *recorder) now() time.Time {
	at := r.timeline.Now()
	r.stamps = append(r.stamps, at)
	return r.timeline.Origin().Add(at)
}

const (
	headerSize      = 48 // RFC 5905 figure 8
	pollOffset      = 2
	precisionOffset = 3
	originOffset    = 24
	transmitOffset  = 40
)

// ProcessQuery notes the random transmit timestamp of the request.
func (r *recorder) ProcessQuery(request *bytes.Buffer) error {
	if request.Len() < headerSize {
		return errors.New("the request is shorter than an NTP header")
	}
	r.nonce = binary.BigEndian.Uint64(request.Bytes()[transmitOffset:])
	return nil
}

// answered reports whether a datagram is the reply to the request: it returns the number that only the server was told.
func (r *recorder) answered(reply []byte) bool {
	return len(reply) >= headerSize && binary.BigEndian.Uint64(reply[originOffset:]) == r.nonce
}

// ProcessResponse keeps the header of the reply before the library judges it.
func (r *recorder) ProcessResponse(reply []byte) error {
	if len(reply) < headerSize {
		return fmt.Errorf("the reply has %d bytes, less than an NTP header; it comes from something else", len(reply))
	}
	r.reply = bytes.Clone(reply[:headerSize])
	return computable(r.reply)
}

// computable keeps from the library what it cannot compute with: it shifts a second by the poll interval and by the
// precision, and has no positive counterpart of −128 in their 8 bits. All other fields it only compares, or adds
// with saturation.
func computable(header []byte) error {
	const impossible = 0x80
	switch {
	case header[pollOffset] == impossible:
		return errors.New("the reply states a poll interval of 2^-128 s, which NTP does not have")
	case header[precisionOffset] == impossible:
		return errors.New("the reply states a precision of 2^-128 s, which no NTP timestamp has")
	}
	return nil
}

func (r *recorder) exchange() snapshot.Exchange {
	var x snapshot.Exchange
	if r.nonce != 0 {
		x.Origin = timestamp(r.nonce)
	}
	if len(r.stamps) == 0 {
		x.Sent = r.timeline.Now()
		return x
	}
	x.Sent = r.stamps[0]
	if r.reply != nil && len(r.stamps) > 1 {
		x.Received, x.Reply = r.stamps[1], parse(r.reply)
	}
	return x
}

func timestamp(v uint64) string { return fmt.Sprintf("%016x", v) }

// parse takes a header apart (RFC 5905 figure 8).
func parse(b []byte) *snapshot.Reply {
	be := binary.BigEndian
	return &snapshot.Reply{
		Leap:           int(b[0] >> 6),
		Version:        int(b[0] >> 3 & 7),
		Mode:           int(b[0] & 7),
		Stratum:        int(b[1]),
		Poll:           int(int8(b[pollOffset])),
		Precision:      int(int8(b[precisionOffset])),
		RootDelay:      be.Uint32(b[4:]),
		RootDispersion: be.Uint32(b[8:]),
		RefID:          fmt.Sprintf("%08x", be.Uint32(b[12:])),
		Reference:      timestamp(be.Uint64(b[16:])),
		Origin:         timestamp(be.Uint64(b[24:])),
		Receive:        timestamp(be.Uint64(b[32:])),
		Transmit:       timestamp(be.Uint64(b[40:])),
	}
}

const modeServer = 4

// kissCode is the code by which a server answers instead of giving the time. Only a reply to our own request counts:
// a forged one could silence a server.
func kissCode(x snapshot.Exchange) string {
	r := x.Reply
	if r == nil || r.Stratum != 0 || r.Mode != modeServer || r.Origin != x.Origin {
		return ""
	}
	code, err := hex.DecodeString(r.RefID)
	if err != nil {
		return ""
	}
	return string(code)
}
