package session

import (
	"bytes"
	"regexp"
)

// pager is the line that waits for a key at the end of a page.
//
//	--More--
var pager = regexp.MustCompile(`(?i)--\s?more\s?--[^\n]{0,20}$`)

// lastPage is the line that waits for a key behind the last line, on terminals that take one line at a time.
//
//	(END)
var lastPage = regexp.MustCompile(`^ ?\(END\) ?$`)

// pages turns the pages of one answer.
type pages struct {
	turned int // the page before ended here
}

// turn types the key that a pager waits for, and takes its line out of what was heard.
func (p *pages) turn(s *shell) (turned bool, err error) {
	line := s.heard.lastLine()
	start := max(p.turned, len(s.heard.text)-len(line))
	if at := pager.FindIndex(s.heard.text[start:]); at != nil {
		s.heard.drop(len(s.heard.text) - start - len(bytes.TrimRight(s.heard.text[start:start+at[0]], " "))) // not every terminal wipes it
		p.turned = len(s.heard.text)
		return true, s.send(" ")
	}
	if !s.oneAhead() || !lastPage.Match(line) {
		return false, nil
	}
	s.heard.drop(len(line))
	p.turned = len(s.heard.text)
	s.wire.writes.key = "q"
	return true, s.send("q")
}
