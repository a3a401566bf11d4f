package capture

import "strings"

// Keyword is the first of some words; empty where there is none.
func Keyword(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// FirstWord is the first word of a text; empty where there is none.
func FirstWord(s string) string {
	for word := range strings.FieldsSeq(s) {
		return word
	}
	return ""
}
