// Package inventory says what a run is about: the devices to audit and how to log in to
// them, the NTP servers that vote on the time, and how to reach a server that devices
// know under another address.
//
// It holds no secret: a Secret names where a value comes from, and the value is fetched
// when a session needs it.
//
// Load reads sources, which need not be files, in three forms; the native one is YAML:
//
//	defaults: {username: audit, password: {env: NTPAUDIT_PASSWORD}}
//	references: [ntp1.example.net]
//	groups:
//	  core: {tags: [core], timezone: UTC}
//	devices:
//	  - {name: edge01, host: 192.0.2.10, groups: [core]}
//
// The nearest statement wins: the device's own, then its groups, where a group listed later wins over
// one listed earlier, then the defaults. Tags add up.
//
// Select narrows an inventory by patterns. What HOST arguments mean beside an inventory is the
// caller's to say: one that Select finds is that device, for any other FromHosts makes
// one with the inventory's Defaults.
package inventory

import (
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Platform names the operating system of a device. Which names there are, and how inventories spell them, is given: see
// Words. Empty: none is stated, which is no claim.
type Platform string

// Auto is that of a device which is what it says it is.
const Auto Platform = "auto"

// Inventory is everything that a run is told about the network.
type Inventory struct {
	Devices    []Device    `json:"devices"`
	References []Reference `json:"references"`
	Servers    []Route     `json:"servers"`

	// Partial: some devices of the files are left out, so that what stands above a device may not be seen.
	Partial bool `json:"partial,omitempty"`
	// LeftOut names them, so that several parts are known to make a whole. Partial without any: not known.
	LeftOut []string `json:"left_out,omitempty"`

	Defaults Device `json:"-"` // what a host that no file names is given; see FromHosts
}

// Device is one network device, with defaults and groups already applied.
type Device struct {
	Name     string   `json:"name"`
	Host     string   `json:"host"` // name or address, without a port
	Port     int      `json:"port"`
	Platform Platform `json:"platform,omitempty"` // empty: not stated

	Username string `json:"username"`
	Password Secret `json:"-"`
	Enable   Secret `json:"-"` // zero: never enable
	KeyFile  string `json:"-"` // private key; empty: none is offered unless an agent holds some
	Legacy   bool   `json:"ssh_legacy,omitempty"`

	Tags     []string `json:"tags"`
	Timezone string   `json:"timezone,omitempty"` // IANA name that the device must show; empty: not stated
	Role     string   `json:"role,omitempty"`     // router or switch; empty: not stated
	Site     string   `json:"site,omitempty"`     // where it stands; empty: not stated

	NTP       string       `json:"ntp,omitempty"` // host:port of the device's own NTP server; empty: never ask
	Addresses []netip.Addr `json:"addresses,omitempty"`

	Timeouts Timeouts `json:"-"`
}

// Endpoint is the host:port of the SSH server.
func (d Device) Endpoint() string { return net.JoinHostPort(d.Host, strconv.Itoa(d.Port)) }

// HasTag reports whether the device carries the tag, spelled exactly so.
func (d Device) HasTag(tag string) bool { return slices.Contains(d.Tags, tag) }

// AtSite is the site of the device: the one that is stated, else the first tag that begins with "site" and goes on.
// Empty: none. Another tag, such as prod or cisco, is no place.
func (d Device) AtSite() string {
	if d.Site != "" {
		return d.Site
	}
	for _, tag := range d.Tags {
		if strings.HasPrefix(tag, "site") && tag != "site" {
			return tag
		}
	}
	return ""
}

// Reference is an NTP server (or this host's own clock) that the operator trusts to vote on the time.
type Reference struct {
	Address   string        `json:"address"` // as written; host or host:port
	Traceable string        `json:"traceable,omitempty"`
	System    bool          `json:"system,omitempty"`   // the clock of this host, vouched for within Bound
	Bound     time.Duration `json:"bound_ns,omitempty"` // ± bound of a System reference
	Key       *Key          `json:"-"`
}

// Target is the host:port that is asked. It is empty for a System reference.
func (r Reference) Target() string {
	if r.System {
		return ""
	}
	return WithNTPPort(r.Address)
}

// Route says how an NTP server that devices name is reached from here (NAT, VRF, another port).
type Route struct {
	Address netip.Addr `json:"address"` // as devices know it
	VRF     string     `json:"vrf,omitempty"`
	Query   string     `json:"query"` // host:port
	Key     *Key       `json:"-"`
	// Shared is the key that the devices share with the server. A number belongs to a pair: that it works with one server says
	// nothing of another.
	Shared *KeyName `json:"shared_key,omitempty"`
}

// KeyName is a key without its secret.
type KeyName struct {
	ID   uint16 `json:"id"`
	Type string `json:"type,omitempty"` // as of Key; empty: not stated
}

// Key is a symmetric NTP key.
type Key struct {
	ID     uint16
	Type   string // md5, sha1, sha256, sha512, aes128, aes256 (as chrony and ntpd name them)
	Secret Secret
}
