package lab

import (
	"cmp"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestFaultsBeforeLogin looks at what a plain TCP client sees: so many bytes, and then silence, an end, or more.
func TestFaultsBeforeLogin(t *testing.T) {
	const ident = "SSH-2.0-Cisco-1.25\r\n"
	silence := isTimeout
	ended := func(err error) bool { return err != nil && !isTimeout(err) }
	more := func(err error) bool { return err == nil }
	tests := []struct {
		fault  FaultSpec
		begins string
		bytes  int
		then   func(error) bool
	}{
		{FaultSpec{At: "connect", Kind: FaultSilent}, "", 0, silence},
		{FaultSpec{At: "connect", Kind: FaultReset}, "", 0, ended},
		{FaultSpec{At: "connect", Kind: FaultClose}, "", 0, ended},
		{FaultSpec{At: "connect", Kind: FaultGarbage}, "", 1 << 10, silence},
		{FaultSpec{At: "connect", Kind: FaultEndless}, "xxx", 1 << 16, more},
		{FaultSpec{At: "connect", Kind: FaultSlow, Rate: time.Millisecond}, "SSS", 20, more},
		{FaultSpec{At: "banner", Kind: FaultHang}, ident[:11], 11, silence},
		{FaultSpec{At: "banner", Kind: FaultReset}, "", 0, ended},
		{FaultSpec{At: "kex", Kind: FaultHang}, ident, len(ident), silence},
		{FaultSpec{At: "kex", Kind: FaultGarbage}, ident, len(ident) + 1<<10, silence},
		{FaultSpec{At: "kex", Kind: FaultClose}, ident, len(ident), ended},
	}
	for _, test := range tests {
		t.Run(test.fault.At+" "+string(test.fault.Kind), func(t *testing.T) {
			l := one(t, DeviceSpec{Fault: test.fault})
			linger := patience
			if test.then(os.ErrDeadlineExceeded) {
				linger = 50 * time.Millisecond
			}
			got, err := greet(l.device("r1").port, test.bytes, linger, test.then(io.EOF))
			if !strings.HasPrefix(string(got), test.begins) || len(got) < test.bytes || !test.then(err) {
				t.Errorf("%d bytes beginning with %.40q, %v", len(got), got, err)
			}
		})
	}
}

func isTimeout(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }

// greet connects, identifies itself, reads so many bytes, and then lingers for another; toTheEnd, for whatever comes before the
// connection ends, as a reset lets some of what was sent arrive, or none.
func greet(port, atLeast int, linger time.Duration, toTheEnd bool) ([]byte, error) {
	conn, err := net.Dial("tcp", loopbackAddress(port))
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("SSH-2.0-test\r\n")); err != nil {
		return nil, err
	}
	got := make([]byte, atLeast)
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	if n, err := io.ReadFull(conn, got); err != nil {
		return got[:n], err
	}
	if err := conn.SetReadDeadline(time.Now().Add(linger)); err != nil {
		return nil, err
	}
	if _, err = conn.Read(make([]byte, 1)); err == nil && toTheEnd {
		_, err = io.Copy(io.Discard, conn)
		err = cmp.Or(err, io.EOF)
	}
	return got, err
}

func TestClosedPort(t *testing.T) {
	l := one(t, DeviceSpec{Fault: FaultSpec{At: "connect", Kind: FaultRefuse}})
	for range 3 {
		if _, err := client(l, "r1"); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("want a refused connection, have %v", err)
		}
	}
}

