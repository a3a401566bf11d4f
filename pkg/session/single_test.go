package session_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// nexusAsked is what an NX-OS of these tests is asked.
var nexusAsked = []string{"terminal length 0", "terminal width 511", ios.ShowVersion, ios.ShowClock, nexusPeers, nexusConfig, nexusRest}

// A platform whose terminal takes a line at a time costs a round trip a command and a sample; eight are spent before its first.
func TestOneRoundTripACommand(t *testing.T) {
	tests := map[string]struct {
		platform inventory.Platform
		prompt   string
		answers  map[string]string
		samples  int
		want     int
	}{
		"NX-OS":              {"cisco_nxos", "n1# ", nexusAnswers(), 0, 7},
		"NX-OS, two samples": {"cisco_nxos", "n1(maint-mode)# ", nexusAnswers(), 2, 9},
		"IOS-XR":             {"cisco_iosxr", "RP/0/RP0/CPU0:ios#", xrAnswers(), 0, 7},
		"IOS-XR, a sample":   {"cisco_iosxr", "RP/0/RSP1/CPU0:r1#", xrAnswers(), 1, 8},
		"NX-OS, auto":        {"auto", "n1# ", nexusAnswers(), 1, 8},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, turns, elapsed := asAre(t, test.platform, sampling(test.samples), func(c *terminal) { c.early(test.prompt, test.answers) })
			mustBe(t, d, snapshot.Audited, "")
			if want := []string{"host key not verified"}; !slices.Equal(d.Notes, want) {
				t.Errorf("notes %q", d.Notes)
			}
			if turns != test.want || len(d.Answers) != test.want {
				t.Errorf("%d round trips for %d answers, want %d", turns, len(d.Answers), test.want)
			}
			if elapsed > 0 {
				t.Errorf("waited for %v in vain", elapsed)
			}
		})
	}
}

const (
	logLine   = "2015 Oct 19 18:57:38 UTC: %AUTHPRIV-6-SYSTEM_MSG: pam_unix(dcos_sshd)"
	lookalike = "\n*** n1# is not for you ***\nCORE-SWITCH# \nnor for you> \n####\n"
)

// echoing is a terminal that echoes in its own way.
func (c *terminal) echoing(greeting, prompt string, answers map[string]string, echo func(line string) string) {
	c.say(greeting)
	for c.say(prompt); ; c.say(prompt) {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSuffix(line, "\n")
		c.say(echo(line) + answers[line])
	}
}

// However such a terminal echoes, ends lines and moves the cursor, and however its bytes are cut into packets, every answer is
// what the device gave, and the session does not lose it.
func TestEchoesOfOneLineAtATime(t *testing.T) {
	tests := map[string]struct {
		greeting, prompt string
		echo             func(line string) string
	}{
		"as usual":                   {"", "n1# ", func(l string) string { return l + "\n" }},
		"without a blank":            {"", "RP/0/RP0/CPU0:n1#", func(l string) string { return l + "\n" }},
		"a banner of prompts":        {lookalike, "n1# ", func(l string) string { return l + "\n" }},
		"twice":                      {"", "n1# ", func(l string) string { return l + "\n" + l + "\n" }},
		"before the prompt":          {"", "n1# ", func(l string) string { return l + "\nn1# " + l + "\n" }},
		"before the prompt, and all": {lookalike, "n1# ", func(l string) string { return l + "\nn1# " + l + "\n" }},
		"a message over the prompt":  {"", "n1# ", func(l string) string { return "\n" + logLine + "\nn1# " + l + "\n" }},
		"a message, no prompt":       {"", "n1# ", func(l string) string { return "\n" + logLine + "\n" + l + "\n" }},
		"more line ends":             {"\r\r\n", "n1# ", func(l string) string { return l + "\r\r\n" }},
		"cursor codes":               {"\x1b[?1h\x1b=", "\x1b[1mn1\x1b[0m# \x1b[K", func(l string) string { return "\x1b[?1l" + l + "\x1b[K\n" }},
		"wrapped":                    {"", "n1# ", func(l string) string { return l[:min(len(l), 75)] + " \r" + l[min(len(l), 75):] + "\n" }},
	}
	for name, test := range tests {
		for _, piece := range []int{1, 7, 1 << 20} {
			t.Run(fmt.Sprintf("%s in %d", name, piece), func(t *testing.T) {
				t.Parallel()
				answers := nexusAnswers()
				d, _, _ := asAre(t, "cisco_nxos", sampling(2), func(c *terminal) {
					c.piece = piece
					c.echoing(test.greeting, test.prompt, answers, test.echo)
				})
				mustBe(t, d, snapshot.Audited, "")
				if want := strings.TrimSpace(snapshot.Clean(test.prompt)); d.Prompt != want {
					t.Errorf("prompt %q, want %q", d.Prompt, want)
				}
				if want := []string{"host key not verified"}; !slices.Equal(d.Notes, want) {
					t.Errorf("notes %q", d.Notes)
				}
				for _, a := range d.Answers {
					if a.Text != answers[a.Command] {
						t.Errorf("%q: %q, want %q", a.Command, a.Text, answers[a.Command])
					}
					if clock := a.Command == ios.ShowClock; clock && (a.First == nil || *a.First < a.Sent || *a.First > *a.Done) {
						t.Errorf("%q: sent %v, first %v, done %v", a.Command, a.Sent, a.First, a.Done)
					}
				}
			})
		}
	}
}

