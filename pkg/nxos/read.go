package nxos

import (
	"errors"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Read turns the answers of a device into rows that name nothing of NX-OS: a VRF "default" is none, stamps of messages are
// those of any platform, and what the table of the sources says of the whole device is its status. Of several answers to a
// command the last counts, but of the clock, which each reads anew.
func Read(answers []show.Answer) show.State {
	r := reader{Reader: platform.Reader{Answers: answers}}
	r.Clocks(ParseClock, ShowClock)
	r.version()
	r.config()
	r.sources()
	r.certificates()
	return r.State
}

type reader struct {
	platform.Reader
	aci bool   // the configuration is on the APIC
	off string // the line that turns NTP off; empty: none
}

func (r *reader) version() {
	a, asked := r.Last(show.KindVersion, ShowVersion)
	if !asked {
		return
	}
	v, err := ParseVersion(a.Text)
	if err != nil {
		r.Gap(show.KindVersion, a.Command, platform.Misread(a, err))
		return
	}
	v.Command = a.Command
	r.State.Version, r.aci = &v.Version, v.ACI
}

// refusalOf is the refusal that an error is.
func refusalOf(err error) (refusal *show.Refusal, refused bool) {
	refused = errors.As(err, &refusal)
	return refusal, refused
}
