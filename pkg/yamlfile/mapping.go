package yamlfile

import (
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// Map is a mapping whose keys are unique and, where known keys were given, known.
type Map struct{ pairs []Pair }

// Pair is a key with its value.
type Pair struct {
	Key   string
	At    Mark // of the key
	Value Node
}

// Map reads a mapping. With known keys, every other key is a problem and is left out;
// without, any key may stand. An absent or empty node is an empty mapping.
func (n Node) Map(known ...string) Map {
	if n.Empty() {
		return Map{}
	}
	values, ok := mapValues(n.ast)
	if !ok {
		n.Hide()
		n.Problemf("", "%s must be a mapping of keys to values", n.what())
		return Map{}
	}
	var m Map
	seen := map[string]Mark{}
	for _, v := range values {
		line, column := start(v.Key)
		pair := Pair{v.Key.GetToken().Value, n.doc.source.Mark(line, column), n.doc.node(v.Key.GetToken().Value, v.Value)}
		if n.readable(v.Key, pair, seen) && n.knows(pair, v.Value, known) {
			m.pairs = append(m.pairs, pair)
		}
		seen[pair.Key] = pair.At
	}
	return m
}

func (n Node) what() string {
	if n.key == "" {
		return "the file"
	}
	return n.key
}

func mapValues(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch v := n.(type) {
	case *ast.MappingNode:
		return v.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{v}, true
	}
	return nil, false
}

func (n Node) readable(key ast.Node, pair Pair, seen map[string]Mark) bool {
	switch key.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
	default:
		pair.At.Hide()
		pair.At.Problemf("write the keys out", "merge keys (<<) and complex keys are not read")
		return false
	}
	if first, ok := seen[pair.Key]; ok {
		pair.At.Problemf("", "key %s stands twice (first at %s)", Quote(pair.Key), first)
		return false
	}
	return true
}

// knows tells of an unknown key. Its value might be a secret under a misspelt name.
func (n Node) knows(pair Pair, value ast.Node, known []string) bool {
	if len(known) == 0 || slices.Contains(known, pair.Key) {
		return true
	}
	n.doc.source.hideNode(value)
	if Lead(pair.Key) != pair.Key {
		pair.At.Hide()
	}
	pair.At.Problemf(Expected(pair.Key, known), "unknown key %s", Quote(pair.Key))
	return false
}

// Pairs are the keys in the order of the file.
func (m Map) Pairs() []Pair { return m.pairs }

// At returns the value beside a key, absent where the key is.
func (m Map) At(key string) Node {
	for _, p := range m.pairs {
		if p.Key == key {
			return p.Value
		}
	}
	return Node{}
}
