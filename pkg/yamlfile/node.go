package yamlfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

type document struct {
	source  *Source
	anchors map[string]ast.Node
}

// Node is a value in a document. The zero Node is absent: each method of it reads as nothing.
type Node struct {
	doc *document
	ast ast.Node
	key string // the key it stands beside, for messages
	at  Mark
}

// node resolves anchors, aliases and the tags of YAML itself.
func (d *document) node(key string, n ast.Node) Node {
	const most = 16 // an alias may lead to another; no honest chain is longer
	for range most {
		switch v := n.(type) {
		case *ast.AnchorNode:
			n = v.Value
			continue
		case *ast.TagNode:
			n = v.Value
			continue
		case *ast.AliasNode:
			if target, ok := d.anchors[v.Value.GetToken().Value]; ok {
				n = target
				continue
			}
		}
		break
	}
	line, column := start(n)
	return Node{d, n, Lead(key), d.source.Mark(line, column)}
}

// start is where a node begins. A block mapping's own token is its first colon.
func start(n ast.Node) (line, column int) {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if v, ok := n.(*ast.MappingValueNode); ok {
		n = v.Key
	}
	at := n.GetToken().Position
	return at.Line, at.Column
}

// Present reports whether the node stands in the file, be it empty.
func (n Node) Present() bool { return n.ast != nil }

// Key is the key that the node stands beside.
func (n Node) Key() string { return n.key }

// Mark is the place of the node.
func (n Node) Mark() Mark { return n.at }

// Problemf notes a problem at the node. The hint is the next step and may be empty. One value with which something is
// wrong stands in the excerpt only if it is a name and the Source is not guarded.
func (n Node) Problemf(hint, format string, args ...any) {
	if n.Present() && !n.IsMap() && !n.IsList() {
		if text := n.ast.GetToken().Value; n.doc.source.guarded || Lead(text) != text {
			n.Hide()
		}
	}
	n.at.Problemf(hint, format, args...)
}

// value is the key with the text beside it, as far as a message may show that.
func (n Node) value(text string) string {
	if n.doc.source.guarded {
		return n.key
	}
	return n.key + " " + Quote(text)
}

// Hide keeps the node out of every excerpt.
func (n Node) Hide() { n.doc.source.hideNode(n.ast) }

// Is reports whether the node is one of the words; a word in any case is the word.
func (n Node) Is(words ...string) bool {
	if n.Empty() || n.IsMap() || n.IsList() {
		return false
	}
	text, ok := n.Text()
	return ok && slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, text) })
}

// Empty reports whether the node is absent, or present without a value.
func (n Node) Empty() bool { return !n.Present() || n.ast.Type() == ast.NullType }

// IsMap reports whether the node is a mapping.
func (n Node) IsMap() bool {
	switch n.ast.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

// IsList reports whether the node is a list.
func (n Node) IsList() bool {
	_, ok := n.ast.(*ast.SequenceNode)
	return ok
}

// List returns the elements of a list; of an absent or empty node none.
func (n Node) List() []Node {
	if n.Empty() {
		return nil
	}
	list, ok := n.ast.(*ast.SequenceNode)
	if !ok {
		n.Hide()
		n.Problemf("write [a, b] or a line \"- a\" for each", "%s must be a list", n.key)
		return nil
	}
	var nodes []Node
	for _, v := range list.Values {
		nodes = append(nodes, n.doc.node(n.key, v))
	}
	return nodes
}

// Text returns a scalar as it is written, numbers and booleans as well.
func (n Node) Text() (string, bool) {
	if !n.Present() {
		return "", false
	}
	switch v := n.ast.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return v.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.ast.GetToken().Value, true
	case *ast.NullNode:
		n.Problemf("", "%s has no value", n.key)
	default:
		n.Hide()
		n.Problemf("", "%s must be one value", n.key)
	}
	return "", false
}

// Int returns a whole number from least to most.
func (n Node) Int(least, most int) (int, bool) {
	text, ok := n.Text()
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(text)
	if err != nil || i < least || i > most {
		n.Problemf("", "%s: not a whole number from %d to %d", n.value(text), least, most)
		return 0, false
	}
	return i, true
}

// Bool returns true or false.
func (n Node) Bool() (value, ok bool) {
	text, ok := n.Text()
	if !ok {
		return false, false
	}
	if text != "true" && text != "false" {
		n.Problemf("", "%s: neither true nor false", n.value(text))
		return false, false
	}
	return text == "true", true
}

// Duration returns a duration with its unit, such as 100ms.
func (n Node) Duration(least, most time.Duration) (time.Duration, bool) {
	text, ok := n.Text()
	if !ok {
		return 0, false
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		hint := "write a number and a unit, such as 100ms, 1s or 15m"
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			hint = fmt.Sprintf("a unit is missing: %sms or %ss?", text, text)
		}
		n.Problemf(hint, "%s: not a duration", n.value(text))
		return 0, false
	}
	if d < least || d > most {
		n.Problemf("", "%s %s: not from %s to %s", n.key, text, least, most)
		return 0, false
	}
	return d, true
}

// Choice returns one of the options.
func (n Node) Choice(options ...string) (string, bool) {
	text, ok := n.Text()
	if !ok {
		return "", false
	}
	if slices.Contains(options, text) {
		return text, true
	}
	n.Problemf(DidYouMean(text, options), "%s: not one of %s", n.value(text), strings.Join(options, ", "))
	return "", false
}
