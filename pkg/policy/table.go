package policy

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// field is one setting of a policy: where it stands in a file, and all that is done with it.
type field struct {
	path []string // keys, from the top of the file or of an override

	// read puts what is stated into the policy. It is asked where the key is there, and reports whether
	// anything sound is stated; what is wrong is noted at the node.
	read  func(r reader, n yamlfile.Node, p *Policy) bool
	write func(p *Policy) value
	// apply sets in one policy what another states. It replaces slices and never changes them, because
	// copies of a policy share them.
	apply func(to, from *Policy)

	schema object // of the value
}

// setting is the row of one typed field of the Policy.
func setting[T any](path string, f form[T], at func(*Policy) *T, about string) field {
	return field{
		path:   keys(path),
		read:   func(_ reader, n yamlfile.Node, p *Policy) (ok bool) { *at(p), ok = f.read(n); return ok },
		write:  func(p *Policy) value { return f.write(*at(p)) },
		apply:  func(to, from *Policy) { *at(to) = *at(from) },
		schema: f.schema.about(about),
	}
}

// keys are those of a path such as limits.stratum.
func keys(path string) []string { return strings.Split(path, ".") }

// table is settings in the order in which they are listed to people.
type table []field

// group is a key with the fields at it, which is one, or below it.
type group struct {
	key    string
	fields table
}

func (t table) groups(depth int) []group {
	var all []group
	for _, f := range t {
		i := slices.IndexFunc(all, func(g group) bool { return g.key == f.path[depth] })
		if i < 0 {
			i = len(all)
			all = append(all, group{key: f.path[depth]})
		}
		all[i].fields = append(all[i].fields, f)
	}
	return all
}

// at returns the field that stands at the key itself.
func (g group) at(depth int) (field, bool) { return g.fields[0], len(g.fields[0].path) == depth+1 }

// keys are those that may stand at a depth, where all fields have one path above it.
func (t table) keys(depth int) []string {
	var all []string
	for _, g := range t.groups(depth) {
		all = append(all, g.key)
	}
	return all
}

// settings are the requirements that one file, or one override, states.
type settings struct {
	stated table
	values Policy // those of the stated fields; the rest is zero
}

func (r reader) settings(m yamlfile.Map) settings {
	var s settings
	s.read(r, r.fields, 0, m)
	return s
}

func (s *settings) read(r reader, t table, depth int, m yamlfile.Map) {
	for _, g := range t.groups(depth) {
		n := m.At(g.key)
		f, here := g.at(depth)
		switch {
		case !n.Present():
		case !here:
			s.read(r, g.fields, depth+1, n.Map(g.fields.keys(depth+1)...))
		case f.read(r, n, &s.values):
			s.stated = append(s.stated, f)
		}
	}
}

// apply changes the policy to what the settings state.
func (s *settings) apply(p *Policy) {
	for _, f := range s.stated {
		f.apply(p, &s.values)
	}
}

// follow are settings that hold as another one does where no policy states them, and so have no default.
var follow = []string{"sources.usable"}

// defaults are what holds where no policy states anything, taken from baseline: see the package comment.
func (s *settings) defaults() *settings {
	own := settings{values: s.values}
	for _, f := range s.stated {
		if slices.Contains(follow, strings.Join(f.path, ".")) {
			continue
		}
		if slices.Contains([]string{"limits", "sources", "authentication"}, f.path[0]) {
			own.stated = append(own.stated, f)
		}
	}
	return &own
}

// mapping is the canonical form of what is stated. An empty mapping takes away what was stated before, so it is written.
func (s *settings) mapping() mapping {
	return s.stated.mapping(func(f field) value {
		v := f.write(&s.values)
		if m, ok := v.(mapping); ok && len(m) == 0 {
			return scalar("{}")
		}
		return v
	})
}

// mapping is the canonical form of these fields, each as it is written.
func (t table) mapping(write func(field) value) mapping { return t.canonical().below(0, write) }

// canonical has the keys of a benchmark first, and else the order of the table. Digests of policies are kept in reports,
// so what is stated may not move.
func (t table) canonical() table {
	first := []string{"editions", "level", "levels"}
	rank := func(f field) int {
		if i := slices.Index(first, f.path[0]); i >= 0 {
			return i
		}
		return len(first)
	}
	return slices.SortedStableFunc(slices.Values(t), func(a, b field) int { return rank(a) - rank(b) })
}

func (t table) below(depth int, write func(field) value) mapping {
	var m mapping
	for _, g := range t.groups(depth) {
		if f, here := g.at(depth); here {
			m = append(m, pair{g.key, write(f)})
			continue
		}
		m = append(m, pair{g.key, g.fields.below(depth+1, write)})
	}
	return m
}

// properties are the schemas of the fields, by key.
func (t table) properties(depth int) object {
	all := object{}
	for _, g := range t.groups(depth) {
		if f, here := g.at(depth); here {
			all[g.key] = f.schema
			continue
		}
		all[g.key] = mappingOf(g.fields.properties(depth + 1))
	}
	return all
}
