package nxos

import (
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Read turns the answers of a device into rows that name nothing of NX-OS: a VRF "default" is none, stamps of messages are
// those of any platform, and what the table of the sources says of the whole device is its status. Of several answers to a
// command the last counts, but of the clock, which each reads anew.
func Read(answers []show.Answer) show.State {
	r := reader{Reader: platform.Reader{Answers: answers}}
	r.Clocks(ParseClock, ShowClock)
	r.Version(r.version)
	r.config()
	r.startup()
	r.DoubtConfig(ShowNTPConfig, ShowPeers, r.configured())
	r.sources()
	r.certificates()
	return r.State
}

type reader struct {
	platform.Reader
	aci bool   // the configuration is on the APIC
	off string // the line that turns NTP off; empty: none
}

// version reads "show version", which also tells whose configuration it is.
func (r *reader) version(text string) (show.Version, error) {
	v, err := ParseVersion(text)
	r.aci = err == nil && v.ACI
	return v.Version, err
}
