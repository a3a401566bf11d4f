package facts

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
)

// notes say what verdicts are worth that rest on this reference, and what was unusual about it.
func (ref *reference) notes(hull measure.Reference, ok bool) []string {
	list := ref.worth(hull, ok)
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	list = append(list, ref.run.aliases()...)
	if ref.run.tier == TierSources && ref.run.able > mostSourceVoters {
		add("the first %d of the %d servers that devices name and that answer have a vote", mostSourceVoters, ref.run.able)
	}
	for i := range ref.run.segments {
		e := &ref.run.segments[i]
		if e.Wide && ok {
			add("every server claims a root distance above %s; they vote all the same, as there are no others", interval.Plain(ref.run.params.MaxDistance))
			break
		}
	}
	for i := range ref.run.segments {
		if e := &ref.run.segments[i]; e.Doubled {
			add("the servers' replies show that this host's clock drifts faster than %d ppm; %d ppm are allowed for", ref.run.params.LocalRate, e.Rate)
			break
		}
	}
	switch {
	case ref.run.caution:
		add("a leap second is at hand: servers may differ by a second, which is allowed for; audit again a day later")
	case ref.run.announced:
		add("a leap second is announced for the end of the month")
	}
	if n := len(ref.run.breaks); n > 0 {
		add("this host slept, or its clock was stepped, %s during the run; readings across it were dropped", times(n))
	}
	return list
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// worth says what the tier and the number of voters mean.
func (ref *reference) worth(hull measure.Reference, ok bool) []string {
	var list []string
	switch ref.run.tier {
	case TierNone:
		return []string{"there is no reference: offsets are not judged; name NTP servers as references"}
	case TierConsensus:
		return []string{fmt.Sprintf("there is no reference: %d clocks of the fleet are held against each other; one that disagrees with the majority fails, and none passes", hull.Voters)}
	case TierSystem:
		list = append(list, "verdicts rest on this host's own clock, within the stated bound")
	case TierSources:
		list = append(list, "offsets are relative to the servers that the devices name: what these have in common goes unseen")
	}
	switch {
	case !ok:
		list = append(list, "none of the references can be used: offsets are not judged")
	case ref.run.tier == TierSystem:
	case hull.Voters == 1:
		list = append(list, "one independent reference votes: nothing would show that it is wrong; name at least four")
	case !hull.Agreed:
		list = append(list, "the references disagree and no majority agrees: clocks can fail against all of them, and cannot pass")
	case hull.Voters == 2:
		list = append(list, "two independent references vote: either may be wrong, so that bounds hold for both; a third would be an umpire")
	}
	return list
}
