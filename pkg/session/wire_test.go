package session

import (
	"io"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// farChannel notes when it is written to, and when it has brought what it was going to bring.
type farChannel struct {
	ssh.Channel
	timeline *timeline.Timeline
	wrote    snapshot.Stamp
	brought  snapshot.Stamp
}

func (c *farChannel) Write(b []byte) (int, error) {
	c.wrote = c.timeline.Now()
	return len(b), nil
}

func (c *farChannel) Read(b []byte) (int, error) {
	if c.brought != 0 {
		return 0, io.EOF
	}
	c.brought = c.timeline.Now()
	return copy(b, "x"), nil
}

// The stamp of a question is taken before it is written, and that of an answer after it was read: the other way
// round, a bound would be too narrow.
func TestStampsAreOnTheSafeSide(t *testing.T) {
	var clock timeline.Reading
	ticking := timeline.StartWith(func() timeline.Reading {
		clock.Mono += time.Nanosecond
		clock.Wall = clock.Wall.Add(time.Nanosecond)
		return clock
	})
	far := &farChannel{timeline: ticking}
	w := newWire(ticking, nil)
	w.channel, w.writes.platform = far, &iosPlatform
	if err := w.Write([]byte("show clock\n")); err != nil {
		t.Fatal(err)
	}
	if w.sent == 0 || w.sent >= far.wrote {
		t.Errorf("stamped %v, written %v", w.sent, far.wrote)
	}
	before := w.sent
	if err := w.Write([]byte("show clock")); err != nil {
		t.Fatal(err)
	}
	if w.sent != before {
		t.Error("typing ahead has moved the stamp of the question before")
	}
	w.listen()
	if c := <-w.chunks; c.at <= far.brought {
		t.Errorf("stamped %v, read %v", c.at, far.brought)
	}
}
