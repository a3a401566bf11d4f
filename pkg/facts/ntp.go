package facts

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func (p *parsed) takeNTP(s *show.State) {
	if s.Status == nil && s.Associations == nil {
		return
	}
	p.ntp = new(NTP)
	p.takeStatus(s.Status)
	p.takeAssociations(s.Associations)
	p.takeDetail(s.Detail)
}

// takeEarlier takes what status and table said before they were asked once more. Where either is not understood, there is no
// pair to compare with.
func (p *parsed) takeEarlier(s system, answers []show.Answer) {
	if p.ntp == nil || len(answers) == 0 {
		return
	}
	state := s.reads.Read(answers)
	if state.Status == nil || state.Associations == nil {
		return
	}
	var before parsed
	before.takeNTP(&state)
	p.ntp.Earlier = before.ntp
}

func (p *parsed) takeStatus(s *show.Status) {
	if s == nil {
		return
	}
	n := p.ntp
	n.Status, n.StatusLine, n.Enabled = s, s.Line, &s.Enabled
	if s.UptimeSeconds != nil {
		up := duration(*s.UptimeSeconds, time.Second)
		n.Uptime = &up
	}
}

// takeAssociations takes rows although others are missing; only a table that was read whole shows that there are no more.
func (p *parsed) takeAssociations(table *show.Associations) {
	if table == nil {
		return
	}
	n := p.ntp
	n.Known, n.Doubt = table.Complete(), doubtOf(table)
	if n.Enabled == nil {
		n.Enabled = &table.Enabled
	}
	n.Associations = make([]Association, 0, len(table.Associations))
	for _, row := range table.Associations[:min(len(table.Associations), mostRows)] {
		n.Associations = append(n.Associations, association(row))
	}
	if more := len(table.Associations) - mostRows; more > 0 {
		n.Known, n.Doubt = false, fmt.Sprintf("it has %d rows more than the %d that are judged", more, mostRows)
		p.notes = append(p.notes, fmt.Sprintf("%s has %d rows more than the %d that are judged", table.Associations[0].Command, more, mostRows))
	}
}

// doubtOf quotes the first row that was not understood.
func doubtOf(table *show.Associations) string {
	if len(table.Unparsed) == 0 {
		return ""
	}
	return "a row was not understood: " + strings.TrimSpace(table.Unparsed[0])
}

// mostRows bounds the associations of one device: it is ten times the default of "ntp max-associations". Each row is a node
// of the graph, and a device must not be able to draw one for the whole fleet.
const mostRows = 1000

// association turns a row as printed, peer − local in milliseconds, into device − peer.
func association(row show.Association) Association {
	a := Association{Association: row, Delay: duration(row.DelayMS, time.Millisecond), Line: row.Line}
	if row.OffsetMS != nil {
		offset := -duration(*row.OffsetMS, time.Millisecond)
		a.Offset = &offset
	}
	if row.DispMS != nil {
		dispersion := duration(*row.DispMS, time.Millisecond)
		a.Dispersion = &dispersion
	}
	return a
}

// takeDetail adds what only the detailed output tells. It lists the same sources in the same order, so that where an
// address stands there twice, so does it in the table.
func (p *parsed) takeDetail(detail *show.AssociationsDetail) {
	if detail == nil {
		return
	}
	n := p.ntp
	rows := map[AddressKey][]int{} // that no block has told of yet
	for i, a := range n.Associations {
		rows[KeyOf(a.Address)] = append(rows[KeyOf(a.Address)], i)
	}
	for i := range detail.Associations {
		block := &detail.Associations[i]
		key := KeyOf(block.Address)
		if left := rows[key]; len(left) > 0 {
			n.Associations[left[0]].tell(block)
			rows[key] = left[1:]
		}
	}
}

// tell adds what a block of the detailed output says of the row.
func (a *Association) tell(block *show.AssociationDetail) {
	a.Authenticated = &block.Authenticated
	if a.Mode == nil {
		a.Mode = block.OurMode
	}
}

// duration is a printed number of units, held at the ends of what a Duration can say.
func duration(printed float64, unit time.Duration) time.Duration {
	d := printed * float64(unit)
	switch {
	case math.IsNaN(d):
		return 0 // no parser returns it
	case d >= math.MaxInt64:
		return math.MaxInt64
	case d <= -math.MaxInt64:
		return -math.MaxInt64
	}
	return time.Duration(math.Round(d))
}

// tick is the granularity of the device's clock: as printed, else from the nominal frequency, else as assumed. A clock of
// 2^-18 s or finer is not read by ticks.
func tick(s *show.Status, assumed time.Duration) time.Duration {
	const fine = 18
	switch {
	case s == nil:
		return assumed
	case s.Precision != nil && max(*s.Precision, -*s.Precision) >= fine:
		return 0
	case s.ResolutionUS != nil && *s.ResolutionUS > 0 && *s.ResolutionUS <= int(time.Second/time.Microsecond):
		return time.Duration(*s.ResolutionUS) * time.Microsecond
	case s.NominalFreq != nil && *s.NominalFreq >= 1:
		return duration(1 / *s.NominalFreq, time.Second)
	}
	return assumed
}

// held reports whether the device's clock is held by NTP and not being brought in. known is false where the device does not
// say so.
func held(s *show.Status) (yes, known bool) {
	switch {
	case s == nil || s.Synchronized == nil:
		return false, false
	case !*s.Synchronized:
		return false, true
	}
	return s.LoopFilter == nil || *s.LoopFilter == "CTRL", true
}
