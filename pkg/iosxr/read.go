package iosxr

import (
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Read turns the answers of a device into rows. Of several answers to a command the last counts, but of the clock, which
// each reads anew. What is in the VRF "default" is in none.
func Read(answers []show.Answer) show.State {
	r := reader{platform.Reader{Answers: answers}}
	r.Clocks(ParseClock, ShowClock)
	r.Version(func(text string) (show.Version, error) {
		v, err := ParseVersion(text)
		return v.Version, err
	})
	r.Status(ParseStatus, ShowNTPStatus)
	r.Associations(ParseAssociations, ShowNTPAssociations)
	r.Detail(ParseAssociationsDetail, ShowNTPAssociationsDetail)
	r.config()
	r.DoubtConfig(ShowConfigNTP, ShowNTPAssociations, r.configured())
	r.leaveDefaultVRF()
	return r.State
}

type reader struct{ platform.Reader }

// configured counts the sources that the table marks as configured.
func (r *reader) configured() int {
	n := 0
	if t := r.State.Associations; t != nil {
		for _, a := range t.Associations {
			if a.Configured && !platform.IsOwnClock(a.Address) {
				n++
			}
		}
	}
	return n
}

// leaveDefaultVRF takes the name of the global table out of the rows.
func (r *reader) leaveDefaultVRF() {
	if t := r.State.Associations; t != nil {
		for i := range t.Associations {
			t.Associations[i].VRF = platform.RealVRF(t.Associations[i].VRF)
		}
	}
	if d := r.State.Detail; d != nil {
		for i := range d.Associations {
			d.Associations[i].VRF = platform.RealVRF(d.Associations[i].VRF)
		}
	}
	c := r.State.Config
	if c == nil {
		return
	}
	platform.LeaveDefaultVRF(c)
	for i, s := range c.NTPSourceVRF {
		if s.VRF == platform.DefaultVRF && c.NTPSource == nil {
			c.NTPSource = &c.NTPSourceVRF[i].Interface
		}
	}
}
