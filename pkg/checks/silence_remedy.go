package checks

import (
	"fmt"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// remedy is what fixes just this reason: what stands between a device and its sources stands before others, too.
func (s *silence) remedy(p *check.Pass) remedy {
	switch {
	case s.todo != "":
		return byHand(s.todo)
	case s.cause == causeAccessGroup && s.certain() && !p.Config.AccessByVRF:
		return changes(admitSources(p)...)
	}
	return remedy{}
}

// obstacles are the reasons why no source of the device answers, as far as each source has one on the device itself. Behind them
// a further source would be silent as well. Empty: there are none, or a source answers.
func obstacles(p *check.Pass) []silence {
	type key struct{}
	return check.Once(p, key{}, func() []silence {
		if p.NTP == nil || p.Config == nil || !p.NTP.Known || ntpOff(p) {
			return nil
		}
		silent := silentSources(p)
		goes := func(s silentSource) bool { return doomed(p, s.address) }
		if len(realSources(p)) > rowsAmong(silent) || len(slices.DeleteFunc(slices.Clone(silent), goes)) == 0 {
			return nil
		}
		explained := 0
		reasons := whyAllSilent(p, silent)
		for i := range reasons {
			if slices.Contains(ownObstacles, reasons[i].cause) {
				explained += len(reasons[i].sources)
			}
		}
		if explained < len(silent) {
			return nil
		}
		return reasons
	})
}

// ownObstacles are on the device, and in the way of every source.
var ownObstacles = []check.Cause{causeAccessGroup, causeAccessList, causeAuthentication, causeNoVRF, causeSourceInterface, causeOtherTable, causeDisabled}

// clearFirst is what to do about obstacles before a source is added.
func clearFirst(p *check.Pass, reasons []silence) (r remedy) {
	for i := range reasons {
		s := &reasons[i]
		own := s.remedy(p)
		if len(own.changes)+len(own.reasons) == 0 {
			own = byHand(adviceOf(s.cause))
		}
		r = r.and(own)
	}
	return r.and(byHand(fmt.Sprintf("No further source is proposed until %s: it would be silent as well.", answers(reasons))))
}

func answers(reasons []silence) string {
	n := 0
	for i := range reasons {
		n += len(reasons[i].sources)
	}
	if n == 1 {
		return reasons[0].sources[0] + " answers"
	}
	return "one of those there are answers"
}

func adviceOf(cause check.Cause) string {
	for _, a := range silenceAdvice {
		if a.Cause == cause {
			return a.Text
		}
	}
	return ""
}
