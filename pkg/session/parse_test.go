package session

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

func TestFlightLength(t *testing.T) {
	s := &shell{login: &login{platform: &platform.Platform{}}}
	all := []string{strings.Repeat("a", 100), strings.Repeat("b", 100), strings.Repeat("c", 100)}
	for want, commands := range map[int][]string{0: nil, 1: {strings.Repeat("x", 400), "y"}, 2: all} {
		if got := s.flightLength(commands); got != want {
			t.Errorf("%d of %d commands are sent at once, want %d", got, len(commands), want)
		}
	}
}

func TestEchoes(t *testing.T) {
	long := "show running-config | include ^ntp|^clock"
	tests := []struct {
		line, command string
		want          bool
	}{
		{"show clock", "show clock", true},
		{"show clock \r", "show clock", true},
		{"show clock detail", "show clock", false},
		{"show cloc", "show clock", false},
		{"", "show clock", false},
		{"show running-config | inclu" + strings.Repeat("\b", 27) + "$ing-config | include ^ntp|^clock", long, true},
		{"show running-config | inclu" + strings.Repeat("\b", 27) + "$ing-config | include ^ntp|^clo", long, false},
		{"show running-config | inclu" + strings.Repeat("\b", 27) + "$", long, false},
		{"show version" + strings.Repeat("\b", 12) + "$clude ^ntp|^clock", long, false},
	}
	for _, test := range tests {
		if got := echoes([]byte(test.line), test.command); got != test.want {
			t.Errorf("%q is the echo of %q: %t", test.line, test.command, got)
		}
	}
}

func TestLooksLikePrompt(t *testing.T) {
	for line, want := range map[string]bool{
		"R1#": true, "R1>": true, "R1# ": true, "[lab] core-sw1(15)#": true, "R1(config-if)#": true,
		"": false, "#": false, "####": false, "R1": false, "R1#x": false, "Password: ": false, " --More-- ": false,
		strings.Repeat("x", maxPrompt) + "#": false,
	} {
		if got := looksLikePrompt([]byte(line)); got != want {
			t.Errorf("%q looks like a prompt: %t", line, got)
		}
	}
}

func TestTranscriptStamps(t *testing.T) {
	var heard transcript
	for i, text := range []string{"ab", "c", "def"} {
		heard.add(chunk{[]byte(text), snapshot.Stamp(i + 1)})
	}
	stamps := func() (all []int) {
		for i := range len(heard.text) {
			all = append(all, int(*heard.arrived(i)))
		}
		return all
	}
	for cut, want := range [][]int{{1, 1, 2, 3, 3, 3}, {1, 2, 3, 3, 3}, {2, 3, 3, 3}, {3, 3, 3}} {
		if got := stamps(); len(got) != len(want) || got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("after %d bytes were cut: stamps %v, want %v", cut, got, want)
		}
		heard.cut(1)
	}
	if heard.arrived(len(heard.text)) != nil {
		t.Error("a byte that has not come has a stamp")
	}
}

func TestHide(t *testing.T) {
	tests := []struct{ text, secret, want string }{
		{"x s3cret-word y\ns3cret-word", "s3cret-word", "x <redacted> y\n<redacted>"},
		{"cisco WS-C2960X (PowerPC405)\ncisco \n", "cisco", "cisco WS-C2960X (PowerPC405)\n<redacted>\n"},
		{"cisco123 is it", "cisco123", "<redacted> is it"},
		{"nothing", "s3cret-word", "nothing"},
		{"at the edge s3cret-\r\nword and on", "s3cret-word", "at the edge <redacted> and on"},
		{"at the edge s3cret- \rword and on", "s3cret-word", "at the edge <redacted> and on"},
		{"at the edge s3cret-\rword", "s3cret-word", "at the edge <redacted>"},
		{"s\n3\r\nc\n\nret-wor \rd", "s3cret-word", "<redacted>"},
		{"a s3cret\ns3cret-\nword\ns3cret-word\ns3cret-\nwork", "s3cret-word", "a s3cret\n<redacted>\n<redacted>\ns3cret-\nwork"},
		{"with a blank\nhere", "with a blank here", "with a blank\nhere"},
		{"with a \r\nblank", "with a blank", "<redacted>"},
		{"with a  \rblank", "with a blank", "<redacted>"},
		{"s3cret-\nwords3cret-\nword", "s3cret-word", "<redacted><redacted>"},
		{"cis\nco", "cisco", "cis\nco"},
	}
	for _, test := range tests {
		if got := hide(test.text, test.secret); got != test.want {
			t.Errorf("%q without %q is %q, want %q", test.text, test.secret, got, test.want)
		}
	}
}

