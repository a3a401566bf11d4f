package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pattern is a regular expression with at most one (?!…), which Go's have not: after what stands before it, as head, the text must
// not go on as never does, and must go on as tail does.
type pattern struct {
	head, never, tail *regexp.Regexp // without (?!…), only head
}

const notFollowedBy = "(?!"

// compilePattern takes ^HEAD(?!NEVER)TAIL where HEAD matches in one way only, so that there is one place at which to look ahead:
// it is anchored, and has neither a choice nor anything that repeats beyond \S+ and \d+ before a blank. All else with (?! is an error.
func compilePattern(flags, text string) (pattern, error) {
	head, rest, ahead := strings.Cut(text, notFollowedBy)
	if !ahead {
		whole, err := regexp.Compile(flags + text)
		return pattern{head: whole}, err
	}
	end := strings.Index(rest, ")")
	fixed := strings.NewReplacer(`\S+ `, "", `\d+ `, "", `\.`, "").Replace(head)
	if end < 0 || !strings.HasPrefix(head, "^") || strings.ContainsAny(fixed[1:], `|()[]{}*+?.\^$`) ||
		strings.ContainsAny(rest[:end], `(|\`) || strings.Contains(rest[end:], "(?") || strings.Contains(rest[end:], "|") && !strings.Contains(rest[end:], "(") {
		return pattern{}, fmt.Errorf("/%s/: of (?!…) only ^TEXT(?!…)… is known here, where TEXT matches in one way", text)
	}
	var p pattern
	var errs [3]error
	p.head, errs[0] = regexp.Compile(flags + head)
	p.never, errs[1] = regexp.Compile(flags + "^(?:" + rest[:end] + ")")
	p.tail, errs[2] = regexp.Compile(flags + "^(?:" + rest[end+1:] + ")")
	for _, err := range errs {
		if err != nil {
			return pattern{}, fmt.Errorf("/%s/: %w", text, err)
		}
	}
	return p, nil
}

func (p pattern) matches(text string) bool {
	at := p.head.FindStringIndex(text)
	if at == nil || p.never == nil {
		return at != nil
	}
	rest := text[at[1]:]
	return !p.never.MatchString(rest) && p.tail.MatchString(rest)
}

// mustMatch differs where there are patterns that none of the texts matches. shown is what there is instead.
func (j *judgement) mustMatch(what, flags string, patterns, all []string, shown string) {
	var missed []string
	for _, text := range patterns {
		p, err := compilePattern(flags, text)
		if err != nil {
			j.differ("%s: %v", what, err)
		} else if !slices.ContainsFunc(all, p.matches) {
			missed = append(missed, "/"+text+"/")
		}
	}
	if len(missed) > 0 {
		j.differ("%s %s; found %s", what, strings.Join(missed, ", nor "), shown)
	}
}

// mustNotMatch differs for each pattern that one of the texts matches.
func (j *judgement) mustNotMatch(what, flags string, patterns, all []string) {
	for _, text := range patterns {
		p, err := compilePattern(flags, text)
		if err != nil {
			j.differ("%s: %v", what, err)
		} else if i := slices.IndexFunc(all, p.matches); i >= 0 {
			j.differ("%s %q, want nothing like /%s/", what, short(all[i]), text)
		}
	}
}

// first is the place of the first text that a pattern matches, -1 if none.
func (j *judgement) first(text string, all []string) int {
	p, err := compilePattern("", text)
	if err != nil {
		j.differ("%v", err)
		return -1
	}
	return slices.IndexFunc(all, p.matches)
}

func TestPatternsLookAhead(t *testing.T) {
	tests := []struct {
		pattern, text string
		want          bool
	}{
		{`^ntp trusted-key (?!1$)\d+`, "ntp trusted-key 1", false},
		{`^ntp trusted-key (?!1$)\d+`, "ntp trusted-key 12", true},
		{`^ntp trusted-key (?!1$)\d+`, "no ntp trusted-key 12", false},
		{`^ntp authentication-key (?!1 )\d+ (md5|sha1) <[^>]+>`, "ntp authentication-key 1 md5 <key>", false},
		{`^ntp authentication-key (?!1 )\d+ (md5|sha1) <[^>]+>`, "ntp authentication-key 2 md5 <key>", true},
		{`^ntp authentication-key (?!1 )\d+ (md5|sha1) <[^>]+>`, "ntp authentication-key 2 sha2 <key>", false},
		{`^ntp server (?!.*<)`, "ntp server 192.0.2.1", true},
		{`^ntp server (?!.*<)`, "ntp server 192.0.2.1 key <number>", false},
		{`^ntp server \S+ (?!key)`, "ntp server 192.0.2.1 key 1", false},
		{`^ntp server \S+ (?!key)`, "ntp server 192.0.2.1 prefer", true},
		{`a|b`, "xb", true},
	}
	for _, x := range tests {
		p, err := compilePattern("", x.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.matches(x.text); got != x.want {
			t.Errorf("/%s/ matches %q: %v, want %v", x.pattern, x.text, got, x.want)
		}
	}
	for _, unknown := range []string{`ntp (?!x)`, `^a*(?!x)`, `^(a(?!x))`, `^a(?!x)(?!y)`, `^a(?!(x))`, `^a|^b(?!x)`, `^a(?!x)b|c`, `^a(?!x`} {
		if _, err := compilePattern("", unknown); err == nil {
			t.Errorf("/%s/ is taken, and means something else here", unknown)
		}
	}
}
