package policy

import (
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// KindAlgorithms are the NTP authentication algorithms allowed for a kind of device.
type KindAlgorithms struct {
	Kind       string
	Algorithms []string // empty: any
}

// algorithmNames are as IOS spells them.
var algorithmNames = []string{"md5", "cmac-aes-128", "hmac-sha1", "hmac-sha2-256"}

// algorithms is the row of those that are allowed: one list, or a list for each kind of device. Those of the default
// kind are in Algorithms, until For chooses.
func algorithms(path string) field {
	return field{
		path: keys(path),
		read: func(_ reader, n yamlfile.Node, p *Policy) bool {
			byKind, ok := readKindAlgorithms(n)
			if ok {
				p.Authentication.Algorithms, p.Authentication.ByKind = byKind[0].Algorithms, byKind
			}
			return ok
		},
		write: func(p *Policy) value { return kindAlgorithmsValue(p.Authentication) },
		apply: func(to, from *Policy) {
			to.Authentication.Algorithms, to.Authentication.ByKind = from.Authentication.Algorithms, from.Authentication.ByKind
		},
		schema: object{"anyOf": []object{reference("algorithms"), eachOf(kinds(), reference("algorithms"))}},
	}
}

// readKindAlgorithms always gives the default kind, as the first: any, where the file states none.
func readKindAlgorithms(n yamlfile.Node) ([]KindAlgorithms, bool) {
	if !n.IsMap() {
		list, ok := readAlgorithms(n)
		return []KindAlgorithms{{defaultKind, list}}, ok
	}
	byKind := []KindAlgorithms{{Kind: defaultKind}}
	for _, p := range n.Map(kinds()...).Pairs() {
		list, ok := readAlgorithms(p.Value)
		switch {
		case !ok:
		case p.Key == defaultKind:
			byKind[0].Algorithms = list
		default:
			byKind = append(byKind, KindAlgorithms{p.Key, list})
		}
	}
	return byKind, true
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

func kindAlgorithmsValue(a Authentication) value {
	byKind := a.ByKind
	if byKind == nil { // a policy that Load did not make
		byKind = []KindAlgorithms{{defaultKind, a.Algorithms}}
	}
	var m mapping
	for _, k := range inKindOrder(byKind, func(k KindAlgorithms) string { return k.Kind }) {
		m = append(m, pair{k.Kind, algorithmsValue(k.Algorithms)})
	}
	if len(m) == 1 {
		return m[0].value
	}
	return m
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
		{"type": "array", "minItems": 1, "items": object{"enum": algorithmNames}},
	}}
}
