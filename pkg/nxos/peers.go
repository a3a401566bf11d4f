package nxos

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// Peers is "show ntp peers".
type Peers struct {
	Peers    []Peer   `json:"peers"`
	Unparsed []string `json:"unparsed"`
}

// Peer is one row.
type Peer struct {
	Address    string `json:"address"` // or a name
	Type       string `json:"type"`    // server or peer
	Configured bool   `json:"configured"`
}

// ParsePeers reads
//
//	--------------------------------------------------
//	  Peer IP Address               Serv/Peer
//	--------------------------------------------------
//	  192.0.2.16                    Server (configured)
func ParsePeers(text string) (Peers, error) {
	p := Peers{Peers: []Peer{}, Unparsed: []string{}}
	header := false
	for l := range content(text) {
		words := strings.Fields(l.Text)
		row, ok := peerRow(words)
		switch {
		case isRule(l.Text):
		case len(words) == 4 && strings.Join(words, " ") == "Peer IP Address Serv/Peer":
			header = true
		case ok && !l.Open:
			p.Peers = append(p.Peers, row)
		default:
			p.Unparsed = append(p.Unparsed, l.Raw)
		}
	}
	if !header && len(p.Peers) == 0 {
		return p, notUnderstood(text, "table of NTP peers")
	}
	return p, nil
}

// peerRow takes what stands in parentheses, if it is not "configured", for a way in which the peer was learned.
func peerRow(words []string) (p Peer, ok bool) {
	if len(words) < 2 || len(words) > 3 || !capture.IsHost(words[0]) || words[1] != "Server" && words[1] != "Peer" {
		return Peer{}, false
	}
	p = Peer{Address: words[0], Type: strings.ToLower(words[1])}
	if len(words) == 3 {
		how := words[2]
		if !strings.HasPrefix(how, "(") || !strings.HasSuffix(how, ")") || !capture.IsName(how[1:len(how)-1]) {
			return Peer{}, false
		}
		p.Configured = how == "(configured)"
	}
	return p, true
}
