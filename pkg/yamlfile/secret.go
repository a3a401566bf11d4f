package yamlfile

import (
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

var secretKey = regexp.MustCompile(`(?i)pass|secret|pwd|token|credential|community|^enable$|^key$`)

// namesSecret reports whether a secret may stand beside the key, which may be misspelt.
func namesSecret(key string) bool {
	if secretKey.MatchString(key) {
		return true
	}
	_, near := Closest(key, []string{"password", "enable", "passphrase"})
	return near && len(key) > 3
}

// secretHider hides the values of keys that name secrets, unless they only say where to find one, keys that are more than
// a name, and whatever carries a tag, such as !vault.
type secretHider struct{ source *Source }

// Visit implements ast.Visitor.
func (h secretHider) Visit(n ast.Node) ast.Visitor {
	if tag, ok := n.(*ast.TagNode); ok {
		h.source.hideNode(tag) // from its name on
	}
	pair, ok := n.(*ast.MappingValueNode)
	if ok && Lead(pair.Key.GetToken().Value) != pair.Key.GetToken().Value {
		h.source.hideNode(pair.Key)
	}
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
