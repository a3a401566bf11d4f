package nxos

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// noneConfigured is why NTP does nothing on a device on which the feature is on.
const noneConfigured = "no NTP peer or server is configured"

// idle takes a device for one on which NTP is off: without a peer and a server the feature does nothing.
func (r *reader) idle(s show.Status) {
	s.Unparsed = []string{}
	r.State.Status = &s
	r.State.Associations = &show.Associations{Associations: []show.Association{}, Unparsed: []string{}}
}

// warning is the line beside the last reading of the clock that says that there are no sources.
//
//	Warning: No NTP peer/server configured. Time may be out of sync.
func (r *reader) warning() (line string, printed bool) {
	n := len(r.State.Readings)
	if n == 0 || !strings.HasPrefix(r.State.Readings[n-1].Clock.Warning, "No NTP peer/server configured") {
		return "", false
	}
	return "Warning: " + r.State.Readings[n-1].Clock.Warning, true
}

// counts reports whether a table tells of any source, its own clock included.
func (p *PeerStatus) counts() bool {
	return len(p.Associations) > 0 || p.TotalPeers != nil && *p.TotalPeers > 0
}

// hidden reports whether a source is configured although the table does not show it, such as one whose name was not
// resolved.
func (r *reader) hidden() bool {
	return len(r.peers()) > 0 || r.State.Config != nil && len(r.State.Config.Servers) > 0
}
