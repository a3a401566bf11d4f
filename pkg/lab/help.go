package lab

import (
	"strings"
)

// help answers "?": the words that may stand next.
func (v *vty) help(line string) {
	words, part := splitLast(line)
	v.print("?\n")
	found := v.tree().candidates(words, part, v.privilege)
	if len(found) == 0 {
		v.print("% Unrecognized command\n")
		return
	}
	if part != "" {
		v.print(strings.Join(found, "  ") + "\n\n")
		return
	}
	v.print("  " + strings.Join(found, "\n  ") + "\n\n")
}

// complete answers Tab: a word that is unique is written out.
func (v *vty) complete(line []byte) []byte {
	words, part := splitLast(string(line))
	found := v.tree().candidates(words, part, v.privilege)
	if part == "" || len(found) != 1 {
		return line
	}
	v.print("\n")
	line = append(line, found[0][len(part):]+" "...)
	v.redraw(line)
	return line
}

// splitLast separates the word being typed from the words before it.
func splitLast(line string) ([]string, string) {
	words := strings.Fields(line)
	if len(words) == 0 || strings.HasSuffix(line, " ") {
		return words, ""
	}
	return words[:len(words)-1], words[len(words)-1]
}
