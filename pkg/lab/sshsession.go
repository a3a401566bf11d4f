package lab

import (
	"context"
	"encoding/binary"

	"golang.org/x/crypto/ssh"
)

// sshSession is one connection after its login.
type sshSession struct {
	device *device
	link   *link
	server *ssh.ServerConn
	used   bool // IOS gives a connection one session only
}

// run serves channels and requests until the connection is over.
func (s *sshSession) run(ctx context.Context, channels <-chan ssh.NewChannel, requests <-chan *ssh.Request) {
	for channels != nil || requests != nil {
		select {
		case offered, ok := <-channels:
			if !ok {
				channels = nil
				continue
			}
			s.open(ctx, offered)
		case request, ok := <-requests:
			if !ok {
				requests = nil
				continue
			}
			answer(request, false)
		}
	}
}

// answer replies where a reply is wanted.
func answer(request *ssh.Request, ok bool) {
	if request.WantReply {
		request.Reply(ok, nil) // a dead connection ends the session elsewhere
	}
}

func (s *sshSession) open(ctx context.Context, offered ssh.NewChannel) {
	fault := s.device.spec.Fault
	switch {
	case offered.ChannelType() != "session":
		offered.Reject(ssh.UnknownChannelType, "") // as in answer
		return
	case s.used || fault.at("channel", FaultRefuse):
		offered.Reject(ssh.ResourceShortage, "") // as in answer
		return
	case fault.At == "channel":
		s.device.strike(ctx, s.link, fault.Kind)
		return
	}
	s.used = true
	channel, requests, err := offered.Accept()
	if err != nil {
		return
	}
	s.device.lab.tasks.Go(func() { s.serveChannel(ctx, channel, requests) })
}

// ptySize is what a client says of its terminal; zero is no terminal.
type ptySize struct {
	columns, rows int
}

// parsePTY reads the columns and rows of a pty-req (RFC 4254 §6.2) or a window-change (§6.7).
func parsePTY(request *ssh.Request) (ptySize, bool) {
	b := request.Payload
	if request.Type == "pty-req" {
		if len(b) < 4 || uint64(len(b)) < 4+uint64(binary.BigEndian.Uint32(b))+8 {
			return ptySize{}, false
		}
		b = b[4+binary.BigEndian.Uint32(b):]
	}
	if len(b) < 8 {
		return ptySize{}, false
	}
	return ptySize{int(binary.BigEndian.Uint32(b)), int(binary.BigEndian.Uint32(b[4:]))}, true
}

// serveChannel waits for "shell" or "exec" and lets it run beside later requests.
func (s *sshSession) serveChannel(ctx context.Context, channel ssh.Channel, requests <-chan *ssh.Request) {
	var size ptySize
	pty, begun := false, false
	for request := range requests {
		if s.faultInRequest(ctx, request) {
			continue
		}
		switch request.Type {
		case "pty-req":
			size, pty = parsePTY(request)
			answer(request, pty)
		case "shell", "exec":
			answer(request, !begun)
			if begun {
				continue
			}
			begun = true
			v := newVTY(ctx, s, channel, size, pty)
			command := execCommand(request)
			s.device.lab.tasks.Go(func() { s.play(v, request.Type == "shell", command) })
		default:
			answer(request, request.Type == "window-change" || request.Type == "env")
		}
	}
}

// faultInRequest lets a fault of the pty or shell stage have its way.
func (s *sshSession) faultInRequest(ctx context.Context, request *ssh.Request) bool {
	fault := s.device.spec.Fault
	if fault.At != "pty" && fault.At != "shell" || stageOf(request.Type) != fault.At {
		return false
	}
	switch fault.Kind {
	case FaultRefuse:
		answer(request, false)
	case FaultHang, FaultSilent:
		// never answered
	default:
		s.device.strike(ctx, s.link, fault.Kind)
	}
	return true
}

// stageOf is the stage of a fault that a request belongs to.
func stageOf(requestType string) string {
	switch requestType {
	case "pty-req":
		return "pty"
	case "shell", "exec":
		return "shell"
	}
	return ""
}

// execCommand is the command of an exec request (RFC 4254 §6.5).
func execCommand(request *ssh.Request) string {
	b := request.Payload
	if request.Type != "exec" || len(b) < 4 {
		return ""
	}
	return string(b[4:])
}

// play runs the command line, and drops the connection when it ends, as IOS does.
func (s *sshSession) play(v *vty, shell bool, command string) {
	s.device.counters.count(func(c *Counters) { c.Sessions++ })
	if shell {
		v.shell()
	} else {
		v.exec(command)
	}
	v.hangUp()
	s.server.Close() // the client may have closed it first
}
