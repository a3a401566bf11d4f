package ios

import (
	"iter"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// content yields the lines that can carry an answer.
func content(text string) iter.Seq[capture.Line] { return capture.Content(text, isNoise) }

// isNoise reports whether a line belongs to the terminal and not to the answer.
func isNoise(text string) bool {
	return capture.IsPrompt(text) || capture.IsEcho(text) || isBanner(text) || capture.IsLog(text)
}

// isBanner reports whether a line is what "terminal exec prompt timestamp" prints before
// every answer.
func isBanner(text string) bool {
	text = strings.TrimLeft(text, " \t")
	if strings.HasPrefix(text, "Load for five secs:") {
		return true
	}
	_, _, ok := bannerClock(text)
	return ok
}
