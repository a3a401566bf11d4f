package lab

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"testing"
	"time"
)

// pipe is a TCP connection of the loopback.
func pipe(t *testing.T) (client, server net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp4", loopback)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if client, err = net.Dial("tcp4", listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if server, err = listener.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

func TestPathKeepsOrder(t *testing.T) {
	client, server := pipe(t)
	path := Path{Jitter: 200 * time.Microsecond, Stall: Stall{Chance: 0.1, Min: time.Millisecond, Max: 3 * time.Millisecond}}
	far := path.Wrap(server, 1)
	go io.Copy(far, far)
	rng := rand.New(rand.NewPCG(1, 2))
	sent := make([]byte, 200<<10)
	for i := range sent {
		sent[i] = byte(rng.Uint32())
	}
	go func() {
		for chunk := range slices.Chunk(sent, 1000) {
			if _, err := client.Write(chunk); err != nil {
				return
			}
		}
	}()
	got := make([]byte, len(sent))
	if _, err := io.ReadFull(client, got); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, sent) {
		t.Error("bytes are out of order")
	}
}

// TestPathTakesItsTime: the setup costs a round trip, and so does each question.
func TestPathTakesItsTime(t *testing.T) {
	client, server := pipe(t)
	begin := time.Now()
	path := Path{Out: 20 * time.Millisecond, Back: 5 * time.Millisecond}
	far := path.Wrap(server, 1)
	go io.Copy(far, far)
	for i, least := range []time.Duration{50 * time.Millisecond, 75 * time.Millisecond, 100 * time.Millisecond} {
		if _, err := client.Write([]byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(client, make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took < least {
			t.Errorf("answer %d after %v, want at least %v", i, took, least)
		}
	}
}

func TestPathEnds(t *testing.T) {
	client, server := pipe(t)
	far := Path{Back: 20 * time.Millisecond}.Wrap(server, 1).(*delayedConn)
	if _, err := far.Write([]byte("last words")); err != nil {
		t.Fatal(err)
	}
	far.Close()
	if got, err := io.ReadAll(client); err != nil || string(got) != "last words" {
		t.Errorf("%q, %v", got, err)
	}
	far.pumps.Wait()
	if _, err := far.Write(nil); err == nil {
		t.Error("a closed connection takes more")
	}

	_, server = pipe(t)
	slow := Path{Back: time.Hour}.Wrap(server, 1).(*delayedConn)
	if _, err := slow.Write([]byte("never")); err != nil {
		t.Fatal(err)
	}
	if err := slow.SetDeadline(time.Now().Add(time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := slow.Read(make([]byte, 1)); !isTimeout(err) {
		t.Errorf("the deadline gives %v", err)
	}
	slow.abort()
}

func TestPerfectPathIsNone(t *testing.T) {
	_, server := pipe(t)
	if wrapped := (Path{Loss: 0.5}).Wrap(server, 1); wrapped != server {
		t.Error("a perfect path is wrapped")
	}
}

func TestDelays(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	path := Path{Jitter: 2 * time.Millisecond, Stall: Stall{Chance: 0.05}}
	var drawn []time.Duration
	stalls := 0
	for range 10000 {
		d := path.delay(10*time.Millisecond, rng)
		if d < 10*time.Millisecond || d > 10*time.Second {
			t.Fatalf("%v", d)
		}
		if d > 60*time.Millisecond {
			stalls++
		}
		drawn = append(drawn, d)
	}
	slices.Sort(drawn)
	if median := drawn[5000]; median < 11900*time.Microsecond || median > 12400*time.Microsecond {
		t.Errorf("median %v, want about 12 ms", median)
	}
	if stalls < 450 || stalls > 600 {
		t.Errorf("%d stalls among 10000, want about 500", stalls)
	}
}

// TestRoundTripsAreCounted: the same session costs the same over every path, however the path cuts it up.
func TestRoundTripsAreCounted(t *testing.T) {
	for name, path := range map[string]Path{
		"none": {}, "even": {Out: 5 * time.Millisecond, Back: 5 * time.Millisecond}, "out": {Out: 10 * time.Millisecond},
		"jitter": {Out: 3 * time.Millisecond, Back: 3 * time.Millisecond, Jitter: 3 * time.Millisecond, Stall: Stall{Chance: 0.2, Min: 5 * time.Millisecond, Max: 20 * time.Millisecond}},
	} {
		for seed := range uint64(3) {
			countRoundTrips(t, name, start(t, Spec{Seed: seed, Devices: []DeviceSpec{{Name: "r1", Path: path}}}))
		}
	}
}

// What is typed while a device is at work on an answer has not to be waited for.
func TestTypingWhileTheDeviceIsAtWorkCostsNothing(t *testing.T) {
	for delay, want := range map[time.Duration]int{0: 2, time.Second: 1} {
		l := start(t, Spec{Devices: []DeviceSpec{{Name: "r1", Path: Path{Out: 5 * time.Millisecond, Back: 5 * time.Millisecond}, ConfigDelay: delay}}})
		s, err := dial(t, l, "r1").NewSession()
		if err != nil {
			t.Fatal(err)
		}
		in, _ := s.StdinPipe()
		out, _ := s.StdoutPipe()
		if err := s.Shell(); err != nil {
			t.Fatal(err)
		}
		await(t, out, "r1#")
		before, _ := l.Counters("r1")
		io.WriteString(in, "show running-config | include ntp\n")
		await(t, out, "include ntp\r\n")
		io.WriteString(in, "show clock\n")
		await(t, out, "show clock\r\n")
		if got, _ := l.Counters("r1"); got.RoundTrips-before.RoundTrips != want {
			t.Errorf("with %v to render: %d round trips, want %d", delay, got.RoundTrips-before.RoundTrips, want)
		}
	}
}

// await reads until a text has come.
func await(t *testing.T, from io.Reader, text string) {
	t.Helper()
	var heard bytes.Buffer
	one := make([]byte, 1)
	for !bytes.HasSuffix(heard.Bytes(), []byte(text)) {
		if _, err := io.ReadFull(from, one); err != nil {
			t.Fatalf("%v behind %q", err, heard.String())
		}
		heard.Write(one)
	}
}

func countRoundTrips(t *testing.T, name string, l *Lab) {
	// TCP, version, key exchange, service, none, password; channel; pty; shell; commands.
	const login, session = 6, 10
	c := dial(t, l, "r1")
	if got, _ := l.Counters("r1"); got.RoundTrips != login {
		t.Errorf("%s: the login takes %d round trips, want %d", name, got.RoundTrips, login)
	}
	talk(t, c, 80, "show clock\nshow privilege\nexit\n")
	if got, _ := l.Counters("r1"); got.RoundTrips != session {
		t.Errorf("%s: the session takes %d round trips, want %d", name, got.RoundTrips, session)
	}
}
