package session

import (
	"bytes"
	"sort"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// longestLine is how far back a line is looked at that a prompt or an echo is sought in. A line of 183 characters that scrolls in
// 80 columns is printed in some 3000 bytes. It bounds what a device costs that sends a line without end.
const longestLine = 8 << 10

// mostMarks bounds the memory for the stamps of an answer. A device that sends a byte at a time would otherwise cost
// many times what it sends.
const mostMarks = 4096

// transcript is what the device printed since it was last cut, without control sequences, and when each byte of it
// had arrived.
type transcript struct {
	text   []byte
	marks  []mark
	raw    int // bytes, control sequences included, since it was last cut
	strain strainer
}

// mark says that text before end had arrived at a stamp.
type mark struct {
	end int
	at  snapshot.Stamp
}

// add takes what one read brought, and keeps nothing of c.
func (t *transcript) add(c chunk) {
	t.raw += len(c.text)
	t.text = append(t.text, t.strain.strain(c.text)...)
	if n := len(t.marks); n >= mostMarks {
		t.marks[n-1] = mark{len(t.text), c.at} // late stamps only widen a bound
		return
	}
	t.marks = append(t.marks, mark{len(t.text), c.at})
}

// arrived is the stamp taken after the read that brought byte i.
func (t *transcript) arrived(i int) *snapshot.Stamp {
	m := sort.Search(len(t.marks), func(m int) bool { return t.marks[m].end > i })
	if m == len(t.marks) {
		return nil
	}
	at := t.marks[m].at
	return &at
}

// cut forgets the first n bytes. What they were copied from is not kept alive.
func (t *transcript) cut(n int) {
	t.text = append([]byte(nil), t.text[n:]...)
	t.raw = len(t.text)
	kept := t.marks[:0]
	for _, m := range t.marks {
		if m.end > n {
			kept = append(kept, mark{m.end - n, m.at})
		}
	}
	t.marks = kept
}

// clear forgets everything.
func (t *transcript) clear() { t.cut(len(t.text)) }

// lastLine is what stands after the last line end. Of a line that is longer than any that is waited for, it is nothing.
func (t *transcript) lastLine() []byte {
	tail := t.text[max(0, len(t.text)-longestLine):]
	at := bytes.LastIndexAny(tail, "\r\n")
	if at < 0 && len(tail) < len(t.text) {
		return nil
	}
	return tail[at+1:]
}

// drop forgets the last n bytes. What stands before them has the stamps that it had.
func (t *transcript) drop(n int) {
	t.text = t.text[:len(t.text)-n]
	for k := len(t.marks) - 1; k >= 0 && t.marks[k].end > len(t.text); k-- {
		if k > 0 && t.marks[k-1].end >= len(t.text) {
			t.marks = t.marks[:k]
			continue
		}
		t.marks[k].end = len(t.text)
	}
}
