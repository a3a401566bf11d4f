package snapshot

import (
	"regexp"
	"slices"
	"strings"
)

// Redacted stands where a secret was.
const Redacted = "<redacted>"

// Sanitize is what an Answer may hold of what a device printed: Clean, then Redact.
func Sanitize(raw string) string { return Redact(Clean(raw)) }

// Redact takes the secrets of Cisco configurations out of a text: NTP keys, passwords, communities,
// key strings, and the keys of TACACS+, RADIUS and IKE. A line is redacted from the secret
// to its end and stays recognizable up to there; of "ntp authentication-key 10 md5 … 7"
// the encoding stays as well. A line that a terminal has wrapped is one with the next. Redacted text stays as it is.
func Redact(text string) string {
	var b strings.Builder
	awaited := false // the secret of the line before, or its end, is still to come
	before := ""     // the line before, where it may go on in this one
	kept := 0        // up to here the text is in b
	for start := 0; start < len(text); {
		end := start + strings.IndexByte(text[start:], '\n')
		if end < start {
			end = len(text)
		}
		line := text[start:end]
		redacted := line
		redacted, awaited = redactLine(line, awaited)
		if redacted == line && before != "" {
			redacted = redactRest(before, line)
		}
		before = ""
		if isWrapped(line) {
			before = line
		}
		if redacted != line {
			b.WriteString(text[kept:start])
			b.WriteString(redacted)
			kept = end
		}
		start = end + 1
	}
	if kept == 0 {
		return text
	}
	b.WriteString(text[kept:])
	return b.String()
}

// triggers are in every line that holds a secret.
var triggers = []string{"key", "pass", "secret", "snmp-server", "psk", "auth", "encrypted", "$", "community", "md5", "mac", "sha"}

// redactLine also says whether the line ends where its secret should begin, so that the next line may be the secret.
func redactLine(line string, awaited bool) (redacted string, open bool) {
	if !awaited && !isSuspect(line) {
		return line, false
	}
	words := split(line)
	s, found := find(words)
	switch {
	case found && s.at >= 0:
		rest := line[s.at:]
		return line[:s.at] + Redacted + s.encoding(rest), logLine.MatchString(rest) || isWrapped(line) && !strings.HasPrefix(rest, Redacted)
	case found:
		return line, true
	case !awaited:
		return line, false
	case logLine.MatchString(line):
		return line, true
	case alone(words):
		s = secret{at: words[0].start, encoded: true}
		return line[:s.at] + Redacted + s.encoding(line[s.at:]), false
	}
	return line, false
}

// isSuspect rules out lines without a secret at little cost.
func isSuspect(line string) bool {
	lower := strings.ToLower(line)
	return slices.ContainsFunc(triggers, func(t string) bool { return strings.Contains(lower, t) })
}

// narrowest is the width of the narrowest terminal that wraps lines, less the column that some leave free.
const narrowest = 79

// isWrapped reports whether a line may go on in the next, because a terminal has wrapped it.
func isWrapped(line string) bool { return len(line) >= narrowest }

// redactRest is the rest of a wrapped line, without a secret that only both together show.
func redactRest(before, rest string) string {
	line := before + rest
	if !isSuspect(line) {
		return rest
	}
	s, found := find(split(line))
	if !found || s.at < len(before) {
		return rest
	}
	return rest[:s.at-len(before)] + Redacted + s.encoding(line[s.at:])
}

// *Mar  1 00:00:00.000: %SYS-5-CONFIG_I: Configured from console
var logLine = regexp.MustCompile(`%[A-Z][A-Z0-9_-]*-[0-7]-[A-Z]`)

// alone reports whether a line may be nothing but a secret and its encoding.
func alone(words []word) bool {
	switch len(words) {
	case 1:
		text := words[0].text
		return text != "!" && text != "end" && text != "exit" && !strings.HasSuffix(text, "#") && !strings.HasSuffix(text, ">")
	case 2:
		return encoding(words[1].text)
	}
	return false
}

// secret is where the secret of a line begins.
type secret struct {
	at      int  // in bytes; -1: the line ends before it
	encoded bool // a number after it is its encoding and stays
}

// encoding is the number that ends the rest of a line, with a blank before it.
func (s secret) encoding(rest string) string {
	words := split(rest)
	if n := len(words); s.encoded && n > 1 && encoding(words[n-1].text) {
		return " " + words[n-1].text
	}
	return ""
}

// encoding recognizes the number that says how a secret is encoded: 0 plain, 7 reversible, 5, 8 and 9 hashed.
func encoding(text string) bool { return len(text) <= 2 && number(text) }

func number(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// word is a word of a line, as it is and as a keyword: in small letters, without the punctuation or the
// prompt that touches it.
type word struct {
	text, keyword string
	start         int
}

func split(line string) []word {
	var words []word
	for i := 0; i < len(line); {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
			i++
		}
		start := i
		for i < len(line) && line[i] != ' ' && line[i] != '\t' {
			i++
		}
		if i > start {
			text := line[start:i]
			words = append(words, word{text, keyword(text), start})
		}
	}
	return words
}

func keyword(text string) string {
	text = strings.TrimRight(text, `:,;"')]`)
	if i := strings.LastIndexAny(text, `#>:;,"'([!+`); i >= 0 {
		text = text[i+1:]
	}
	return strings.ToLower(strings.TrimLeft(text, "-*"))
}
