package yamlfile

import (
	"fmt"
	"strings"
)

// DidYouMean is the hint for a word that is none of the known ones, or nothing.
func DidYouMean(word string, known []string) string {
	if best, ok := Closest(word, known); ok {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}

// Expected is DidYouMean, or the list of known words where none is close and the list is short.
func Expected(word string, known []string) string {
	const listed = 16 // more than fit on two lines of a terminal help nobody
	hint := DidYouMean(word, known)
	if hint != "" || len(known) == 0 || len(known) > listed {
		return hint
	}
	return "known: " + strings.Join(known, ", ")
}

// Closest finds the known word that was most likely meant: one that differs by few letters, or
// one that contains the word. Case, "-" and "_" do not count. The first of equals wins.
func Closest(word string, known []string) (string, bool) {
	w := plain(word)
	const longest = 64 // names are shorter; a hostile word must not cost its square
	if len(w) < 2 || len(w) > longest {
		return "", false
	}
	best, least := "", len(w)/3+1
	for _, k := range known {
		if d := distance(w, plain(k)); d < least || best == "" && d == least && len(w) > 3 {
			best, least = k, d
		}
	}
	if best != "" {
		return best, true
	}
	return containing(w, known)
}

var separators = strings.NewReplacer("-", "", "_", "", " ", "")

func plain(s string) string { return strings.ToLower(separators.Replace(s)) }

func containing(w string, known []string) (string, bool) {
	best := ""
	for _, k := range known {
		inside := len(w) >= 3 && strings.Contains(plain(k), w)
		if inside && (best == "" || len(k) < len(best)) {
			best = k
		}
	}
	return best, best != ""
}

// distance is the number of letters to insert, delete, replace or swap with a neighbour
// (optimal string alignment).
func distance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, last[j]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
