package show

import (
	"fmt"
	"slices"
	"strings"
)

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func within(what string, n, low, high int) error {
	if n < low || n > high {
		return fmt.Errorf("%s %d is not from %d to %d", what, n, low, high)
	}
	return nil
}

func number(what string, n *int, low, high int) error {
	if n == nil {
		return nil
	}
	return within(what, *n, low, high)
}

func oneOf(what, s string, allowed ...string) error {
	if !slices.Contains(allowed, s) {
		return fmt.Errorf("%s %q is none", what, clipped(s))
	}
	return nil
}

func optional(what, s string) error {
	if s == "" {
		return nil
	}
	return word(what, s)
}

// word accepts one word, or a placeholder. A word that holds an angle bracket would pass for one that is to be filled in.
func word(what, s string) error {
	switch {
	case s == "":
		return fmt.Errorf("no %s", what)
	case IsPlaceholder(s):
	case strings.Contains(s, " "):
		return fmt.Errorf("%s %q is more than one word", what, clipped(s))
	case strings.ContainsAny(s, "<>"):
		return fmt.Errorf("%s %q holds an angle bracket", what, clipped(s))
	}
	return typable(what, s)
}

// typable accepts what can be typed: a "?" would ask for help, a control character would edit the line or begin another.
func typable(what, s string) error {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == '?' {
			return fmt.Errorf("%s %q cannot be typed", what, clipped(s))
		}
	}
	return nil
}

// clipped keeps an error a sentence whatever a file says.
func clipped(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return s[:most] + "…"
}
