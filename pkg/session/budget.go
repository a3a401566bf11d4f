package session

import (
	"sync"
	"sync/atomic"
)

// budget bounds what the long answers of a run hold together. What an answer has beyond Limits.AnswerBytes, as only configurations
// may, is counted, and stays counted because it is kept: a fleet on which every configuration is endless then costs
// as much memory as a few such devices. Nobody waits for it, so that no two sessions can wait for each other.
type budget struct {
	most int64
	held atomic.Int64

	copying sync.Mutex // held while a long answer is cleaned, which takes several copies of it
}

// take reports whether n bytes more may be held.
func (b *budget) take(n int) bool {
	if b.held.Add(int64(n)) <= b.most {
		return true
	}
	b.held.Add(int64(-n))
	return false
}
