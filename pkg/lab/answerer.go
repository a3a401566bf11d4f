package lab

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// answerer makes the NTP answers of one clock.
type answerer struct {
	clock *clock
	view  func(at time.Time) ntpView
	off   func() bool // nil: never
	keys  []KeySpec
	fault NTPFault
	after int // queries answered well before the fault begins
	seed  uint64

	mu      sync.Mutex
	answers int
}

// ntpView is what an NTP process says of itself at one moment.
type ntpView struct {
	leap      int
	stratum   int // 16: unsynchronized
	refID     string
	rootDelay time.Duration
	rootDisp  time.Duration
	reference time.Time // of its own clock; zero: never
	precision int
}

// timeSource is whatever a device can take time from: a server of the lab, or another device.
type timeSource interface {
	ntpView(at time.Time, depth int) ntpView
	shows(at time.Time) time.Time
	holds(key sharedKey) bool
	admits(c ntpClient) bool
	answersNTP() bool
}

// answer returns the datagrams that a query gives rise to: none, one, or two. The query arrived at a moment of the
// lab's UTC; departure is read when everything else is ready.
func (a *answerer) answer(request []byte, arrived time.Time, departure func() time.Time) [][]byte {
	q, err := parseQuery(request)
	fault := a.current()
	if err != nil || fault == NTPSilent || a.off != nil && a.off() || !a.accepts(q) {
		return nil
	}
	p := a.packet(q, arrived)
	p.transmit = ntpTime(a.clock.at(departure()))
	applyFault(&p, fault)
	reply := p.marshal()
	if q.mac != nil {
		if reply, err = a.keys[a.verifying(q)].signed(reply, len(q.mac)); err != nil {
			return nil
		}
	}
	return a.datagrams(fault, p, reply)
}

// current is the fault of this answer.
func (a *answerer) current() NTPFault {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answers++
	if a.answers <= a.after {
		return NTPHealthy
	}
	return a.fault
}

// accepts reports whether a query deserves an answer: a signature that cannot be verified is met with silence, as by
// chrony and ntpd.
func (a *answerer) accepts(q query) bool {
	return q.mac == nil || a.verifying(q) >= 0
}

// verifying is the place of the key that a query is signed with, -1 where it is none of the keys.
func (a *answerer) verifying(q query) int {
	return slices.IndexFunc(a.keys, func(k KeySpec) bool { return k.verifies(q) })
}

func (a *answerer) packet(q query, arrived time.Time) packet {
	v := a.view(arrived)
	p := packet{
		leap: v.leap, version: q.version, mode: modeServer,
		stratum: v.stratum, poll: q.poll, precision: int8(v.precision),
		rootDelay: v.rootDelay, rootDisp: v.rootDisp, refID: refIDBytes(v.refID),
		origin:  q.transmit,
		receive: ntpTime(a.clock.at(arrived)),
	}
	if q.mode == modeSymmetricActive {
		p.mode = modeSymmetricPassive
	}
	if !v.reference.IsZero() {
		p.reference = ntpTime(v.reference)
	}
	if v.stratum >= 16 { // RFC 5905 §7.3: stratum 16 goes on the wire as 0
		p.leap, p.stratum = leapUnsynchronized, 0
	}
	return p
}

// signed appends a MAC as long as that of the query.
func (k KeySpec) signed(reply []byte, length int) ([]byte, error) {
	mac, err := k.sign(reply)
	if err != nil {
		return nil, err
	}
	id := k.ID
	reply = append(reply, byte(id>>24), byte(id>>16), byte(id>>8), byte(id))
	return append(reply, mac[:min(length, len(mac))]...), nil
}

// ntpSecond and ntpHour are differences of 64-bit NTP timestamps.
const (
	ntpSecond = uint64(1) << 32
	ntpHour   = 3600 * ntpSecond
)

func applyFault(p *packet, fault NTPFault) {
	switch fault {
	case NTPWrongOrigin:
		p.origin++
	case NTPZeroTransmit:
		p.transmit = 0
	case NTPWrongMode:
		p.mode = modeClient
	case NTPUnsynchronized:
		p.leap, p.stratum, p.refID = leapUnsynchronized, 0, refIDBytes("INIT")
	case NTPKoDRate:
		p.kiss("RATE")
	case NTPKoDDeny:
		p.kiss("DENY")
	case NTPKoDRestrict:
		p.kiss("RSTR")
	case NTPFuture:
		p.reference = p.transmit + 24*ntpHour
	case NTPStale:
		p.reference = p.transmit - 48*ntpHour
	case NTPReceiveOutside:
		p.receive = p.transmit + ntpHour
	}
}

// kiss makes the packet a kiss-o'-death (RFC 5905 §7.4).
func (p *packet) kiss(code string) {
	p.leap, p.stratum, p.refID = leapUnsynchronized, 0, refIDBytes(code)
}

// shortAnswer is less than an NTP header.
const shortAnswer = 12

func (a *answerer) datagrams(fault NTPFault, p packet, reply []byte) [][]byte {
	switch fault {
	case NTPShort:
		return [][]byte{reply[:shortAnswer]}
	case NTPDuplicate:
		return [][]byte{reply, reply}
	case NTPGarbage:
		return [][]byte{garbage(a.seed, len(reply))}
	case NTPSpoofFirst:
		forged := p
		forged.origin ^= 0xdeadbeef // whoever is off the path cannot know it
		forged.receive += ntpHour
		forged.transmit += ntpHour
		return [][]byte{forged.marshal(), reply}
	}
	return [][]byte{reply}
}

// garbage is n bytes that look like nothing, the same for the same seed.
func garbage(seed uint64, n int) []byte {
	rng := rand.New(rand.NewPCG(seed, 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}
