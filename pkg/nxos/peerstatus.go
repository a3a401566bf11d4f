package nxos

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// PeerStatus is "show ntp peer-status".
type PeerStatus struct {
	TotalPeers   *int      `json:"total_peers"` // nil: not printed
	Associations []PeerRow `json:"associations"`
	Unparsed     []string  `json:"unparsed"`
	// Truncated: there are not as many rows as the table says, so some are missing.
	Truncated bool `json:"truncated,omitempty"`

	totalLine string // as printed
}

// PeerRow is one row.
type PeerRow struct {
	Address string    `json:"address"` // or a name; 127.127.1.0 is the device's own clock
	Local   string    `json:"local"`   // the device's own address; 0.0.0.0: not bound
	Stratum int       `json:"stratum"` // of the peer; 16: not synchronized, or it never answered
	Poll    int       `json:"poll"`    // seconds
	Reach   int       `json:"reach"`   // 8-bit shift register; printed in octal
	DelayMS float64   `json:"delay_ms"`
	VRF     *string   `json:"vrf"` // nil: not printed
	Flags   string    `json:"flags"`
	Role    show.Role `json:"role"`
	Mode    *string   `json:"mode"` // of the device; nil: hidden by the tally
	Line    string    `json:"-"`    // as printed; a folded row on one line
}

// Whole reports whether there cannot be other rows than these: as many as the table counts, and nothing that was not
// understood.
func (p *PeerStatus) Whole() bool { return !p.Truncated && len(p.Unparsed) == 0 }

// ParsePeerStatus reads
//
//	Total peers : 2
//	* - selected for sync, + -  peer mode(active),
//	- - peer mode(passive), = - polled in client mode
//	    remote               local                 st   poll   reach delay   vrf
//	-------------------------------------------------------------------------------
//	*192.0.2.16             198.51.100.7            2   64     377   0.00081 management
//	=192.0.2.17             198.51.100.7           16   64       0   0.00000 management
//
// A row is taken whole or not at all. It may be folded onto several lines.
func ParsePeerStatus(text string) (PeerStatus, error) {
	var r peerReader
	for l := range content(text) {
		r.take(l)
	}
	r.flush()
	p := PeerStatus{TotalPeers: r.total, Associations: capture.List(r.rows), Unparsed: capture.List(r.unparsed), totalLine: r.line}
	p.Truncated = r.total == nil || *r.total != len(r.rows)
	if !r.header && r.total == nil && len(r.rows) == 0 {
		return p, notUnderstood(text, "table of NTP peers")
	}
	return p, nil
}

type peerReader struct {
	rows     []PeerRow
	total    *int
	line     string // of it
	header   bool
	pending  []capture.Line // of the row that may go on
	unparsed []string
}

func (r *peerReader) take(l capture.Line) {
	switch {
	case startsPeerRow(l.Text):
		r.flush()
		r.pending = append(r.pending, l)
	case r.goesOn(l):
		r.pending = append(r.pending, l)
	default:
		r.flush()
		if !r.takeFrame(l) {
			r.unparsed = append(r.unparsed, l.Raw)
		}
	}
}

// mostFolds is how many lines a row can be folded onto: it has seven words.
const mostFolds = 7

// goesOn reports whether a line is the rest of the row before it. There are blanks where a row was folded, unless that was
// within a word.
func (r *peerReader) goesOn(l capture.Line) bool {
	n := len(r.pending)
	if n == 0 || n == mostFolds || len(l.Text) > maxPeerLine {
		return false
	}
	last := r.pending[n-1]
	if l.Indent() == 0 && !isFolded(last) && !strings.HasSuffix(last.Shown(), " ") {
		return false
	}
	_, _, ok := readPeerRow(join(append(r.pending[:n:n], l)))
	return ok
}

// flush ends the row that is being read.
func (r *peerReader) flush() {
	if len(r.pending) == 0 {
		return
	}
	line := join(r.pending)
	row, complete, ok := readPeerRow(line)
	if ok && complete && !r.pending[len(r.pending)-1].Open {
		row.Line = line
		r.rows = append(r.rows, row)
	} else {
		for _, l := range r.pending {
			r.unparsed = append(r.unparsed, l.Raw)
		}
	}
	r.pending = nil
}

// takeFrame reads what stands around the rows.
func (r *peerReader) takeFrame(l capture.Line) bool {
	s := strings.TrimSpace(l.Text)
	if label, count, ok := strings.Cut(s, ":"); ok && strings.TrimSpace(label) == "Total peers" {
		n, ok := capture.Integer(strings.TrimSpace(count), 0, 1_000_000)
		if ok = ok && !l.Open && r.total == nil; ok {
			r.total, r.line = &n, s
		}
		return ok
	}
	if isPeerHeader(s) {
		r.header = true
		return true
	}
	return isRule(s) || isPeerLegend(s)
}

// isPeerHeader recognizes the titles of the columns, or what is left of them where they are folded.
func isPeerHeader(s string) bool {
	titles := []string{"remote", "local", "st", "poll", "reach", "delay", "vrf"}
	for word := range strings.FieldsSeq(s) {
		if !slices.Contains(titles, word) {
			return false
		}
	}
	return true
}

// isPeerLegend recognizes the legend of the tally, on one line or two, which may be folded.
func isPeerLegend(s string) bool {
	const rest = 4 // letters of its end that are not taken for something else
	return strings.HasPrefix(s, "* - selected for sync") || strings.HasPrefix(s, "- - peer mode(passive)") ||
		len(s) >= rest && strings.HasSuffix("- - peer mode(passive), = - polled in client mode", s)
}
