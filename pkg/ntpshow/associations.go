package ntpshow

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// maxPoll is the longest poll interval of NTP, 2^17 s (RFC 5905 §7.2).
const maxPoll = 1 << 17

// Associations reads "show ntp associations" of either generation of the NTP code.
// A row is taken whole or not at all.
func (d Dialect) Associations(text string) (show.Associations, error) {
	t := table{dialect: d, out: show.Associations{Enabled: true, Associations: []show.Association{}}}
	for l := range capture.Lines(text) {
		t.take(l)
	}
	t.flush()
	return t.finish(text)
}

// table collects the lines of one association table.
type table struct {
	dialect Dialect
	out     show.Associations
	rows    []row
	header  *capture.Line
	legend  *capture.Line
	closed  bool          // a legend or a prompt proves that no row is missing below
	half    *capture.Line // a row of fewer than 9 words: the next line may hold the rest
	broken  bool          // a log message stands in the middle of it
}

func (t *table) take(l capture.Line) {
	if t.dialect.Noise(l.Text) {
		t.passOver(l)
		return
	}
	if t.half != nil && t.takeRest(l) {
		return
	}
	t.flush()
	switch {
	case ntpDisabled(l.Text):
		t.out.Enabled = false
	case t.legend != nil:
		if !isLegendRest(l.Text) {
			t.reject(l)
		}
	case legendOf(l.Text) != "":
		t.legend, t.closed = &l, true
	case isHeader(l.Text) && t.header == nil:
		t.header = &l
	case !t.takeRow(l):
		t.reject(l)
	}
}

// passOver takes note of a line that is none of the table: a prompt ends it, a message may stand
// in the middle of a row.
func (t *table) passOver(l capture.Line) {
	if capture.IsPrompt(l.Text) {
		t.closed = t.closed || t.header != nil
		t.flush()
	}
	t.broken = t.broken || t.half != nil && capture.IsLog(l.Text)
}

func (t *table) reject(l capture.Line) { t.out.Unparsed = append(t.out.Unparsed, l.Raw) }

// flush gives up on half a row.
func (t *table) flush() {
	if t.half != nil {
		t.reject(*t.half)
		t.half, t.broken = nil, false
	}
}

func (t *table) takeRow(l capture.Line) bool {
	r, ok := t.split(l)
	if !ok || l.Open {
		return false
	}
	if len(r.words) < rowWords {
		t.half = &l
		return true
	}
	return t.add(r)
}

// takeRest joins half a row with the indented line below it, or with what follows the message
// that broke it.
func (t *table) takeRest(l capture.Line) bool {
	if t.broken {
		return t.mend(l)
	}
	r, ok := t.split(*t.half)
	if !ok || l.Open || l.Indent() == 0 {
		return false
	}
	rest := strings.TrimLeft(l.Text, " \t")
	r.words = append(r.words, strings.Fields(rest)...)
	r.line += " " + rest
	if len(r.words) != rowWords || !t.add(r) {
		return false
	}
	t.half = nil
	return true
}

// mend joins a row in which a log message was printed: the message begins a line of its own, and
// the row goes on below it at the very character where it broke off. Nine words that each
// fit their column leave no other way to read it.
func (t *table) mend(l capture.Line) bool {
	t.broken = false
	whole := *t.half
	if strings.TrimRight(whole.Raw, " \t") != whole.Raw {
		whole.Text += " "
	}
	whole.Text += l.Text
	r, ok := t.split(whole)
	if !ok || l.Open || len(r.words) != rowWords || !t.add(r) {
		return false
	}
	t.half = nil
	return true
}

func (t *table) add(r row) bool {
	if !r.read() {
		return false
	}
	t.rows = append(t.rows, r)
	return true
}

func (t *table) finish(text string) (show.Associations, error) {
	t.out.Legend = t.whichLegend()
	base := t.margin()
	for _, r := range t.rows {
		r.out.Flags = capture.Ptr(r.flags(base))
		r.out.Role = role(t.out.Legend, r.tally)
		t.out.Associations = append(t.out.Associations, r.out)
	}
	if t.out.Legend == "" && len(t.rows) > 0 {
		t.out.Notes = append(t.out.Notes, "the table has no legend: what + - # mean in it is not known")
	}
	t.out.Unparsed = capture.List(t.out.Unparsed)
	t.out.Truncated = t.out.Enabled && !t.closed
	if t.out.Enabled && t.header == nil && t.legend == nil && len(t.rows) == 0 {
		return t.out, t.dialect.notUnderstood(text, "NTP association table")
	}
	return t.out, nil
}

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

// split is splitRow, and takes the VRF that a row may name behind its address:
//
//	*~192.0.2.1 vrf MGMT
func (t *table) split(l capture.Line) (row, bool) {
	r, ok := splitRow(l)
	if w := r.words; t.dialect.VRFs && len(w) > 2 && w[1] == "vrf" {
		r.vrf = capture.Ptr(w[2])
		r.words = append(w[:1:1], w[3:]...)
	}
	return r, ok && len(r.words) <= rowWords
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

// whichLegend decides by the printed legend. Where it is missing, the header tells: the old
// code leaves two blanks between its titles where the new code leaves three.
func (t *table) whichLegend() string {
	if t.legend != nil {
		return legendOf(t.legend.Text)
	}
	switch {
	case t.header == nil || !t.dialect.HeaderTells:
	case strings.Contains(t.header.Text, "st   when   poll reach"):
		return show.LegendNew
	case strings.Contains(t.header.Text, "st  when  poll reach"):
		return show.LegendOld
	}
	return ""
}

// margin is the column of the tally. A publisher may have indented the whole table, or
// trimmed the blanks from its lines.
func (t *table) margin() int {
	margin := -1
	for _, r := range t.rows {
		if r.tally != 0 && (margin < 0 || r.indent < margin) {
			margin = r.indent
		}
	}
	switch {
	case margin >= 0:
		return margin
	case t.legend != nil:
		return max(t.legend.Indent()-1, 0)
	case t.header != nil && t.whichLegend() == show.LegendOld:
		return max(t.header.Indent()-6, 0)
	case t.header != nil:
		return max(t.header.Indent()-2, 0)
	}
	return 0
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
