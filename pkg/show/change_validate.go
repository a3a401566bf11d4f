package show

import (
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strings"
)

// Validate reports what a change lacks, or what in it cannot be typed into any command line: a report is a file, and parts of
// a change are words of a device. Every Render begins with it, and may then use the operands that the verb needs.
// The errors are phrases: "no server address", "VRF \"a b\" is more than one word".
func (c Change) Validate() error {
	check, known := c.operands()
	if !known {
		return fmt.Errorf("no change %q is known", clipped(string(c.Verb)))
	}
	if err := check(); err != nil {
		return err
	}
	return c.validateLine()
}

// inForce is with which words the line in force of a change may begin, within a block of "ntp" too. One that began with
// others would be negated all the same.
var inForce = map[Verb][]string{
	RemoveKey: {"ntp authentication-key", "authentication-key"},
	Untrust:   {"ntp trusted-key", "trusted-key"},
	SetSource: {"ntp source", "ntp source-interface", "source"},
	SetServer: sources, UseKey: sources, RemoveServer: sources,
	DropMaster: {"ntp master", "master"},
	SetStamps:  {"service timestamps", "no service timestamps", "logging timestamp", "no logging timestamp"},
	SetZone:    {"clock timezone"}, ClearZone: {"clock timezone"},
	SetSummerTime: {"clock summer-time"}, ClearSummerTime: {"clock summer-time"},
	StopSNTP: {"sntp"},
}

var sources = []string{"ntp server", "ntp peer", "server", "peer"}

func (c Change) validateLine() error {
	begins := func(words string) bool { return startsWith(c.Line, words) }
	switch {
	case c.Line == "":
		return nil
	case !slices.ContainsFunc(inForce[c.Verb], begins):
		return fmt.Errorf("the line %q is none that this change is about", clipped(c.Line))
	case c.Server != nil && !IsPlaceholder(c.Server.Address) && !slices.ContainsFunc(strings.Fields(c.Line), func(w string) bool { return strings.EqualFold(w, c.Server.Address) }):
		return fmt.Errorf("the line %q is none of %s", clipped(c.Line), c.Server.Address)
	}
	return typable("the line in force", c.Line)
}

// operands is how those of the verb are checked.
func (c Change) operands() (check func() error, known bool) {
	switch c.Verb {
	case EnableNTP, Authenticate, DropMaster, RefuseControl, ClearZone, ClearSummerTime, UpdateCalendar, Save:
		return func() error { return nil }, true
	case SetKey, RemoveKey, Trust, Untrust:
		return c.Key.validate, true
	case SetSource:
		return c.Source.validate, true
	case AddServer, RemoveServer, SetServer:
		return c.Server.validate, true
	case UseKey:
		return c.keyed, true
	case SetAccessList:
		return c.List.validate, true
	case RestrictAccess:
		return c.Access.validate, true
	case LimitMaster:
		return func() error { return within("stratum", c.Stratum, 1, 15) }, true
	case SetStamps:
		return c.Stamps.validate, true
	case SetZone:
		return c.Zone.validate, true
	case SetSummerTime:
		return c.seasons, true
	case SaveInterval:
		return func() error { return within("hours", c.Hours, 1, 24) }, true
	case StopSNTP:
		return c.sntpLine, true
	}
	return nil, false
}

func (c Change) keyed() error {
	if err := c.Server.validate(); err != nil {
		return err
	}
	if c.Server.KeyText() == "" {
		return fmt.Errorf("no key number")
	}
	return nil
}

func (c Change) seasons() error {
	if err := c.SummerTime.validate(); err != nil || c.Zone == nil {
		return err
	}
	return c.Zone.validate()
}

func (c Change) sntpLine() error {
	if c.Line == "" {
		return fmt.Errorf("no sntp line")
	}
	return nil
}

// highestKey is the highest number of a key on old releases, as far as an int holds it; newer end at 65535.
const highestKey = math.MaxUint32 & math.MaxInt

func (s *ServerLine) validate() error {
	if s == nil {
		return fmt.Errorf("no server")
	}
	return first(
		oneOf("type of source", s.Type, "server", "peer"),
		word("server address", s.Address),
		oneOf("family", s.Family, "", IPv4, IPv6),
		optional("VRF", s.VRF),
		s.sourceInterface(),
		number("key number", s.Key, 1, highestKey),
		agreed(s.KeyAgreed),
		number("minpoll", s.MinPoll, 0, 17),
		number("maxpoll", s.MaxPoll, 0, 17),
		number("version", s.Version, 1, 4),
	)
}

func (s *ServerLine) sourceInterface() error {
	if s.Source == "" {
		return nil
	}
	return interfaceName(s.Source)
}

// interfaceName accepts "Loopback0" and "Loopback 0".
func interfaceName(s string) error {
	if kind, number, two := strings.Cut(s, " "); two && number != "" && number[0] >= '0' && number[0] <= '9' && !strings.HasPrefix(s, "<") {
		return first(word("source interface", kind), word("source interface", number))
	}
	return word("source interface", s)
}

func (k *KeyNumber) validate() error {
	if k == nil {
		return fmt.Errorf("no key number")
	}
	if k.Agreed != "" && k.Number == 0 {
		return first(agreed(k.Agreed), optional("type of key", k.Type))
	}
	return first(within("key number", k.Number, 1, highestKey), agreed(k.Agreed), optional("type of key", k.Type))
}

// agreed accepts nothing but a placeholder in place of a number.
func agreed(s string) error {
	if s != "" && !IsPlaceholder(s) {
		return fmt.Errorf("%q is no placeholder for a key number", clipped(s))
	}
	return optional("placeholder for a key number", s)
}

func (s *SourceAddress) validate() error {
	if s == nil {
		return fmt.Errorf("no source interface")
	}
	return first(interfaceName(s.Interface), optional("VRF", s.VRF))
}

func (l *AccessList) validate() error {
	if l == nil || len(l.Members) == 0 {
		return fmt.Errorf("no access list")
	}
	for _, m := range l.Members {
		if err := l.member(m); err != nil {
			return err
		}
	}
	return first(word("name of the access list", l.Name), oneOf("family", l.Family, IPv4, IPv6))
}

func (l *AccessList) member(m string) error {
	if err := word("member of the access list", m); err != nil || IsPlaceholder(m) {
		return err
	}
	addr, err := netip.ParseAddr(m)
	if err != nil || addr.Is4() != (l.Family == IPv4) || addr.Zone() != "" {
		return fmt.Errorf("%q is no %s address", clipped(m), l.Family)
	}
	return nil
}

func (a *AccessRule) validate() error {
	if a == nil {
		return fmt.Errorf("no access rule")
	}
	return first(
		oneOf("kind of access", a.Kind, "peer", "serve", "serve-only", "query-only"),
		oneOf("family", a.Family, IPv4, IPv6),
		optional("VRF", a.VRF),
		word("name of the access list", a.List),
	)
}

func (s *StampSetting) validate() error {
	if s == nil {
		return fmt.Errorf("no stamps")
	}
	return oneOf("side of the stamps", s.Side, SideLog, SideDebug)
}
