package lab

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"net"
	"os"
	"testing"
	"time"
)

// ask sends an NTP query and returns the datagrams that come back within a short silence, and the moments of the lab's
// UTC before and after the first of them.
func ask(t *testing.T, l *Lab, port int, request []byte, silence time.Duration) (replies [][]byte, before, after time.Time) {
	t.Helper()
	conn, err := net.Dial("udp4", loopbackAddress(port))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	before = l.UTC()
	if _, err := conn.Write(request); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(silence)
	for {
		if err := conn.SetReadDeadline(deadline); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 512)
		n, err := conn.Read(buf)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return replies, before, after
		}
		if err != nil {
			t.Fatal(err)
		}
		if after.IsZero() {
			after = l.UTC()
			deadline = time.Now().Add(50 * time.Millisecond) // for a second one
		}
		replies = append(replies, buf[:n])
	}
}

const nonce = 0x0123456789abcdef

func clientPacket(version int) []byte {
	return packet{version: version, mode: modeClient, poll: 6, transmit: nonce}.marshal()
}

func stampAt(b []byte, at int) uint64 { return binary.BigEndian.Uint64(b[at:]) }

// sinceEra turns an NTP timestamp near a time into the difference from it.
func sinceEra(stamp uint64, near time.Time) time.Duration {
	return time.Duration(float64(int64(stamp-ntpTime(near))) / (1 << 32) * 1e9)
}

func TestServerAnswers(t *testing.T) {
	l := start(t, Spec{Truth: 30 * time.Hour, Servers: []ServerSpec{
		{Name: "ahead", Offset: 5 * time.Second, Stratum: 3, RefID: "192.0.2.9", RootDelay: 250 * time.Millisecond, RootDispersion: 125 * time.Millisecond, Leap: 1,
			Path: Path{Out: 40 * time.Millisecond, Back: 10 * time.Millisecond}},
	}})
	replies, before, after := ask(t, l, l.servers[0].udp.port(), clientPacket(4), patience)
	if len(replies) != 1 || len(replies[0]) != ntpHeader {
		t.Fatalf("%x", replies)
	}
	b := replies[0]
	if b[0] != 1<<6|4<<3|modeServer || b[1] != 3 || b[2] != 6 || int8(b[3]) != -20 || !bytes.Equal(b[12:16], []byte{192, 0, 2, 9}) {
		t.Errorf("header %x", b[:16])
	}
	if binary.BigEndian.Uint32(b[4:]) != 1<<14 || binary.BigEndian.Uint32(b[8:]) != 1<<13 || stampAt(b, 24) != nonce {
		t.Errorf("root delay, dispersion or origin: %x", b)
	}
	// The query takes 40 ms and the answer 10 ms at least.
	received, sent := sinceEra(stampAt(b, 32), before.Add(5*time.Second)), sinceEra(stampAt(b, 40), before.Add(5*time.Second))
	if received < 39*time.Millisecond || sent < received || sent > after.Sub(before)-9*time.Millisecond {
		t.Errorf("received after %v, sent after %v, of %v", received, sent, after.Sub(before))
	}
	if age := sinceEra(stampAt(b, 16), before.Add(5*time.Second)); age > 0 || age < -time.Minute {
		t.Errorf("reference time %v", age)
	}
}

