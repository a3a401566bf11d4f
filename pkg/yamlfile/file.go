package yamlfile

import (
	"errors"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Parse reads one YAML document and returns its root. What is wrong is noted in the Source;
// the root is absent where the file is empty or is not YAML.
func Parse(name string, data []byte) (*Source, Node) {
	s := NewSource(name, data)
	if depth(s.Text) > deepest {
		s.Mark(0, 0).Problemf("", "nested more than %d deep", deepest)
		return s, Node{}
	}
	file, err := parse(s.Text)
	if err != nil {
		s.syntaxProblem(err)
		return s, Node{}
	}
	bodies := documents(file)
	if len(bodies) == 0 {
		return s, Node{}
	}
	d := &document{source: s, anchors: anchors(file)}
	s.hide = func() {
		for _, body := range bodies {
			ast.Walk(secretHider{s}, body)
		}
	}
	root := d.node("", bodies[0])
	if len(bodies) > 1 {
		d.node("", bodies[1]).Problemf("give each document a file of its own", "a second document in one file")
	}
	return s, root
}

// deepest is far beyond any file of ours, and far below what would exhaust the parser's stack.
const deepest = 200

// depth is the deepest that flow brackets and leading dashes nest; brackets inside
// strings count as well, which only matters to a file made of them.
func depth(text string) int {
	flow, most := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		most = max(most, strings.Count(line, "- "))
		for _, r := range line {
			switch r {
			case '[', '{':
				flow++
			case ']', '}':
				flow--
			}
			most = max(most, flow)
		}
	}
	return most
}

// parse turns a panic of the parser into an error: no text may end the program.
func parse(text string) (file *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("the text cannot be read")
		}
	}()
	return parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
}

func (s *Source) syntaxProblem(err error) {
	s.HideAll() // nothing tells what is a secret in it
	var positioned yaml.Error
	if !errors.As(err, &positioned) || positioned.GetToken() == nil {
		s.Mark(0, 0).Problemf("", "not YAML: the text cannot be read")
		return
	}
	hint := ""
	if strings.Contains(positioned.GetMessage(), "tab") || strings.Contains(positioned.GetMessage(), `'	'`) {
		hint = "indent with blanks"
	}
	at := positioned.GetToken().Position
	s.Mark(at.Line, at.Column).Problemf(hint, "not YAML: %s", quoted.ReplaceAllString(positioned.GetMessage(), `"…"`))
}

// quoted finds what a message of the parser repeats of the text.
var quoted = regexp.MustCompile(`"(\\.|[^"\\])*"`)

func documents(file *ast.File) []ast.Node {
	var bodies []ast.Node
	for _, doc := range file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.CommentType {
			bodies = append(bodies, doc.Body)
		}
	}
	return bodies
}

type anchorFinder map[string]ast.Node

func (f anchorFinder) Visit(n ast.Node) ast.Visitor {
	if a, ok := n.(*ast.AnchorNode); ok {
		f[a.Name.GetToken().Value] = a.Value
	}
	return f
}

// anchors finds every anchor; the last of equal names wins.
func anchors(file *ast.File) map[string]ast.Node {
	found := anchorFinder{}
	for _, doc := range file.Docs {
		ast.Walk(found, doc)
	}
	return found
}
