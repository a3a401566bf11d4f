package main

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"
)

// hostileKey is what the servers of keyed modes are asked with.
const (
	hostileKeyID     = 5
	hostileKeySecret = "hostile-secret-7"
)

func one(b []byte) []datagram { return []datagram{{bytes: b}} }

// but is an honest reply with something changed.
func but(change func(reply []byte)) func(*exchange) []datagram {
	return func(x *exchange) []datagram {
		reply := x.honest()
		change(reply)
		return one(reply)
	}
}

// shifted is the reply of a server whose clock is off.
func shifted(by time.Duration) func(*exchange) []datagram {
	return func(x *exchange) []datagram { return one(x.from(x.arrived.Add(by), x.now().Add(by))) }
}

// hostileModes are all of them.
func hostileModes() []ntpMode {
	return slices.Concat(
		firstByteModes(), byteModes(), rootModes(), refIDModes(), stampModes(), lyingModes(),
		lengthModes(), tailModes(), foreignModes(), manyModes(), lateModes(), kissModes(), keyModes(),
	)
}

// firstByteModes are every leap indicator, version and mode (RFC 5905 §7.3). Versions 1 to 4 are good for a request of version 4.
func firstByteModes() (list []ntpMode) {
	set := func(mask, value byte) func(*exchange) []datagram {
		return but(func(r []byte) { r[0] = r[0]&^mask | value })
	}
	for leap, want := range []verdict{votes, votes, votes, excluded} {
		list = append(list, ntpMode{name: fmt.Sprintf("leap %d", leap), answer: set(0xc0, byte(leap)<<6), want: want})
	}
	for version := range 8 {
		m := ntpMode{name: fmt.Sprintf("version %d", version), answer: set(0x38, byte(version)<<3), want: votes}
		if version < 1 || version > 4 {
			m.want, m.unused = silent, true
		}
		list = append(list, m)
	}
	for mode := range 8 {
		if mode != 4 {
			list = append(list, ntpMode{name: fmt.Sprintf("mode %d", mode), answer: set(0x07, byte(mode)), want: silent, unused: true})
		}
	}
	return list
}

// byteModes are extremes of the fields of one byte.
func byteModes() (list []ntpMode) {
	set := func(at int, v byte) func(*exchange) []datagram { return but(func(r []byte) { r[at] = v }) }
	for _, v := range []byte{2, 15, 16, 17, 128, 255} {
		m := ntpMode{name: fmt.Sprintf("stratum %d", v), answer: set(1, v), want: votes}
		if v > 15 {
			m.want = excluded
		}
		list = append(list, m)
	}
	for _, v := range []int8{-128, -127, -33, -32, 0, 17, 32, 33, 127} {
		m := ntpMode{name: fmt.Sprintf("poll %d", v), answer: set(atPoll, byte(v)), want: votes}
		if v < -32 || v > 32 {
			m.want, m.unused = excluded, true
		}
		list = append(list, m)
	}
	for _, v := range []int8{-128, -127, -64, -33, -32, 0, 1, 4, 31, 32, 33, 127} {
		m := ntpMode{name: fmt.Sprintf("precision %d", v), answer: set(atPrecision, byte(v)), want: votes}
		if v > 0 {
			m.want = excluded // it claims nothing that a reference may claim
		}
		if v < -32 || v > 32 {
			m.want, m.unused = excluded, true
		}
		list = append(list, m)
	}
	return list
}

func rootModes() (list []ntpMode) {
	for name, at := range map[string]int{"root delay": atRootDelay, "root dispersion": atDispersion} {
		for _, v := range []uint32{0, 1, 0x0010_0000, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, math.MaxUint32} {
			m := ntpMode{name: fmt.Sprintf("%s %#x", name, v), want: votes}
			m.answer = but(func(r []byte) { binary.BigEndian.PutUint32(r[at:], v) })
			if v > 1 {
				m.want = excluded
			}
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b ntpMode) int { return bytes.Compare([]byte(a.name), []byte(b.name)) })
	return list
}

