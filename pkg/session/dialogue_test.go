package session_test

import (
	"bufio"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// dialogue is a device that does not simply print its prompt.
type dialogue struct {
	script  func(*terminal)
	outcome snapshot.Outcome
	kind    string
	says    []string // parts of the message
	within  time.Duration
	presses int // empty lines that the device gets before its prompt
}

const (
	justALogin = 3 * time.Second // what nobody has to wait for
	slowLogin  = 31 * time.Second
)

func dialogues() map[string]dialogue {
	healthy := func(c *terminal) { c.serve("R1#", plainAnswers()) }
	after := func(text string) func(*terminal) {
		return func(c *terminal) {
			c.say(text)
			c.hidden()
			c.say("\n")
			healthy(c)
		}
	}
	asks := func(question string, says ...string) dialogue {
		return dialogue{after(question), snapshot.AuthFailed, "auth", append(says, strings.TrimSpace(question[strings.LastIndex(question, "\n")+1:]), "nothing was typed"), justALogin, 0}
	}
	return map[string]dialogue{
		"a new password":              asks("\nEnter new password: ", "expired"),
		"an expired password":         {after("Your password has expired.\nOld password: "), snapshot.AuthFailed, "auth", []string{`"Old password:"`, "has expired"}, justALogin, 0},
		"a user in the shell":         asks("\nUsername: "),
		"the usual words of a login":  asks("\nUser Access Verification\n\nUsername: ", `"Username:"`, "not understood"),
		"a login in the shell":        asks("router login: "),
		"a passcode":                  asks("Enter PASSCODE: ", "second factor"),
		"a menu":                      {after("1) console\n2) exit\nYour choice [1-2]: "), snapshot.AuthFailed, "auth", []string{"Your choice [1-2]:", "not understood"}, slowLogin, 0},
		"terms of use":                {after("Do you accept? [y/n]"), snapshot.AuthFailed, "auth", []string{"Do you accept? [y/n]"}, slowLogin, 0},
		"RETURN to get started":       {after("\n\nsw1 con0 is now available\n\nPress RETURN to get started."), snapshot.Audited, "", nil, justALogin, 1},
		"any key":                     {after("Press any key to continue"), snapshot.Audited, "", nil, justALogin, 1},
		"a banner in pages":           {after("a long banner\n --More-- "), snapshot.Audited, "", nil, justALogin, 1},
		"a message over the prompt":   {after("\nR1#\n*Mar  1 00:01:02.003: %SYS-5-CONFIG_I: Configured from console by vty0\n"), snapshot.Audited, "", nil, 5 * time.Second, 1},
		"an AAA server that is down":  {func(c *terminal) { time.Sleep(12 * time.Second); healthy(c) }, snapshot.Audited, "", nil, 13 * time.Second, 0},
		"three that are":              {func(c *terminal) { c.say("authorizing"); time.Sleep(25 * time.Second); c.say("\n"); healthy(c) }, snapshot.Audited, "", nil, slowLogin, 0},
		"no prompt ever":              {func(c *terminal) { c.say("welcome\n"); c.hang() }, snapshot.Timeout, "timeout", []string{"login", "welcome"}, slowLogin, 0},
		"a prompt of no kind":         {func(c *terminal) { c.say("R1% "); c.hang() }, snapshot.Timeout, "timeout", []string{"> or #", `"R1%"`}, slowLogin, 0},
		"the end":                     {func(*terminal) {}, snapshot.Protocol, "dropped", []string{"VTY", "AAA", "EXEC"}, justALogin, 0},
		"the end after a line":        {func(c *terminal) { c.say("Sorry.\n") }, snapshot.Protocol, "dropped", []string{"VTY", "AAA", `"Sorry."`}, justALogin, 0},
		"no authorization":            {func(c *terminal) { c.say("% Authorization failed.\n") }, snapshot.AuthFailed, "auth", []string{"AAA", "EXEC"}, justALogin, 0},
		"a banner that goes on":       {dripping, snapshot.Timeout, "timeout", []string{"login"}, slowLogin, 0},
		"a banner of prompts":         {func(c *terminal) { c.say("a#\nb>\n####\n\n>>>\n"); healthy(c) }, snapshot.Audited, "", nil, justALogin, 0},
		"a question before a healthy": {func(c *terminal) { c.say("Password:\nok\n"); healthy(c) }, snapshot.Audited, "", nil, justALogin, 0},
	}
}

// dripping is a byte now and then, and never a prompt.
func dripping(c *terminal) {
	for c.say(".") {
		time.Sleep(time.Second)
	}
}

// Whatever a device does between the login and its prompt, what it asks is quoted, nothing but an empty line is typed, and
// it ends when a login has to end.
func TestDialoguesAfterTheLogin(t *testing.T) {
	for mode, list := range terminals() {
		for name, test := range dialogues() {
			t.Run(name+", "+mode, func(t *testing.T) {
				t.Parallel()
				d, elapsed := playedAs(t, list, 0, sampling(2), test.script)
				mustBe(t, d, test.outcome, test.kind)
				if elapsed > test.within {
					t.Errorf("took %v, at most %v", elapsed, test.within)
				}
				for _, part := range test.says {
					if !strings.Contains(d.Error.Message, part) {
						t.Errorf("message %q does not say %q", d.Error.Message, part)
					}
				}
			})
		}
	}
}

// Before the prompt only empty lines are typed, and no more than one.
func TestNothingIsTypedBeforeThePrompt(t *testing.T) {
	for name, test := range dialogues() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var typed []byte
			recorded := make(chan struct{})
			played(t, func(c *terminal) {
				defer close(recorded)
				c.in = bufio.NewReader(recorder{c.ReadWriter, &typed})
				test.script(c)
			})
			<-recorded
			first, _, _ := strings.Cut(string(typed), ios.TerminalLength)
			if len(first) > test.presses || strings.Trim(first, "\n") != "" {
				t.Errorf("%q was typed", first)
			}
		})
	}
}

