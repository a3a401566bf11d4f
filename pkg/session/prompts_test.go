package session_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// played is a session, within the limits that users have, with a device that plays a script behind its login. Its
// silences take no time. elapsed is what the session would have taken.
func played(t *testing.T, script func(*terminal)) (d snapshot.Device, elapsed time.Duration) {
	t.Helper()
	return playedWith(t, 0, sampling(2), script)
}

func playedWith(t *testing.T, window int, next func(*snapshot.Device) session.Next, script func(*terminal)) (d snapshot.Device, elapsed time.Duration) {
	t.Helper()
	return playedAs(t, platforms.All(), window, next, script)
}

// terminals are the platforms that what a terminal may do is tried with.
func terminals() map[string]platform.List {
	return map[string]platform.List{"flights": platforms.All(), "one ahead": session.OneAheadIOS()}
}

func playedAs(t *testing.T, list platform.List, window int, next func(*snapshot.Device) session.Next, script func(*terminal)) (d snapshot.Device, elapsed time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ask := newAsker(t, session.Config{Timeline: timeline.Start(), Platforms: list, HostKeys: session.HostKeys{Mode: session.Ignore}})
		wait := ask.DialsTo(window, func(far io.ReadWriter) { script(newTerminal(far)) })
		started := time.Now()
		d = ask.Ask(t.Context(), session.Request{Device: oddDevice(), Kinds: allKinds, Next: next})
		elapsed = time.Since(started)
		wait()
	})
	return d, elapsed
}

// askOnly is played for other kinds of facts.
func askOnly(t *testing.T, kinds []show.Kind, script func(*terminal)) (d snapshot.Device) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ask := newAsker(t, session.Config{Timeline: timeline.Start(), Platforms: platforms.All(), HostKeys: session.HostKeys{Mode: session.Ignore}})
		wait := ask.DialsTo(0, func(far io.ReadWriter) { script(newTerminal(far)) })
		d = ask.Ask(t.Context(), session.Request{Device: oddDevice(), Kinds: kinds})
		wait()
	})
	return d
}

func oddDevice() inventory.Device {
	return inventory.Device{
		Name: "odd", Host: "127.0.0.1", Port: 22, Platform: "cisco_ios",
		Username: "audit", Password: inventory.ValueSecret(password), Enable: inventory.ValueSecret(enable),
	}
}

// modes are how a device may be asked, and what brings that about as its answer to "terminal length 0".
func modes() map[string]string {
	return map[string]string{"in flights": "", "a line at a time": "% Authorization failed.\n", "one ahead": ""}
}

func listOf(mode string) platform.List {
	if mode == "one ahead" {
		return session.OneAheadIOS()
	}
	return platforms.All()
}

// A prompt may hold any bytes. They are met as bytes, in flights and a line at a time, however they are cut into packets.
func TestPromptsOfAnyBytes(t *testing.T) {
	prompts := map[string]string{
		"Latin-1":                 "K\xf6ln-R1#",
		"Latin-1 first":           "\xd6rebro#",
		"no character":            "\xffR1#",
		"UTF-8":                   "Köln-R1#",
		"letters of elsewhere":    "東京#",
		"an expression":           `a+b)*$[^x{3}\#`,
		"half an expression":      `(?P<name#`,
		"colour":                  "\x1b[33msw1#\x1b[0m ",
		"colour before the sign":  "\x1b[1;36msw1\x1b[0m>\x1b[K",
		"bracketed paste":         "\x1b[?2004h\x1b[1;32msw1\x1b[0m#\x1b[K",
		"a title":                 "\x1b]0;sw1: ~\x07sw1#",
		"a title without end":     "\x1b]0;sw1\nsw1#",
		"a character set":         "\x1b(Bsw1#",
		"NUL and bell":            "\x00sw\x001\x07#",
		"delete":                  "sw1\x7f#",
		"a bare sign":             "#",
		"a bare sign and a blank": "> ",
		"two lines":               "\n--- sw1 ---\nsw1#",
		"a tab":                   "sw1\t#",
		"as long as may be":       strings.Repeat("x", 199) + "#",
		"a backspace":             "sw2\b1#",
		"right to left":           "sw1\u202e#",
	}
	for name, prompt := range prompts {
		for mode, answer := range modes() {
			for _, piece := range []int{1, 1 << 20} {
				t.Run(fmt.Sprintf("%s, %s, in %d", name, mode, piece), func(t *testing.T) {
					t.Parallel()
					answers := plainAnswers()
					answers[ios.TerminalLength] = answer
					d, _ := playedAs(t, listOf(mode), 0, sampling(2), func(c *terminal) {
						c.piece = piece
						c.serve(prompt, answers)
					})
					mustBe(t, d, snapshot.Audited, "")
					if refused := strings.Contains(strings.Join(d.Notes, "\n"), "was refused"); refused != (answer != "") {
						t.Errorf("notes %q", d.Notes)
					}
					if want := strings.TrimSpace(snapshot.Clean(prompt)); !strings.HasSuffix(want, d.Prompt) {
						t.Errorf("prompt %q, want %q", d.Prompt, want)
					}
					for _, a := range d.Answers {
						if a.Text != answers[a.Command] {
							t.Errorf("%q: %q, want %q", a.Command, a.Text, answers[a.Command])
						}
					}
				})
			}
		}
	}
}

