package lab

import (
	"math"
	"math/bits"
	"net/netip"
	"time"
)

// association is one row of "show ntp associations".
type association struct {
	peerLineSettings
	configured bool
	local      bool // the pseudo peer of "ntp master"
	receiver   bool // a reference clock at the device
	state      PeerState
	signed     bool // the last packet was verified with the key
	loop       bool // it takes its time from this device

	view   ntpView
	poll   time.Duration
	last   time.Time // of the lab: last packet; zero: never
	reach  int
	delay  time.Duration
	offset time.Duration // peer − local
	disp   time.Duration
	tally  byte
}

// localPoll is the polling interval of the pseudo peer.
const localPoll = 16 * time.Second

// localPeer is the pseudo peer of "ntp master N": stratum N-1.
func (d *device) localPeer(at time.Time, stratum int) association {
	a := association{configured: true, local: true, poll: localPoll, reach: 0o377, disp: 1204 * time.Microsecond}
	a.address = d.traits.ownClock
	a.view = ntpView{stratum: stratum - 1, refID: "LOCL"}
	a.last = at.Add(-d.sincePoll(at, a.address, a.poll))
	own, err := netip.ParseAddr(a.address)
	if d.spec.Legend == "old" && err == nil && d.current().access.level(own, "") != "peer" {
		a.silent() // old code asks its access groups about its own clock too
	}
	return a
}

// ntpUptime is how long the NTP process has run.
func (d *device) ntpUptime(at time.Time) time.Duration {
	return d.spec.NTP.Uptime + at.Sub(d.lab.base.origin)
}

// sincePoll is the time since the last poll of a peer. Polls of different peers fall on different seconds.
func (d *device) sincePoll(at time.Time, address string, poll time.Duration) time.Duration {
	phase := time.Duration(d.stable("poll "+address) * float64(poll))
	return (d.ntpUptime(at) + phase) % poll
}

func (d *device) associate(at time.Time, line peerLineSettings, spec PeerSpec, lost time.Duration, depth int) association {
	a := association{peerLineSettings: line, configured: !spec.Dynamic, state: spec.State}
	a.poll = time.Duration(d.spec.NTP.Poll) * time.Second
	source := d.lab.sourceAt(line.address)
	if source == nil || !source.answersNTP() || source == timeSource(d) || !d.hears(source, line, spec.Dynamic) {
		a.state = PeerUnreachable
	}
	signed, accepted := d.verifies(source, line, spec.Dynamic)
	if a.state == PeerHealthy && !accepted {
		a.state = PeerAuth
	}
	if a.state == PeerUnreachable || a.state == PeerAuth {
		a.silent()
		return a
	}
	a.signed = signed
	a.view = source.ntpView(at, depth+1)
	a.loop = d.owns(a.view.refID)
	d.sample(&a, source, at, spec, lost)
	return a
}

// silent makes it a row from which no packet was ever taken.
func (a *association) silent() {
	a.reach, a.last, a.disp = 0, time.Time{}, maxDispersion
	a.view = ntpView{stratum: 16, refID: "INIT"}
	if a.state == PeerAuth {
		a.view.refID = "AUTH"
	}
}

// verifies reports whether packets of a source are signed with the key of its line, and whether they are accepted. A key
// on the line signs the queries, which a source without that very key (number, type and secret) does not answer; "ntp
// authenticate" wants the key to be defined and trusted as well, and takes nothing unsigned from a source that no line
// names.
func (d *device) verifies(source timeSource, line peerLineSettings, dynamic bool) (signed, accepted bool) {
	keys := d.current().keys
	if source == nil || line.key == 0 {
		return false, !dynamic || !keys.authenticate
	}
	key, usable := keys.usable(line.key)
	if !usable {
		return false, !keys.authenticate
	}
	held := source.holds(key)
	return held && keys.authenticate, held
}

// maxDispersion is what IOS prints of a peer without a sample.
const maxDispersion = 15937 * time.Millisecond

// sample fills in what the last poll of a peer has measured.
func (d *device) sample(a *association, source timeSource, at time.Time, spec PeerSpec, lost time.Duration) {
	missed := 0
	a.last = at.Add(-d.sincePoll(at, a.address, a.poll))
	if a.state == PeerLost {
		lost = max(lost, 8*a.poll)
	}
	if lost > 0 {
		since := d.lab.base.origin.Add(-lost)
		missed = int(at.Sub(since) / a.poll)
		a.last = since
	}
	if burst := d.lastBurst(); a.last.Before(burst) && missed == 0 {
		a.last = burst // NTP began again
	}
	polls := 1 + int(max(0, d.ntpUptime(at))/a.poll)
	a.reach = (1<<min(8, polls) - 1) << min(8, missed) & 0o377
	if spec.Reach != nil {
		a.reach = *spec.Reach & 0o377
	}
	a.delay, a.offset = d.measure(source, a.address, a.last, spec.Delay, 0)
	if claim := d.spec.NTP.Claims.Offset; claim != nil {
		a.offset = *claim
	}
	a.disp = dispersion(a.reach, d.stable("dispersion "+a.address))
}

// measure is the delay and offset (peer − local) that a poll at a moment finds. The error of the offset stays below
// half the delay, as it does over any path.
func (d *device) measure(source timeSource, address string, polled time.Time, delay time.Duration, n int) (time.Duration, time.Duration) {
	if delay == 0 {
		delay = time.Millisecond + time.Duration(d.stable("delay "+address)*3e6)
	}
	wobble := d.stable("sample "+address+" "+itoa(n)) - 0.5
	offset := source.shows(polled).Sub(d.clock.at(polled))
	const share = 0.2 // of the delay, each way: the path is nearly even
	return delay + time.Duration(0.1*wobble*float64(delay)), offset + time.Duration(share*wobble*float64(delay))
}

// dispersion falls while samples arrive: 15937, 7937, 3937, … 63 ms, then about one.
func dispersion(reach int, wobble float64) time.Duration {
	samples := bits.OnesCount(uint(reach))
	switch samples {
	case 0:
		return maxDispersion
	case 8:
		return time.Duration((0.5 + 2*wobble) * float64(time.Millisecond))
	}
	ms := 16000/math.Pow(2, float64(samples)) - 63 + wobble
	return time.Duration(ms * float64(time.Millisecond))
}
