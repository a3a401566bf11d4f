package session

import "bytes"

// waits reports whether the device sits at a pager, or at a prompt. After the whole of command it does not sit there,
// but may be at work.
func (s *shell) waits(command string) bool {
	line := s.heard.lastLine()
	if pager.Match(line) || looksLikePrompt(line) {
		return true
	}
	typed, atPrompt := bytes.CutPrefix(line, []byte(s.prompt))
	return s.prompt != "" && atPrompt && !echoes(typed, command)
}

// learn finds the echo of the first command. The prompt is what stands before it. end is the newline after it.
func (s *shell) learn(command string) (end int, found bool) {
	text := s.heard.text
	for at := s.scanned; ; at += len(command) {
		i := bytes.Index(text[at:], []byte(command))
		if i < 0 {
			break
		}
		at += i
		prompt := s.lineBefore(text[max(0, at-longestLine):at])
		end, found := echoOf(text[at:min(len(text), at+longestLine)], command)
		if found && (looksLikePrompt(prompt) || isBareMark(prompt)) && s.isNew(at+end) {
			s.settle(string(prompt))
			return at + end, true
		}
	}
	s.scanned = max(s.scanned, len(text)-longestLine)
	return 0, false
}

// boundary finds the end of an answer: the line that holds the prompt and the echo of the next command or, after the last
// one, the prompt and nothing more than what was typed ahead, at the end of all that has come. The answer ends at
// start. The rest is from end on: with the newline after the echo, or with the prompt.
func (s *shell) boundary(next string) (start, end int, found bool) {
	text := s.heard.text
	for at := s.scanned; ; at += len(s.promptLine) {
		i := bytes.Index(text[at:], s.promptLine)
		if i < 0 {
			break
		}
		at += i
		rest := text[at+len(s.promptLine):]
		if next != "" {
			if echo, found := s.echoEnd(rest, next); found {
				return at, at + len(s.promptLine) + echo, true
			}
			continue
		}
		if !isBareMark([]byte(s.prompt)) && len(rest) <= len(s.ahead) && s.ahead[:len(rest)] == string(rest) {
			return at, at, true
		}
	}
	s.scanned = max(s.scanned, len(text)-longestLine)
	return 0, 0, false
}

// promptUnderMessages finds the prompt, and what was typed ahead behind it, that nothing follows but log messages.
func (s *shell) promptUnderMessages() (at int, found bool) {
	text := s.heard.text
	for at = max(0, len(text)-longestLine); ; at += len(s.promptLine) {
		i := bytes.Index(text[at:], s.promptLine)
		if i < 0 || s.prompt == "" {
			return 0, false
		}
		at += i
		rest := bytes.TrimPrefix(text[at+len(s.promptLine):], []byte(s.ahead))
		if s.messages(rest) == len(rest) {
			return at, true
		}
	}
}