// A device that takes nothing is given up after the silence that any device is granted.
func TestWindowThatNeverOpens(t *testing.T) {
	for window, says := range map[int]string{8: ios.TerminalLength, 100: ios.ShowNTPAssociationsDetail} {
		d, elapsed := playedWith(t, window, nil, func(c *terminal) {
			if window > 50 {
				c.serveFew(5, "R1#", plainAnswers())
				c.hang()
			}
			c.say("R1#")
			c.hang()
		})
		if d.Error == nil || d.Error.Kind != "timeout" || !strings.Contains(d.Error.Message, "window") || !strings.Contains(d.Error.Message, says) {
			t.Errorf("window %d: %s, %+v", window, d.Outcome, d.Error)
		}
		if elapsed > 15*time.Second {
			t.Errorf("took %v", elapsed)
		}
	}
}

// A device that wraps long lines where its terminal ends, however it does that, is understood in flights.
func TestWrappedEchoes(t *testing.T) {
	for name, wrap := range map[string]string{"blank and return": " \r", "line end": "\n", "return": "\r"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := played(t, func(c *terminal) {
				c.wrapAt, c.wrap = 80, wrap
				c.serve("R1#", plainAnswers())
			})
			mustBe(t, d, snapshot.Audited, "")
			if want := []string{"host key not verified"}; !slices.Equal(d.Notes, want) {
				t.Errorf("notes %q", d.Notes)
			}
			if got := answerTo(t, d, ios.ShowTimeConfig).Text; got != "version 15.2\nend\n" {
				t.Errorf("configuration %q", got)
			}
		})
	}
}

// The note names the echo that did not come, not the one before.
func TestMissingEchoIsNamed(t *testing.T) {
	d, _ := played(t, func(c *terminal) {
		answers := plainAnswers()
		c.serveFew(2, "R1#", answers)
		c.hidden() // "show privilege" is lost
		command, _ := c.line()
		c.say(answers[command])
		c.serve("R1#", answers)
	})
	mustBe(t, d, snapshot.Audited, "")
	if notes := strings.Join(d.Notes, "\n"); !strings.Contains(notes, `the echo of "show privilege" did not come`) {
		t.Errorf("notes %q", d.Notes)
	}
}
