package session

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// plan is what is still to be asked for kinds of facts. first are what sets up the terminal, and short answers that any user may
// have: they fit on one page, should the pager stay on. Of the rest, the slow ones come last, and behind them what needs rights.
func (s *shell) plan(kinds []show.Kind) (first, rest []string) {
	p := s.login.platform
	first = s.setUp()
	for _, line := range p.Asks(kinds) {
		if c, _ := p.Command(line); c.Opening {
			first = append(first, line)
		} else {
			rest = append(rest, line)
		}
	}
	slices.SortStableFunc(rest, func(a, b string) int { return s.rank(a) - s.rank(b) })
	first = s.open(first)
	return first, slices.DeleteFunc(s.open(rest), func(line string) bool { return slices.Contains(first, line) })
}

// setUp is what is sent first. Where each line costs a round trip, what tells the platform follows at once, before lines are
// spent on a device that is of another.
func (s *shell) setUp() (lines []string) {
	t := s.terminal()
	lines = append(lines, t.Unpaged)
	if s.oneAhead() {
		lines = append(lines, t.Wide, platform.ShowVersion)
	}
	return slices.DeleteFunc(lines, func(line string) bool { return line == "" })
}

func (s *shell) rank(command string) (rank int) {
	if c, _ := s.login.platform.Command(command); c.Slow {
		rank++
	}
	if s.needsRights(command) {
		rank += 2
	}
	return rank
}

// open are the lines that were not answered in full yet, each once.
func (s *shell) open(lines []string) (open []string) {
	for _, line := range lines {
		if !s.has(line) && !slices.Contains(open, line) {
			open = append(open, line)
		}
	}
	return open
}
