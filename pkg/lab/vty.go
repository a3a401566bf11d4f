package lab

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"golang.org/x/crypto/ssh"
)

// vty is one session of the command line.
type vty struct {
	ctx     context.Context
	device  *device
	os      personality // of the device, unless it turns into another
	link    *link
	channel ssh.Channel

	privilege int
	length    int // lines a page; 0: no pager
	width     int // columns
	paged     bool
	monitor   bool
	config    *configMode // nil: exec mode
	candidate *candidate  // IOS-XR: what is not committed yet
	stampless bool        // IOS-XR: no stamps in this session

	above       string       // of the answer: what no filter takes out
	unpaged     bool         // the line ends in "| no-more"
	execChannel bool         // one command, without a terminal
	status      int          // of an exec channel
	entered     int          // lines so far
	platform    string       // whose commands work
	echoed      int          // bytes of typed that were echoed before the prompt
	newlines    int          // printed so far
	asked       string       // the prompt that the line stands behind
	line        string       // being executed
	typed       []byte       // not read yet
	skipLF      bool         // the last line ended in CR
	out         bytes.Buffer // not written yet
	history     []string
	over        bool // the session ends
}

// errGone means that the client has hung up.
var errGone = errors.New("the client has hung up")

// Sizes of a terminal whose client says nothing (the defaults of IOS).
const (
	defaultLength = 24
	defaultWidth  = 80
)

func newVTY(ctx context.Context, s *sshSession, channel ssh.Channel, size ptySize, pty bool) *vty {
	spec := s.device.spec
	v := &vty{
		ctx: ctx, device: s.device, os: s.device.os, platform: s.device.spec.Platform, link: s.link, channel: channel,
		privilege: spec.Privilege, length: spec.Terminal.Length, width: defaultWidth,
		paged: true, monitor: spec.Terminal.Monitor,
	}
	if v.length == 0 {
		v.length = defaultLength
	}
	if pty && !spec.Terminal.IgnorePTYSize && !s.device.traits.fixedWidth {
		if size.columns > 0 {
			v.width = size.columns
		}
		if size.rows > 0 && spec.Terminal.Length == 0 {
			v.length = size.rows
		}
	}
	return v
}

// shell is an interactive session: banner, prompt, and commands until the end.
func (v *vty) shell() {
	spec := v.device.spec
	v.print(v.os.greeting(v))
	if spec.Fault.At == "prompt" && v.faultAtPrompt() {
		return
	}
	v.print("\n")
	for !v.over {
		v.ask()
		line, err := v.readLine()
		if err != nil {
			return
		}
		v.echoAhead()
		v.enter(line)
	}
}

// exec runs the one command of an exec request.
func (v *vty) exec(command string) {
	v.paged, v.execChannel = false, true
	if !v.device.traits.exitStatus {
		v.print("\n")
	}
	for part := range strings.SplitSeq(command, " ; ") {
		v.enter(part)
	}
}

// tree is the exec mode.
func (v *vty) tree() *node {
	if v.platform == v.device.spec.Platform {
		return v.device.tree
	}
	return v.device.lab.commands[v.platform]
}

// become makes the session answer as a platform.
func (v *vty) become(platform string) {
	v.platform, v.os = platform, personalityOf(platform)
}

// hangUp writes what is left and closes the channel, with an exit status where the system sends one.
func (v *vty) hangUp() {
	if v.flush() == nil {
		if v.device.traits.exitStatus {
			status := ssh.Marshal(struct{ Status uint32 }{uint32(v.status)})
			v.channel.SendRequest("exit-status", false, status) // as below
		}
		v.channel.Close() // the client may have closed it first
	}
}

// ask prints the prompt.
func (v *vty) ask() {
	v.asked = v.prompt()
	if v.device.spec.Terminal.Escapes {
		v.print("\r\x1b[K\x1b[?1h")
	}
	v.print(v.asked)
}

// prompt is hostname and mark, or what the specification makes of them.
func (v *vty) prompt() string {
	shape := strings.ReplaceAll(v.device.spec.Terminal.Prompt, "{mark}", v.device.os.mark(v))
	return strings.ReplaceAll(shape, "{hostname}", v.device.current().hostname)
}

// print adds text to the output; LF becomes CRLF, and now and then CR CR LF where the specification says so.
func (v *vty) print(text string) {
	if !v.device.spec.Terminal.DoubleCR {
		v.out.WriteString(strings.ReplaceAll(text, "\n", "\r\n"))
		return
	}
	for line := range strings.Lines(text) {
		line, ended := strings.CutSuffix(line, "\n")
		v.out.WriteString(line)
		if !ended {
			continue
		}
		v.newlines++
		if v.newlines%doubledEvery == 0 {
			v.out.WriteByte('\r')
		}
		v.out.WriteString("\r\n")
	}
}

// doubledEvery is how many lines there are to one that ends in CR CR LF.
const doubledEvery = 3

// flush writes the output so far.
func (v *vty) flush() error {
	if v.out.Len() == 0 {
		return nil
	}
	_, err := v.channel.Write(v.out.Bytes())
	v.out.Reset()
	return err
}

// mostTyped is how much input is taken from the channel at a time.
const mostTyped = 4 << 10

// readByte returns the next typed byte, writing the output first if it has to wait.
func (v *vty) readByte() (byte, error) {
	if len(v.typed) == 0 {
		if err := v.flush(); err != nil {
			return 0, errGone
		}
		if err := v.fill(); err != nil {
			return 0, err
		}
	}
	b := v.typed[0]
	v.typed = v.typed[1:]
	v.echoed = max(0, v.echoed-1)
	return b, nil
}

// fill takes what has been typed meanwhile. What exceeds the limit of type-ahead is lost, as in the buffer of a
// terminal line.
func (v *vty) fill() error {
	buf := make([]byte, mostTyped)
	n, err := v.channel.Read(buf)
	if n == 0 && err != nil {
		if errors.Is(err, io.EOF) {
			return io.EOF
		}
		return errGone
	}
	if limit := v.device.spec.Terminal.TypeAhead; limit > 0 {
		n = min(n, limit)
	}
	v.typed = buf[:n]
	return nil
}
