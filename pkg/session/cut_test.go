package session_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Wherever the answer of the clock breaks off, the outcome says partial just where there is a reading: a device whose clock is
// judged did not fail to answer, and one that did not tell it has not answered in part.
func TestOutcomeAgreesWithTheEvidence(t *testing.T) {
	ends := map[string]struct {
		end     func(*terminal)
		without snapshot.Outcome
		cut     string
	}{
		"the session ends": {(*terminal).hangUp, snapshot.Protocol, "dropped"},
		"silence":          {(*terminal).hang, snapshot.Timeout, "timeout"},
	}
	for _, whole := range []string{
		"10:20:30.405 UTC Thu Nov 26 2026\nTime source is NTP\n",
		"*23:59:60.000 UTC Wed Dec 31 2008\n",
		"Load for five secs: 1%/0%; one minute: 2%; five minutes: 3%\nTime source is NTP, 10:20:30.400 UTC Thu Nov 26 2026\n\n.10:20:30.405 UTC Thu Nov 26 2026\n",
	} {
		for how, test := range ends {
			for n := range len(whole) + 1 {
				t.Run(fmt.Sprintf("%.12q, %s after %d", whole, how, n), func(t *testing.T) {
					t.Parallel()
					d, _ := played(t, func(c *terminal) {
						c.serveFew(1, "R1#", plainAnswers())
						c.line()
						c.say(whole[:n])
						test.end(c)
					})
					a := answerTo(t, d, ios.ShowClockDetail)
					_, err := ios.ParseClock(a.Text)
					want := test.without
					if err == nil || errors.Is(err, show.ErrLeapSecond) {
						want = snapshot.Partial
					}
					if d.Outcome != want || d.Error == nil {
						t.Errorf("%q: outcome %s, %+v; want %s", a.Text, d.Outcome, d.Error, want)
					}
					if a.Cut != test.cut {
						t.Errorf("cut by %q", a.Cut)
					}
				})
			}
		}
	}
}

// Any other answer tells something as soon as a part of it has come.
func TestPartOfAnyAnswerIsPartial(t *testing.T) {
	for n, want := range map[int]snapshot.Outcome{0: snapshot.Protocol, 1: snapshot.Partial, 24: snapshot.Partial} {
		d := askOnly(t, []show.Kind{show.KindStatus}, func(c *terminal) {
			c.serveFew(1, "R1#", plainAnswers())
			c.line()
			c.say("Clock is synchronized, stratum 3\n"[:n])
		})
		if d.Outcome != want {
			t.Errorf("after %d bytes: %s, want %s", n, d.Outcome, want)
		}
	}
}
