package lab

import (
	"net/netip"
	"time"
)

// ntpState is what the NTP process of a device holds at one moment.
type ntpState struct {
	enabled    bool
	synced     bool
	everSynced bool
	stratum    int
	reference  string // address or code of the system peer; "": no reference clock
	refID      string // the same as others see it
	peers      []association
	system     int       // index of the system peer, -1: none
	updated    time.Time // of the lab: last update of the clock; zero: never
	offset     time.Duration
	rootDelay  time.Duration
	rootDisp   time.Duration
	peerDisp   time.Duration
}

// maxDepth bounds how far up a chain of devices is followed, so that a loop ends.
const maxDepth = 6

// ntpState computes the state from the clocks as they truly are.
func (d *device) ntpState(at time.Time) ntpState { return d.ntpStateAt(at, 0) }

func (d *device) ntpStateAt(at time.Time, depth int) ntpState {
	settings := d.current()
	s := ntpState{enabled: settings.ntpEnabled, stratum: 16, system: -1}
	if !s.enabled {
		return s
	}
	if settings.master > 0 {
		s.peers = append(s.peers, d.localPeer(at, settings.master))
	}
	s.peers = append(s.peers, d.receiverPeers(at)...)
	for _, line := range d.resolve(settings.peers) {
		spec, named := d.peerSpec(line)
		lost := d.spec.NTP.Lost
		if !named {
			lost = 0 // configured since
		}
		s.peers = append(s.peers, d.associate(at, line, spec, lost, depth))
	}
	for _, spec := range d.spec.NTP.Servers {
		if spec.Dynamic && (settings.hearsBroadcasts || !d.startedWithBroadcasts) {
			line := peerLineSettings{address: spec.Address, vrf: spec.VRF, key: spec.Key, version: 4}
			s.peers = append(s.peers, d.associate(at, line, spec, d.spec.NTP.Lost, depth))
		}
	}
	s.system = d.elect(s.peers)
	d.settle(&s, at)
	return s
}

// peerSpec is what the specification says of a configured peer; one that it does not name is healthy.
func (d *device) peerSpec(line peerLineSettings) (spec PeerSpec, named bool) {
	for _, spec := range d.spec.NTP.Servers {
		if (spec.Address == line.address || spec.Address == line.name) && spec.VRF == line.vrf {
			return spec, true
		}
	}
	return PeerSpec{}, false
}

// settle derives the device's own state from its system peer.
func (d *device) settle(s *ntpState, at time.Time) {
	claims := d.spec.NTP.Claims
	s.everSynced = d.spec.NTP.Lost > 0
	if s.everSynced {
		s.updated = d.lab.base.origin.Add(-d.spec.NTP.Lost)
		s.rootDisp, s.peerDisp = rootGrowth(at.Sub(s.updated)), maxDispersion
	}
	if s.system >= 0 {
		a := s.peers[s.system]
		s.synced = !claims.Unsynced && a.view.stratum+1 < 16
		s.everSynced = s.everSynced || s.synced
		s.stratum, s.reference, s.refID = a.view.stratum+1, a.address, a.address
		if a.view.stratum == 0 { // its own clock, or a receiver
			s.reference, s.refID = "."+a.view.refID+".", a.view.refID
		}
		s.updated, s.offset = a.last, a.offset
		s.rootDelay = a.view.rootDelay + a.delay
		s.rootDisp = a.view.rootDisp + a.disp + rootGrowth(at.Sub(a.last))
		s.peerDisp = a.disp
	}
	if claims.Stratum > 0 {
		s.stratum = claims.Stratum
	}
	s.stratum = min(s.stratum, 16)
	if addr, err := netip.ParseAddr(s.refID); err == nil && addr.IsLoopback() {
		s.refID = "127.127.1.1"
	}
}

// rootGrowth is 15 ppm, the frequency tolerance of RFC 5905 §11.1.
func rootGrowth(age time.Duration) time.Duration { return age * 15 / 1_000_000 }

// devicePrecision is log2 of the seconds that "precision is 2**10" stands for.
const devicePrecision = -10

// ntpView is what other devices and queries see.
func (d *device) ntpView(at time.Time, depth int) ntpView {
	if depth > maxDepth {
		stratum := d.spec.NTP.Claims.Stratum
		if stratum == 0 {
			stratum = 16
		}
		return ntpView{stratum: stratum, refID: d.spec.NTP.Selected, precision: devicePrecision}
	}
	s := d.ntpStateAt(at, depth)
	v := ntpView{
		stratum: s.stratum, refID: s.refID, precision: devicePrecision,
		rootDelay: s.rootDelay, rootDisp: s.rootDisp,
	}
	if !s.updated.IsZero() {
		v.reference = d.clock.at(s.updated)
	}
	if !s.synced {
		v.leap, v.stratum, v.refID = leapUnsynchronized, 16, "INIT"
	}
	return v
}

func (d *device) shows(at time.Time) time.Time { return d.clock.at(at) }

func (d *device) holds(key sharedKey) bool { return d.current().keys.has(key) }

func (d *device) answersNTP() bool { return d.current().ntpEnabled }

// answering is how the device answers queries.
func (d *device) answering() *answerer {
	fault := d.spec.NTP.Fault
	if d.spec.NTP.Unanswered {
		fault = NTPSilent
	}
	auditor := ntpClient{from: auditorAddress, to: d.mainAddress()}
	return &answerer{
		clock: d.clock,
		view:  func(at time.Time) ntpView { return d.ntpView(at, 0) },
		off:   func() bool { return !d.answersNTP() || !d.admits(auditor) },
		fault: fault,
		seed:  smallSeed(d.lab.spec.Seed, "ntp "+d.spec.Name),
	}
}
