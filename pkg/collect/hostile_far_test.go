package collect_test

import (
	"bufio"
	"io"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

// far is the far end of a shell.
type far struct {
	ssh.Channel
	victim *victim
	in     *bufio.Reader
}

func (f *far) say(text string) bool {
	_, err := io.WriteString(f.Channel, strings.ReplaceAll(text, "\n", "\r\n"))
	return err == nil
}

// line reads a line; echo says what is echoed of each piece of it.
func (f *far) line(echo func(string) string) (string, bool) {
	var line []byte
	for piece := ""; ; {
		b, err := f.in.ReadByte()
		if err != nil {
			return "", false
		}
		piece += string(b)
		if b == '\n' || f.in.Buffered() == 0 {
			f.say(echo(piece))
			piece = ""
		}
		if b == '\n' {
			return string(line), true
		}
		line = append(line, b)
	}
}

func plainEcho(text string) string { return text }
func noEcho(string) string         { return "" }

// hostileAnswers are those of a device that is well.
func hostileAnswers() map[string]string {
	return map[string]string{
		ios.ShowClockDetail:     "*04:45:00.857 UTC Thu Aug 7 2025\nTime source is hardware calendar\n",
		ios.ShowClock:           "*04:45:00.857 UTC Thu Aug 7 2025\n",
		ios.ShowPrivilege:       "Current privilege level is 15\n",
		ios.ShowNTPStatus:       "%NTP is not enabled.\n",
		ios.ShowNTPAssociations: "%NTP is not enabled.\n",
		ios.ShowVersion:         "nothing that names a system\n",
		ios.ShowTimeConfig:      "version 15.2\nend\n",
	}
}

// serve answers, until the client hangs up. otherwise may answer a line in another way, and then returns true.
func (f *far) serve(prompt string, answers map[string]string, otherwise func(line string) bool) {
	for f.say(prompt) {
		line, open := f.line(plainEcho)
		if !open {
			return
		}
		if otherwise == nil || !otherwise(line) {
			f.say(answers[line])
		}
	}
}
