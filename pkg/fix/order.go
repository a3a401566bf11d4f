package fix

import (
	"net/netip"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// order is that in which changes are entered: a key before what names it, new sources before what is changed on those that
// there are, the clients' access list before the sources', both before what refers to them, Authenticate when all keys are
// there. What goes, goes last: no device is left without a source in between.
var order = []show.Verb{
	show.StopSNTP, show.EnableNTP,
	show.SetKey, show.Trust, show.AddServer, show.SetServer, show.SetSource,
	show.SetZone, show.SetSummerTime, show.SetStamps,
	show.LimitMaster, show.UpdateCalendar, show.SaveInterval, show.RefuseControl,
	show.SetAccessList, show.RestrictAccess, show.Authenticate,
	show.RemoveServer, show.Untrust, show.RemoveKey, show.DropMaster,
}

// alike are changes that set what another sets, to another value.
var alike = map[show.Verb]show.Verb{
	show.ClearZone: show.SetZone, show.ClearSummerTime: show.SetSummerTime,
	show.UseKey: show.SetServer,
}

// rank places a change among others.
func (w *wish) rank() int {
	verb := w.change.Verb
	if like, ok := alike[verb]; ok {
		verb = like
	}
	const places = 4
	return places*slices.Index(order, verb) + second(w.change)
}

// second is the place among changes of one verb: peers stand behind servers, the debug side behind the log side, IPv6 behind
// IPv4, and what clients may behind what sources may: if the second line never comes, the device keeps its own time.
func second(c show.Change) int {
	n := 0
	if c.Server != nil && c.Server.Type == "peer" || c.Stamps != nil && c.Stamps.Side == show.SideDebug {
		n++
	}
	if c.List != nil && c.List.Family == show.IPv6 || c.Access != nil && c.Access.Family == show.IPv6 {
		n++
	}
	if c.Access != nil && c.Access.Kind != "peer" {
		n += 2
	}
	return n
}

// target is what a change sets, without the value that it gives it: of two changes with one target the later undoes the
// earlier.
type target struct{ what, which, where string }

// kinds are the changes that set one kind of thing, other than to another value.
var kinds = map[show.Verb]show.Verb{
	show.ClearZone: show.SetZone, show.ClearSummerTime: show.SetSummerTime,
	show.SetServer: show.AddServer, show.UseKey: show.AddServer,
	show.RemoveServer: show.AddServer, show.RemoveKey: show.SetKey, show.Untrust: show.Trust, show.DropMaster: show.LimitMaster,
}

func (w *wish) target() target {
	c := w.change
	t := target{what: string(c.Verb)}
	if first, ok := kinds[c.Verb]; ok {
		t.what = string(first)
	}
	switch {
	case c.Server != nil:
		t.what, t.which, t.where = c.Server.Type, oneSpelling(c.Server.Address), c.Server.VRF
		if w.later {
			t.what += " key"
		}
	case c.Key != nil:
		t.which = c.Key.NumberText()
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

// rests reports whether a change does harm, or nothing, without another.
func (w *wish) rests(on *wish) bool {
	a, b := w.change, on.change
	switch b.Verb {
	case show.SetKey:
		return a.Verb == show.Authenticate || a.Verb == show.Trust && a.Key.NumberText() == b.Key.NumberText() || uses(a, b.Key)
	case show.Trust:
		return a.Verb == show.Authenticate || uses(a, b.Key)
	case show.UseKey, show.AddServer, show.SetServer:
		return b.Server.KeyText() != "" && (a.Verb == show.Authenticate || a.Verb == show.Untrust || a.Verb == show.RemoveKey)
	case show.EnableNTP, show.StopSNTP:
		return a.AboutNTP()
	case show.SetAccessList, show.RestrictAccess:
		return a.Verb == show.RestrictAccess || a.Verb == show.SetAccessList // all together, or the device refuses somebody
	case show.SetZone:
		return a.Verb == show.SetSummerTime
	}
	return false
}

// uses reports whether a change puts a key on the line of a source.
func uses(c show.Change, key *show.KeyNumber) bool {
	return c.Server != nil && c.Verb != show.RemoveServer && c.Server.KeyText() == key.NumberText()
}
