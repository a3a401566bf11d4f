package ntpshow

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// rowWords is the number of words of a row: address, ref clock and seven numbers.
const rowWords = 9

// row is one line of the table. Columns are only minimum widths, so words count, not places.
type row struct {
	out    show.Association
	indent int
	tally  byte // 0: none
	tilde  bool
	vrf    *string
	words  []string
	line   string
}

// splitRow splits a line into tally, tilde and words:
//
//	*~192.0.2.1       .GNSS.           1     54   1024   377  1.186  -0.122  1.059
func splitRow(l capture.Line) (row, bool) {
	r := row{indent: l.Indent(), line: l.Text}
	s := l.Text[r.indent:]
	if len(s) > 1 && strings.IndexByte("*#+-x", s[0]) >= 0 && (s[1] == '~' || s[1] == ' ') {
		r.tally, s = s[0], s[1:]
	}
	s, r.tilde = strings.CutPrefix(s, "~")
	r.words = strings.Fields(s)
	return r, len(r.words) > 0 && len(r.words) <= rowWords+2 && capture.IsHost(r.words[0])
}

// read turns the words into values. It fails on the first that is not what its column holds.
func (r *row) read() bool {
	w := r.words
	a := show.Association{Address: w[0], VRF: r.vrf, RefClock: &w[1], Configured: r.tilde, Line: r.line}
	ok := len(w) == rowWords && isRefClock(w[1])
	check := func(good bool) { ok = ok && good }
	var good bool
	a.Stratum, good = capture.Integer(w[2], 0, 16)
	check(good)
	a.When, good = when(w[3])
	check(good)
	a.Poll, good = capture.Integer(w[4], 1, maxPoll)
	check(good)
	a.Reach, good = capture.Octal(w[5])
	check(good)
	a.DelayMS, good = capture.Decimal(w[6])
	check(good)
	offset, good := capture.Decimal(w[7])
	check(good)
	a.OffsetMS = &offset
	disp, good := capture.Decimal(w[8])
	check(good)
	a.DispMS = &disp
	r.out = a
	return ok
}

// isRefClock accepts what a peer may name as its source: an address, a name, or a code
// between points. Unknown codes are kept as they are.
func isRefClock(s string) bool {
	code, isCode := strings.CutPrefix(s, ".")
	if isCode {
		return len(code) <= 8 && capture.IsName(code)
	}
	return capture.IsHost(s)
}

// when reads seconds since the last packet. "-" is never; a unit is ntpq's way of writing
// long times, which releases may have taken over.
func when(s string) (*int, bool) {
	if s == "-" {
		return nil, true
	}
	unit := 1
	switch s[len(s)-1] {
	case 's':
		s = s[:len(s)-1]
	case 'm':
		unit, s = 60, s[:len(s)-1]
	case 'h':
		unit, s = 3600, s[:len(s)-1]
	case 'd':
		unit, s = 86400, s[:len(s)-1]
	}
	n, ok := capture.Integer(s, -maxSeconds/unit, maxSeconds/unit)
	if !ok {
		return nil, false
	}
	return capture.Ptr(n * unit), true
}

// flags is what stands before the address: the tally and ~ columns.
func (r row) flags(margin int) string {
	tally, tilde := " ", " "
	if r.tally != 0 {
		tally = string(r.tally)
	}
	if r.tilde {
		tilde = "~"
	}
	if r.tally != 0 || r.indent >= margin+2 || r.tilde && r.indent > margin {
		return tally + tilde
	}
	if r.tilde {
		return tilde
	}
	return strings.Repeat(" ", max(r.indent-margin, 0))
}
