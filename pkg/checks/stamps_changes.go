package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// wanted is what makes this side meet the policy in full, with the fewest changes to what
// stands there. Both checks of a side propose this one change, as the second of two
// different ones would undo the first.
func (s side) wanted() show.StampSetting {
	set := map[string]bool{"msec": !s.dated()} // what IOS XE is shipped with
	for _, o := range s.stamps.Options {
		set[o] = s.dated()
	}
	demand(set, "msec", s.want.Msec)
	demand(set, "year", s.want.Year)
	if s.inUTC && set["localtime"] {
		set["localtime"], set["show-timezone"] = false, false
	}
	if set["localtime"] {
		demand(set, "show-timezone", s.want.Zone)
	} else if s.want.Zone == policy.Forbidden {
		set["show-timezone"] = false
	}
	return show.StampSetting{
		Side: s.name, Msec: set["msec"], LocalTime: set["localtime"], ShowTimezone: set["show-timezone"], Year: set["year"],
	}
}

func (s side) change() show.Change {
	wanted := s.wanted()
	return show.Change{Verb: show.SetStamps, Stamps: &wanted, Line: s.stamps.Line}
}

// meets reports whether the change would change nothing.
func (s side) meets() bool {
	now := show.StampSetting{
		Side: s.name, Msec: s.has("msec"), LocalTime: s.has("localtime"), ShowTimezone: s.has("show-timezone"), Year: s.has("year"),
	}
	return s.dated() && now == s.wanted()
}

func demand(set map[string]bool, option string, want policy.Want) {
	if want != policy.Any {
		set[option] = want == policy.Required
	}
}