func TestServerFaults(t *testing.T) {
	tests := map[NTPFault]func(replies [][]byte) bool{
		NTPHealthy:        func(r [][]byte) bool { return len(r) == 1 && stampAt(r[0], 24) == nonce && r[0][1] == 2 },
		NTPSilent:         func(r [][]byte) bool { return len(r) == 0 },
		NTPWrongOrigin:    func(r [][]byte) bool { return stampAt(r[0], 24) != nonce },
		NTPZeroTransmit:   func(r [][]byte) bool { return stampAt(r[0], 40) == 0 },
		NTPWrongMode:      func(r [][]byte) bool { return r[0][0]&7 == modeClient },
		NTPUnsynchronized: func(r [][]byte) bool { return r[0][0]>>6 == 3 && r[0][1] == 0 && string(r[0][12:16]) == "INIT" },
		NTPKoDRate:        func(r [][]byte) bool { return r[0][1] == 0 && string(r[0][12:16]) == "RATE" },
		NTPKoDDeny:        func(r [][]byte) bool { return r[0][1] == 0 && string(r[0][12:16]) == "DENY" },
		NTPKoDRestrict:    func(r [][]byte) bool { return r[0][1] == 0 && string(r[0][12:16]) == "RSTR" },
		NTPFuture:         func(r [][]byte) bool { return stampAt(r[0], 16) > stampAt(r[0], 40) },
		NTPStale:          func(r [][]byte) bool { return stampAt(r[0], 40)-stampAt(r[0], 16) > 24*ntpHour },
		NTPReceiveOutside: func(r [][]byte) bool { return stampAt(r[0], 32) > stampAt(r[0], 40) },
		NTPGarbage:        func(r [][]byte) bool { return len(r[0]) == ntpHeader && stampAt(r[0], 24) != nonce },
		NTPShort:          func(r [][]byte) bool { return len(r[0]) == shortAnswer },
		NTPDuplicate:      func(r [][]byte) bool { return len(r) == 2 && bytes.Equal(r[0], r[1]) },
		NTPSpoofFirst:     func(r [][]byte) bool { return len(r) == 2 && stampAt(r[0], 24) != nonce && stampAt(r[1], 24) == nonce },
	}
	for fault, holds := range tests {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			l := start(t, Spec{Servers: []ServerSpec{{Name: "s", Fault: fault, After: 1}}})
			port := l.servers[0].udp.port()
			if replies, _, _ := ask(t, l, port, clientPacket(4), patience); !tests[NTPHealthy](replies) {
				t.Errorf("the first answer is not well: %x", replies)
			}
			silence := patience
			if fault == NTPSilent {
				silence = 100 * time.Millisecond
			}
			replies, _, _ := ask(t, l, port, clientPacket(3), silence)
			if fault != NTPSilent && len(replies) == 0 || !holds(replies) {
				t.Errorf("%x", replies)
			}
		})
	}
}

func TestUnwantedQueries(t *testing.T) {
	l := start(t, Spec{Servers: []ServerSpec{{Name: "s"}}})
	mode6 := clientPacket(4)
	mode6[0] = 4<<3 | 6
	for _, request := range [][]byte{{}, []byte("hello"), mode6, packet{version: 4, mode: modeServer}.marshal(), packet{version: 7, mode: modeClient}.marshal()} {
		if replies, _, _ := ask(t, l, l.servers[0].udp.port(), request, 50*time.Millisecond); len(replies) != 0 {
			t.Errorf("%x is answered with %x", request, replies)
		}
	}
	if c, err := l.Counters("s"); err != nil || c.NTPQueries != 5 {
		t.Error(c, err)
	}
}

func TestSignedAnswers(t *testing.T) {
	for kind, secret := range map[string]string{
		"md5": "one", "sha1": "two", "sha256": "three", "sha512": "four", "aes128": "0123456789abcdef", "aes256": "0123456789abcdef0123456789abcdef",
	} {
		key := KeySpec{ID: 7, Type: kind, Secret: secret}
		l := start(t, Spec{Servers: []ServerSpec{{Name: "s", Key: &key}}})
		port := l.servers[0].udp.port()
		sign := func(k KeySpec, version, most int) []byte {
			request := clientPacket(version)
			mac, err := k.sign(request)
			if err != nil {
				t.Fatal(err)
			}
			return append(append(request, 0, 0, 0, 7), mac[:min(most, len(mac))]...)
		}
		for version, most := range map[int]int{4: truncatedMAC, 3: 64} {
			request := sign(key, version, most)
			replies, _, _ := ask(t, l, port, request, patience)
			if len(replies) != 1 || len(replies[0]) != len(request) {
				t.Fatalf("%s: version %d: %x", kind, version, replies)
			}
			mac, err := key.sign(replies[0][:ntpHeader])
			if err != nil || !bytes.HasPrefix(mac, replies[0][ntpHeader+4:]) || replies[0][ntpHeader+3] != 7 {
				t.Errorf("%s: version %d: the answer is not signed: %v", kind, version, err)
			}
		}
		wrong := key
		wrong.Secret = "x" + secret[1:]
		if replies, _, _ := ask(t, l, port, sign(wrong, 4, truncatedMAC), 50*time.Millisecond); len(replies) != 0 {
			t.Errorf("%s: a wrong key is answered", kind)
		}
		if replies, _, _ := ask(t, l, port, clientPacket(4), patience); len(replies) != 1 || len(replies[0]) != ntpHeader {
			t.Errorf("%s: an unsigned query is answered with %x", kind, replies)
		}
	}
}

