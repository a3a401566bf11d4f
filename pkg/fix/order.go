package fix

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// order is that in which changes must be entered: a key before what names it, the source interface before the sources, sources
// before Authenticate, an access list before what refers to it. What goes, goes last: no device is left without a source in
// between.
var order = []show.Verb{
	show.EnableNTP,
	show.SetZone, show.SetSummerTime, show.SetStamps,
	show.SetKey, show.Trust, show.SetSource, show.AddServer, show.Authenticate,
	show.SetAccessList, show.RestrictAccess, show.LimitMaster, show.UpdateCalendar, show.SaveInterval, show.RefuseControl,
	show.RemoveServer, show.Untrust, show.RemoveKey, show.DropMaster, show.StopSNTP,
}

// alike are changes that set what another sets, to another value.
var alike = map[show.Verb]show.Verb{
	show.ClearZone: show.SetZone, show.ClearSummerTime: show.SetSummerTime,
	show.SetServer: show.AddServer, show.UseKey: show.AddServer,
}

// rank places a statement among others.
func (s statement) rank() int {
	verb := s.change.Verb
	if like, ok := alike[verb]; ok {
		verb = like
	}
	return 2*slices.Index(order, verb) + second(s.change)
}

// second is 1 for the second of the two that a verb has: peers stand behind servers, the debug side behind the log side,
// IPv6 behind IPv4.
func second(c show.Change) int {
	if c.Server != nil && c.Server.Type == "peer" ||
		c.Stamps != nil && c.Stamps.Side == show.SideDebug ||
		c.List != nil && c.List.Family == show.IPv6 {
		return 1
	}
	return 0
}

// target is what a change sets, without the value that it gives it: of two changes with one target the later undoes the
// earlier.
type target struct{ what, which, where string }

// opposites are changes that undo each other.
var opposites = map[show.Verb]show.Verb{
	show.RemoveServer: show.AddServer, show.RemoveKey: show.SetKey, show.Untrust: show.Trust, show.DropMaster: show.LimitMaster,
}

func (s statement) target() target {
	c := s.change
	t := target{what: string(c.Verb)}
	for _, group := range []map[show.Verb]show.Verb{alike, opposites} {
		if first, ok := group[c.Verb]; ok {
			t.what = string(first)
		}
	}
	switch {
	case c.Server != nil:
		t.what, t.which, t.where = c.Server.Type, oneSpelling(c.Server.Address), c.Server.VRF
	case c.Key != nil:
		t.which = strconv.Itoa(c.Key.Number)
	case c.Source != nil:
		t.where = c.Source.VRF
	case c.List != nil:
		t.which, t.where = c.List.Name, c.List.Family
	case c.Access != nil:
		t.which, t.where = c.Access.Family+" "+c.Access.Kind, c.Access.VRF
	case c.Stamps != nil:
		t.which = c.Stamps.Side
	case c.Verb == show.StopSNTP:
		t.which = c.Line
	}
	return t
}

// oneSpelling of an address; a name and a placeholder are what they are.
func oneSpelling(address string) string {
	if addr, err := netip.ParseAddr(address); err == nil {
		return addr.String()
	}
	return address
}
