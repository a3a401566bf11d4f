package capture

import (
	"math"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// KeyRange reads what a "trusted-key" line prints: "3", "10 - 12", and "3 - 3".
func KeyRange(printed string) (r show.KeyRange, ok bool) {
	first, last, isRange := strings.Cut(printed, "-")
	if !isRange {
		last = first
	}
	low, ok1 := Integer(strings.TrimSpace(first), 0, math.MaxUint32)
	high, ok2 := Integer(strings.TrimSpace(last), 0, math.MaxUint32)
	return show.KeyRange{Low: low, High: high}, ok1 && ok2 && low <= high
}

// IsKeyType recognizes the algorithm of an authentication key.
func IsKeyType(s string) bool {
	family, _, _ := strings.Cut(s, "-")
	return slices.Contains([]string{"md5", "cmac", "hmac", "sha1", "sha2", "sha256"}, family)
}

// IsEncoding recognizes the encryption type behind a key: 0 plain, 7 reversible, and newer ones.
func IsEncoding(s string) bool { return len(s) <= 2 && IsDigits(s) }

// WithoutKey takes the text of an authentication key out of a line. Of a line in another form
// it leaves only what cannot be the key. In a block of IOS XR the line does without "ntp".
func WithoutKey(s string) string {
	const command = "authentication-key"
	at := strings.Index(s, command)
	if at < 0 {
		return withoutTypedKey(s)
	}
	words := strings.Fields(s[at+len(command):])
	kept := []string{s[:at] + command}
	if len(words) > 1 && IsDigits(words[0]) && IsKeyType(words[1]) {
		kept = append(kept, words[:2]...)
	}
	kept = append(kept, "<removed>")
	if n := len(words); n > 3 && IsEncoding(words[n-1]) && words[2] != "clear" && words[2] != "encrypted" {
		kept = append(kept, words[n-1])
	}
	return strings.Join(kept, " ")
}

// withoutTypedKey is WithoutKey for a command that was typed, and so may be abbreviated: what follows the algorithm goes, or
// the number where there is none.
//
//	ntp auth 11 md5 TEXT
//	ntp key 5 TEXT
//	 auth 5 md5 encrypted TEXT
func withoutTypedKey(s string) string {
	ends, words := WordEnds(s)
	if Keyword(words) == "no" {
		ends, words = ends[1:], words[1:]
	}
	ntp := Keyword(words) == "ntp"
	if ntp {
		ends, words = ends[1:], words[1:]
	}
	for i, w := range words {
		if IsKeyType(strings.ToLower(w)) && i+1 < len(words) && (ntp || isKeyNumber(words, i-1)) {
			return s[:ends[i]] + " <removed>"
		}
	}
	if ntp && len(words) > 2 && isKeyNumber(words, 1) {
		return s[:ends[1]] + " <removed>"
	}
	return s
}

// isKeyNumber reports whether the word at a place is the number behind "authentication-key", abbreviated, or "key".
func isKeyNumber(words []string, at int) bool {
	if at < 1 || !IsDigits(words[at]) {
		return false
	}
	command := strings.ToLower(words[at-1])
	return command == "key" || strings.HasPrefix("authentication-key", command)
}

// WordEnds splits a line into its words, and tells where each ends.
func WordEnds(s string) (ends []int, words []string) {
	at := 0
	for word := range strings.FieldsSeq(s) {
		at += strings.Index(s[at:], word) + len(word)
		ends, words = append(ends, at), append(words, word)
	}
	return ends, words
}