// TestCMAC holds AES-CMAC against the vectors of RFC 4493 §4.
func TestCMAC(t *testing.T) {
	read := func(text string) []byte {
		b, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	key := read("2b7e151628aed2a6abf7158809cf4f3c")
	message := read("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710")
	for n, want := range map[int]string{
		0: "bb1d6929e95937287fa37d129b756746", 16: "070a16b46b4d4144f79bdd9dd04a287c",
		40: "dfa66747de9ae63030ca32611497c827", 64: "51f0bebf7e3b9d92fc49741779363cfe",
	} {
		got, err := cmac(key, message[:n])
		if err != nil || hex.EncodeToString(got) != want {
			t.Errorf("%d bytes: %x, %v", n, got, err)
		}
	}
}

func TestNTPTime(t *testing.T) {
	// 1970 is 0x83aa7e80 seconds after 1900; era 1 begins on 7 February 2036 at 06:28:16 (RFC 5905 figure 4).
	for text, want := range map[string]uint64{
		"1970-01-01T00:00:00Z": 0x83aa7e80_00000000, "1970-01-01T00:00:00.5Z": 0x83aa7e80_80000000,
		"2036-02-07T06:28:16Z": 0, "2036-02-07T06:28:17.25Z": 1<<32 | 1<<30, "1900-01-01T00:00:00Z": 0,
	} {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := ntpTime(at); got != want {
			t.Errorf("%s: %x, want %x", text, got, want)
		}
	}
	for text, want := range map[string][4]byte{"192.0.2.1": {192, 0, 2, 1}, "GPS": {'G', 'P', 'S', 0}, "2001:db8::1": {57, 171, 155, 55}} {
		if got := refIDBytes(text); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestLossyPath(t *testing.T) {
	l := start(t, Spec{Servers: []ServerSpec{{Name: "s", Path: Path{Loss: 1}}}})
	if replies, _, _ := ask(t, l, l.servers[0].udp.port(), clientPacket(4), 50*time.Millisecond); len(replies) != 0 {
		t.Errorf("%x came through", replies)
	}
}

func TestDeviceServesTime(t *testing.T) {
	l := start(t, Spec{Servers: honest(), Devices: []DeviceSpec{
		{Name: "synced", Clock: ClockSpec{Offset: 250 * time.Millisecond}, NTP: threePeers()},
		{Name: "master", NTP: DeviceNTPSpec{Master: 5}},
		{Name: "lost", Clock: ClockSpec{Offset: -time.Hour}, NTP: DeviceNTPSpec{Servers: threePeers().Servers, Lost: time.Hour}},
		{Name: "mute", NTP: DeviceNTPSpec{Servers: threePeers().Servers, Unanswered: true}},
		{Name: "off"},
	}})
	tests := []struct {
		name    string
		leap    byte
		stratum byte
		refID   string
		offset  time.Duration
	}{
		{"synced", 0, 2, "\x0a\x09\x00\x01", 250 * time.Millisecond},
		{"master", 0, 5, "\x7f\x7f\x01\x01", 0},
		{"lost", 3, 0, "INIT", -time.Hour},
	}
	for _, test := range tests {
		replies, before, after := ask(t, l, l.device(test.name).udp.port(), clientPacket(4), patience)
		if len(replies) != 1 {
			t.Fatalf("%s: %x", test.name, replies)
		}
		b := replies[0]
		if b[0]>>6 != test.leap || b[1] != test.stratum || string(b[12:16]) != test.refID {
			t.Errorf("%s: %x", test.name, b[:16])
		}
		if since := sinceEra(stampAt(b, 32), before.Add(test.offset)); since < -time.Microsecond || since > after.Sub(before) {
			t.Errorf("%s: received %v after the question", test.name, since)
		}
	}
	if replies, _, _ := ask(t, l, l.device("mute").udp.port(), clientPacket(4), 50*time.Millisecond); len(replies) != 0 {
		t.Error("mute answers")
	}
	if l.device("off").udp != nil {
		t.Error("a device without NTP has a port for it")
	}
}
