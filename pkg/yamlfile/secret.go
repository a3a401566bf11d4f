package yamlfile

import (
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

var (
	secretKey = regexp.MustCompile(`(?i)pass|secret|pwd|token|credential|community|^enable$|^key$`)
	//	- {name: edge01, password: hunter2}
	keyAndRest = regexp.MustCompile(`([\w.-]+)["']?\s*:\s*([^,}]*)`)
	// {env: NAME} and {file: PATH}, also on the lines below the key
	secretSource = regexp.MustCompile(`^["']?(\{\s*)?["']?(env|file)["']?\s*:`)
)

// namesSecret reports whether a secret may stand beside the key, which may be misspelt.
func namesSecret(key string) bool {
	if secretKey.MatchString(key) {
		return true
	}
	_, near := Closest(key, []string{"password", "enable", "passphrase"})
	return near && len(key) > 3
}

// secretHider hides the values of keys that name secrets, unless they only say where to find one.
type secretHider struct{ source *Source }

// Visit implements ast.Visitor.
func (h secretHider) Visit(n ast.Node) ast.Visitor {
	pair, ok := n.(*ast.MappingValueNode)
	if ok && namesSecret(pair.Key.GetToken().Value) && !namesSource(pair.Value) {
		h.source.hideNode(pair.Value)
	}
	return h
}

// namesSource reports whether the value is {env: NAME} or {file: PATH}.
func namesSource(value ast.Node) bool {
	m, ok := value.(*ast.MappingNode)
	if !ok || len(m.Values) != 1 {
		return false
	}
	key := m.Values[0].Key.GetToken().Value
	return key == "env" || key == "file"
}

// hideNode hides every line of a node, the first from where the node starts.
func (s *Source) hideNode(n ast.Node) {
	line, column := start(n)
	s.Mark(line, column).Hide()
	last := &lastLine{}
	ast.Walk(last, n)
	for l := line + 1; l <= last.line; l++ {
		s.Mark(l, 1).Hide()
	}
}

type lastLine struct{ line int }

// Visit implements ast.Visitor.
func (l *lastLine) Visit(n ast.Node) ast.Visitor {
	token := n.GetToken()
	l.line = max(l.line, token.Position.Line+strings.Count(strings.TrimSpace(token.Origin), "\n"))
	if literal, ok := n.(*ast.LiteralNode); ok {
		l.line = max(l.line, token.Position.Line+strings.Count(literal.Value.Value, "\n")+1)
	}
	return l
}

// holdsSecret reports whether the text seems to hold a secret itself. It serves files that
// cannot be parsed, and rather says yes.
func (s *Source) holdsSecret() bool {
	for i, line := range s.lines {
		for _, m := range keyAndRest.FindAllStringSubmatch(line, -1) {
			if !namesSecret(m[1]) {
				continue
			}
			value := m[2]
			if value == "" && i+1 < len(s.lines) {
				value = strings.TrimSpace(s.lines[i+1])
			}
			if !secretSource.MatchString(value) {
				return true
			}
		}
	}
	return false
}
