package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// firstStep says what to mend first: a failed device on which others depend, else what
// several devices suffer from, else the most urgent device.
func (r *Report) firstStep(o Options) string {
	var worst *FleetFinding
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.effect(o.failOn()) == check.StateFail && (worst == nil || f.Severity > worst.Severity) {
			worst = f
		}
	}
	first, below := r.mostUrgent(o)
	switch {
	case first == nil && worst == nil:
		return ""
	case worst != nil && (first == nil || below == 0):
		return r.hint(strings.Join(worst.Devices, ", "), &worst.Finding, o)
	}
	return r.hint(first.Name, first.Problems(o.failOn())[0], o)
}

// mostUrgent returns the failed device with the most devices below it. Of equals, one that is
// wrong and synchronized comes first: it raises no alarm of its own and serves its time to
// whoever asks; then one that configuration lines mend; then the order of the table.
func (r *Report) mostUrgent(o Options) (first *Device, below int) {
	followers := r.followers()
	most := 0
	for _, d := range r.ordered(Options{counts: o.counts}) {
		if d.State != check.StateFail {
			break
		}
		rank := 4 * followers[d.Name]
		if d.silentlyWrong() {
			rank += 2
		}
		if len(d.Problems(o.failOn())[0].Fix) > 0 {
			rank++
		}
		if first == nil || rank > most {
			first, below, most = d, followers[d.Name], rank
		}
	}
	return first, below
}

func (d *Device) silentlyWrong() bool {
	f := d.Finding("clock-offset")
	return f != nil && f.Status == check.StatusFail && d.NTP != nil && d.NTP.Synchronized != nil && *d.NTP.Synchronized
}

// followers counts the devices that take their time from each device, directly or not.
func (r *Report) followers() map[string]int {
	source := make(map[string]string, len(r.Devices))
	for _, d := range r.Devices {
		if d.NTP != nil && d.NTP.ReferenceIs != "" {
			source[d.Name] = string(d.NTP.ReferenceIs)
		}
	}
	count := make(map[string]int)
	for _, d := range r.Devices {
		seen := map[string]bool{d.Name: true} // ends in a loop
		for at := source[d.Name]; at != "" && !seen[at]; at = source[at] {
			seen[at] = true
			count[at]++
		}
	}
	return count
}

// hint names the device, the step, and where the other lines are.
func (r *Report) hint(device string, f *Finding, o Options) string {
	text := o.step(f)
	if device != "" {
		text = device + ": " + text
	}
	text = clip(text, o.room(6))
	if o.JSONFile != "" {
		text = o.appendIfRoom(text, "     lines: ntpaudit fix "+o.JSONFile, 6)
	}
	return text
}

// step is what mends the finding, else what is wrong.
func (o Options) step(f *Finding) string {
	return cmp.Or(o.mend(f), f.Check+": "+f.about())
}

// mend is the first configuration line that mends the finding, else why there is none, else the first sentence of
// the check's remedy.
func (o Options) mend(f *Finding) string {
	switch more := len(f.Fix) - 1; {
	case more > 0:
		return fmt.Sprintf("%s (+%s)", f.Fix[0], check.Count(more, "line"))
	case more == 0:
		return f.Fix[0]
	case len(f.ByHand) > 0:
		return strings.TrimSuffix(f.ByHand[0], ".")
	}
	remedy, _, _ := strings.Cut(o.remedy(f), ". ")
	return strings.TrimSuffix(remedy, ".")
}
