package lab

import (
	"crypto/aes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"time"
)

// ntpHeader is the length of an NTP packet without extensions and without a MAC (RFC 5905 §7.3).
const ntpHeader = 48

// Modes of RFC 5905 figure 10 that are used here.
const (
	modeSymmetricActive  = 1
	modeSymmetricPassive = 2
	modeClient           = 3
	modeServer           = 4
)

// leapUnsynchronized is the leap indicator of a clock that was never set (RFC 5905 figure 9).
const leapUnsynchronized = 3

// packet is the part of an NTP packet that the lab fills in.
type packet struct {
	leap, version, mode int
	stratum             int
	poll, precision     int8
	rootDelay, rootDisp time.Duration
	refID               [4]byte
	reference           uint64
	origin              uint64
	receive, transmit   uint64
}

func (p packet) marshal() []byte {
	b := make([]byte, ntpHeader)
	b[0] = byte(p.leap<<6 | p.version<<3 | p.mode)
	b[1], b[2], b[3] = byte(p.stratum), byte(p.poll), byte(p.precision)
	binary.BigEndian.PutUint32(b[4:], ntpShort(p.rootDelay))
	binary.BigEndian.PutUint32(b[8:], ntpShort(p.rootDisp))
	copy(b[12:], p.refID[:])
	for i, stamp := range []uint64{p.reference, p.origin, p.receive, p.transmit} {
		binary.BigEndian.PutUint64(b[16+8*i:], stamp)
	}
	return b
}

// query is what a client asked.
type query struct {
	version, mode int
	poll          int8
	transmit      uint64
	keyID         uint32
	mac           []byte // nil: not signed
	signed        []byte // what the MAC covers
}

var errNotNTP = errors.New("no NTP query")

func parseQuery(b []byte) (query, error) {
	if len(b) < ntpHeader {
		return query{}, errNotNTP
	}
	q := query{
		version:  int(b[0] >> 3 & 7),
		mode:     int(b[0] & 7),
		poll:     int8(b[2]),
		transmit: binary.BigEndian.Uint64(b[40:]),
	}
	if q.mode != modeClient && q.mode != modeSymmetricActive || q.version < 1 || q.version > 4 {
		return query{}, errNotNTP
	}
	if len(b) >= ntpHeader+4+md5.Size { // a MAC is a key number and 16 to 64 bytes of digest
		q.keyID = binary.BigEndian.Uint32(b[ntpHeader:])
		q.signed, q.mac = b[:ntpHeader], b[ntpHeader+4:]
	}
	return q, nil
}

// ntpEra is 1 January 1970 in seconds since the prime epoch of NTP, 1 January 1900 (RFC 5905 figure 4).
const ntpEra = 2208988800

// ntpTime writes a time as a 64-bit NTP timestamp of whichever era it is in.
func ntpTime(t time.Time) uint64 {
	seconds := uint64(t.Unix()+ntpEra) << 32
	return seconds | uint64(t.Nanosecond())<<32/1e9
}

// ntpShort writes a duration in the 32-bit short format: 16 bits of seconds, 16 of their fraction.
func ntpShort(d time.Duration) uint32 {
	const most = 1<<16 - 1
	if d.Seconds() > most {
		return most << 16
	}
	return uint32(max(0, d.Seconds()) * (1 << 16))
}

// refIDBytes puts a reference identifier on the wire: an IPv4 address, the first four bytes of an IPv6
// address's MD5 digest (RFC 5905 §7.3), or a code of up to four letters.
func refIDBytes(text string) [4]byte {
	var id [4]byte
	addr, err := netip.ParseAddr(text)
	switch {
	case err != nil:
		copy(id[:], text)
	case addr.Is4():
		id = addr.As4()
	default:
		full := addr.As16()
		digest := md5.Sum(full[:])
		copy(id[:], digest[:])
	}
	return id
}

// truncatedMAC is the longest digest that an NTPv4 packet carries, so that its MAC is no extension field (RFC 7822
// §7.5.1.4); longer ones are cut to it. NTPv3 carries them whole.
const truncatedMAC = 20

// sign computes the whole message authentication code of a packet: digest(secret || packet) as RFC 5905 §7.3 has it,
// or AES-CMAC as RFC 8573 has it.
func (k KeySpec) sign(packet []byte) ([]byte, error) {
	message := append([]byte(k.Secret), packet...)
	switch k.Type {
	case "md5":
		sum := md5.Sum(message)
		return sum[:], nil
	case "sha1":
		sum := sha1.Sum(message)
		return sum[:], nil
	case "sha256":
		sum := sha256.Sum256(message)
		return sum[:], nil
	case "sha512":
		sum := sha512.Sum512(message)
		return sum[:], nil
	case "aes128", "aes256":
		return cmac([]byte(k.Secret), packet)
	}
	return nil, fmt.Errorf("key %d: type %q: want md5, sha1, sha256, sha512, aes128 or aes256", k.ID, k.Type)
}

// verifies reports whether a query is signed with this key.
func (k KeySpec) verifies(q query) bool {
	want, err := k.sign(q.signed)
	if err != nil || q.keyID != k.ID {
		return false
	}
	if len(q.mac) == truncatedMAC {
		want = want[:min(len(want), truncatedMAC)]
	}
	return subtle.ConstantTimeCompare(want, q.mac) == 1
}

// cmac is AES-CMAC (RFC 4493).
func cmac(key, message []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	subkey := make([]byte, aes.BlockSize)
	block.Encrypt(subkey, subkey)
	double(subkey)
	full := len(message) > 0 && len(message)%aes.BlockSize == 0
	last := make([]byte, aes.BlockSize)
	if full {
		copy(last, message[len(message)-aes.BlockSize:])
	} else {
		double(subkey)
		n := copy(last, message[len(message)/aes.BlockSize*aes.BlockSize:])
		last[n] = 0x80
	}
	subtle.XORBytes(last, last, subkey)
	sum := make([]byte, aes.BlockSize)
	for rest := message; len(rest) > aes.BlockSize; rest = rest[aes.BlockSize:] {
		subtle.XORBytes(sum, sum, rest[:aes.BlockSize])
		block.Encrypt(sum, sum)
	}
	subtle.XORBytes(sum, sum, last)
	block.Encrypt(sum, sum)
	return sum, nil
}

// double multiplies by x in GF(2^128), RFC 4493 §2.3.
func double(b []byte) {
	carry := b[0] >> 7
	for i := range b {
		b[i] <<= 1
		if i+1 < len(b) {
			b[i] |= b[i+1] >> 7
		}
	}
	b[len(b)-1] ^= 0x87 * carry
}
