package lab

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// check returns the first problem of a complete specification.
func (s Spec) check() error {
	if problems := s.problems(); len(problems) > 0 {
		return fmt.Errorf("lab: %w", problems[0])
	}
	return nil
}

// checker collects problems below one path of the document.
type checker struct {
	problems *[]problem
	path     string
}

func (c checker) below(path string) checker { return checker{c.problems, c.path + path} }

// want reports a problem with a key unless ok.
func (c checker) want(ok bool, key, format string, args ...any) {
	if !ok {
		*c.problems = append(*c.problems, problem{c.path + "." + key, fmt.Sprintf(format, args...)})
	}
}

// oneOf reports a value that is not among the known ones.
func oneOf[T ~string](c checker, key string, value T, known ...T) {
	texts := make([]string, 0, len(known))
	for _, k := range known {
		if k != "" {
			texts = append(texts, string(k))
		}
	}
	c.want(slices.Contains(known, value), key, "%q: want one of %s", string(value), strings.Join(texts, ", "))
}

func (c checker) address(key, value string) {
	_, err := netip.ParseAddr(value)
	c.want(err == nil, key, "%q is no IP address", value)
}

func (c checker) share(key string, value float64) {
	c.want(value >= 0 && value <= 1, key, "%v: want a share between 0 and 1", value)
}

func (s Spec) problems() []problem {
	var found []problem
	c := checker{&found, "$"}
	names, dns := map[string]bool{}, map[string]bool{}
	for i, server := range s.Servers {
		at := c.below(fmt.Sprintf(".ntp_servers[%d]", i))
		at.unique("name", server.Name, names)
		for _, name := range server.Names {
			at.want(server.Address != "", "names", "%q: a server that devices know by name needs an address", name)
			at.unique("names", name, dns)
		}
		server.check(at)
	}
	for _, name := range s.References {
		known := slices.ContainsFunc(s.Servers, func(server ServerSpec) bool { return server.Name == name })
		c.want(known, "references", "%q is not the name of an NTP server", name)
	}
	c.want(s.Fleet.Count >= 0 && s.Fleet.Count <= maxFleet, "fleet.count", "%d: want 0 to %d", s.Fleet.Count, maxFleet)
	for i, device := range s.Devices {
		at := c.below(fmt.Sprintf(".devices[%d]", i))
		if i >= len(s.Devices)-s.Fleet.Count {
			at = c.below(".fleet")
		}
		at.unique("name", device.Name, names)
		device.check(at)
	}
	return found
}

func (c checker) unique(key, name string, names map[string]bool) {
	c.want(name != "", key, "a name is missing")
	c.want(!names[name], key, "%q is already the name of another device or server", name)
	names[name] = true
}

func (s ServerSpec) check(c checker) {
	if s.Address != "" {
		c.address("address", s.Address)
	}
	c.want(s.Stratum >= 1 && s.Stratum <= 16, "stratum", "%d: want 1 to 16", s.Stratum)
	c.want(s.Leap >= 0 && s.Leap <= 3, "leap", "%d: want 0 to 3", s.Leap)
	c.want(s.Precision >= -32 && s.Precision <= 0, "precision", "%d: want log2 of seconds, -32 to 0", s.Precision)
	s.Path.check(c.below(".path"))
	checkNTPFault(c, s.Fault)
	if s.Key != nil {
		_, err := s.Key.sign(nil)
		c.want(err == nil, "key", "%v", err)
	}
	for i, key := range s.Keys {
		_, err := key.sign(nil)
		c.want(err == nil, fmt.Sprintf("keys[%d]", i), "%v", err)
	}
}

func checkNTPFault(c checker, fault NTPFault) {
	oneOf(c, "fault", fault, NTPHealthy, NTPSilent, NTPWrongOrigin, NTPZeroTransmit, NTPWrongMode, NTPUnsynchronized,
		NTPKoDRate, NTPKoDDeny, NTPKoDRestrict, NTPFuture, NTPStale, NTPReceiveOutside, NTPGarbage, NTPShort,
		NTPDuplicate, NTPSpoofFirst)
}

func (p Path) check(c checker) {
	c.want(p.Out >= 0, "out", "%v is negative", p.Out)
	c.want(p.Back >= 0, "back", "%v is negative", p.Back)
	c.want(p.Jitter >= 0, "jitter", "%v is negative", p.Jitter)
	c.share("loss", p.Loss)
	c.share("stall.chance", p.Stall.Chance)
}

func (d DeviceSpec) check(c checker) {
	addresses := d.Addresses
	if d.Address != "" {
		c.address("address", d.Address)
	}
	for _, address := range addresses {
		c.address("addresses", address)
	}
	oneOf(c, "platform", d.Platform, platforms()...)
	oneOf(c, "legend", d.Legend, "new", "old")
	c.want(d.Uptime >= 0, "uptime", "%v is negative", d.Uptime)
	c.want(d.Privilege >= 1 && d.Privilege <= 15, "privilege", "%d: want 1 to 15", d.Privilege)
	for _, method := range d.Auth {
		oneOf(c, "auth", method, "password", "keyboard-interactive", "publickey")
	}
	if d.PublicKey != "" {
		_, _, _, _, err := ssh.ParseAuthorizedKey([]byte(d.PublicKey))
		c.want(err == nil, "public_key", "is no authorized_keys line")
	}
	d.Clock.check(c.below(".clock"))
	d.checkZone(c)
	d.NTP.check(c.below(".ntp"))
	for i, certificate := range d.Certificates {
		certificate.check(c.below(fmt.Sprintf(".certificates[%d]", i)))
	}
	d.SSH.check(c.below(".ssh"))
	d.Path.check(c.below(".path"))
	d.Fault.check(c.below(".fault"))
	d.checkPlatform(c)
}