func TestIdentification(t *testing.T) {
	for version, want := range map[string]string{
		"": "SSH-2.0-ntpaudit_devel", "1.2.3": "SSH-2.0-ntpaudit_1.2.3", "v1.2.3-4-gabc dirty": "SSH-2.0-ntpaudit_v1.2.3_4_gabc_dirty", "x\r\ny": "SSH-2.0-ntpaudit_x__y",
	} {
		if got := identification(version); got != want {
			t.Errorf("%q: %q, want %q", version, got, want)
		}
	}
}

var iosPlatform = ios.IOS()

// Whatever a device sends, in whatever pieces, what looks for echoes and prompts in it comes to an end inside it.
func FuzzHeard(f *testing.F) {
	f.Add([]byte("banner\r\nR1#terminal length 0\r\nR1#show clock detail\r\n*04:45:00.857 UTC Thu Aug 7 2025\r\nR1#"), 7)
	f.Add([]byte("#terminal length 0\n#"), 7)
	f.Add([]byte("R1#terminal length 0\r\n% Invalid\r\n --More-- \b\b\b$"), 1)
	f.Fuzz(func(t *testing.T, sent []byte, size int) {
		device := &snapshot.Device{}
		s := &shell{Asker: &Asker{}, limits: DefaultLimits(), login: &login{platform: &iosPlatform}, device: device, wire: &wire{}}
		for piece := range slices.Chunk(sent, max(1, min(size, len(sent)+1))) {
			s.heard.add(chunk{bytes.Clone(piece), 1})
			length := len(s.heard.text)
			if s.prompt == "" {
				if end, found := s.learn(ios.TerminalLength); found {
					if end >= length || s.heard.text[end] != '\n' || !endsInMark([]byte(s.prompt)) {
						t.Fatalf("the echo ends at %d of %q, with the prompt %q", end, s.heard.text, s.prompt)
					}
					s.heard.cut(end)
					s.scanned = 0
				}
				continue
			}
			for _, next := range []string{"", ios.ShowClockDetail} {
				s.scanned = 0
				start, end, found := s.boundary(next)
				if found && (start > end || end > len(s.heard.text)) {
					t.Fatalf("the answer ends at %d, %d of %q", start, end, s.heard.text)
				}
				if found {
					s.first(ios.ShowClock, start)
				}
			}
			s.waits(ios.ShowClock)
			s.promptUnderMessages()
			s.lastWords()
		}
	})
}

// However a text is wrapped, a secret in it is gone, and the rest stays.
func TestHideWrapped(t *testing.T) {
	const secret = "canary with-8-letters"
	text := "login as " + secret + ", then " + secret + secret + "."
	for width := 1; width < len(text); width++ {
		for _, wrap := range []string{"\n", "\r\n", " \r", "\r", "\r\r\n"} {
			var wrapped strings.Builder
			for i, c := range text {
				if i > 0 && i%width == 0 {
					wrapped.WriteString(wrap)
				}
				wrapped.WriteRune(c)
			}
			if got := hide(wrapped.String(), secret); strings.Count(got, "<redacted>") != 3 {
				t.Fatalf("wrapped by %q at %d: %q", wrap, width, got)
			}
			for _, got := range []string{hide(wrapped.String(), secret), (&login{secrets: []string{secret}}).sanitize(wrapped.String())} {
				plain := strings.Map(func(r rune) rune {
					if isBlank(byte(r)) {
						return -1
					}
					return r
				}, got)
				if strings.Contains(plain, "canary") || strings.Contains(plain, "letters") {
					t.Fatalf("wrapped by %q at %d: %q", wrap, width, got)
				}
			}
		}
	}
}

func TestCommonEnd(t *testing.T) {
	for _, test := range []struct{ a, b, want string }{
		{"", "x\n", ""}, {"x\n", "x\n", "x\n"}, {"x\n", "y\nx\n", "x\n"}, {"x\n", "yx\n", ""}, {"a\nb\nc\n", "xa\nb\nc\n", "b\nc\n"},
		{"\n--\n", "10:20\n\n--\n", "\n--\n"}, {"a", "ba", ""}, {"\n", "x\n\n", "\n"},
	} {
		if got := commonEnd(test.a, test.b); got != test.want {
			t.Errorf("%q and %q end in %q, want %q", test.a, test.b, got, test.want)
		}
		if got := commonEnd(test.b, test.a); got != test.want {
			t.Errorf("%q and %q end in %q, want %q", test.b, test.a, got, test.want)
		}
	}
}
