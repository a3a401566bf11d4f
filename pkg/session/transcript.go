package session

import (
	"bytes"
	"sort"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// transcript is what the device printed since it was last cut, and when each byte of it had arrived.
type transcript struct {
	text  []byte
	marks []mark
}

// mark says that text before end had arrived at a stamp.
type mark struct {
	end int
	at  snapshot.Stamp
}

func (t *transcript) add(c chunk) {
	t.text = append(t.text, c.text...)
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
	kept := t.marks[:0]
	for _, m := range t.marks {
		if m.end > n {
			kept = append(kept, mark{m.end - n, m.at})
		}
	}
	t.marks = kept
}

// lastLine is what stands after the last line end.
func (t *transcript) lastLine() []byte {
	return t.text[bytes.LastIndexAny(t.text, "\r\n")+1:]
}
