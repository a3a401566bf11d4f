package session_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// evaluations are the readings that a device made of its clock: each prints its own time.
type evaluations []snapshot.Stamp

func (e *evaluations) read(now snapshot.Stamp) string {
	*e = append(*e, now)
	return fmt.Sprintf("10:20:30.%03d UTC Thu Nov 26 2026\n", len(*e))
}

// holds compares the stamps of the readings among answers with when they were made, and returns how many there are.
func (e evaluations) holds(t *testing.T, answers []snapshot.Answer) (read int) {
	t.Helper()
	for _, a := range answers {
		at, found := capture.FindClockLine([]byte(a.Text))
		if a.Command != ios.ShowClock || a.First == nil || !found {
			continue
		}
		var n int
		if _, err := fmt.Sscanf(a.Text[at:], "10:20:30.%3d", &n); err != nil || n < 1 || n > len(e) {
			t.Fatalf("%q: %v", a.Text, err)
		}
		read++
		if made := e[n-1]; made < a.Sent || made > *a.First {
			t.Errorf("reading %d was made at %v, sent %v, first byte %v", n, made, a.Sent, *a.First)
		}
	}
	return read
}

// clockDevice is what a device prints for "show clock". want is how many of six readings there are; 0: any number.
type clockDevice struct {
	print func(c *terminal, read func() string) string
	want  int
}

func clockDevices() map[string]clockDevice {
	const source = "Time source is NTP\n"
	delayed := func(d time.Duration) func(*terminal, func() string) string {
		return func(c *terminal, read func() string) string {
			c.say("n1# ")
			time.Sleep(d)
			c.say(ios.ShowClock + "\n" + source)
			return read()
		}
	}
	return map[string]clockDevice{
		"at once": {func(_ *terminal, read func() string) string { return read() }, 6},
		"behind its source": {func(c *terminal, read func() string) string {
			c.say(source)
			time.Sleep(20 * time.Millisecond)
			return read()
		}, 6},
		"before its source": {func(c *terminal, read func() string) string {
			c.say(read())
			time.Sleep(20 * time.Millisecond)
			return source
		}, 6},
		"behind a stamp": {func(c *terminal, read func() string) string {
			c.say("Thu Nov 26 10:20:30.001 UTC\n")
			time.Sleep(20 * time.Millisecond)
			return read()
		}, 6},
		"behind a prompt":               {delayed(20 * time.Millisecond), 6},
		"behind a prompt, a second":     {delayed(time.Second), 6},
		"behind a prompt, three":        {delayed(3 * time.Second), 0},
		"behind a prompt, nine":         {delayed(9 * time.Second), 0},
		"never, and that of the before": {func(_ *terminal, read func() string) string { return "" }, 0},
	}
}

// The stamps of every reading enclose when it was made (measurement A1), also where a terminal takes a line at a time: behind lines
// of the answer that come before, and where the prompt comes before the answer, at once or so late that it is taken for the end.
func TestStampsOfOneLineAtATime(t *testing.T) {
	for name, test := range clockDevices() {
		for _, piece := range []int{1, 1 << 20} {
			t.Run(fmt.Sprintf("%s in %d", name, piece), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c := session.Config{Timeline: timeline.Start(), Platforms: known(), HostKeys: session.HostKeys{Mode: session.Ignore}}
					ask := newAsker(t, c)
					var made evaluations
					wait := ask.DialsTo(0, func(end io.ReadWriter) {
						far := newTerminal(end)
						far.piece = piece
						far.early("n1# ", nexusAnswers(), func(line string) bool {
							if line != ios.ShowClock {
								return false
							}
							time.Sleep(20 * time.Millisecond)
							return far.say(test.print(far, func() string { return made.read(c.Timeline.Now()) }))
						})
					})
					device := oddDevice()
					device.Platform = "cisco_nxos"
					d := ask.Ask(t.Context(), session.Request{Device: device, Kinds: allKinds, Next: sampling(5)})
					wait()
					if read := made.holds(t, d.Answers); test.want > 0 && read != test.want {
						t.Errorf("%d readings, want %d; %s, %+v, notes %q, %q", read, test.want, d.Outcome, d.Error, d.Notes, strings.Join(commandsOf(d), ", "))
					}
				})
			})
		}
	}
}

// What a device prints before it is asked is not its answer, however it looks.
func TestUnaskedReadings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := session.Config{Timeline: timeline.Start(), Platforms: known(), HostKeys: session.HostKeys{Mode: session.Ignore}}
		ask := newAsker(t, c)
		var made evaluations
		wait := ask.DialsTo(0, func(end io.ReadWriter) {
			far := newTerminal(end)
			far.early("n1# ", nexusAnswers(), func(line string) bool {
				switch line {
				case ios.ShowClock:
					far.say(made.read(c.Timeline.Now()))
				case nexusRest:
					time.AfterFunc(500*time.Millisecond, func() { far.say(ios.ShowClock + "\n" + made.read(c.Timeline.Now()) + "n1# ") })
					return false
				default:
					return false
				}
				return true
			})
		})
		device := oddDevice()
		device.Platform = "cisco_nxos"
		samples := 0
		d := ask.Ask(t.Context(), session.Request{Device: device, Kinds: allKinds, Next: func(*snapshot.Device) session.Next {
			samples++
			return session.Next{Sample: samples <= 2, At: c.Timeline.Now() + time.Second}
		}})
		wait()
		if made.holds(t, d.Answers) == 0 || d.Outcome != snapshot.Audited {
			t.Errorf("%s, %+v, notes %q", d.Outcome, d.Error, d.Notes)
		}
	})
}
