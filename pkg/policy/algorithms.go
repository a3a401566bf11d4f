package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// algorithmNames are as IOS spells them.
var algorithmNames = []string{"md5", "cmac-aes-128", "hmac-sha1", "hmac-sha2-256"}

// algorithms are those that are allowed: any, or a list of names.
var algorithms = form[[]string]{
	read:   readAlgorithms,
	write:  algorithmsValue,
	schema: reference("algorithms"),
}

// readAlgorithms takes any, or a list of names.
func readAlgorithms(n yamlfile.Node) ([]string, bool) {
	if n.Is("any") {
		return nil, true
	}
	if n.IsList() && len(n.List()) == 0 {
		n.Problemf("write any, or name some", "no algorithm is allowed")
		return nil, false
	}
	var list []string
	for _, item := range n.List() {
		if name, ok := item.Choice(algorithmNames...); ok {
			list = append(list, name)
		}
	}
	return list, len(list) > 0
}

func algorithmsValue(list []string) value {
	if len(list) == 0 {
		return scalar("any")
	}
	return sorted(list)
}

func algorithmsSchema() object {
	return object{"anyOf": []object{
		{"const": "any"},
		{"type": "array", "minItems": 1, "items": reference("algorithm")},
	}}
}

// validAlgorithm is for lists that may be empty.
func validAlgorithm(name string) error {
	if slices.Contains(algorithmNames, name) {
		return nil
	}
	return fmt.Errorf("algorithm %s: not one of %s", yamlfile.Quote(name), strings.Join(algorithmNames, ", "))
}
