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
	if r = t.apart(r); len(r.words) < rowWords {
		t.half = &l
		return true
	}
	return t.add(r)
}

// takeRest joins half a row with the indented line below it, or with what follows the message
// that broke it.
func (t *table) takeRest(l capture.Line) bool {
	if t.broken {
		return t.rejoin(l)
	}
	r, ok := t.split(*t.half)
	if !ok || l.Open || l.Indent() == 0 {
		return false
	}
	rest := strings.TrimLeft(l.Text, " \t")
	r.words = atSigns(append(r.words, strings.Fields(rest)...))
	r.line += " " + rest
	if len(r.words) != rowWords || !t.add(r) {
		return false
	}
	t.half = nil
	return true
}

// rejoin joins a row in which a log message was printed: the message begins a line of its own, and
// the row goes on below it at the very character where it broke off. Nine words that each
// fit their column leave no other way to read it.
func (t *table) rejoin(l capture.Line) bool {
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

// split is splitRow, and takes the VRF that a row may name behind its address:
//
//	*~192.0.2.1 vrf MGMT
func (t *table) split(l capture.Line) (row, bool) {
	r, ok := splitRow(l)
	if w := r.words; t.dialect.VRFs && len(w) > 2 && w[1] == "vrf" {
		r.vrf = capture.Ptr(w[2])
		r.words = append(w[:1:1], w[3:]...)
	}
	r.words = atSigns(r.words)
	return r, ok && len(r.words) <= rowWords
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

// whichLegend decides by the printed legend. Where it is missing, the header tells: the old
// code leaves two blanks between its titles where the new code leaves three.
func (t *table) whichLegend() string {
	switch {
	case t.legend != nil:
		return legendOf(t.legend.Text)
	case t.header != nil && t.dialect.HeaderTells:
		return headerLegend(t.header.Text)
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
