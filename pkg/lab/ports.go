package lab

import (
	"context"
	"net"
)

const loopback = "127.0.0.1:0"

func listenLoopback(ctx context.Context) (net.Listener, error) {
	var lc net.ListenConfig
	return lc.Listen(ctx, "tcp4", loopback)
}

func portOf(addr net.Addr) int {
	switch a := addr.(type) {
	case *net.TCPAddr:
		return a.Port
	case *net.UDPAddr:
		return a.Port
	}
	return 0
}

// closedPort holds a TCP port on which connections are refused: it is the local end of a connection, so nobody
// else is given its number, and nothing listens on it.
type closedPort struct {
	near, far net.Conn
}

func newClosedPort(ctx context.Context, anchor net.Listener) (*closedPort, error) {
	var dialer net.Dialer
	near, err := dialer.DialContext(ctx, "tcp4", anchor.Addr().String())
	if err != nil {
		return nil, err
	}
	far, err := anchor.Accept()
	if err != nil {
		near.Close() // the first error matters
		return nil, err
	}
	return &closedPort{near, far}, nil
}

func (p *closedPort) number() int { return portOf(p.near.LocalAddr()) }

func (p *closedPort) Close() {
	p.far.Close()  // a connection that carried nothing
	p.near.Close() // likewise
}
