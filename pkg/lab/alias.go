package lab

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// aliases replaces each alias of a document by what its anchor holds, because the parts of a specification are
// decoded one by one, and an alias may stand in another part than its anchor.
type aliases map[string]ast.Node

// aliasError is an alias without an anchor before it.
type aliasError struct {
	name string
	at   *token.Position
}

func (e aliasError) Error() string {
	return fmt.Sprintf("%d:%d: no anchor &%s stands before this alias", e.at.Line, e.at.Column, e.name)
}

func (a aliases) resolve(node ast.Node) (ast.Node, error) {
	var err error
	switch n := node.(type) {
	case *ast.AliasNode:
		name := n.Value.GetToken().Value
		held, ok := a[name]
		if !ok {
			return nil, aliasError{name, n.GetToken().Position}
		}
		return held, nil
	case *ast.AnchorNode:
		if n.Value, err = a.resolve(n.Value); err == nil {
			a[n.Name.GetToken().Value] = n.Value
		}
	case *ast.MappingNode:
		for _, value := range n.Values {
			if _, err := a.resolve(value); err != nil {
				return nil, err
			}
		}
	case *ast.MappingValueNode:
		n.Value, err = a.resolve(n.Value)
	case *ast.SequenceNode:
		for i, value := range n.Values {
			if n.Values[i], err = a.resolve(value); err != nil {
				return nil, err
			}
		}
	}
	return node, err
}
