package session_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// commandsOf lists what was answered, in order.
func commandsOf(d snapshot.Device) []string {
	var commands []string
	for _, a := range d.Answers {
		commands = append(commands, a.Command)
	}
	return commands
}

func answerTo(t *testing.T, d snapshot.Device, command string) snapshot.Answer {
	t.Helper()
	for _, a := range slices.Backward(d.Answers) {
		if a.Command == command {
			return a
		}
	}
	t.Fatalf("no answer to %q among %q; error %v", command, commandsOf(d), d.Error)
	return snapshot.Answer{}
}

// mustBe fails unless the device came to this outcome, with an error of this kind ("" for none).
func mustBe(t *testing.T, d snapshot.Device, outcome snapshot.Outcome, kind string) {
	t.Helper()
	got := ""
	if d.Error != nil {
		got = d.Error.Kind
	}
	if d.Outcome != outcome || got != kind {
		t.Fatalf("outcome %s, error %+v, notes %q; want %s %q", d.Outcome, d.Error, d.Notes, outcome, kind)
	}
}

func TestAudited(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1", Timestamps: lab.TimestampsSpec{Log: "service timestamps log uptime"}})
	d := s.ask(t, "r1")
	mustBe(t, d, snapshot.Audited, "")
	if len(d.Notes) > 0 {
		t.Errorf("notes %q", d.Notes)
	}
	if d.Prompt != "r1#" {
		t.Errorf("prompt %q", d.Prompt)
	}
	want := slices.Concat([]string{ios.TerminalLength}, everything)
	if got := commandsOf(d); !slices.Equal(got, want) {
		t.Errorf("answers %q, want %q", got, want)
	}
	for _, a := range d.Answers {
		if !a.Whole() || *a.Done < a.Sent || a.First != nil && (*a.First < a.Sent || *a.First > *a.Done) {
			t.Errorf("%q: sent %v, first %v, done %v, cut %q", a.Command, a.Sent, a.First, a.Done, a.Cut)
		}
		if a.Text != "" && !strings.HasSuffix(a.Text, "\n") || strings.ContainsAny(a.Text, "\r\b") || strings.Contains(a.Text, d.Prompt) {
			t.Errorf("%q: text %q", a.Command, a.Text)
		}
	}
	if got := answerTo(t, d, ios.ShowTimeConfig).Text; !strings.Contains(got, "service timestamps log uptime\n") {
		t.Errorf("configuration %q", got)
	}
	if got := answerTo(t, d, ios.ShowPrivilege).Text; got != "Current privilege level is 15\n" {
		t.Errorf("privilege %q", got)
	}
}

// What no check needs is not asked, but for what the device is.
func TestAsksOnlyWhatIsWanted(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1", Privilege: 1})
	device := s.devices["r1"]
	device.Enable = inventory.ValueSecret(enable)
	d := newAsker(t, s.config()).Ask(context.Background(), session.Request{Device: device, Kinds: []show.Kind{show.KindStatus}})
	mustBe(t, d, snapshot.Audited, "")
	c, err := s.Counters("r1")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{ios.TerminalLength, ios.ShowNTPStatus, ios.ShowVersion}; !slices.Equal(c.Commands, want) {
		t.Errorf("sent %q, want %q", c.Commands, want)
	}
}

// sampling wants n further readings of the clock.
func sampling(n int) func(*snapshot.Device) session.Next {
	return func(*snapshot.Device) session.Next {
		n--
		return session.Next{Sample: n >= 0}
	}
}

func TestRoundTrips(t *testing.T) {
	tests := map[string]struct {
		device  lab.DeviceSpec
		enable  bool
		ahead   bool // a line at a time
		samples int
		want    int
	}{
		"plain":               {want: 10},
		"keyboard":            {device: lab.DeviceSpec{Auth: []string{"keyboard-interactive"}}, want: 11},
		"trailing blank":      {device: lab.DeviceSpec{Terminal: lab.TerminalSpec{Prompt: "{hostname}{mark} "}}, want: 10},
		"banner":              {device: lab.DeviceSpec{Terminal: lab.TerminalSpec{BannerMOTD: "keep out\nCORE-SWITCH#\nor else>\n"}}, want: 10},
		"no detailed clock":   {device: lab.DeviceSpec{Unknown: []string{ios.ShowClockDetail}}, want: 10},
		"timestamps":          {device: lab.DeviceSpec{Terminal: lab.TerminalSpec{PromptTimestamp: true}}, want: 10},
		"one sample":          {samples: 1, want: 11},
		"three samples":       {samples: 3, want: 13},
		"enable":              {device: lab.DeviceSpec{Privilege: 1}, enable: true, want: 13},
		"enable, two samples": {device: lab.DeviceSpec{Privilege: 1}, enable: true, samples: 2, want: 15},
		"enable not needed":   {enable: true, want: 10},

		// Eight to the prompt, two lines for the terminal, and seven that ask.
		"one ahead":              {ahead: true, want: 17},
		"one ahead, two samples": {ahead: true, samples: 2, want: 19},
		"one ahead, banner":      {device: lab.DeviceSpec{Terminal: lab.TerminalSpec{BannerMOTD: "keep out\nCORE-SWITCH#\nor else>\n"}}, ahead: true, want: 17},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.device.Name = "r1"
			s := newSite(t, test.device)
			device := s.devices["r1"]
			if test.enable {
				device.Enable = inventory.ValueSecret(enable)
			}
			c := s.config()
			if test.ahead {
				c.Platforms = session.OneAheadIOS()
			}
			d := newAsker(t, c).Ask(context.Background(), session.Request{Device: device, Kinds: allKinds, Next: sampling(test.samples)})
			mustBe(t, d, snapshot.Audited, "")
			if len(d.Notes) > 0 {
				t.Errorf("notes %q", d.Notes)
			}
			n, err := s.Counters("r1")
			if err != nil {
				t.Fatal(err)
			}
			if n.RoundTrips != test.want {
				t.Errorf("%d round trips, want %d", n.RoundTrips, test.want)
			}
			if n.Logins != 1 || n.Connections != 1 || n.PeakVTYs != 1 {
				t.Errorf("%d logins, %d connections, %d VTYs", n.Logins, n.Connections, n.PeakVTYs)
			}
		})
	}
}

