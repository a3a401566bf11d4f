package session_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// The stamps of every clock line must enclose its reading (measurement A1): the true time of the device at Sent is
// before what it printed, and that at First is after. Paths that are lopsided or jitter, slow devices, pagers
// and a line at a time only widen the bound.
func TestStampsContainTheReading(t *testing.T) {
	lopsided := lab.Path{Out: 2 * time.Millisecond, Back: 18 * time.Millisecond, Jitter: time.Millisecond}
	tests := map[string]lab.DeviceSpec{
		"near":                   {},
		"slow back":              {Path: lopsided},
		"slow out":               {Path: lab.Path{Out: 18 * time.Millisecond, Back: 2 * time.Millisecond}},
		"slow device":            {CPU: 20 * time.Millisecond},
		"timestamps":             {Path: lopsided, Terminal: lab.TerminalSpec{PromptTimestamp: true}},
		"no detail":              {Path: lopsided, Unknown: []string{ios.ShowClockDetail}},
		"pager":                  {Path: lopsided, Terminal: lab.TerminalSpec{Length: 3}, Denied: []string{"terminal"}},
		"little typing":          {Path: lopsided, Terminal: lab.TerminalSpec{TypeAhead: 200}},
		"messages":               {Path: lopsided, Terminal: lab.TerminalSpec{Monitor: true, Syslog: []string{"%SYS-5-CONFIG_I: Configured"}}},
		"years away":             {Clock: lab.ClockSpec{Offset: -20 * 365 * 24 * time.Hour}},
		"character by character": {Fault: lab.FaultSpec{At: "command:show clock", Kind: lab.FaultSlow, Rate: time.Millisecond}},
	}
	for name, device := range tests {
		for mode, list := range terminals() {
			t.Run(name+", "+mode, func(t *testing.T) {
				t.Parallel()
				device.Name = "r1"
				s := newSite(t, device)
				c := s.config()
				c.Platforms = list
				before := c.Timeline.Now()
				utc := s.UTC()
				origin := [2]time.Time{utc.Add(-c.Timeline.Now()), utc.Add(-before)} // of the timeline, in the lab's UTC: between these
				d := newAsker(t, c).Ask(context.Background(), session.Request{Device: s.devices["r1"], Kinds: allKinds, Next: sampling(4)})
				mustBe(t, d, snapshot.Audited, "")
				read := 0
				for _, a := range d.Answers {
					if a.Command != ios.ShowClock && a.Command != ios.ShowClockDetail || a.First == nil {
						continue
					}
					read++
					clock, err := ios.ParseClock(a.Text)
					if err == nil {
						err = encloses(s, origin, c.Timeline.Granularity(), clock, a)
					}
					if err != nil {
						t.Errorf("%q: %v", a.Command, err)
					}
				}
				if want := 5; read != want {
					t.Errorf("%d readings, want %d; notes %q", read, want, d.Notes)
				}
			})
		}
	}
}

// encloses holds a reading against the lab's clock at both stamps.
func encloses(s *site, origin [2]time.Time, granularity time.Duration, clock show.Clock, a snapshot.Answer) error {
	printed := clock.Local()
	earliest, latest := origin[0].Add(a.Sent), origin[1].Add(*a.First+granularity)
	offset, err := s.Truth("r1", earliest)
	if err != nil {
		return err
	}
	const quantum = 2 * time.Millisecond // a tick of 1 ms, printed in whole ms
	if low := earliest.Add(offset - quantum); printed.Before(low) {
		return fmt.Errorf("%v was read before the newline was sent: the device's clock was %v then", printed, low)
	}
	if high := latest.Add(offset); printed.After(high) {
		return fmt.Errorf("%v was read after the first byte had come: the device's clock was %v then", printed, high)
	}
	return nil
}

// The same to the nanosecond: the script reads the timeline of the session when a device would read its clock, some time after
// the banner that "exec prompt timestamp" prints and in the middle of other output.
func TestStampsEncloseTheEvaluation(t *testing.T) {
	for name, refused := range map[string]string{"in flights": "", "line by line": "% Invalid input detected at '^' marker.\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := hurried()
			var evaluated []snapshot.Stamp
			answers := plainAnswers()
			answers[ios.TerminalLength] = refused
			device := scripted(t, nil, func(far *terminal) {
				for {
					far.say("R1#")
					command, open := far.line()
					if !open {
						return
					}
					if command != ios.ShowClock && command != ios.ShowClockDetail {
						far.say(answers[command])
						continue
					}
					time.Sleep(2 * time.Millisecond)
					far.say("Load for five secs: 1%/0%; one minute: 2%; five minutes: 3%\nTime source is NTP, 04:45:00.000 UTC Thu Aug 7 2025\n\n")
					time.Sleep(2 * time.Millisecond)
					evaluated = append(evaluated, c.Timeline.Now())
					far.say(answers[command])
				}
			})
			d := newAsker(t, c).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds, Next: sampling(5)})
			mustBe(t, d, snapshot.Audited, "")
			i := 0
			for _, a := range d.Answers {
				if a.Command != ios.ShowClock && a.Command != ios.ShowClockDetail {
					continue
				}
				if at := evaluated[i]; a.First == nil || at < a.Sent || at > *a.First {
					t.Errorf("reading %d was made at %v, sent %v, first byte %v", i, at, a.Sent, a.First)
				}
				i++
			}
			if i != 6 || len(evaluated) != 6 {
				t.Errorf("%d readings of %d", i, len(evaluated))
			}
		})
	}
}
