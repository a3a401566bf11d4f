package capture

import "strings"

// FreeText finds the banners and macros of a configuration, which hold any text up to a delimiter. The text must have no
// line ends that begin with a line feed, LF CR: a block's end is searched for behind the LF.
type FreeText struct {
	Text   string // the configuration
	resume int    // where the block ends that was opened last
	// Unclosed: a block was opened and is never closed. Below it no line is sure to be configuration.
	Unclosed bool
}

// Holds reports whether a line belongs to a block that is closed. It is asked of each line in turn.
func (f *FreeText) Holds(l Line) bool {
	if l.At < f.resume {
		return true
	}
	delimiter := opensFreeText(l)
	if delimiter == "" || f.Unclosed {
		return false
	}
	from := l.At + len(l.Raw)
	i := strings.Index(f.Text[from:], delimiter)
	if i < 0 {
		f.Unclosed = true
		return false
	}
	f.resume = from + i + len(delimiter)
	return true
}

// opensFreeText recognizes the first line of such a block and returns what ends it. A
// configuration shows the delimiter of a banner as ^C; a typed one may use any character.
//
//	banner motd ^C
//	macro name uplink
//	scheduler job name backup
func opensFreeText(l Line) (delimiter string) {
	s := strings.TrimLeft(l.Raw, " \t\r")
	if strings.HasPrefix(s, "macro name ") {
		return "\n@"
	}
	if strings.HasPrefix(s, "scheduler job name ") {
		return "\nend-job"
	}
	for _, start := range []string{"banner ", "aaa authentication banner ", "aaa authentication fail-message "} {
		rest, ok := strings.CutPrefix(s, start)
		if !ok {
			continue
		}
		if start == "banner " {
			_, rest, _ = strings.Cut(rest, " ")
		}
		return bannerDelimiter(strings.TrimLeft(rest, " "))
	}
	return ""
}

// bannerDelimiter reads the delimiter, and returns none where the banner ends on its first line.
func bannerDelimiter(s string) string {
	size := 1
	if strings.HasPrefix(s, "^") {
		size = 2
	}
	if len(s) < size || strings.Contains(s[size:], s[:size]) {
		return ""
	}
	return s[:size]
}