// An empty answer is believed once nothing follows, that to a clock never; what only sets up the terminal needs no answer.
func TestEmptyAnswersOfOneLineAtATime(t *testing.T) {
	answers := nexusAnswers()
	answers[nexusRest] = ""
	d, turns, elapsed := asAre(t, "cisco_nxos", nil, func(c *terminal) { c.early("n1# ", answers) })
	mustBe(t, d, snapshot.Audited, "")
	if turns != 7 || elapsed != 2*time.Second || answerTo(t, d, nexusRest).Text != "" {
		t.Errorf("%d round trips in %v, %q", turns, elapsed, answerTo(t, d, nexusRest).Text)
	}
	answers[ios.ShowClock] = ""
	d, _, _ = asAre(t, "cisco_nxos", nil, func(c *terminal) { c.early("n1# ", answers) })
	if notes := strings.Join(d.Notes, "\n"); !strings.Contains(notes, `nothing came between the echo of "show clock" and the prompt`) {
		t.Errorf("%s, notes %q", d.Outcome, d.Notes)
	}
}

// Where the pager cannot be turned off, pages are turned, and the session stays at a round trip a page.
func TestPagerOfOneLineAtATime(t *testing.T) {
	for name, test := range map[string]struct{ more, wipe, end string }{
		"plain":         {"--More--", "\r        \r", ""},
		"reverse video": {"\x1b[7m--More--\x1b[27m", "\r\x1b[K", "\x1b[7m(END)\x1b[27m"},
		"not wiped":     {" --More-- ", "", ""},
	} {
		for _, piece := range []int{1, 1 << 20} {
			t.Run(fmt.Sprintf("%s in %d", name, piece), func(t *testing.T) {
				t.Parallel()
				answers := nexusAnswers()
				answers["terminal length 0"] = "% Permission denied for the role\n"
				var keys []string
				key := func(c *terminal) {
					b, _ := c.in.ReadByte()
					keys = append(keys, string(b))
					c.write(test.wipe)
				}
				d, turns, _ := asAre(t, "cisco_nxos", sampling(1), func(c *terminal) {
					c.piece = piece
					c.early("n1# ", answers, func(line string) bool {
						if line != nexusPeers && line != nexusConfig {
							return false
						}
						first, rest, _ := strings.Cut(answers[line], "\n")
						c.say(first + "\n")
						c.write(test.more)
						key(c)
						c.say(rest)
						if test.end != "" {
							c.write(test.end)
							key(c)
						}
						return true
					})
				})
				mustBe(t, d, snapshot.Audited, "")
				want := []string{" ", " "}
				if test.end != "" {
					want = []string{" ", "q", " ", "q"}
				}
				if !slices.Equal(keys, want) || turns != 8+len(want) || len(d.Notes) != 1 {
					t.Errorf("keys %q, %d round trips, notes %q", keys, turns, d.Notes)
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

// What is refused has another line asked in its place.
func TestInsteadOfARefused(t *testing.T) {
	answers := nexusAnswers()
	delete(answers, nexusRest)
	answers[nexusFull] = "hostname n1\n"
	d, turns, _ := asAre(t, "cisco_nxos", nil, func(c *terminal) { c.early("n1# ", answers) })
	mustBe(t, d, snapshot.Audited, "")
	if got := answerTo(t, d, nexusFull).Text; got != "hostname n1\n" || turns != 8 {
		t.Errorf("%q, %d round trips", got, turns)
	}
}

// An answer that goes on behind what seemed to be its end is not whole, and is asked for again. Nothing of it gets into the next.
func TestAnswerThatGoesOn(t *testing.T) {
	answers := nexusAnswers()
	asked := 0
	d, _, _ := asAre(t, "cisco_nxos", sampling(1), func(c *terminal) {
		c.early("n1# ", answers, func(line string) bool {
			if asked++; line != nexusPeers || asked > 5 {
				return false
			}
			c.say("Total peers : 1\nn1# ")
			time.Sleep(50 * time.Millisecond)
			c.say("\nthe rest\n")
			return true
		})
	})
	mustBe(t, d, snapshot.Audited, "")
	first := slices.IndexFunc(d.Answers, func(a snapshot.Answer) bool { return a.Command == nexusPeers })
	if a := d.Answers[first]; a.Whole() || a.Cut != "prompt" || a.Text != "Total peers : 1\n" {
		t.Errorf("%+v", a)
	}
	for _, line := range nexusAsked {
		if a := answerTo(t, d, line); !a.Whole() || a.Text != answers[line] {
			t.Errorf("%q: %q, want %q", line, a.Text, answers[line])
		}
	}
	if notes := strings.Join(d.Notes, "\n"); !strings.Contains(notes, "asked a line at a time") {
		t.Errorf("notes %q", d.Notes)
	}
}