// longestConfig bounds the further lines of a configuration.
const longestConfig = 1 << 20

// checkPlatform checks what only some operating systems have.
func (d DeviceSpec) checkPlatform(c checker) {
	for i, port := range d.Interfaces {
		at := c.below(fmt.Sprintf(".interfaces[%d]", i))
		at.want(port.Name != "", "name", "a name is missing")
		if port.Address != "" {
			at.address("address", port.Address)
		}
	}
	c.want(len(d.Config) <= longestConfig, "config", "%d bytes: want %d at most", len(d.Config), longestConfig)
	if d.Startup != nil {
		c.want(len(*d.Startup) <= longestConfig, "startup", "%d bytes: want %d at most", len(*d.Startup), longestConfig)
	}
	oneOf(c, "turns.into", d.Turns.Into, append(platforms(), "")...)
	for _, command := range slices.Sorted(maps.Keys(d.AnswersAs)) {
		platform := d.AnswersAs[command]
		c.want(slices.Contains(platforms(), platform), "answers_as", "%s: %q: want one of %s", command, platform, strings.Join(platforms(), ", "))
	}
	c.want(d.SSH.Burst >= 0, "ssh.burst", "%d is negative", d.SSH.Burst)
	switch d.Platform {
	case platformNXOS:
		oneOf(c, "nxos.clock", d.NXOS.Clock, "after", "before", none)
		oneOf(c, "nxos.role", d.NXOS.Role, "network-admin", "network-operator")
		oneOf(c, "nxos.vrf_column", d.NXOS.VRFColumn, "spaced", "glued", none)
		oneOf(c, "nxos.peer_table", d.NXOS.PeerTable, "narrow", "wide")
	case platformXR:
		oneOf(c, "iosxr.stamp", d.IOSXR.Stamp, "plain", none, "blank_before", "blank_after", "trailing")
		oneOf(c, "iosxr.vrf_indent", d.IOSXR.VRFIndent, "tabs", "blanks")
		if d.IOSXR.Region != "" {
			_, err := loadRegion(d.IOSXR.Region)
			c.want(err == nil && d.Timezone.Name != "", "iosxr.region", "%q: want a region such as America/NewYork, and timezone.name", d.IOSXR.Region)
		}
	}
}

func (k ClockSpec) check(c checker) {
	if k.SetTo != "" {
		_, err := time.Parse(time.RFC3339, k.SetTo)
		c.want(err == nil, "set_to", "%q: want a time such as 1993-03-01T00:01:00Z", k.SetTo)
	}
	oneOf(c, "resolution", k.Resolution, "", "ms", "s")
	oneOf(c, "rounding", k.Rounding, "", "trunc", "round")
	oneOf(c, "flag", k.Flag, "", "*", ".", none)
}

func (d DeviceSpec) checkZone(c checker) {
	c.want(d.Timezone.Name != "" || d.Timezone.OffsetMinutes == 0, "timezone", "an offset needs a name")
	if d.SummerTime != "" {
		_, err := personalityOf(d.Platform).summerTime(strings.Fields(d.SummerTime))
		c.want(err == nil, "summer_time", "%v", err)
	}
}

func (n DeviceNTPSpec) check(c checker) {
	checkNTPFault(c, n.Fault)
	c.want(n.Poll > 0, "poll", "%d: want seconds, 16 to 131072", n.Poll)
	oneOf(c, "columns", n.Columns, "", "glued", columnsApart)
	c.want(n.Lost >= 0, "lost", "%v is negative", n.Lost)
	for i, peer := range n.Servers {
		at := c.below(fmt.Sprintf(".servers[%d]", i))
		at.want(peer.Address != "", "address", "an address is missing")
		oneOf(at, "state", peer.State, PeerHealthy, PeerUnreachable, PeerLost, PeerAuth, PeerInsane)
	}
}

func (s SSHSpec) check(c checker) {
	oneOf(c, "era", s.Era, "modern", "classic", "legacy")
	oneOf(c, "host_key", s.HostKey, "ed25519", "ecdsa", "rsa")
	good, bad := ssh.SupportedAlgorithms(), ssh.InsecureAlgorithms()
	for _, name := range s.KEX {
		oneOf(c, "kex", name, slices.Concat(good.KeyExchanges, bad.KeyExchanges)...)
	}
	for _, name := range s.Ciphers {
		oneOf(c, "ciphers", name, slices.Concat(good.Ciphers, bad.Ciphers)...)
	}
	for _, name := range s.MACs {
		oneOf(c, "macs", name, slices.Concat(good.MACs, bad.MACs)...)
	}
}

func (f FaultSpec) check(c checker) {
	if f.At == "" && f.Kind == FaultNone {
		return
	}
	stage := f.At
	if f.command() != "" {
		stage = "command:"
	}
	oneOf(c, "at", stage, "connect", "banner", "kex", "auth", "channel", "pty", "shell", "prompt", "command:")
	oneOf(c, "kind", f.Kind, FaultRefuse, FaultSilent, FaultHang, FaultReset, FaultClose, FaultGarbage, FaultEndless,
		FaultCut, FaultSlow)
	c.want(f.Kind != FaultCut || stage == "command:", "kind", "cut: only the answer to a command can be cut")
	c.want(f.Kind != FaultRefuse || stage != "command:" && stage != "banner" && stage != "kex", "kind",
		"refuse: nothing is asked at %s; use unauthorized for a command", f.At)
}
