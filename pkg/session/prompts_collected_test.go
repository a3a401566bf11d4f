package session_test

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// The prompts that failed once, from the collection of cases beside this repository.
func TestCollectedPrompts(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "cases", "robustness", "prompts", "prompts.tsv"))
	if err != nil {
		t.Skip("no cases beside this repository")
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		prompt, err := hex.DecodeString(fields[1])
		if err != nil {
			continue // the head line
		}
		for mode, answer := range modes() {
			t.Run(fields[0]+", "+mode, func(t *testing.T) {
				answers := plainAnswers()
				answers[ios.TerminalLength] = answer
				d, _ := playedAs(t, listOf(mode), 0, sampling(2), func(c *terminal) {
					for c.write(string(prompt)); ; c.write(string(prompt)) {
						command, open := c.line()
						if !open {
							return
						}
						c.say(answers[command])
					}
				})
				mustBe(t, d, snapshot.Audited, "")
			})
		}
	}
}
