package policy

import "github.com/ntpaudit/ntpaudit/pkg/yamlfile"

// byKind is the row of a value that is one for every device, or one for each kind of device. A plain field of the Policy
// has the one for every device, or that of the default kind until For puts there the one that holds for a device.
// unstated is what holds for kinds that a mapping does not name; nil: the mapping must name the default.
func byKind[T any](path string, f form[T], unstated *T, at func(*Policy) (plain *T, kinds *[]OfKind[T]), about string) field {
	return field{
		path: keys(path),
		read: func(_ reader, n yamlfile.Node, p *Policy) bool {
			all, ok := readByKind(n, f, unstated)
			if ok {
				plain, kinds := at(p)
				*plain, *kinds = all[0].Value, beyondOne(all)
			}
			return ok
		},
		write: func(p *Policy) value {
			plain, kinds := at(p)
			return byKindValue(f, *plain, *kinds)
		},
		apply: func(to, from *Policy) {
			plain, kinds := at(to)
			statedPlain, statedKinds := at(from)
			*plain, *kinds = *statedPlain, *statedKinds
		},
		schema: object{"anyOf": []object{f.schema, eachOf(kinds(), f.schema)}}.about(about),
	}
}

// readByKind gives the default kind first.
func readByKind[T any](n yamlfile.Node, f form[T], unstated *T) ([]OfKind[T], bool) {
	if !n.IsMap() {
		v, ok := f.read(n)
		return []OfKind[T]{{defaultKind, v}}, ok
	}
	all := []OfKind[T]{{Kind: defaultKind}}
	if unstated != nil {
		all[0].Value = *unstated
	}
	stated, sound := unstated != nil, true
	for _, p := range n.Map(kinds()...).Pairs() {
		v, ok := f.read(p.Value)
		switch {
		case p.Key == defaultKind:
			stated, sound = true, sound && ok
			all[0].Value = v
		case ok:
			all = append(all, OfKind[T]{p.Key, v})
		}
	}
	if !stated {
		n.Problemf("write {default: …, nxos: …}", "%s does not say what holds for other devices", n.Key())
	}
	return all, stated && sound
}

// beyondOne is nothing where one value holds for all.
func beyondOne[T any](all []OfKind[T]) []OfKind[T] {
	if len(all) == 1 {
		return nil
	}
	return all
}

func byKindValue[T any](f form[T], plain T, kinds []OfKind[T]) value {
	if len(kinds) == 0 {
		return f.write(plain)
	}
	var m mapping
	for _, k := range inKindOrder(kinds, func(k OfKind[T]) string { return k.Kind }) {
		m = append(m, pair{k.Kind, f.write(k.Value)})
	}
	return m
}
