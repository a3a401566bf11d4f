package lab

import (
	"context"
	"strings"
	"time"
)

// at reports whether the fault is of that kind at that stage.
func (f FaultSpec) at(stage string, kind FaultKind) bool { return f.At == stage && f.Kind == kind }

// command is the command that a fault belongs to; "" where it belongs to another stage.
func (f FaultSpec) command() string {
	if f.At == "config" {
		return "show running-config"
	}
	command, _ := strings.CutPrefix(f.At, "command:")
	if command == f.At {
		return ""
	}
	return strings.TrimSpace(command)
}

// strike does what a kind of fault does to a connection. It returns when the connection is over.
func (d *device) strike(ctx context.Context, conn *link, kind FaultKind) {
	switch kind {
	case FaultReset:
		conn.reset()
	case FaultClose, FaultRefuse:
		conn.settle()
	case FaultGarbage:
		d.writeRaw(conn, garbage(smallSeed(d.lab.spec.Seed, d.spec.Name), 1<<10))
		conn.wait(ctx)
	case FaultEndless:
		for line := []byte(strings.Repeat("x", 1<<10)); d.writeRaw(conn, line); {
		}
	case FaultSlow:
		for ; sleep(ctx, d.spec.Fault.pace()); d.writeRaw(conn, []byte("S")) {
			if conn.over() {
				return
			}
		}
	default:
		conn.wait(ctx)
	}
}

// pace is the pause before each byte of a slow device.
func (f FaultSpec) pace() time.Duration {
	if f.Rate > 0 {
		return f.Rate
	}
	return 20 * time.Millisecond
}

// writeRaw writes below SSH, and reports whether that was possible.
func (d *device) writeRaw(conn *link, b []byte) bool {
	_, err := conn.Conn.Write(b)
	return err == nil
}

// wait blocks until the connection is over.
func (l *link) wait(ctx context.Context) {
	select {
	case <-l.done:
	case <-ctx.Done():
	}
}

func (l *link) over() bool {
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

// drain reads and forgets what the client sends, so that its hanging up is noticed.
func (l *link) drain() {
	buf := make([]byte, 4<<10)
	for {
		if _, err := l.Read(buf); err != nil {
			return
		}
	}
}

// faultBeforeSSH lets the faults of the first stages have their way, and reports whether the connection is over.
func (d *device) faultBeforeSSH(ctx context.Context, conn *link) bool {
	switch d.spec.Fault.At {
	case "connect":
		if d.spec.Fault.Kind != FaultReset && d.spec.Fault.Kind != FaultClose {
			d.lab.tasks.Go(conn.drain)
		}
		d.strike(ctx, conn, d.spec.Fault.Kind)
		return true
	case "banner":
		d.lab.tasks.Go(conn.drain)
		d.writeRaw(conn, []byte("SSH-2.0-Cis"))
		d.strike(ctx, conn, d.spec.Fault.Kind)
		return true
	case "kex":
		// The first write is the identification, the second begins the key exchange.
		conn.mute(2, func() {
			d.lab.tasks.Go(conn.drain) // the SSH library does not read while it waits to write
			d.strike(ctx, conn, d.spec.Fault.Kind)
		})
	}
	return false
}

// faultInLogin lets a fault of the login have its way, and reports whether the login may still succeed.
func (d *device) faultInLogin(ctx context.Context, conn *link) bool {
	if d.spec.Fault.At != "auth" {
		return true
	}
	if d.spec.Fault.Kind != FaultRefuse {
		d.strike(ctx, conn, d.spec.Fault.Kind)
	}
	return false
}
