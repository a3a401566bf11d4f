package facts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Disagreement is a question that status and table of a device answer differently.
type Disagreement int

// The questions, the gravest first.
const (
	FollowsSilent  Disagreement = iota + 1 // the row of the source that the status names has reach 0, or no time
	FollowsUnknown                         // the source that the status names is in no row and no line
	FollowsOther                           // the table marks another row
	FollowsNone                            // the table marks no row
	StratumDiffers                         // the stratum of the status is not one more than that of its source
	ClockSaysNTP                           // the clock names NTP as its source, and the status is not synchronized
)

// AboutSource reports whether it is open which source the device follows.
func (q Disagreement) AboutSource() bool { return q != StratumDiffers }

// Mismatch is one such disagreement.
type Mismatch struct {
	Question Disagreement
	Text     string // a clause that names both sides
}

// Consistency is what comes of a comparison of status and table. Both answers come within one flight, and still not from one
// instant: only what two pairs of answers show is certain.
type Consistency struct {
	Certain []Mismatch // both pairs show it
	Once    []Mismatch // the only pair shows it, or one of the two
	Unknown string     // what could not be compared, as a clause; empty: all was
}

// Consistency compares what the device says of its NTP in several places.
func (d *Device) Consistency() Consistency {
	if u, untold := d.Lacks(show.KindSync); untold {
		return Consistency{Unknown: u.Reason}
	}
	now, unknown := d.compare(d.NTP)
	if d.NTP == nil || d.NTP.Earlier == nil {
		return Consistency{Once: now, Unknown: unknown}
	}
	before, _ := d.compare(d.NTP.Earlier)
	c := Consistency{Unknown: unknown}
	for _, a := range now {
		if slices.Contains(before, a) {
			c.Certain = append(c.Certain, a)
		}
	}
	if len(now) > 0 && len(before) > 0 && len(c.Certain) == 0 { // two different ones; what only one pair shows was a race
		c.Once = now
	}
	return c
}

// SourceInDoubt reports whether what the device says leaves it open which source it follows.
func (d *Device) SourceInDoubt() bool {
	c := d.Consistency()
	return slices.ContainsFunc(slices.Concat(c.Certain, c.Once), func(a Mismatch) bool { return a.Question.AboutSource() })
}

// compare holds one status against one table, and against the clock and the lines. unknown says what kept it from that.
func (d *Device) compare(n *NTP) (list []Mismatch, unknown string) {
	switch {
	case n == nil || n.Status == nil || n.Status.Synchronized == nil:
		return nil, "whether it is synchronized is not known"
	case !*n.Status.Synchronized:
		return d.compareClock(n)
	case n.Status.RefID == nil:
		return nil, "the status names no source"
	}
	c := comparison{ntp: n, ref: *n.Status.RefID, config: d.Config}
	c.source()
	c.choice()
	c.stratum()
	return c.list, c.unknown
}

// compareClock holds a status that is not synchronized against the clock. A dot before the time says that NTP held it before: that
// agrees.
func (d *Device) compareClock(n *NTP) ([]Mismatch, string) {
	c := d.Clock
	if c == nil || !n.Status.Enabled || !hasPrefixFold(c.Source, "NTP") || c.Synchronized != nil || c.Authoritative == nil || !*c.Authoritative {
		return nil, ""
	}
	return []Mismatch{{ClockSaysNTP, fmt.Sprintf("the clock names %s as its source; the status is not synchronized", c.Source)}}, ""
}

// comparison is a status that is synchronized to ref, and the table beside it.
type comparison struct {
	ntp     *NTP
	ref     string
	config  *Config
	row     *Association // of ref; nil: none
	list    []Mismatch
	unknown string
}

func (c *comparison) add(q Disagreement, format string, args ...any) {
	c.list = append(c.list, Mismatch{q, fmt.Sprintf(format, args...)})
}

// doubt keeps the first reason.
func (c *comparison) doubt(reason string) {
	if c.unknown == "" {
		c.unknown = reason
	}
}

// source looks for the row of the source that the status names. Of several, such as one in each VRF, the best counts.
func (c *comparison) source() {
	for i := range c.ntp.Associations {
		a := &c.ntp.Associations[i]
		if a.Named(c.ref) && (c.row == nil || a.Selected() || a.Reach != 0 && !c.row.Selected()) {
			c.row = a
		}
	}
	const unsynchronized = 16
	switch {
	case c.row == nil:
		c.absent()
	case c.row.Reach == 0:
		c.add(FollowsSilent, "the status follows %s; its row has reach 0", c.row.Address)
	case c.row.Stratum >= unsynchronized:
		c.add(FollowsSilent, "the status follows %s; its row is at stratum %d", c.row.Address, c.row.Stratum)
	}
}

// absent judges that the source of the status has no row.
func (c *comparison) absent() {
	switch {
	case !c.ntp.Known:
		c.doubt("the association table was not read whole")
	case slices.ContainsFunc(c.ntp.Associations, func(a Association) bool { return !isAddress(a.Address) }):
		c.doubt("a row shows a name in place of an address")
	case c.config == nil:
		c.doubt("the status follows " + c.ref + ", which has no row; whether a line names it is not known")
	case !slices.ContainsFunc(c.config.Servers, func(s ConfigServer) bool { return sameHost(c.ref, s.Address) || !isAddress(s.Address) }):
		c.add(FollowsUnknown, "the status follows %s, which is in no row and no line", c.ref)
	}
}

// choice holds the row that the table marks against the source that the status names.
func (c *comparison) choice() {
	marked, found := c.ntp.Selected()
	switch {
	case found && !marked.Named(c.ref):
		if isAddress(marked.Address) {
			c.add(FollowsOther, "the status follows %s; the table marks %s", c.ref, marked.Address)
		}
	case found:
	case !c.ntp.Known:
		c.doubt("the association table was not read whole")
	case slices.ContainsFunc(c.ntp.Associations, unclearMark):
		c.doubt("which row is followed is not clear without the legend of the table")
	default:
		c.add(FollowsNone, "the status follows %s; the table marks no row", c.ref)
	}
}

// unclearMark reports whether a row has a mark that only the legend explains, and none was printed.
func unclearMark(a Association) bool {
	return a.Role == show.RoleNone && a.Flags != nil && strings.Contains(*a.Flags, "#")
}

func (c *comparison) stratum() {
	own := c.ntp.Status.Stratum
	if c.row == nil || !c.row.Selected() || own == nil || *own == c.row.Stratum+1 {
		return
	}
	c.add(StratumDiffers, "stratum %d, its source %s is at %d", *own, c.row.Address, c.row.Stratum)
}
