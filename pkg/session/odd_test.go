package session_test

import (
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// plainAnswers are whole answers to everything.
func plainAnswers() map[string]string {
	return map[string]string{
		ios.ShowClockDetail:           "*04:45:00.857 UTC Thu Aug 7 2025\nTime source is hardware calendar\n",
		ios.ShowClock:                 "*04:45:00.857 UTC Thu Aug 7 2025\n",
		ios.ShowPrivilege:             "Current privilege level is 15\n",
		ios.ShowNTPStatus:             "%NTP is not enabled.\n",
		ios.ShowNTPAssociations:       "%NTP is not enabled.\n",
		ios.ShowNTPAssociationsDetail: "%NTP is not enabled.\n",
		ios.ShowVersion:               "Cisco IOS Software\n",
		ios.ShowTimeConfig:            "version 15.2\nend\n",
	}
}

// level1 is how many lines are sent before enable: all that any user may have.
const level1 = 7

func askOdd(t *testing.T, script func(*terminal)) snapshot.Device {
	t.Helper()
	device := scripted(t, nil, script)
	return newAsker(t, hurried()).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds, Next: sampling(2)})
}

// However prompts look, and however the bytes are cut into packets, every answer is what the device gave.
func TestPrompts(t *testing.T) {
	banner := "\n*** R1# is not for you ***\nCORE-SWITCH#\nnor for you>\n####\n"
	for _, prompt := range []string{"R1#", "R1>", "R1# ", "[lab] core-sw1(15)#", "Router~1#", "a:/b@c>", strings.Repeat("x", 100) + "#"} {
		for _, piece := range []int{1, 7, 1 << 20} {
			t.Run(fmt.Sprintf("%.10s in %d", prompt, piece), func(t *testing.T) {
				t.Parallel()
				answers := plainAnswers()
				answers[ios.ShowVersion] = "a line\n" + prompt + "\n" + prompt + "show running-config\nCORE-SWITCH#\n"
				d := askOdd(t, func(c *terminal) {
					c.piece = piece
					c.say(banner)
					c.serve(prompt, answers)
				})
				mustBe(t, d, snapshot.Audited, "")
				if want := strings.TrimSpace(prompt); d.Prompt != want {
					t.Errorf("prompt %q, want %q", d.Prompt, want)
				}
				if want := []string{"host key not verified"}; !slices.Equal(d.Notes, want) {
					t.Errorf("notes %q, want %q", d.Notes, want)
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

// A device that prints what it was told, sooner or later, does not get a secret into anything that is kept.
func TestSecretsComeBack(t *testing.T) {
	scripts := map[string]func(*terminal){
		"in answers": func(c *terminal) {
			answers := plainAnswers()
			answers[ios.ShowPrivilege] = "Current privilege level is 1\n" + password + "\n"
			answers[ios.ShowNTPStatus] = "% " + password + "%\n"
			c.serve("R1>", answers)
		},
		"as prompt":      func(c *terminal) { c.serve(password+"#", plainAnswers()) },
		"before it ends": func(c *terminal) { c.say("welcome " + password) },
		"in enable": func(c *terminal) {
			answers := plainAnswers()
			answers[ios.ShowPrivilege] = "Current privilege level is 1\n"
			c.serveFew(level1, "R1>", answers)
			c.line()
			c.say("Password: ")
			secret := c.hidden()
			c.say(secret + "\n% Bad secrets " + secret + "\n")
			answers[ios.ShowVersion] = secret + "\n"
			c.serve("R1>", answers)
		},
	}
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := askOdd(t, script)
			if kept := fmt.Sprintf("%+v %+v", d, d.Error); strings.Contains(kept, password) || strings.Contains(kept, enable) {
				t.Errorf("a secret is in %s", kept)
			}
		})
	}
}

// A device that asks for the secret without end is told it once.
func TestSecretOnce(t *testing.T) {
	told := make(chan string, 100)
	d := askOdd(t, func(c *terminal) {
		answers := plainAnswers()
		answers[ios.ShowPrivilege] = "Current privilege level is 1\n"
		c.serveFew(level1, "R1>", answers)
		c.line()
		for range 20 {
			c.say("Password: ")
			told <- c.hidden()
		}
	})
	mustBe(t, d, snapshot.Partial, "protocol")
	times := 0
	for line := ""; line == "" || line == enable; {
		select {
		case line = <-told:
		case <-time.After(time.Second):
			t.Fatal("the secret was never sent")
		}
		if line == enable {
			times++
			break
		}
	}
	for len(told) > 0 {
		if line := <-told; line != "" {
			t.Errorf("after the secret, %q was told", line)
		}
	}
	if times != 1 {
		t.Errorf("the secret was sent %d times", times)
	}
}

// Where the device does not ask for the secret, it is not typed: it would be a command, and be logged as one.
func TestSecretOnlyWhenAsked(t *testing.T) {
	var typed []string
	done := make(chan struct{})
	d := askOdd(t, func(c *terminal) {
		defer close(done)
		answers := plainAnswers()
		answers[ios.ShowPrivilege] = "Current privilege level is 1\n"
		answers[ios.Enable] = "% No password set\n"
		for {
			c.say("R1>")
			line, open := c.line()
			if !open {
				return
			}
			typed = append(typed, line)
			c.say(answers[line])
		}
	})
	mustBe(t, d, snapshot.Partial, "enable")
	if !strings.Contains(d.Error.Message, "% No password set") {
		t.Errorf("message %q", d.Error.Message)
	}
	<-done
	if slices.Contains(typed, enable) || !slices.Contains(typed, ios.Enable) || slices.Contains(typed, ios.ShowTimeConfig) {
		t.Errorf("typed %q", typed)
	}
	if !answerTo(t, d, ios.ShowVersion).Whole() {
		t.Error("the rest was not asked")
	}
}

// Odd devices cost no more than their limits, and end in an outcome.
func TestOddDevices(t *testing.T) {
	tests := map[string]struct {
		script  func(*terminal)
		outcome snapshot.Outcome
		kind    string
	}{
		"never echoes": {func(c *terminal) {
			for c.say("R1#"); ; c.say("R1#") {
				if _, err := c.in.ReadString('\n'); err != nil {
					return
				}
			}
		}, snapshot.Protocol, "protocol"},
		"prompt without end": {func(c *terminal) {
			for range 1 << 16 {
				c.say("R1#")
			}
		}, snapshot.Protocol, "dropped"},
		"asks a question": {func(c *terminal) {
			c.say("Your password has expired. New password: ")
			c.hidden()
		}, snapshot.AuthFailed, "auth"},
		"another prompt each time": {func(c *terminal) {
			for i := 0; ; i++ {
				c.say(fmt.Sprintf("\nR%d#", i))
				if _, err := c.in.ReadString('\n'); err != nil {
					return
				}
			}
		}, snapshot.Protocol, "protocol"},
		"ends after the first answer": {func(c *terminal) {
			c.serveFew(2, "R1#", plainAnswers())
			c.say(ios.ShowPrivilege + "\n")
		}, snapshot.Partial, "dropped"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := askOdd(t, test.script)
			mustBe(t, d, test.outcome, test.kind)
		})
	}
}

// What does not speak SSH is described by how it began.
func TestNotSSH(t *testing.T) {
	for text, says := range map[string]string{
		"":                                      "it sent nothing",
		"HTTP/1.1 400 Bad Request\r\n\r\n":      `it begins with "HTTP/1.1 400 Bad Request", which is not SSH`,
		"\xff\xfd\x18\xff\xfdUsername: ":        "which is not SSH",
		"Exceeded MaxStartups\r\n":              `"Exceeded MaxStartups"`,
		"SSH-1.5-Cisco-1.25\r\n":                "SSH version 1 only",
		"SSH-2.0-Cisco-1.25\r\n\x1b[2J garbage": `it begins with "SSH-2.0-Cisco-1.25", and what follows is not understood`,
		"welcome " + password + "\r\n":          `"welcome <redacted>"`,
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			go func() {
				if conn, err := listener.Accept(); err == nil {
					defer conn.Close()
					io.WriteString(conn, text)
					io.Copy(io.Discard, conn)
				}
			}()
			device := oddDevice()
			device.Port = listener.Addr().(*net.TCPAddr).Port
			c := hurried()
			c.Limits.Handshake = 300 * time.Millisecond
			d := newAsker(t, c).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
			if d.Error == nil || !strings.Contains(d.Error.Message, says) {
				t.Errorf("%s, %+v", d.Outcome, d.Error)
			}
		})
	}
}

// A device that prints the secret of another does not get it into what is kept.
func TestSecretsOfOthers(t *testing.T) {
	const others = "canary-of-another-4417"
	ask := newAsker(t, hurried())
	first := scripted(t, nil, func(c *terminal) { c.serve("R1#", plainAnswers()) })
	first.Password = inventory.ValueSecret(others)
	mustBe(t, ask.Ask(t.Context(), session.Request{Device: first, Kinds: allKinds}), snapshot.Audited, "")
	answers := plainAnswers()
	answers[ios.ShowVersion] = "it is " + others + ", or " + others[:9] + "\n" + others[9:] + "\n"
	second := scripted(t, nil, func(c *terminal) { c.serve("R1#", answers) })
	d := ask.Ask(t.Context(), session.Request{Device: second, Kinds: allKinds})
	mustBe(t, d, snapshot.Audited, "")
	if got := answerTo(t, d, ios.ShowVersion).Text; got != "it is <redacted>, or <redacted>\n" {
		t.Errorf("%q", got)
	}
}
