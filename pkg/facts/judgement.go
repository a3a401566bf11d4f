package facts

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
)

// judgement brings the two ways to read a clock together.
type judgement struct {
	out     *Clock
	view    view
	hull    interval.Interval // R − L
	known   bool              // there is a reference
	assumed []measure.Assumption
}

// decide fills in offsets by what was read, and by whether the zone of the display is known. A clock whose readings
// cannot be those of one clock gets no number.
func (j *judgement) decide() {
	show, shown := j.view.byShow()
	ntp, answered := j.view.byNTP()
	if j.view.zone.known() {
		offset := j.view.zone.offsets[0]
		j.out.UTCOffset = &offset
	}
	switch {
	case j.out.Erratic:
	case shown && !j.view.zone.known():
		j.unknownZone(show, ntp, answered)
	case shown && answered:
		j.both(show, ntp)
	case shown:
		j.settle(show, methodShow)
		j.out.ShowClock = j.out.Offset
	case answered:
		j.settle(ntp, methodDirect)
		j.out.DirectNTP = j.out.Offset
	}
}

// settle takes an offset as the clock's.
func (j *judgement) settle(clock measure.Combined, methods ...string) {
	j.out.Method = methods
	j.out.Assumptions = j.assumptions(methods)
	if j.known {
		j.out.Offset, j.out.Width = offset(clock, j.hull)
	}
}

func (j *judgement) against(clock measure.Combined) *interval.Interval {
	if !j.known {
		return nil
	}
	theta, _ := offset(clock, j.hull)
	return theta
}

// both intersects what both ways say. Where they exclude each other, and a zone explains by how much, the clock is
// what NTP says: NTP has no zones. Otherwise one of them is about another clock, and neither is believed.
func (j *judgement) both(show, ntp measure.Combined) {
	j.out.ShowClock, j.out.DirectNTP = j.against(show), j.against(ntp)
	if all, ok := j.view.both(); ok {
		j.settle(all, methodShow, methodDirect)
		return
	}
	if n, ok := measure.QuarterHours(show.Interval.Sub(ntp.Interval)); ok && n != 0 {
		j.settle(ntp, methodDirect)
		return
	}
	j.out.Method = []string{methodShow, methodDirect}
	j.out.Contradiction = true
}

// unknownZone believes NTP where the device answers it, which measures the zone as well. Else every zone is a
// candidate.
func (j *judgement) unknownZone(show, ntp measure.Combined, answered bool) {
	if answered {
		j.measureZone(show, ntp)
		return
	}
	j.out.Method = []string{methodShow}
	j.out.Assumptions = j.assumptions(j.out.Method)
	if !j.known {
		return
	}
	displayed, width := offset(show, j.hull)
	j.out.Width = width
	for _, z := range measure.EachZone(*displayed, j.view.zone.offsets) {
		j.out.Candidates = append(j.out.Candidates, Candidate(z))
	}
}

func (j *judgement) measureZone(show, ntp measure.Combined) {
	j.settle(ntp, methodDirect)
	j.out.DirectNTP = j.out.Offset
	n, ok := measure.QuarterHours(show.Interval.Sub(ntp.Interval))
	if !ok {
		return
	}
	shift := time.Duration(n) * 15 * time.Minute
	for _, z := range j.view.zone.offsets {
		if z == shift {
			j.out.UTCOffset = &shift
		}
	}
}

// assumptions lists what an offset by these methods rests on.
func (j *judgement) assumptions(methods []string) []string {
	holds := map[measure.Assumption]bool{measure.A3: true}
	for _, m := range methods {
		if m == methodShow {
			holds[measure.A1], holds[measure.A4], holds[measure.A6] = true, true, j.view.zone.known()
		}
	}
	holds[measure.A2] = len(j.view.showReadings)+len(j.view.directReadings) > 1
	for _, a := range j.assumed {
		holds[a] = true
	}
	var list []string
	for _, a := range []measure.Assumption{measure.A1, measure.A2, measure.A3, measure.A4, measure.A5, measure.A6} {
		if holds[a] {
			list = append(list, string(a))
		}
	}
	return list
}
