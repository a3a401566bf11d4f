package session

import (
	"bytes"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

const (
	fuzzPassword = "canary-password-6120"
	fuzzEnable   = "canary-enable-8853"
	fuzzUser     = "canary-user"

	turnEnd = 0x1e // in the input of the fuzzer: what follows is sent when the device has been told something more
)

// What the far end of a fuzzed session does with what it is told; any of them may be joined.
const (
	fuzzEchoes  = 1 << iota // it is echoed before the next turn
	fuzzAnswers             // after the last turn, the device is well
	fuzzHangs               // after the last turn, nothing comes; else the session ends
	fuzzPieces              // what is sent comes in pieces of some bytes
	fuzzEnables             // the account has no privilege
)

// fuzzPlatforms are what the inventory says of a fuzzed device, by the two highest bits.
var fuzzPlatforms = [4]inventory.Platform{"cisco_ios", "cisco_nxos", "cisco_iosxr", "auto"}

// fuzzOneAhead is an NX-OS.
const fuzzOneAhead = 1 << 6

// fuzzedDevice plays turns, and notes what it is told.
type fuzzedDevice struct {
	io.ReadWriter
	turns [][]byte
	flags byte
	told  bytes.Buffer
}

func (d *fuzzedDevice) serve() {
	typed := make([]byte, 4<<10)
	for i := 0; i < len(d.turns); i++ {
		d.send(d.turns[i])
		if i == len(d.turns)-1 {
			break
		}
		n, err := d.Read(typed)
		d.told.Write(typed[:n])
		if err != nil {
			return
		}
		if d.flags&fuzzEchoes != 0 {
			d.send(bytes.ReplaceAll(typed[:n], []byte("\n"), []byte("\r\n")))
		}
	}
	switch {
	case d.flags&fuzzAnswers != 0:
		d.answer()
	case d.flags&fuzzHangs != 0:
		io.Copy(&d.told, d)
	}
}

// answer is a device that is well, from the line that it is told next.
func (d *fuzzedDevice) answer() {
	level := "15"
	if d.flags&fuzzEnables != 0 {
		level = "1"
	}
	var line []byte
	for one := make([]byte, 1); ; {
		if _, err := d.Read(one); err != nil {
			return
		}
		d.told.Write(one)
		if one[0] != '\n' {
			d.send(one)
			line = append(line, one[0])
			continue
		}
		text := map[string]string{
			ios.ShowClockDetail: "10:20:30.405 UTC Thu Nov 26 2026\r\n", ios.ShowClock: "10:20:30.405 UTC Thu Nov 26 2026\r\n",
			ios.ShowPrivilege: "Current privilege level is " + level + "\r\n", ios.Enable: "Password: ",
		}[string(line)]
		if d.send([]byte("\r\n" + text)); string(line) != ios.Enable {
			d.send([]byte("R1#"))
		}
		line = nil
	}
}

func (d *fuzzedDevice) send(text []byte) {
	size := len(text)
	if d.flags&fuzzPieces != 0 {
		size = 1 + int(d.flags>>5)
	}
	for piece := range slices.Chunk(text, max(1, size)) {
		d.Write(piece)
	}
}

// FuzzSession drives a whole session with whatever a device may send. It comes to an end within its limits and without a panic,
// has an outcome and a sentence, types known lines only, tells the secret to a question behind "enable" once, and keeps none.
func FuzzSession(f *testing.F) {
	for _, seed := range fuzzSeeds() {
		for _, flags := range []byte{0, fuzzEchoes, fuzzEchoes | fuzzAnswers, fuzzEchoes | fuzzAnswers | fuzzEnables | fuzzPieces, fuzzHangs, fuzzEchoes | fuzzHangs | fuzzPieces} {
			f.Add([]byte(seed), flags)
			f.Add([]byte(seed), flags|fuzzOneAhead)
		}
	}
	f.Fuzz(func(t *testing.T, sent []byte, flags byte) {
		if len(sent) > 4<<10 {
			return
		}
		device := &fuzzedDevice{turns: bytes.Split(sent, []byte{turnEnd}), flags: flags}
		var d snapshot.Device
		var elapsed time.Duration
		var log bytes.Buffer
		synctest.Test(t, func(t *testing.T) {
			ask, err := New(Config{
				Timeline: timeline.Start(), Platforms: KnownHere(), HostKeys: HostKeys{Mode: Ignore}, Limits: Limits{AnswerBytes: 2 << 10, ConfigBytes: 4 << 10},
				Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
			})
			if err != nil {
				t.Fatal(err)
			}
			wait := ask.DialsTo(0, func(far io.ReadWriter) {
				device.ReadWriter = far
				device.serve()
			})
			samples := 0
			started := time.Now()
			d = ask.Ask(t.Context(), Request{
				Device: inventory.Device{Name: "r1", Platform: fuzzPlatforms[flags>>6], Username: fuzzUser, Password: inventory.ValueSecret(fuzzPassword), Enable: inventory.ValueSecret(fuzzEnable)},
				Kinds:  []show.Kind{show.KindClock, show.KindStatus, show.KindAssociations},
				Next:   func(*snapshot.Device) Next { samples++; return Next{Sample: samples <= 2} },
			})
			elapsed = time.Since(started)
			wait()
		})
		if limit := DefaultLimits().Device + time.Second; elapsed > limit {
			t.Errorf("took %v, at most %v", elapsed, limit)
		}
		mayBeKept(t, d, log.String())
		mayBeTold(t, device.told.String())
	})
}

// mayBeKept checks what is left of a device.
func mayBeKept(t *testing.T, d snapshot.Device, log string) {
	t.Helper()
	if d.Outcome == "" || d.Outcome != snapshot.Audited && (d.Error == nil || len(d.Error.Message) < 20) {
		t.Errorf("outcome %q, %+v", d.Outcome, d.Error)
	}
	if strings.Contains(log, "panic") {
		t.Errorf("it failed: %s", log)
	}
	kept := append([]string{d.Prompt, log}, d.Notes...)
	if d.Error != nil {
		kept = append(kept, d.Error.Message)
	}
	for _, a := range d.Answers {
		kept = append(kept, a.Text)
		if len(a.Text) > 16<<10 {
			t.Errorf("%q: %d bytes", a.Command, len(a.Text))
		}
		if a.Whole() && (*a.Done < a.Sent || a.First != nil && (*a.First < a.Sent || *a.First > *a.Done)) {
			t.Errorf("%q: sent %v, first %v, done %v", a.Command, a.Sent, *a.First, *a.Done)
		}
	}
	for _, text := range kept {
		if snapshot.Clean(text) != text {
			t.Errorf("control characters are kept in %q", text)
		}
		joined := strings.ReplaceAll(text, "\n", "")
		if strings.Contains(joined, fuzzPassword) || strings.Contains(joined, fuzzEnable) {
			t.Errorf("a secret is kept in %q", text)
		}
	}
}

// mayBeTold checks what the device was told.
func mayBeTold(t *testing.T, told string) {
	t.Helper()
	var secrets, users int
	enabling := false
	lines := strings.Split(told, "\n")
	for i, line := range lines {
		line = strings.TrimLeft(strings.Trim(line, " "), " q") // a pager takes these, where there is one
		switch {
		case line == "":
		case mayBeSent(line, i == len(lines)-1):
			enabling = line == ios.Enable
		case enabling && line == fuzzEnable:
			secrets++
		case enabling && line == fuzzUser:
			users++
		default:
			t.Errorf("%q was typed", line)
		}
	}
	if secrets > 1 || users > 1 {
		t.Errorf("the secret was told %d times, the user name %d times", secrets, users)
	}
}

// mayBeSent reports whether a line is one of a platform of these tests or, where it has no end, begins one.
func mayBeSent(line string, open bool) bool {
	for _, p := range KnownHere() {
		if p.Allowed(line) || open && slices.ContainsFunc(p.Commands, func(c platform.Command) bool { return strings.HasPrefix(c.Line, line) }) {
			return true
		}
	}
	return false
}
