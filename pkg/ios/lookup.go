package ios

import (
	"fmt"
	"slices"
	"strings"
)

// lookUp finds the command that a line abbreviates. As in IOS every word may be cut as long
// as it stays unique among the words that can stand at its place; a filter behind "|" does
// not matter. Further words are let through for a configuration ("show running-config all").
func lookUp(typed string) (answer, error) {
	unfiltered, _, _ := strings.Cut(typed, "|")
	words := strings.Fields(strings.ToLower(unfiltered))
	if len(words) > 0 && words[0] == "do" {
		words = words[1:]
	}
	left := slices.Clone(answers)
	for i, word := range words {
		if i > 0 && len(left) == 1 && left[0].kind == "config" && len(wordsOf(left[0])) == i {
			return left[0], nil
		}
		matches := matchesAt(left, i, word)
		if len(matches) == 0 {
			return answer{}, unknownCommand(typed)
		}
		if len(matches) > 1 {
			return answer{}, fmt.Errorf("command %q is ambiguous: %q may be %s", typed, word, strings.Join(matches, " or "))
		}
		left = slices.DeleteFunc(left, func(a answer) bool { return wordAt(a, i) != matches[0] })
	}
	for _, a := range left {
		if len(wordsOf(a)) == len(words) {
			return a, nil
		}
	}
	return answer{}, unknownCommand(typed)
}

func wordsOf(a answer) []string { return strings.Fields(a.command) }

func wordAt(a answer, i int) string {
	if words := wordsOf(a); i < len(words) {
		return words[i]
	}
	return ""
}

// matchesAt lists the different words at place i that start with word; one that is typed in
// full matches alone.
func matchesAt(left []answer, i int, word string) []string {
	var matches []string
	for _, a := range left {
		w := wordAt(a, i)
		if w == word {
			return []string{w}
		}
		if strings.HasPrefix(w, word) && !slices.Contains(matches, w) {
			matches = append(matches, w)
		}
	}
	return matches
}

func unknownCommand(typed string) error {
	var known []string
	for _, a := range answers {
		known = append(known, a.command)
	}
	return fmt.Errorf("command %q is not known; known are %s", typed, strings.Join(known, ", "))
}
