package ntpquery

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// server is what a run remembers about one target.
type server struct {
	target string
	slots  chan struct{}

	mu        sync.Mutex
	addresses []netip.AddrPort // what the name stands for; the first is asked
	answered  bool             // the first has answered, and stays
	refused   string           // the kiss code that forbids asking again
	quietTill snapshot.Stamp   // RATE: not before
	quiet     time.Duration    // how long the last silence was
	keyless   *bool            // whether it answers without a key, once that was tried
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

// address is the one to ask.
func (s *server) address() netip.AddrPort {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addresses[0]
}

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

// barred says why the server may not be asked now; empty if it may.
func (s *server) barred(now snapshot.Stamp) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.refused != "":
		return fmt.Sprintf("it refused to be asked (%s); not asked again in this run", s.refused)
	case now < s.quietTill:
		return fmt.Sprintf("it asked for fewer queries (RATE); not asked again for %v", (s.quietTill - now).Round(time.Second))
	}
	return ""
}

// gone reports whether the server refuses to be asked for the rest of the run.
func (s *server) gone() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused != ""
}

// firstQuiet is how long a server is left alone that sends RATE: the longest time between two
// queries of the rhythm. It doubles each time.
const firstQuiet = 64 * time.Second

// obey does what a kiss code demands (RFC 5905 §7.4). It returns what to say about it; empty if it demands nothing.
func (s *server) obey(code string, now snapshot.Stamp) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch code {
	case "RATE":
		s.quiet = max(firstQuiet, 2*s.quiet)
		s.quietTill = now + s.quiet
		return "it asks for fewer queries (RATE)"
	case "DENY", "RSTR":
		s.refused = code
		return fmt.Sprintf("it refuses to be asked (%s); have this host permitted there, or leave the server out", code)
	}
	return ""
}

// keylessAnswer is whether the server answers without a key; known is false where that was not tried.
func (s *server) keylessAnswer() (answers, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keyless == nil {
		return false, false
	}
	return *s.keyless, true
}

func (s *server) setKeyless(answers bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keyless = &answers
}
