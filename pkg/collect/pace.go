package collect

import (
	"context"
	"time"
)

// pace spaces logins evenly: every login costs the AAA servers several transactions.
type pace struct {
	gap  time.Duration
	next time.Time // monotonic
}

func newPace(perSecond float64) *pace {
	if perSecond <= 0 {
		return &pace{}
	}
	return &pace{gap: time.Duration(float64(time.Second) / perSecond)}
}

// wait returns when the next login may start, or when ctx ends.
func (p *pace) wait(ctx context.Context) {
	if p.gap == 0 {
		return
	}
	now := time.Now()
	if p.next.Before(now) {
		p.next = now
	}
	timer := time.NewTimer(p.next.Sub(now))
	defer timer.Stop()
	p.next = p.next.Add(p.gap)
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
