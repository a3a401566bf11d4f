package ios

import (
	"regexp"
	"strings"
	"testing"
)

// The account that is shown must be able to send every line that is listed, and nothing like "configure".
func TestLeastPrivilegeSuffices(t *testing.T) {
	permits := map[string][]*regexp.Regexp{}
	word := ""
	for line := range strings.Lines(account) {
		if m := regexp.MustCompile(`cmd = (\w+)`).FindStringSubmatch(line); m != nil {
			word = m[1]
		}
		for _, m := range regexp.MustCompile(`permit "([^"]+)"`).FindAllStringSubmatch(line, -1) {
			permits[word] = append(permits[word], regexp.MustCompile(m[1]))
		}
	}
	permitted := func(line string) bool {
		word, rest, _ := strings.Cut(line, " ")
		for _, p := range permits[word] {
			if p.MatchString(rest) {
				return true
			}
		}
		return false
	}
	for _, c := range Commands() {
		if c.Line != Enable && !permitted(c.Line) { // the account logs in at privilege 15
			t.Errorf("the account may not send %q", c.Line)
		}
	}
	for _, line := range []string{"show running-config", "show tech-support", "configure terminal", "terminal monitor", "show crypto pki certificates pem"} {
		if permitted(line) {
			t.Errorf("the account may send %q", line)
		}
	}
}
