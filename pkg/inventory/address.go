package inventory

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// NTPPort is the well-known UDP port of NTP (RFC 5905 §7.2).
const NTPPort = "123"

// SSHPort is the well-known TCP port of SSH (RFC 4253 §4).
const SSHPort = 22

// WithNTPPort returns host:port, with port 123 where the address names none.
// A bare IPv6 address is taken as a host.
func WithNTPPort(address string) string {
	if _, _, err := net.SplitHostPort(address); err == nil {
		return address
	}
	return net.JoinHostPort(strings.Trim(address, "[]"), NTPPort)
}

// AddressKey is an address or a name in the one form in which it is compared: fit for a map, so
// that long lists need not be compared in pairs.
type AddressKey struct {
	addr netip.Addr // of what parses as one
	name string     // of the rest
}

// KeyOf is the key of an address or name as an operator means it: 2001:DB8::1 is 2001:db8::1,
// ::ffff:192.0.2.1 is 192.0.2.1, and of a name neither case nor the root says anything.
func KeyOf(address string) AddressKey {
	if a, err := netip.ParseAddr(address); err == nil {
		return KeyOfAddr(a)
	}
	return AddressKey{name: strings.ToLower(strings.TrimSuffix(address, "."))}
}

// KeyOfAddr is KeyOf an address that was parsed already.
func KeyOfAddr(a netip.Addr) AddressKey { return AddressKey{addr: a.Unmap()} }

// Addr is the IP address that the key stands for. ok is false for a name.
func (k AddressKey) Addr() (addr netip.Addr, ok bool) { return k.addr, k.addr.IsValid() }

// SameAddress compares two addresses or names by their keys.
func SameAddress(a, b string) bool { return KeyOf(a) == KeyOf(b) }

// ValidTarget says what is wrong with a text that is neither host nor host:port, an IPv6 address with a port in brackets.
func ValidTarget(text string) error {
	_, _, err := splitHost(text)
	return err
}

// splitHost takes host, host:port, [v6] or [v6]:port apart. The port is 0 where there is none.
func splitHost(text string) (host string, port int, err error) {
	host = text
	if inside, _, closed := strings.Cut(strings.TrimPrefix(text, "["), "]"); strings.HasPrefix(text, "[") {
		if addr, err := netip.ParseAddr(inside); err != nil || !closed || !addr.Is6() {
			return "", 0, errors.New("host: brackets stand round an IPv6 address only")
		}
	}
	if h, p, splitErr := net.SplitHostPort(text); splitErr == nil {
		host = h
		if port, err = parsePort(p); err != nil {
			return "", 0, fmt.Errorf("host %s: %w", yamlfile.Quote(h), err)
		}
	} else if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
		host = text[1 : len(text)-1]
	}
	return host, port, ValidHost(host)
}

func parsePort(text string) (int, error) {
	port, err := strconv.Atoi(text)
	if err != nil || port < 1 || port > 65535 {
		return 0, errors.New("port: not a whole number from 1 to 65535")
	}
	return port, nil
}

// A label may hold underscores: lab names do, whatever RFC 952 says.
var hostName = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$`)

// A name whose last label is a number would be an address with a mistake in it.
var numberLast = regexp.MustCompile(`(^|\.)[0-9]+\.?$`)

// ValidHost says what is wrong with a host that is neither an IP address nor a possible host name.
func ValidHost(host string) error {
	if _, err := netip.ParseAddr(host); err == nil {
		return nil
	}
	const longest = 253 // RFC 1035 §2.3.4, without the root
	switch {
	case host == "":
		return errors.New("no host")
	case len(host) > longest || !hostName.MatchString(host):
		return fmt.Errorf("host %s: neither an IP address nor a host name", yamlfile.Quote(host))
	case numberLast.MatchString(host):
		return fmt.Errorf("host %s: not an IP address", yamlfile.Quote(host))
	}
	return nil
}

// Route finds how an NTP server is reached that is known by an address in a VRF. A route that names
// no VRF serves every one that has no route of its own, and a VRF that is not known (empty) takes the
// first that fits: IOS does not print the VRF of an association.
func (inv Inventory) Route(address, vrf string) (Route, bool) {
	parsed, err := netip.ParseAddr(address)
	if err != nil {
		return Route{}, false
	}
	var fallback *Route
	for i, r := range inv.Servers {
		if r.Address.Unmap() != parsed.Unmap() {
			continue
		}
		if r.VRF == vrf {
			return r, true
		}
		if fallback == nil && (r.VRF == "" || vrf == "") {
			fallback = &inv.Servers[i]
		}
	}
	if fallback == nil {
		return Route{}, false
	}
	return *fallback, true
}
