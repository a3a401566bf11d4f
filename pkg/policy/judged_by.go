package policy

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// editions is the row of the editions by which devices are judged, one or several for each kind of device.
func editions(path string) field {
	f := editionsForm()
	return field{
		path:   keys(path),
		read:   func(_ reader, n yamlfile.Node, p *Policy) (ok bool) { p.Editions, ok = f.read(n); return ok },
		write:  func(p *Policy) value { return f.write(p.Editions) },
		apply:  func(to, from *Policy) { to.Editions = joinEditions(to.Editions, from.Editions) },
		schema: f.schema.about("Of benchmarks and standards, whose items findings name. An id is the newest that is built in, id@version an older one."),
	}
}

func editionsForm() form[[]OfKind[[]string]] {
	name := object{"enum": editionNames()}
	return form[[]OfKind[[]string]]{
		read: func(n yamlfile.Node) ([]OfKind[[]string], bool) {
			var all []OfKind[[]string]
			for _, p := range n.Map(kinds()...).Pairs() {
				all = append(all, OfKind[[]string]{p.Key, readEditionNames(p.Value)})
			}
			return all, true
		},
		write: func(all []OfKind[[]string]) value {
			var m mapping
			for _, k := range inKindOrder(all, func(k OfKind[[]string]) string { return k.Kind }) {
				m = append(m, pair{k.Kind, editionsValue(k.Value)})
			}
			return m
		},
		schema: eachOf(kinds(), object{"anyOf": []object{name, {"type": "array", "items": name}}}),
	}
}

// editionNames are all ways to name one.
func editionNames() []string {
	var names []string
	all := known()
	for i := range all {
		names = append(names, all[i].ID, all[i].Reference())
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// readEditionNames takes one name or a list of them.
func readEditionNames(n yamlfile.Node) []string {
	nodes := []yamlfile.Node{n}
	if n.IsList() {
		nodes = n.List()
	}
	names := []string{}
	for _, item := range nodes {
		text, ok := item.Text()
		if !ok {
			continue
		}
		if _, found := editionNamed(text); !found {
			hint := yamlfile.DidYouMean(text, editionNames())
			if hint == "" {
				hint = "ntpaudit policy list --all lists them"
			}
			item.Problemf(hint, "unknown edition %s", yamlfile.Quote(text))
			continue
		}
		if !slices.Contains(names, text) {
			names = append(names, text)
		}
	}
	return names
}

func editionsValue(names []string) value {
	if len(names) == 1 {
		return quote(names[0])
	}
	return sorted(names)
}

// joinEditions adds what is stated to what holds. An edition takes the place of another of its series, so that an older
// one can be pinned; an empty list takes away what the kind has, an empty mapping all.
func joinEditions(to, from []OfKind[[]string]) []OfKind[[]string] {
	if len(from) == 0 {
		return nil
	}
	joined := slices.Clone(to)
	for _, stated := range from {
		i := slices.IndexFunc(joined, func(k OfKind[[]string]) bool { return k.Kind == stated.Kind })
		switch {
		case i < 0:
			joined = append(joined, stated)
		case len(stated.Value) == 0:
			joined[i].Value = stated.Value
		default:
			joined[i].Value = append(otherSeries(joined[i].Value, stated.Value), stated.Value...)
		}
	}
	return joined
}

func otherSeries(names, stated []string) []string {
	replaced := func(name string) bool {
		return slices.ContainsFunc(stated, func(other string) bool { return seriesOf(other) == seriesOf(name) })
	}
	return slices.DeleteFunc(slices.Clone(names), replaced)
}

// seriesOf an edition that is not known is the name itself.
func seriesOf(name string) string {
	if e, ok := editionNamed(name); ok {
		return e.Series
	}
	return name
}

// judgedBy are the editions for a device, in the order in which editions are listed: of each series the one whose kind
// describes it best.
func (p *Policy) judgedBy(d inventory.Device) (editions []*Edition, lack Lack) {
	for _, s := range p.bySeries() {
		e, byRole := s.best(d)
		switch {
		case e != nil:
			editions = append(editions, e)
		case byRole:
			lack = max(lack, NoRole)
		case s.kinds[0].Value.Benchmark:
			lack = NoEdition
		}
	}
	slices.SortStableFunc(editions, func(a, b *Edition) int { return place(a) - place(b) })
	return editions, lack
}

// ofSeries are the editions of one series that a policy has for kinds of devices.
type ofSeries struct {
	series string
	kinds  []OfKind[*Edition]
}

// best is nil where none is for the device. byRole: one would be if its role were known.
func (s ofSeries) best(d inventory.Device) (e *Edition, byRole bool) {
	var listed []string
	var fitting []*Edition
	for _, k := range s.kinds {
		if k.Value.fits(d) {
			listed, fitting = append(listed, k.Kind), append(fitting, k.Value)
		}
	}
	i, byRole := kindIndex(listed, d)
	if i >= 0 {
		return fitting[i], false
	}
	if d.Role == "" {
		for _, k := range s.kinds {
			d.Role = k.Value.Role
			i, _ := kindIndex([]string{k.Kind}, d)
			byRole = byRole || i >= 0 && k.Value.fits(d)
		}
	}
	return nil, byRole
}

func (p *Policy) bySeries() []ofSeries {
	var all []ofSeries
	for _, k := range p.Editions {
		for _, name := range k.Value {
			e, ok := editionNamed(name)
			if !ok { // a policy that Load did not make
				continue
			}
			i := slices.IndexFunc(all, func(s ofSeries) bool { return s.series == e.Series })
			if i < 0 {
				i = len(all)
				all = append(all, ofSeries{series: e.Series})
			}
			all[i].kinds = append(all[i].kinds, OfKind[*Edition]{k.Kind, e})
		}
	}
	return all
}

func place(e *Edition) int {
	return slices.IndexFunc(known(), func(k Edition) bool { return k.Reference() == e.Reference() })
}

// Lack is why findings about a device name no control of a benchmark that the policy is about.
type Lack int

// NoLack is the zero value: they name those of each.
const (
	NoLack    Lack = iota
	NoRole         // which edition it is depends on the role of the device, which is not known
	NoEdition      // none is for its platform
)

// LacksEdition tells whether the device is judged by an edition of each benchmark that the policy is about.
func (p *Policy) LacksEdition(d inventory.Device) Lack {
	_, lack := p.judgedBy(d)
	return lack
}

// EditionsInUse are all editions that the policy names, in the order in which editions are listed.
func (p *Policy) EditionsInUse() []*Edition {
	var all []*Edition
	for _, s := range p.bySeries() {
		for _, k := range s.kinds {
			if !slices.Contains(all, k.Value) {
				all = append(all, k.Value)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *Edition) int { return place(a) - place(b) })
	return all
}
