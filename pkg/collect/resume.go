package collect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// Rest is what earlier runs left to ask.
type Rest struct {
	Inventory inventory.Inventory // the devices to ask
	Named     []Source            // servers that may not have been asked, as a run was killed before its end
	Answered  int                 // devices of the inventory that have answered in full
	Refused   []string            // devices that are not asked, because a login was refused
	Notes     []string            // how the devices differ from those of the runs
}

// Nothing reports whether nobody is left to ask.
func (r *Rest) Nothing() bool { return len(r.Inventory.Devices) == 0 && len(r.Named) == 0 }

// Resume finds out what runs, by age, left to ask of an inventory: the devices without a complete answer. A device that
// refused a user is not asked again as that user, as the secret may still be the wrong one, and lockouts begin
// after a few; nor is any device as a user whom three have refused and none has let in. retryRefused asks them all.
func Resume(runs []*snapshot.Snapshot, inv inventory.Inventory, retryRefused bool, sources func(*snapshot.Device) []Source) Rest {
	joined := snapshot.Join(runs)
	known := make(map[string]*snapshot.Answered, len(joined))
	for i := range joined {
		known[joined[i].Device.Name] = &joined[i]
	}
	rest := Rest{Notes: differences(joined, known, inv)}
	logins := loginsOf(joined)
	rest.Inventory = inv.Only(func(d inventory.Device) bool {
		a := known[d.Name]
		switch {
		case a != nil && a.Device.Outcome == snapshot.Audited:
			rest.Answered++
			return false
		case !retryRefused && (logins.barred(d.Username) || a != nil && a.Inventory.Username == d.Username && refused(&a.Device)):
			rest.Refused = append(rest.Refused, d.Name)
			return false
		}
		return true
	})
	for i := range joined {
		if a := &joined[i]; !snapshot.Whole(runs, a.Run) {
			rest.Named = append(rest.Named, sources(&a.Device)...)
		}
	}
	return rest
}

// refused reports whether a device refused a secret: that of the login, or that of enable.
func refused(d *snapshot.Device) bool {
	return d.Error != nil && (d.Outcome == snapshot.AuthFailed && d.Error.Kind != snapshot.KindNotTried || d.Error.Kind == snapshot.KindEnable)
}

// logins is what became of the logins of each user.
type logins map[string]*tally

type tally struct {
	refused           int // devices
	accepted, stopped int // the last run, counted from 1, in which a device let the user in, or the secret was used no more
}

// mostRefusals is from how many refusals, none of them an odd device's, a user is not tried any more.
const mostRefusals = 3

func loginsOf(joined []snapshot.Answered) logins {
	all := logins{}
	for i := range joined {
		a := &joined[i]
		user := a.Inventory.Username
		if all[user] == nil {
			all[user] = &tally{}
		}
		switch t := all[user]; {
		case a.Device.Error != nil && a.Device.Error.Kind == snapshot.KindNotTried:
			t.stopped = max(t.stopped, a.Run+1)
		case a.Device.Outcome == snapshot.AuthFailed:
			t.refused++
		case len(a.Device.Answers) > 0:
			t.accepted = max(t.accepted, a.Run+1)
		}
	}
	return all
}

func (l logins) barred(user string) bool {
	t := l[user]
	return t != nil && (t.stopped > 0 && t.stopped >= t.accepted || t.refused >= mostRefusals && t.accepted == 0)
}

// differences says how the devices of an inventory differ from those that the runs list.
func differences(joined []snapshot.Answered, known map[string]*snapshot.Answered, inv inventory.Inventory) []string {
	var fresh, moved, gone []string
	listed := map[string]bool{}
	for _, name := range inv.LeftOut {
		listed[name] = true
	}
	for _, d := range inv.Devices {
		listed[d.Name] = true
		switch a := known[d.Name]; {
		case a == nil:
			fresh = append(fresh, d.Name)
		case a.Inventory.Endpoint() != d.Endpoint():
			moved = append(moved, fmt.Sprintf("%s (%s, now %s)", d.Name, a.Inventory.Endpoint(), d.Endpoint()))
		}
	}
	for i := range joined {
		if name := joined[i].Device.Name; !listed[name] {
			gone = append(gone, name)
		}
	}
	var notes []string
	for _, n := range []struct {
		names []string
		text  string
	}{
		{fresh, "not in the evidence before, and asked as well: %s"},
		{moved, "in the evidence at another address: %s"},
		{gone, "in the evidence and not in the inventory, so not asked again: %s"},
	} {
		if len(n.names) > 0 {
			notes = append(notes, fmt.Sprintf(n.text, Names(n.names)))
		}
	}
	return notes
}

// Names lists the first few names, and counts the others.
func Names(names []string) string {
	const most = 5
	slices.Sort(names)
	if more := len(names) - most; more > 1 {
		return fmt.Sprintf("%s and %d others", strings.Join(names[:most], ", "), more)
	}
	return strings.Join(names, ", ")
}
