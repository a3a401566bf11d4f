package session

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// dropPrelude takes out of the answers the lines of a prompt that has several: those that end every answer, that of
// "terminal length 0" included, which has none of its own. Parsers would look for a meaning in them.
//
//	--- sw1 ---
//	sw1#
func dropPrelude(d *snapshot.Device) {
	first := slices.IndexFunc(d.Answers, func(a snapshot.Answer) bool { return a.Command == ios.TerminalLength && a.Whole() })
	if first < 0 {
		return
	}
	prelude := d.Answers[first].Text
	answers := 0
	for _, a := range d.Answers {
		if a.Whole() {
			prelude = commonEnd(prelude, a.Text)
			answers++
		}
	}
	if prelude == "" || answers < 2 || isRefusal(prelude) {
		return
	}
	for i, a := range d.Answers {
		if a.Whole() {
			d.Answers[i].Text = strings.TrimSuffix(a.Text, prelude)
		}
	}
}

// commonEnd is the whole lines that both texts end in.
func commonEnd(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	end := a[len(a)-n:]
	begins := func(text string) bool { return n == len(text) || text[len(text)-n-1] == '\n' }
	if begins(a) && begins(b) {
		return end
	}
	_, whole, _ := strings.Cut(end, "\n")
	return whole
}