func refIDModes() (list []ntpMode) {
	for _, id := range []string{"\x00\x00\x00\x00", "\xff\xff\xff\xff", "\x1b[2J", "\r\n\x07\x08", "=1+1", "LOCL", "\x7f\x7f\x01\x00", "<b>|"} {
		m := ntpMode{name: fmt.Sprintf("reference id %q", id), want: votes}
		m.answer = but(func(r []byte) { copy(r[atRefID:], id) })
		if id == "LOCL" || id[0] == 0x7f {
			m.want = excluded // it follows its own clock
		}
		list = append(list, m)
	}
	return list
}

// stampModes are stamps that cannot be.
func stampModes() (list []ntpMode) {
	hour := uint64(3600) << 32
	set := func(at int, to func(was uint64) uint64) func(*exchange) []datagram {
		return but(func(r []byte) { put(r, at, to(get(r, at))) })
	}
	to := func(v uint64) func(uint64) uint64 { return func(uint64) uint64 { return v } }
	add := func(hours int64) func(uint64) uint64 {
		return func(was uint64) uint64 { return was + uint64(hours)*hour }
	}
	for _, c := range []struct {
		name   string
		at     int
		to     func(uint64) uint64
		want   verdict
		unused bool
	}{
		{"reference 0", atReference, to(0), excluded, false},
		{"reference 1", atReference, to(1), excluded, false},
		{"reference max", atReference, to(math.MaxUint64), excluded, false},
		{"reference in an hour", atReference, add(1), excluded, false},
		{"reference 25 hours ago", atReference, add(-25), excluded, false},
		{"reference 50 years ago", atReference, add(-50 * 365 * 24), excluded, false},
		{"origin 0", atOrigin, to(0), silent, true},
		{"origin max", atOrigin, to(math.MaxUint64), silent, true},
		{"origin, an hour later", atOrigin, add(1), silent, true},
		{"receive 0", atReceive, to(0), silent, true},
		{"receive 1", atReceive, to(1), excluded, true},
		{"receive max", atReceive, to(math.MaxUint64), excluded, true},
		{"receive in an hour", atReceive, add(1), excluded, true},
		{"receive an hour ago", atReceive, add(-1), excluded, true},
		{"transmit 0", atTransmit, to(0), silent, true},
		{"transmit 1", atTransmit, to(1), excluded, true},
		{"transmit max", atTransmit, to(math.MaxUint64), excluded, true},
		{"transmit in an hour", atTransmit, add(1), excluded, true},
		{"transmit an hour ago", atTransmit, add(-1), excluded, true},
	} {
		list = append(list, ntpMode{name: c.name, answer: set(c.at, c.to), want: c.want, unused: c.unused})
	}
	return append(list, ntpMode{name: "all bits set but for the origin", unused: true, want: silent, answer: but(func(r []byte) {
		origin := get(r, atOrigin)
		copy(r, bytes.Repeat([]byte{0xff}, ntpHeader))
		put(r, atOrigin, origin)
	})})
}

// lyingModes are clocks that are off, and claim to be right. None is off by quarters of an hour, which a zone would explain.
func lyingModes() (list []ntpMode) {
	const year = 365 * 24 * time.Hour
	for _, by := range []time.Duration{5 * time.Second, -5 * time.Second, time.Hour + 7*time.Second, -33*year - 11*time.Second, 40*year + 13*time.Second} {
		list = append(list, ntpMode{name: "off by " + by.String(), answer: shifted(by), want: lies, lie: &by})
	}
	return list
}

