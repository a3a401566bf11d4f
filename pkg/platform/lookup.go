package platform

import (
	"fmt"
	"slices"
	"strings"
)

// LookUp finds the command that a line abbreviates. Every word may be cut as long
// as it stays unique among the words that can stand at its place; a filter behind "|" does
// not matter. Further words are let through for a configuration ("show running-config all").
func (f Forms) LookUp(typed string) (Form, error) {
	unfiltered, _, _ := strings.Cut(typed, "|")
	words := strings.Fields(strings.ToLower(unfiltered))
	if len(words) > 0 && words[0] == "do" {
		words = words[1:]
	}
	left := slices.Clone(f)
	for i, word := range words {
		if i > 0 && len(left) == 1 && left[0].Open && len(left[0].words()) == i {
			return left[0], nil
		}
		matches := left.matchesAt(i, word)
		if len(matches) == 0 {
			return Form{}, f.unknown(typed)
		}
		if len(matches) > 1 {
			return Form{}, fmt.Errorf("command %q is ambiguous: %q may be %s", typed, word, strings.Join(matches, " or "))
		}
		left = slices.DeleteFunc(left, func(a Form) bool { return a.wordAt(i) != matches[0] })
	}
	for _, a := range left {
		if len(a.words()) == len(words) {
			return a, nil
		}
	}
	return Form{}, f.unknown(typed)
}

func (f Form) words() []string { return strings.Fields(f.Command) }

func (f Form) wordAt(i int) string {
	if words := f.words(); i < len(words) {
		return words[i]
	}
	return ""
}

// matchesAt lists the different words at place i that start with word; one that is typed in
// full matches alone.
func (f Forms) matchesAt(i int, word string) []string {
	var matches []string
	for _, a := range f {
		w := a.wordAt(i)
		if w == word {
			return []string{w}
		}
		if strings.HasPrefix(w, word) && !slices.Contains(matches, w) {
			matches = append(matches, w)
		}
	}
	return matches
}

func (f Forms) unknown(typed string) error {
	var known []string
	for _, a := range f {
		known = append(known, a.Command)
	}
	return fmt.Errorf("command %q is not known; known are %s", typed, strings.Join(known, ", "))
}
