package session_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// enabling is a device that any user may ask but for its configuration, up to "enable".
func enabling(c *terminal, answer func(*terminal)) {
	answers := plainAnswers()
	answers[ios.ShowPrivilege] = "Current privilege level is 1\n"
	for {
		c.say("R1>")
		line, open := c.line()
		if !open {
			return
		}
		if line == ios.Enable {
			answer(c)
			continue
		}
		c.say(answers[line])
	}
}

// privileged is the device after an enable that succeeded.
func privileged(c *terminal) { c.serve("R1#", plainAnswers()) }

// enableDialogue is what follows "enable".
type enableDialogue struct {
	answer  func(*terminal)
	outcome snapshot.Outcome
	kind    string
	says    string
	typed   []string // hidden answers and empty lines, after enable
}

func enableDialogues() map[string]enableDialogue {
	ask := func(question string) func(*terminal) { return func(c *terminal) { c.say(question) } }
	return map[string]enableDialogue{
		"Password":          {func(c *terminal) { ask("Password: ")(c); c.hear(); privileged(c) }, snapshot.Audited, "", "", []string{enable}},
		"words of its own":  {func(c *terminal) { ask("Speak, friend: ")(c); c.hear(); privileged(c) }, snapshot.Audited, "", "", []string{enable}},
		"user and password": {func(c *terminal) { ask("Username: ")(c); c.hear(); ask("\nPassword: ")(c); c.hear(); privileged(c) }, snapshot.Audited, "", "", []string{"audit", enable}},
		"nothing":           {privileged, snapshot.Audited, "", "", nil},
		"with a sign": {func(c *terminal) {
			for ask("Enter Enable Secret > ")(c); c.hear() != ""; {
			}
		}, snapshot.Partial, "enable", `"Enter Enable Secret >"`, []string{""}},
		"with a hash": {func(c *terminal) {
			for ask("Secret #")(c); c.hear() != ""; {
			}
		}, snapshot.Partial, "enable", `"Secret #"`, []string{""}},
		"yes or no":          {func(c *terminal) { ask("Really? [confirm]")(c); c.hear() }, snapshot.Partial, "enable", "Really? [confirm]", []string{""}},
		"a new secret":       {func(c *terminal) { ask("New password: ")(c); c.hear() }, snapshot.Partial, "enable", "New password:", []string{""}},
		"another new secret": {func(c *terminal) { ask("Enter new enable secret: ")(c); c.hear() }, snapshot.Partial, "enable", "Enter new enable secret:", []string{""}},
		"a secret once more": {func(c *terminal) { ask("Confirm enable secret: ")(c); c.hear() }, snapshot.Partial, "enable", "Confirm enable secret:", []string{""}},
		"three times": {func(c *terminal) {
			for range 3 {
				ask("Password: ")(c)
				c.hear()
				c.say("\n")
			}
			c.say("% Bad secrets\n\n")
		}, snapshot.Partial, "enable", "% Bad secrets", []string{enable, "", ""}},
		"once": {func(c *terminal) { ask("Password: ")(c); c.hear(); c.say("\n% Access denied\n") }, snapshot.Partial, "enable", "% Access denied", []string{enable}},
		"without end": {func(c *terminal) {
			for ask("Password: ")(c); c.in.Buffered() >= 0; ask("\nPassword: ")(c) {
				if _, err := c.in.ReadString('\n'); err != nil {
					return
				}
			}
		}, snapshot.Partial, "protocol", "goes on asking", nil},
		"silence": {func(c *terminal) { c.hang() }, snapshot.Partial, "timeout", `"enable"`, nil},
		"the end": {func(c *terminal) { c.say("bye\n"); c.hangUp() }, snapshot.Partial, "dropped", `"enable"`, nil},
		"another prompt": {func(c *terminal) {
			for ask("R1-priv#")(c); ; ask("\nR1-priv#")(c) {
				if _, err := c.in.ReadString('\n'); err != nil {
					return
				}
			}
		}, snapshot.Partial, "protocol", "R1-priv#", nil},
	}
}

// What enable asks is answered once, if it is what enable asks for. Whatever it asks, what any user may see is answered.
func TestEnableDialogues(t *testing.T) {
	for mode, list := range terminals() {
		for name, test := range enableDialogues() {
			t.Run(name+", "+mode, func(t *testing.T) {
				t.Parallel()
				var typed []string
				d, elapsed := playedAs(t, list, 0, sampling(2), func(c *terminal) {
					c.heard = &typed
					enabling(c, test.answer)
				})
				mustBe(t, d, test.outcome, test.kind)
				if d.Error != nil && !strings.Contains(d.Error.Message, test.says) {
					t.Errorf("message %q does not say %q", d.Error.Message, test.says)
				}
				if test.typed != nil && !slices.Equal(typed, test.typed) {
					t.Errorf("typed %q, want %q", typed, test.typed)
				}
				if !answerTo(t, d, ios.ShowVersion).Whole() || !answerTo(t, d, ios.ShowNTPAssociations).Whole() {
					t.Error("what any user may see is not answered")
				}
				if elapsed > 25*time.Second {
					t.Errorf("took %v", elapsed)
				}
			})
		}
	}
}
