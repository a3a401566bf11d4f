package lab

import (
	"cmp"
	"time"
)

// receiver is a reference clock at a device: a radio that shows UTC. No address leads to it.
type receiver struct{ code string }

// The receiver of "ntp refclock", where the specification says nothing of it.
const (
	receiverCode    = "GPS"
	receiverAddress = "127.127.20.0" // t=20 is ntpd's driver for NMEA; no capture of such a row from IOS is known
)

func (r receiver) ntpView(time.Time, int) ntpView { return ntpView{refID: r.code} }
func (receiver) shows(at time.Time) time.Time     { return at }
func (receiver) holds(sharedKey) bool             { return false }
func (receiver) admits(ntpClient) bool            { return true }
func (receiver) answersNTP() bool                 { return true }

// receiverPeers is the row of the device's receiver, if it has one: on IOS for as long as "ntp refclock" is configured.
func (d *device) receiverPeers(at time.Time) []association {
	spec := d.spec.NTP.Receiver
	if has := d.current().refclock || spec.Code != "" && !d.traits.refclockLine; !has {
		return nil
	}
	r := receiver{cmp.Or(spec.Code, receiverCode)}
	a := association{configured: true, receiver: true, poll: localPoll, reach: 0o377, disp: 230 * time.Microsecond}
	a.address, a.view = cmp.Or(spec.Address, receiverAddress), r.ntpView(at, 0)
	a.last = at.Add(-d.sincePoll(at, a.address, a.poll))
	if burst := d.lastBurst(); a.last.Before(burst) {
		a.last = burst
	}
	a.offset = r.shows(a.last).Sub(d.clock.at(a.last))
	return []association{a}
}