// Where the detailed form is refused, the plain one is asked, and has the stamps.
func TestPlainClock(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1", Unknown: []string{ios.ShowClockDetail}})
	d := s.ask(t, "r1")
	mustBe(t, d, snapshot.Audited, "")
	if a := answerTo(t, d, ios.ShowClockDetail); a.First != nil {
		t.Errorf("the refusal %q has the stamp of a clock line", a.Text)
	}
	if a := answerTo(t, d, ios.ShowClock); a.First == nil {
		t.Errorf("%q has no stamp", a.Text)
	}
}

// A sample that is aimed is not sent before its time, and costs one round trip as any other.
func TestAimedSample(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1"})
	c := s.config()
	var at snapshot.Stamp
	next := func(*snapshot.Device) session.Next {
		if at != 0 {
			return session.Next{}
		}
		at = c.Timeline.Now() + 100*time.Millisecond
		return session.Next{Sample: true, At: at}
	}
	d := newAsker(t, c).Ask(context.Background(), session.Request{Device: s.devices["r1"], Kinds: allKinds, Next: next})
	mustBe(t, d, snapshot.Audited, "")
	a := answerTo(t, d, ios.ShowClock)
	if a.Sent < at {
		t.Errorf("sent at %v, wanted at %v", a.Sent, at)
	}
	if a.First == nil || !a.Whole() {
		t.Errorf("the sample is not whole: %+v", a)
	}
	asked, err := s.Counters("r1")
	if err != nil {
		t.Fatal(err)
	}
	if asked.RoundTrips != 11 {
		t.Errorf("%d round trips, want 11", asked.RoundTrips)
	}
}

// What the filter of a command lets through by the way is not kept, and so in no snapshot.
func TestKeepsOnlyWhatIsRead(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1", Config: "ip access-list standard NTP\n 10 permit 192.0.2.1\nip access-list extended WEB\n permit tcp any any eq www\n" +
		"interface Vlan10\n ip address 198.51.100.2 255.255.255.0\n standby 1 ip 198.51.100.254\n standby 1 authentication md5 key-string lab-hsrp\n",
		NTP: lab.DeviceNTPSpec{Lines: []string{"ntp access-group peer NTP"}}})
	text := answerTo(t, s.ask(t, "r1"), ios.ShowTimeConfig).Text
	for _, wanted := range []string{"\nip access-list standard NTP\n 10 permit 192.0.2.1\n", "\n standby 1 ip 198.51.100.254\n", "\nip access-list extended WEB\n", "\nend\n"} { // the second is a name that is taken
		if !strings.Contains(text, wanted) {
			t.Errorf("%q is not kept of %q", wanted, text)
		}
	}
	for _, other := range []string{"tcp any", "eq www", "authentication", "lab-hsrp"} {
		if strings.Contains(text, other) {
			t.Errorf("%q is kept", other)
		}
	}
}

// What does not fit into a flight is typed as soon as the device has read that, and not only when all of it is answered: this device
// renders its configuration for as long as the next line has not come.
func TestFlightGoesOnWhileTheDeviceIsAtWork(t *testing.T) {
	answers := plainAnswers()
	answers[ios.ShowTimeConfig] = "version 15.2\nend\n"
	answers[ios.ShowStartupConfig] = "version 15.2\nntp server 192.0.2.1\nend\n"
	device := scripted(t, nil, func(c *terminal) {
		c.prompt = "R1#"
		for c.say(c.prompt); ; c.say(c.prompt) {
			command, open := c.line()
			if !open {
				return
			}
			if command == ios.ShowTimeConfig {
				if _, err := c.in.Peek(len(ios.ShowStartupConfig) + 1); err != nil {
					return
				}
			}
			c.say(answers[command])
		}
	})
	d := newAsker(t, hurried()).Ask(t.Context(), session.Request{Device: device, Kinds: append(slices.Clone(allKinds), show.KindStartup)})
	mustBe(t, d, snapshot.Audited, "")
	running, startup := answerTo(t, d, ios.ShowTimeConfig), answerTo(t, d, ios.ShowStartupConfig)
	if startup.Text != answers[ios.ShowStartupConfig] || startup.Sent <= running.Sent || startup.Sent > *running.Done || len(d.Notes) != 1 {
		t.Errorf("%+v behind %+v, notes %q", startup, running, d.Notes)
	}
}
