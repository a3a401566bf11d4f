package platform

import (
	"fmt"
	"strings"
)

// longestLine is less than the 254 characters that the command line of IOS takes, which is the shortest.
const longestLine = 240

// Typable reports why one of some lines cannot be typed: a "?" would ask for help, a control character would edit the line or
// begin another, a byte beyond ASCII would be taken for a character of its own. A Render ends with it.
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
