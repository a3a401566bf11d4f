package checks_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Two sources that contradict each other are followed by no device: that is the cause, where it was measured.
func TestTwoSourcesApart(t *testing.T) {
	pair := func(s *scene) {
		s.NTP.Associations, s.Config.Servers = s.NTP.Associations[:2], s.Config.Servers[:2]
		unsynchronized(s)
		for i := range s.NTP.Associations {
			s.NTP.Associations[i].Reach, s.NTP.Associations[i].Role = 0o377, show.RoleCandidate
		}
	}
	const open = "not synchronized; 2 sources would be usable"
	off := func(s *scene) { s.fleet.Servers[1] = measured("198.51.100.2", 5*sec) }
	tell(t, "ntp-synchronized", []story{
		{"apart", all(pair, off), check.StatusFail, "2 sources 5.000 s apart; neither has a majority", 0, nil, ""},
		{"alike", pair, check.StatusFail, open, 0, nil, ""},
		{"one is not measured", all(pair, off, func(s *scene) { s.fleet.Servers[0] = facts.Server{Address: "198.51.100.1", Verdict: facts.NoAnswer} }),
			check.StatusFail, open, 0, nil, ""},
		{"three", all(off, func(s *scene) {
			unsynchronized(s)
		}), check.StatusFail, "not synchronized; 3 sources would be usable", 0, nil, ""},
	})
}
