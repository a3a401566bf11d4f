package session

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// What the words of a question tell. They choose the advice and keep a secret out of the wrong answer; what was asked is
// quoted beside it.
var (
	wantsNewPassword  = regexp.MustCompile(`(?i)\bnew\b.*(pass|secret|\bpin\b)|change|expired|re-?enter|retype|again|confirm.*(pass|secret)`)
	wantsSecondFactor = regexp.MustCompile(`(?i)passcode|token|\botp\b|one-time|\bduo\b|\bpush\b|verification code|second (factor|password|step)`)
	wantsUser         = regexp.MustCompile(`(?i)user ?name|\buser ?:|\blogin ?:|\blogin as`)
	wantsSecret       = regexp.MustCompile(`(?i)pass(word|code|phrase)|secret|\bpin\b`)
	wantsKey          = regexp.MustCompile(`(?i)(press|hit|type) +(return|enter|any key|a key|space)|press any`)
)

// quote is what a device asks, as a message says it. It is not redacted but for the secrets of this login: what follows
// "password" in a question is no secret.
func (l *login) quote(question string) string {
	return fmt.Sprintf("%.80q", strings.TrimSpace(l.hide(snapshot.Clean(l.hide(question)))))
}

// isQuestion reports whether a device that prints this line and nothing more waits for an answer to it.
//
//	Username:
//	Do you accept? [y/n]
func isQuestion(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) > 0 && bytes.IndexByte([]byte(":?])"), line[len(line)-1]) >= 0
}

// isKnownQuestion reports whether a line is a question whatever else may be on its way.
func isKnownQuestion(line []byte) bool {
	return isQuestion(line) && (wantsUser.Match(line) || wantsSecret.Match(line))
}

// adviceFor says what to do about a question that was not answered. context is what else the device said with it.
func adviceFor(question, context string) string {
	both := question + "\n" + context
	switch {
	case wantsNewPassword.MatchString(both):
		return "the password has expired or must be changed: log in by hand once"
	case wantsSecondFactor.MatchString(both):
		return "that is a second factor: an audit needs an account without one"
	}
	return "this question is not understood: log in by hand once to see what the device wants"
}
