package nxos

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// sources reads the table of the sources, and concludes from it whether the device is synchronized: no command says that. A
// table of which a row may be missing is no evidence.
func (r *reader) sources() {
	a, asked := platform.Last(r.Answers, ShowPeerStatus)
	table, err := ParsePeerStatus(a.Text)
	_, refused := show.RefusalOf(err)
	warning, warned := r.warning()
	switch {
	case r.off != "" && asked && (refused || err == nil && len(table.Associations) == 0):
		r.idle(show.Status{Line: r.off, Command: ShowTimeConfig})
	case warned && !table.counts() && !r.hidden():
		r.idle(show.Status{Line: warning, Command: ShowClock, Off: noneConfigured})
	case !asked:
		r.noSources("")
	case err != nil || !a.Whole:
		r.noSources(platform.Misread(a, err))
	case !table.Whole():
		r.noSources(a.Command + ": " + table.lacks())
	case !table.counts() && !r.hidden():
		r.idle(show.Status{Line: table.totalLine, Command: ShowPeerStatus, Off: noneConfigured})
	default:
		r.table(table)
	}
}

// noSources notes that neither the sources are known nor what they tell of the device.
func (r *reader) noSources(reason string) {
	r.Gap(show.KindStatus, ShowPeerStatus, reason)
	r.Gap(show.KindAssociations, ShowPeerStatus, reason)
}

// lacks says why a table is not whole.
func (p *PeerStatus) lacks() string {
	switch {
	case len(p.Unparsed) > 0:
		return fmt.Sprintf("a line was not understood: %q", clip(strings.TrimSpace(p.Unparsed[0])))
	case p.TotalPeers == nil:
		return "the line that counts the peers is missing"
	}
	return fmt.Sprintf("it counts %d peers and shows %d", *p.TotalPeers, len(p.Associations))
}

// clip keeps a reason a sentence, whatever the device printed.
func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

func (r *reader) table(table PeerStatus) {
	status := table.status()
	r.State.Status = &status
	listed := r.listed(&table)
	rows := make([]show.Association, 0, len(table.Associations))
	var sentTo []string
	for _, p := range table.Associations {
		if p.Mode != nil && *p.Mode == "broadcast" {
			sentTo = append(sentTo, clip(p.Address))
			continue
		}
		rows = append(rows, p.association(listed))
	}
	if len(sentTo) > 0 {
		r.State.Notes = append(r.State.Notes, fmt.Sprintf("%s shows %s, to which the device sends broadcasts: no source", ShowPeerStatus, few(sentTo)))
	}
	r.State.Associations = &show.Associations{Enabled: true, Associations: rows, Unparsed: []string{}}
}

// status is what the marks of a whole table say of the device: it follows the one source that is marked "*". Its own clock
// is no source, and following it is following nothing. Marks that contradict themselves leave open whether it is synchronized,
// and show all the same that NTP runs.
func (p *PeerStatus) status() show.Status {
	s := show.Status{Enabled: true, Line: p.totalLine, Command: ShowPeerStatus, Unparsed: []string{}}
	followed, doubt := p.followed()
	if s.Doubt = doubt; doubt != "" {
		return s
	}
	synchronized := followed != nil && !platform.IsOwnClock(followed.Address)
	s.Synchronized = &synchronized
	if followed != nil {
		s.Line = followed.Line
	}
	if synchronized {
		s.Stratum = capture.Ptr(followed.Stratum + 1) // RFC 5905 §11.2.3: one more than that of the source
	}
	return s
}

// followed is the one row that is marked "*"; nil: none is. A doubt is why the mark cannot be true.
func (p *PeerStatus) followed() (row *PeerRow, doubt string) {
	for i := range p.Associations {
		if p.Associations[i].Role != show.RoleSysPeer {
			continue
		}
		if row != nil {
			return nil, "two rows are marked as the source that is followed"
		}
		row = &p.Associations[i]
	}
	switch {
	case row == nil || platform.IsOwnClock(row.Address):
	case row.Reach == 0:
		return nil, "the source that is followed answered none of its last eight polls"
	case row.Stratum == 0 || row.Stratum > 15:
		return nil, fmt.Sprintf("the source that is followed has stratum %d", row.Stratum)
	}
	return row, ""
}

// association is the row in the words of any platform.
func (p PeerRow) association(listed map[string]bool) show.Association {
	local, flags := p.Local, p.Flags
	configured, known := listed[hostKey(p.Address)]
	if !known {
		// No list tells. Only these two modes come without a line of the configuration.
		configured = p.Mode == nil || *p.Mode != "passive" && *p.Mode != "broadcast_client"
	}
	return show.Association{
		Address: p.Address, VRF: platform.RealVRF(p.VRF), Stratum: p.Stratum, Poll: p.Poll, Reach: p.Reach, DelayMS: p.DelayMS,
		Flags: &flags, Role: p.Role, Configured: configured, Line: p.Line, Command: ShowPeerStatus, Local: &local, Mode: p.Mode,
	}
}

// listed tells of sources whether they are configured, by "show ntp peers" and the configuration. What only the list has is
// noted, such as a name that was not resolved.
func (r *reader) listed(table *PeerStatus) map[string]bool {
	listed := map[string]bool{}
	rows := map[string]bool{}
	for _, p := range table.Associations {
		rows[hostKey(p.Address)] = true
	}
	var missing []string
	for _, p := range r.peers() {
		key := hostKey(p.Address)
		listed[key] = listed[key] || p.Configured
		if !rows[key] {
			rows[key] = true
			missing = append(missing, clip(p.Address))
		}
	}
	if len(missing) > 0 {
		r.State.Notes = append(r.State.Notes, fmt.Sprintf("%s lists %s, which %s does not show", ShowPeers, few(missing), ShowPeerStatus))
	}
	if r.State.Config != nil {
		for _, s := range r.State.Config.Servers {
			listed[hostKey(s.Address)] = true
		}
	}
	return listed
}

// peers are those of "show ntp peers", which is optional: what it does not tell is no gap.
func (r *reader) peers() []Peer {
	a, _ := platform.Last(r.Answers, ShowPeers)
	p, err := ParsePeers(a.Text)
	if err != nil {
		return nil
	}
	return p.Peers
}

// configured counts the sources that "show ntp peers" lists as configured.
func (r *reader) configured() int {
	n := 0
	for _, p := range r.peers() {
		if p.Configured && !platform.IsOwnClock(p.Address) {
			n++
		}
	}
	return n
}

// few lists the first of many.
func few(names []string) string {
	const most = 5
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), more)
	}
	return strings.Join(names, ", ")
}

// hostKey is an address in one spelling, or a name in small letters.
func hostKey(host string) string {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.Unmap().String()
	}
	return strings.ToLower(host)
}