// lengthModes are replies of every kind of length: nothing, less than a header, a header and more, the longest datagram.
func lengthModes() (list []ntpMode) {
	for _, n := range []int{0, 1, 2, 3, 4, 12, 20, 24, 32, 40, 44, 47} {
		list = append(list, ntpMode{
			name: fmt.Sprintf("%d bytes", n), want: silent, unused: true,
			answer: func(x *exchange) []datagram { return one(x.honest()[:n]) },
		})
	}
	for _, n := range []int{49, 50, 51, 52, 56, 60, 64, 68, 69, 72, 76, 92, 100, 128, 468, 511, 512, 1024, 1200, 1500, 8191, 8192, 8193, 65507} {
		list = append(list, ntpMode{
			name: fmt.Sprintf("%d bytes", n), want: votes,
			answer: func(x *exchange) []datagram { return one(append(x.honest(), make([]byte, n-ntpHeader)...)) },
		})
	}
	return list
}

// tailModes are what may follow a header: MACs that were not asked for, and extension fields that lie about their length.
// Nothing of it was asked for, and none of it counts.
func tailModes() (list []ntpMode) {
	rng := rand.New(rand.NewPCG(7, 8))
	noise := make([]byte, 1024)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	for _, c := range []struct {
		name string
		tail []byte
	}{
		{"a crypto-NAK", []byte{0, 0, 0, 0}},
		{"a MAC of nobody", append([]byte{0, 0, 0, 9}, noise[:16]...)},
		{"a truncated MAC", append([]byte{0, 0, 0, 9}, noise[:7]...)},
		{"an extension of length 0", []byte{1, 4, 0, 0}},
		{"an extension of length 1", []byte{1, 4, 0, 1}},
		{"an extension of length 3", []byte{1, 4, 0, 3, 0, 0, 0, 0}},
		{"an extension longer than the packet", []byte{1, 4, 0xff, 0xff, 1, 2, 3, 4}},
		{"half an extension header", []byte{1, 4}},
		{"a thousand extensions of length 4", bytes.Repeat([]byte{2, 4, 0, 4}, 1000)},
		{"an NTPv5 draft identification", append([]byte{0xf5, 0xff, 0, 28}, "draft-ietf-ntp-ntpv5-09\x00"...)},
		{"an NTPv5 draft identification cut short", append([]byte{0xf5, 0xff, 0, 5}, "dra"...)},
		{"an NTPv5 server information of length 4", []byte{0xf5, 5, 0, 4}},
		{"an NTPv5 MAC of length 4", []byte{0xf5, 2, 0, 4}},
		{"noise", noise},
	} {
		list = append(list, ntpMode{name: c.name, want: votes, answer: func(x *exchange) []datagram {
			return one(append(x.honest(), c.tail...))
		}})
		list = append(list, ntpMode{name: "version 5 with " + c.name, want: silent, unused: true, answer: func(x *exchange) []datagram {
			reply := append(x.honest(), c.tail...)
			reply[0] = 5<<3 | 4
			return one(reply)
		}})
	}
	return list
}

// foreignModes are what other protocols and other modes send: ntpq's readvar, ntpdc's monlist, DNS, text.
func foreignModes() (list []ntpMode) {
	readvar := append([]byte{0x16, 0x82, 0, 1, 0x06, 0x15, 0, 0, 0, 0, 0, 24}, `version="ntpd 4.2.8p18", `...)
	monlist := append([]byte{0x97, 0, 3, 42, 0, 6, 0, 72}, make([]byte, 432)...)
	for name, packet := range map[string][]byte{
		"a mode 6 answer":       readvar,
		"a long mode 6 answer":  append(readvar, bytes.Repeat([]byte("x"), 468)...),
		"a mode 7 answer":       monlist,
		"an answer of DNS":      append([]byte{0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1}, make([]byte, 60)...),
		"text":                  bytes.Repeat([]byte("not an NTP server\r\n"), 5),
		"escape sequences":      bytes.Repeat([]byte("\x1b[2J\x1b]0;x\x07"), 8),
		"zeros":                 make([]byte, ntpHeader),
		"ones":                  bytes.Repeat([]byte{0xff}, ntpHeader),
		"a client's request":    append([]byte{4<<3 | 3}, make([]byte, ntpHeader-1)...),
		"a broadcast of a peer": append([]byte{4<<3 | 5, 1, 6, 0xec}, make([]byte, ntpHeader-4)...),
	} {
		list = append(list, ntpMode{name: name, want: silent, unused: true, answer: func(*exchange) []datagram { return one(packet) }})
	}
	list = append(list,
		ntpMode{name: "the request sent back", want: silent, unused: true, answer: func(x *exchange) []datagram { return one(x.request) }},
		ntpMode{name: "a mode 6 answer with our number", want: silent, unused: true, answer: but(func(r []byte) { r[0], r[1] = 0x16, 0x82 })},
	)
	slices.SortFunc(list, func(a, b ntpMode) int { return bytes.Compare([]byte(a.name), []byte(b.name)) })
	return list
}

