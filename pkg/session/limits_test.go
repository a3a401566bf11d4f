package session_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// The message names the limit that ended it, so that the right one is raised.
func TestLimitIsNamed(t *testing.T) {
	for stage, key := range map[string]string{
		"kex": "handshake", "auth": "login", "channel": "login", "shell": "login", "prompt": "login",
		"command:" + ios.ShowNTPStatus: "silence", "config": "configuration",
	} {
		t.Run(stage, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, lab.DeviceSpec{Name: "r1", Fault: lab.FaultSpec{At: stage, Kind: lab.FaultHang}})
			c := s.config()
			c.Limits = session.Limits{Handshake: 500 * time.Millisecond, Login: 600 * time.Millisecond, Silence: 400 * time.Millisecond, Configuration: 450 * time.Millisecond}
			d := s.askWith(t, c, "r1")
			if d.Error == nil || !strings.Contains(d.Error.Message, "raise timeouts."+key+" in the inventory") {
				t.Errorf("the message does not name %s: %+v", key, d.Error)
			}
		})
	}
}

// Silence before the first prompt is the login's affair: AAA servers that are down are waited for one after the other.
func TestSlowLogin(t *testing.T) {
	t.Parallel()
	device := scripted(t, nil, func(c *terminal) {
		time.Sleep(1200 * time.Millisecond) // more than the silence that hurried allows
		c.serve("R1#", plainAnswers())
	})
	c := hurried()
	c.Limits.Login = 20 * time.Second
	d := newAsker(t, c).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
	mustBe(t, d, snapshot.Audited, "")
}

// A refusal that was long in coming may be that of the local accounts, where AAA does not answer.
func TestLateRefusal(t *testing.T) {
	t.Parallel()
	c := hurried()
	c.Limits.Login = 20 * time.Second
	for pause, late := range map[time.Duration]bool{0: false, 300 * time.Millisecond: true} {
		c.Limits.Silence = 200 * time.Millisecond
		if !late {
			c.Limits.Silence = 20 * time.Second
		}
		device := scripted(t, func(c *ssh.ServerConfig) {
			c.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
				time.Sleep(pause)
				return nil, errors.New("no")
			}
		}, func(*terminal) {})
		d := newAsker(t, c).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
		mustBe(t, d, snapshot.AuthFailed, "auth")
		if strings.Contains(d.Error.Message, "AAA servers do not answer") != late {
			t.Errorf("refused after %s: %q", pause, d.Error.Message)
		}
	}
}

// What is left of the time for the login ends the wait for a prompt, whatever the device prints meanwhile.
func TestEndlessLogin(t *testing.T) {
	t.Parallel()
	device := scripted(t, nil, func(c *terminal) {
		for range 200 {
			c.say("please wait\n")
			time.Sleep(20 * time.Millisecond)
		}
	})
	c := hurried()
	c.Limits.Login = 700 * time.Millisecond
	d := newAsker(t, c).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
	mustBe(t, d, snapshot.Timeout, "timeout")
	if !strings.Contains(d.Error.Message, `"please wait"`) || !strings.Contains(d.Error.Message, "raise timeouts.login") {
		t.Errorf("message %q", d.Error.Message)
	}
}

// A device that judges the login slowly is slow in the login, too.
func TestSlowVerdict(t *testing.T) {
	t.Parallel()
	slow := func(c *ssh.ServerConfig) {
		c.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
			time.Sleep(1200 * time.Millisecond)
			return nil, nil
		}
	}
	device := scripted(t, slow, func(c *terminal) { c.serve("R1#", plainAnswers()) })
	c := hurried()
	c.Limits.Handshake, c.Limits.Login = 600*time.Millisecond, 20*time.Second
	mustBe(t, newAsker(t, c).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds}), snapshot.Audited, "")
}

// AAA servers that are down are waited for at every command, too. The first tells that they are.
func TestSlowCommands(t *testing.T) {
	d, _ := played(t, func(c *terminal) {
		answers := plainAnswers()
		for c.say("R1#"); ; c.say("R1#") {
			command, open := c.line()
			switch {
			case !open:
				return
			case command == ios.TerminalLength:
				time.Sleep(6 * time.Second)
			case command == ios.ShowNTPStatus:
				time.Sleep(15 * time.Second) // more than the silence that is allowed otherwise
			}
			c.say(answers[command])
		}
	})
	mustBe(t, d, snapshot.Audited, "")
	if want := []string{"host key not verified", "the first command took 6s: from then on it was waited 18s for each answer"}; !slices.Equal(d.Notes, want) {
		t.Errorf("notes %q, want %q", d.Notes, want)
	}
}
