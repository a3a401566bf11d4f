package facts

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// Collector is one run: it has a timeline of its own, and its own references. What a device answered is held against
// those of the run that asked it.
type Collector struct {
	ID                string // of the run
	Host              string // where it ran; empty: not known
	Started, Finished time.Time
	Complete          bool
	Reference         Reference
	Servers           []Server // as measured by this run
	Names             Names

	index map[serverKey]int // of them
}

// Names are what names stood for, by the resolver of the host that ran.
type Names map[AddressKey][]AddressKey

// CollectorOf is the run whose answers of the device count. It is never nil; a fleet without collectors is one run.
func (f *Fleet) CollectorOf(d *Device) *Collector {
	if d.Collector >= 0 && d.Collector < len(f.Collectors) {
		return &f.Collectors[d.Collector]
	}
	return &Collector{
		ID: f.RunID, Started: f.Started, Finished: f.Finished, Complete: f.Complete, Reference: f.Reference, Servers: f.Servers,
		Names: f.Names,
	}
}

// ReferenceOf is what the device's clock is held against.
func (f *Fleet) ReferenceOf(d *Device) *Reference { return &f.CollectorOf(d).Reference }

// SeenFrom is a server of the fleet as the run measured it that asked the device: what the device's clock is held against,
// its sources are held against as well. Where that run could not tell, another's word counts.
func (f *Fleet) SeenFrom(d *Device, s *Server) *Server {
	c := f.CollectorOf(d)
	if i, asked := c.index[keyOf(s)]; asked && c.Servers[i].judged() {
		return &c.Servers[i]
	}
	return s
}

// ReferenceTime is when the newest run began, by its reference where that is known: a laptop that is days off neither
// ends a waiver early nor keeps it alive.
func (f *Fleet) ReferenceTime() time.Time {
	newest := f.CollectorOf(&Device{})
	for i := range f.Collectors {
		if c := &f.Collectors[i]; c.Started.After(newest.Started) {
			newest = c
		}
	}
	return ByReference(newest.Started, newest.Reference.Offset)
}

// ByReference is a time of an auditing host's clock by the reference; offset is host − reference. Where an end of it is
// not known, that is the time as the host has it.
func ByReference(at time.Time, offset *interval.Interval) time.Time {
	if offset == nil || !offset.Bounded() {
		return at
	}
	return at.Add(-offset.Mid())
}

// judged reports whether the ensemble could say anything about the server.
func (s *Server) judged() bool { return s.Verdict == Truechimer || s.Verdict == Falseticker }

// serverKey is by what a server of one run is found in another.
type serverKey struct {
	vrf     string
	address AddressKey
}

func keyOf(s *Server) serverKey { return serverKey{s.VRF, KeyOf(s.Address)} }

// measured are the servers as the run measured them.
func (c *Collector) measured(servers []Server) {
	c.Servers, c.index = servers, make(map[serverKey]int, len(servers))
	for i := range servers {
		c.index[keyOf(&servers[i])] = i
	}
}

// Resolved is what a name stood for when the device was asked, by the resolver of the host that asked it. known is false where it
// was not looked up, or there was no answer.
func (f *Fleet) Resolved(d *Device, name string) (addresses []AddressKey, known bool) {
	addresses, known = f.CollectorOf(d).Names[KeyOf(name)]
	return addresses, known
}