// manyModes are several datagrams for one request. What answers the request counts, and the first that does.
func manyModes() []ntpMode {
	forged := func(x *exchange) []byte {
		reply := x.from(x.arrived.Add(time.Hour), x.now().Add(time.Hour))
		reply[atOrigin]++
		return reply
	}
	repeat := func(n int, b []byte) (all []datagram) {
		for range n {
			all = append(all, datagram{bytes: b})
		}
		return all
	}
	five := 5 * time.Second
	return []ntpMode{
		{name: "twice the same", want: votes, answer: func(x *exchange) []datagram { return repeat(2, x.honest()) }},
		{name: "fifty times 1200 bytes", want: votes, answer: func(x *exchange) []datagram { return repeat(50, append(x.honest(), make([]byte, 1152)...)) }},
		{name: "fifty forged ones, then ours", want: votes, answer: func(x *exchange) []datagram { return append(repeat(50, forged(x)), datagram{bytes: x.honest()}) }},
		{name: "nothing but forged ones", want: silent, unused: true, answer: func(x *exchange) []datagram { return repeat(20, forged(x)) }},
		{name: "a short one, then ours", want: votes, answer: func(x *exchange) []datagram { return append(one(nil), datagram{bytes: x.honest()}) }},
		{name: "ours, then one that is off", want: votes, answer: func(x *exchange) []datagram { return append(one(x.honest()), shifted(five)(x)...) }},
		{name: "one that is off, then ours", want: lies, lie: &five, answer: func(x *exchange) []datagram { return append(shifted(five)(x), datagram{bytes: x.honest()}) }},
		{name: "the answer to the request before", want: silent, unused: true, answer: func(x *exchange) []datagram {
			reply := x.honest()
			put(reply, atOrigin, 0)
			copy(reply[atOrigin:atOrigin+8], x.earlier[min(len(x.earlier), atTransmit):])
			return one(reply)
		}},
		{name: "from another port", want: silent, unused: true, answer: func(x *exchange) []datagram { return []datagram{{bytes: x.honest(), another: true}} }},
		{name: "off from another port, then ours", want: votes, answer: func(x *exchange) []datagram {
			return []datagram{{bytes: shifted(five)(x)[0].bytes, another: true}, {bytes: x.honest()}}
		}},
	}
}

// lateModes are replies that take their time, and those that never come.
func lateModes() []ntpMode {
	const while = 200 * time.Millisecond
	return []ntpMode{
		{name: "silent", want: silent, unused: true, answer: func(*exchange) []datagram { return nil }},
		{name: "silent the first time", want: votes, slow: true, answer: func(x *exchange) []datagram {
			if x.number%2 == 1 {
				return nil
			}
			return one(x.honest())
		}},
		{name: "stamped at once, sent late", want: votes, slow: true, answer: func(x *exchange) []datagram { return []datagram{{bytes: x.honest(), after: while}} }},
		{name: "held, and stamped when sent", want: votes, slow: true, answer: func(x *exchange) []datagram {
			time.Sleep(while)
			return one(x.honest())
		}},
		{name: "stamped late", want: votes, slow: true, answer: func(x *exchange) []datagram {
			time.Sleep(while)
			return one(x.from(x.now(), x.now()))
		}},
		{name: "after the client has gone", want: silent, unused: true, answer: func(x *exchange) []datagram {
			return []datagram{{bytes: x.honest(), after: 4 * time.Second}}
		}},
		{name: "a port that closes", want: silent, unused: true, answer: func(x *exchange) []datagram {
			x.shutdown()
			return nil
		}},
	}
}