// A prompt that differs from line to line by noise, or that is glued to the answer, is found a line at a time.
func TestPromptsAfterOddAnswers(t *testing.T) {
	tests := map[string]struct{ before, answerEnd string }{
		"NUL":                    {"\x00", ""},
		"no character":           {"\xff", ""},
		"a mark of direction":    {"\u202e", ""},
		"a C1 control":           {"\x9b", ""},
		"glued":                  {"", "glued"},
		"a device status report": {"\x1b[6n", ""},
		"a carriage return":      {"\r", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers := plainAnswers()
			if test.answerEnd != "" {
				for command, text := range answers {
					answers[command] = strings.TrimSuffix(text, "\n")
				}
			}
			d, _ := played(t, func(c *terminal) {
				for i := 0; ; i++ {
					if i%3 == 2 {
						c.say(test.before)
					}
					c.say("R1#")
					command, open := c.line()
					if !open {
						return
					}
					c.say(answers[command])
				}
			})
			mustBe(t, d, snapshot.Audited, "")
			if d.Prompt != "R1#" {
				t.Errorf("prompt %q", d.Prompt)
			}
			for _, a := range d.Answers {
				if text := answers[a.Command]; strings.TrimSpace(a.Text) != strings.TrimSpace(text) && a.Command != ios.ShowClock {
					t.Errorf("%q: %q, want %q", a.Command, a.Text, text)
				}
			}
		})
	}
}

// Wherever a log message lands, the answers are whole, and nobody waits for more than the moments that show it.
func TestMessagesOverPrompts(t *testing.T) {
	const message = "\n*Mar  1 00:01:02.003: %SYS-5-CONFIG_I: Configured from console by vty0\n"
	for every := 1; every <= 4; every++ {
		for mode, refusal := range modes() {
			for _, piece := range []int{1, 1 << 20} {
				t.Run(fmt.Sprintf("every %d, %s, in %d", every, mode, piece), func(t *testing.T) {
					t.Parallel()
					answers := plainAnswers()
					answers[ios.TerminalLength] = refusal
					d, elapsed := playedAs(t, listOf(mode), 0, sampling(2), func(c *terminal) {
						c.piece = piece
						for i := 0; ; i++ {
							c.say("R1#")
							if i%every == every-1 {
								c.say(message)
							}
							command, open := c.line()
							if !open {
								return
							}
							c.say(answers[command])
						}
					})
					mustBe(t, d, snapshot.Audited, "")
					if elapsed > 35*time.Second {
						t.Errorf("took %v", elapsed)
					}
					for _, command := range everything {
						if a := answerTo(t, d, command); strings.TrimSpace(strings.ReplaceAll(a.Text, strings.TrimSpace(message), "")) != strings.TrimSpace(answers[command]) {
							t.Errorf("%q: %q", command, a.Text)
						}
					}
				})
			}
		}
	}
}

// A message in the answer to "terminal length 0" is not its refusal.
func TestMessageIsNoRefusal(t *testing.T) {
	answers := plainAnswers()
	answers[ios.TerminalLength] = "*Mar  1 00:01:02.003: %SYS-5-CONFIG_I: Configured from console by vty0\n"
	d, _ := played(t, func(c *terminal) { c.serve("R1#", answers) })
	mustBe(t, d, snapshot.Audited, "")
	if want := []string{"host key not verified"}; !slices.Equal(d.Notes, want) {
		t.Errorf("notes %q", d.Notes)
	}
}
