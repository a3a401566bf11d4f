package checks

import (
	"net/netip"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// roll is the sources of a device, each found by its address at once. A device may list
// thousands, and every check asks about every one of them.
type roll struct {
	lines  []facts.ConfigServer // one for each (VRF, address), without the device's own clock
	rows   []facts.Association  // without the device's own clock
	lineAt map[facts.AddressKey][]int
	rowAt  map[facts.AddressKey][]int               // places in NTP.Associations
	wrong  map[facts.AddressKey]bool                // measured wrong, by the address of the row and by the name on its line
	named  map[facts.AddressKey]*facts.ConfigServer // the line by name of a row, by the address of the row
}

type rollKey struct{}

func rollOf(p *check.Pass) *roll {
	return check.Once(p, rollKey{}, func() *roll {
		r := &roll{lineAt: map[facts.AddressKey][]int{}, rowAt: map[facts.AddressKey][]int{}, wrong: map[facts.AddressKey]bool{}, named: map[facts.AddressKey]*facts.ConfigServer{}}
		r.readLines(p)
		r.readRows(p)
		return r
	})
}

func (r *roll) readLines(p *check.Pass) {
	if p.Config == nil {
		return
	}
	r.lines = p.Config.Sources()
	for i, s := range r.lines {
		key := facts.KeyOf(s.Address)
		r.lineAt[key] = append(r.lineAt[key], i)
	}
}

func (r *roll) readRows(p *check.Pass) {
	if p.NTP == nil {
		return
	}
	lines := p.RowLines()
	for i, a := range p.NTP.Associations {
		key := facts.KeyOf(a.Address)
		r.rowAt[key] = append(r.rowAt[key], i)
		wrong := measuredSource(p, i).wrong
		r.wrong[key] = r.wrong[key] || wrong
		if lines[i] != nil && isName(lines[i].Address) {
			r.named[key], r.wrong[facts.KeyOf(lines[i].Address)] = lines[i], wrong
		}
		if !a.OwnClock() {
			r.rows = append(r.rows, a)
		}
	}
}

// configured lists the "ntp server" and "ntp peer" lines, one for each (VRF, address), the
// device's own clock left out. It is empty where the configuration is not known.
func configured(p *check.Pass) []facts.ConfigServer { return rollOf(p).lines }

// realSources are the associations without the device's own clock.
func realSources(p *check.Pass) []facts.Association { return rollOf(p).rows }

func vrf(name *string) string {
	if name == nil {
		return ""
	}
	return *name
}

// sourceLine finds the configuration line of an association. The table does not print the
// VRF, so an association without one matches any.
func sourceLine(p *check.Pass, a facts.Association) (facts.ConfigServer, bool) {
	r := rollOf(p)
	for _, i := range r.lineAt[facts.KeyOf(a.Address)] {
		if s := r.lines[i]; a.VRF == nil || *a.VRF == vrf(s.VRF) {
			return s, true
		}
	}
	return facts.ConfigServer{}, false
}

func hasSource(p *check.Pass, address string) bool {
	r, key := rollOf(p), facts.KeyOf(address)
	return len(r.lineAt[key])+len(r.rowAt[key]) > 0
}

// isName reports whether a source is configured by name rather than by address.
func isName(address string) bool {
	_, err := netip.ParseAddr(address)
	return err != nil
}

// subjectName tells the sources of a device apart.
func subjectName(address string, vrf *string) string {
	return address + inVRF(vrf)
}

func inVRF(name *string) string {
	if vrf(name) == "" {
		return ""
	}
	return " vrf " + *name
}
