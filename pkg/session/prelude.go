package session

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// dropPrelude takes out of the answers the lines of a prompt that has several: those that end every answer, that to
// the line that turns off the pager included, which has none of its own. Parsers would look for a meaning in them.
//
//	--- sw1 ---
//	sw1#
func dropPrelude(d *snapshot.Device, p *platform.Platform) {
	if p == nil {
		return
	}
	unpaged := p.Terminal.Unpaged
	first := slices.IndexFunc(d.Answers, func(a snapshot.Answer) bool { return a.Command == unpaged && a.Whole() })
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
	if prelude == "" || answers < 2 || isRefusal(&p.Terminal, prelude) {
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