func TestFaultsInLogin(t *testing.T) {
	for _, kind := range []FaultKind{FaultRefuse, FaultReset, FaultClose, FaultGarbage} {
		l := one(t, DeviceSpec{Fault: FaultSpec{At: "auth", Kind: kind}})
		c, err := client(l, "r1")
		if err == nil {
			c.Close()
			t.Errorf("%s: the login succeeds", kind)
			continue
		}
		if refused := strings.Contains(err.Error(), "unable to authenticate"); refused != (kind == FaultRefuse) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	l := one(t, DeviceSpec{Fault: FaultSpec{At: "auth", Kind: FaultHang}})
	done := make(chan error, 1)
	go func() {
		_, err := client(l, "r1")
		done <- err
	}()
	wait(t, func() bool {
		c, err := l.Counters("r1")
		return err == nil && c.RoundTrips >= 5
	})
	select {
	case err := <-done:
		t.Errorf("the login ends: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	l.Close()
	<-done
}

func TestFaultsInSession(t *testing.T) {
	tests := []struct {
		fault   FaultSpec
		typed   string
		want    string
		without string
	}{
		{FaultSpec{At: "prompt", Kind: FaultClose}, "", "", "#"},
		{FaultSpec{At: "prompt", Kind: FaultRefuse}, "", "% Authorization failed.", "#"},
		{FaultSpec{At: "command:show version", Kind: FaultCut}, "show ver", "Copyright", "Configuration register"},
		{FaultSpec{At: "command:show version", Kind: FaultClose}, "show ver", "Copyright", "r1#exit"},
		{FaultSpec{At: "command:show version", Kind: FaultReset}, "show ver", "", "r1#exit"},
		{FaultSpec{At: "command:show version", Kind: FaultGarbage}, "show ver", "\r\nr1#exit", "Copyright"},
		{FaultSpec{At: "command:show version", Kind: FaultClose}, "show clock", "r1#exit", "Copyright"},
		{FaultSpec{At: "command:show clock", Kind: FaultSlow, Rate: time.Microsecond}, "show clock", "UTC Thu Jul 1 2027\r\nr1#exit", "\x00"},
		{FaultSpec{At: "config", Kind: FaultCut}, "show run | inc service", "service timestamps debug", "service timestamps log"},
	}
	for _, test := range tests {
		t.Run(test.fault.At+" "+string(test.fault.Kind), func(t *testing.T) {
			l := one(t, DeviceSpec{Fault: test.fault, Clock: ClockSpec{SetTo: "2027-07-01T12:00:00Z"}})
			got := talk(t, dial(t, l, "r1"), 80, "terminal length 0\n"+test.typed+"\nexit\n")
			if !strings.Contains(got, test.want) || strings.Contains(got, test.without) {
				t.Errorf("want %q without %q: %q", test.want, test.without, got)
			}
		})
	}
}

func TestRefusedRequests(t *testing.T) {
	for _, stage := range []string{"channel", "pty", "shell"} {
		l := one(t, DeviceSpec{Fault: FaultSpec{At: stage, Kind: FaultRefuse}})
		if _, err := typing(dial(t, l, "r1"), 80, 24, "exit\n"); err == nil {
			t.Errorf("%s: is not refused", stage)
		}
	}
}

// TestHangingRequests: nothing comes, for as long as the client cares to wait, and Close ends it.
func TestHangingRequests(t *testing.T) {
	for _, at := range []string{"channel", "pty", "shell", "prompt", "command:show clock"} {
		for _, kind := range []FaultKind{FaultHang, FaultEndless} {
			if at == "pty" && kind == FaultEndless {
				continue
			}
			l := one(t, DeviceSpec{Fault: FaultSpec{At: at, Kind: kind}})
			c := dial(t, l, "r1")
			done := make(chan struct{})
			go func() {
				defer close(done)
				typing(c, 80, 24, "show clock\nexit\n")
			}()
			select {
			case <-done:
				if kind == FaultHang {
					t.Errorf("%s: the session ends", at)
				}
			case <-time.After(50 * time.Millisecond):
			}
			l.Close()
			<-done
		}
	}
}

func TestVTYsRunOut(t *testing.T) {
	l := one(t, DeviceSpec{MaxVTYs: 2})
	first := dial(t, l, "r1")
	dial(t, l, "r1")
	if _, err := client(l, "r1"); err == nil {
		t.Error("a third login succeeds")
	}
	first.Close()
	wait(t, func() bool {
		c, err := client(l, "r1")
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}
