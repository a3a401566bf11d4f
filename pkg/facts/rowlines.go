package facts

import "net/netip"

// RowLines are the "ntp server" and "ntp peer" lines that the rows of the association table stand for, parallel to them: the line of
// the row's address, in its VRF where the table prints one; else the only line by name, where one configured row alone has no line
// of its address. Each line stands for one row. nil: none is known.
func (d *Device) RowLines() []*ConfigServer {
	if d.NTP == nil {
		return nil
	}
	list := make([]*ConfigServer, len(d.NTP.Associations))
	if d.Config == nil {
		return list
	}
	l := newLineup(d.Config.Sources())
	l.readNames(d.NTP.Associations)
	for i, a := range d.NTP.Associations {
		if !a.OwnClock() {
			list[i] = l.of(a)
		}
	}
	return list
}

// lineup finds the lines that rows of the association table stand for, each line for one row.
type lineup struct {
	lines []ConfigServer
	at    map[AddressKey][]int // the lines that name an address, or a name
	taken []bool
	// name is the only line by name, where one configured row has no line of its address: that row is the name's. -1: there is
	// no such line, or which row is whose is not known.
	name int
}

func newLineup(lines []ConfigServer) *lineup {
	l := &lineup{lines: lines, at: make(map[AddressKey][]int, len(lines)), taken: make([]bool, len(lines)), name: -1}
	for i := range lines {
		key := KeyOf(lines[i].Address)
		l.at[key] = append(l.at[key], i)
	}
	return l
}

func (l *lineup) readNames(rows []Association) {
	names, left := []int{}, 0
	for i := range l.lines {
		if _, err := netip.ParseAddr(l.lines[i].Address); err != nil {
			names = append(names, i)
		}
	}
	for _, a := range rows {
		if a.Configured && !a.OwnClock() && len(l.at[KeyOf(a.Address)]) == 0 {
			left++
		}
	}
	if len(names) == 1 && left == 1 {
		l.name = names[0]
	}
}

// of returns the line of a row: by its address, in the VRF where the table prints one, else the name's. nil: there is none.
func (l *lineup) of(a Association) *ConfigServer {
	for _, i := range l.at[KeyOf(a.Address)] {
		if l.take(i, a) {
			return &l.lines[i]
		}
	}
	if a.Configured && l.name >= 0 && len(l.at[KeyOf(a.Address)]) == 0 && l.take(l.name, a) {
		return &l.lines[l.name]
	}
	return nil
}

func (l *lineup) take(i int, a Association) bool {
	if l.taken[i] || a.VRF != nil && *a.VRF != text(l.lines[i].VRF) {
		return false
	}
	l.taken[i] = true
	return true
}