// kissModes are all codes of RFC 5905 figure 13, and what is none.
func kissModes() (list []ntpMode) {
	for _, code := range []string{
		"ACST", "AUTH", "AUTO", "BCST", "CRYP", "DENY", "DROP", "RSTR", "INIT", "MCST", "NKEY", "NTSN", "RATE", "RMOT", "STEP",
		"XTRA", "\x1b[2J", "\x00\x00\x00\x00", "GPS\x00", "\r\n\x00\x00", "\xff\xff\xff\xff",
	} {
		m := ntpMode{name: "kiss " + strconv.Quote(code), want: excluded, unused: true}
		m.answer = but(func(r []byte) {
			r[1] = 0
			copy(r[atRefID:], code)
		})
		if code == "INIT" || code == "STEP" || code[0] == 0 {
			m.unused = false // its clock is what it is
		}
		m.once = code == "DENY" || code == "RSTR" || code == "RATE"
		list = append(list, m)
	}
	return list
}

// signed is a MAC of MD5, as RFC 5905 §7.3 has it.
func signed(packet []byte, id uint32, secret string) []byte {
	digest := md5.Sum(append([]byte(secret), packet...))
	return append(binary.BigEndian.AppendUint32(packet, id), digest[:]...)
}

// keyModes are servers that have to prove themselves.
func keyModes() []ntpMode {
	keyed := func(name string, want verdict, answer func(reply []byte) []byte) ntpMode {
		return ntpMode{
			name: "with a key: " + name, want: want, unused: want != votes, keyed: true,
			answer: func(x *exchange) []datagram { return one(answer(x.honest())) },
		}
	}
	right := func(r []byte) []byte { return signed(r, hostileKeyID, hostileKeySecret) }
	return []ntpMode{
		keyed("signed", votes, right),
		keyed("signed, with an extension", votes, func(r []byte) []byte { return right(append(r, 1, 4, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) }),
		keyed("not signed", excluded, func(r []byte) []byte { return r }),
		keyed("a crypto-NAK", excluded, func(r []byte) []byte { return append(r, 0, 0, 0, 0) }),
		keyed("another key", excluded, func(r []byte) []byte { return signed(r, 6, hostileKeySecret) }),
		keyed("another secret", excluded, func(r []byte) []byte { return signed(r, hostileKeyID, "x") }),
		keyed("a MAC cut short", excluded, func(r []byte) []byte { return right(r)[:ntpHeader+12] }),
		keyed("a MAC cut in a word", excluded, func(r []byte) []byte { return right(r)[:ntpHeader+19] }),
		keyed("a MAC and more", excluded, func(r []byte) []byte { return append(right(r), 1, 2, 3, 4) }),
		keyed("changed after it was signed", excluded, func(r []byte) []byte { r = right(r); r[atReceive+7]++; return r }),
		keyed("signed, with poll 0x80", excluded, func(r []byte) []byte { r[atPoll] = 0x80; return right(r) }),
		keyed("signed, with precision 0x80", excluded, func(r []byte) []byte { r[atPrecision] = 0x80; return right(r) }),
		keyed("signed, 8192 bytes", votes, func(r []byte) []byte { return right(append(r, make([]byte, 8192-ntpHeader-20)...)) }),
		keyed("signed, longer than is read", excluded, func(r []byte) []byte { return right(append(r, make([]byte, 9000)...)) }),
	}
}
