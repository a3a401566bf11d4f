package ntpquery

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"
)

// server is what a run remembers about one target: the places that its name stands for.
type server struct {
	target string

	mu        sync.Mutex
	addresses []netip.AddrPort // what the name stands for; the first is asked
	answered  bool             // the first has answered, and stays
}

// resolve finds the addresses of the target, once in a run.
func (s *server) resolve(ctx context.Context, lookup func(context.Context, string) ([]netip.Addr, error), timeout time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.addresses) > 0 {
		return nil
	}
	host, service, err := net.SplitHostPort(s.target)
	if err != nil {
		return fmt.Errorf("not a host and port: %w", err)
	}
	port, err := strconv.ParseUint(service, 10, 16)
	if err != nil || port == 0 {
		return fmt.Errorf("port %q is not a number from 1 to 65535", service)
	}
	addresses, err := hostAddresses(ctx, host, lookup, timeout)
	if err != nil {
		return err
	}
	for _, a := range addresses {
		s.addresses = append(s.addresses, netip.AddrPortFrom(a.Unmap(), uint16(port)))
	}
	return nil
}

func hostAddresses(ctx context.Context, host string, lookup func(context.Context, string) ([]netip.Addr, error), timeout time.Duration) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	// A name server is given as long as an NTP server with both its tries.
	ctx, cancel := context.WithTimeout(ctx, 2*timeout)
	defer cancel()
	addresses, err := lookup(ctx, host)
	if err == nil && len(addresses) == 0 {
		err = errors.New("no address")
	}
	if err != nil {
		return nil, fmt.Errorf("the name does not resolve: %w; check it, or give the address", err)
	}
	return addresses, nil
}

// known lists the addresses of a target, the one to ask first. There are none before it was resolved.
func (s *server) known() []netip.AddrPort {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.addresses)
}

// address is the one to ask. The target must be resolved.
func (s *server) address() netip.AddrPort { return s.known()[0] }

// nextAddress moves on to the next address of a name where the one that was asked never answered.
// A host without IPv6 gets past an IPv6 address this way.
func (s *server) nextAddress() (moved bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answered || len(s.addresses) < 2 {
		return false
	}
	s.addresses = append(s.addresses[1:len(s.addresses):len(s.addresses)], s.addresses[0])
	return true
}

// pin keeps to the address that answered, and drops the others.
func (s *server) pin(a netip.AddrPort) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.answered {
		s.addresses, s.answered = []netip.AddrPort{a}, true
	}
}
