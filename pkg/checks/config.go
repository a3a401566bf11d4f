package checks

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// configLine is a line of the configuration as evidence.
func configLine(line string) facts.Evidence {
	return facts.Evidence{Command: "show running-config", Line: line}
}

// configLines returns the lines that begin with the words.
func configLines(p *check.Pass, words string) []facts.Evidence {
	type key struct{ words string }
	return check.Once(p, key{words}, func() []facts.Evidence {
		var list []facts.Evidence
		for _, line := range p.Config.Evidence(words) {
			list = append(list, configLine(line))
		}
		return list
	})
}

// notUnderstood returns why nothing can be said of lines that hold all the words: the parser made nothing of one, or the part
// of the configuration was not read in which they stand. What they might say is never a pass.
func notUnderstood(p *check.Pass, words ...string) (reason string, found bool) {
	type key struct{ words string }
	odd := check.Once(p, key{strings.Join(words, " ")}, func() string {
		for _, line := range p.Config.Unparsed {
			if containsAll(line, words) {
				return "a line was not understood: " + strings.TrimSpace(line)
			}
		}
		for _, part := range p.Config.Unread {
			if containsAll(part.Words, words) || strings.HasPrefix(strings.Join(words, " ")+" ", part.Words+" ") {
				return part.Reason
			}
		}
		return ""
	})
	return odd, odd != ""
}

func containsAll(line string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(line, w) {
			return false
		}
	}
	return true
}
