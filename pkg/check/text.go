package check

import (
	"fmt"
	"strings"
)

// Count is a number with its noun: "1 device", "2 devices". It knows plurals in s only.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Cut is the text up to so many bytes, without splitting a character: it bounds what a text of megabytes costs.
func Cut(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	return strings.ToValidUTF8(text[:bytes], "") + "…"
}
