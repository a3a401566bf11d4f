package nxos

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// maxPeerLine is longer than any line of the table: the widest terminal has 511 columns.
const maxPeerLine = 512

// peerModes are the tallies, and what each tells of the mode. "*" hides it. The first four are in the legend; ^ and ~ are
// those of ntpdc, whose table this is.
var peerModes = []struct {
	tally byte
	mode  string
}{
	{'*', ""}, {'=', "client"}, {'+', "active"}, {'-', "passive"}, {'^', "broadcast"}, {'~', "broadcast_client"},
}

func peerMode(tally byte) (mode string, known bool) {
	for _, m := range peerModes {
		if m.tally == tally {
			return m.mode, true
		}
	}
	return "", false
}

// startsPeerRow reports whether a line begins with a tally and a host, without a blank between.
func startsPeerRow(text string) bool {
	if len(text) < 2 || len(text) > maxPeerLine {
		return false
	}
	_, known := peerMode(text[0])
	host, _, _ := strings.Cut(text[1:], " ")
	return known && host != "" && host[0] != '-' && capture.IsHost(host)
}

// foldedWidth is where a terminal folds lines that was not told to be wider.
const foldedWidth = 80

// isFolded reports whether a line ends where the terminal does, so that the next one is its rest.
func isFolded(l capture.Line) bool {
	return len(l.Text) <= foldedWidth && len(l.Shown()) == foldedWidth
}

// join unfolds a row. A line that ends where the terminal does may end within a word.
func join(lines []capture.Line) string {
	var b strings.Builder
	for i, l := range lines {
		text := l.Text
		if isFolded(l) {
			text = l.Shown()
		}
		if i > 0 && !isFolded(lines[i-1]) {
			b.WriteByte(' ')
		}
		b.WriteString(text)
	}
	return strings.TrimRight(b.String(), " \t")
}

// readPeerRow reads a row, or its beginning: ok says that every word fits its place, complete that none is missing.
func readPeerRow(line string) (row PeerRow, complete, ok bool) {
	words := strings.Fields(line)
	const withoutVRF = 6
	if len(words) == 0 || len(words[0]) < 2 || len(words) > withoutVRF+1 {
		return row, false, false
	}
	mode, ok := peerMode(line[0])
	row = PeerRow{Flags: line[:1], Address: words[0][1:], Role: show.RoleNone}
	if ok = ok && capture.IsHost(row.Address); !ok {
		return row, false, false
	}
	if line[0] == '*' {
		row.Role = show.RoleSysPeer
	} else {
		row.Mode = &mode
	}
	for i, word := range words[1:] {
		if !row.set(i+1, word) {
			return row, false, false
		}
	}
	return row, len(words) >= withoutVRF, true
}

// set reads the word at a place, counted from 0.
func (p *PeerRow) set(place int, word string) (ok bool) {
	switch place {
	case 1:
		p.Local, ok = word, capture.IsHost(word)
	case 2:
		p.Stratum, ok = capture.Integer(word, 0, 16)
	case 3:
		p.Poll, ok = capture.Integer(word, 1, 1<<17) // RFC 5905 §7.3: at most 2^17 s
	case 4:
		p.Reach, ok = capture.Octal(word)
	case 5:
		ok = p.setDelay(word)
	case 6:
		if ok = p.VRF == nil && word != ""; ok {
			p.VRF = &word
		}
	}
	return ok
}

// setDelay reads seconds with five decimals, or three on ACI, and a VRF that is glued to them:
//
//	0.00081   0.000   0.01311default
func (p *PeerRow) setDelay(word string) (ok bool) {
	const decimals = 5
	whole, rest, point := strings.Cut(word, ".")
	digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	digits = min(digits, decimals)
	fraction, vrf := rest[:digits], rest[digits:]
	if !point || digits < 3 {
		return false
	}
	if vrf != "" {
		p.VRF = &vrf
	}
	// Milliseconds by moving the point, as a product would not be the printed number.
	p.DelayMS, ok = capture.Decimal(whole + fraction[:3] + "." + fraction[3:])
	return ok && whole != "" && whole[0] != '-'
}
