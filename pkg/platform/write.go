package platform

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Write writes a change as configuration lines; see Render. A change that lacks something, or lines that cannot be typed, are
// an error.
func (p *Platform) Write(c show.Change) (lines []string, err error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	if lines, err = p.Render(c); err != nil {
		return nil, err
	}
	if err := Typable(lines); err != nil {
		return nil, err
	}
	return lines, nil
}

// longestLine is less than the 254 characters that the command line of IOS takes, which is the shortest.
const longestLine = 240

// Typable reports why one of some lines cannot be typed: a "?" would ask for help, a control character would edit the line or
// begin another, a byte beyond ASCII would be taken for a character of its own.
func Typable(lines []string) error {
	for _, line := range lines {
		if len(line) > longestLine {
			return fmt.Errorf("the line %q… is too long to be typed", line[:40])
		}
		odd := func(r rune) bool { return r < ' ' || r > '~' || r == '?' }
		if strings.TrimSpace(line) == "" || strings.ContainsFunc(line, odd) {
			return fmt.Errorf("the line %q cannot be typed", line)
		}
	}
	return nil
}
