package inventory

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// Load reads sources and joins them, in their order. The end of a title tells the form: .yaml, .yml and .json are the
// native form, .csv a table with a header, anything else a list of hosts. What has no name of its own, as
// standard input and <(command) have none, is told by what stands in it.
//
// Groups are known to all sources. A source without defaults of its own takes those of the last one that has
// some. The error is yamlfile.Problems and holds everything that is wrong, unless a source cannot be read: then
// it begins with the title of that source. What is still read when ctx ends is given up. A platform or a time zone that
// is none of words is an error.
func Load(ctx context.Context, sources []Source, words Words) (Inventory, error) {
	var docs []*document
	for _, s := range sources {
		doc, err := s.document(ctx, words)
		if err != nil {
			return Inventory{}, err
		}
		docs = append(docs, doc)
	}
	return join(docs)
}

func read(name string, data []byte, words Words) *document {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".yaml", ".yml", ".json":
		return readYAML(name, data, words)
	case ".csv":
		return readCSV(name, data, words)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	nameless := name == safefile.StandardInput || strings.HasPrefix(name, "/dev/")
	switch {
	case nameless && looksYAML.Match(data):
		return readYAML(name, data, words)
	case nameless && looksCSV.MatchString(firstLine(data)):
		return readCSV(name, data, words)
	}
	return readHosts(name, data, words)
}

// firstLine is the first line that is no comment.
func firstLine(data []byte) string {
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return line
		}
	}
	return ""
}

// joint is several documents becoming one inventory.
type joint struct {
	inventory  Inventory
	groups     map[string]group
	names      []string // of the groups, in order
	defaults   attributes
	devices    map[string]yamlfile.Mark
	references kept[serverKey, Reference]
	servers    kept[routeKey, Route]
}

func join(docs []*document) (Inventory, error) {
	j := joint{groups: map[string]group{}, devices: map[string]yamlfile.Mark{}}
	for _, doc := range docs {
		if doc.defaults != nil {
			j.defaults = *doc.defaults
		}
		for _, g := range doc.groups {
			j.addGroup(g)
		}
	}
	for _, doc := range docs {
		j.add(doc)
	}
	j.inventory.References, j.inventory.Servers = j.references.values, j.servers.values
	j.inventory.Defaults = j.resolve(entry{}, j.defaults)
	j.inventory.Defaults.NTP = value(j.defaults.ntp, ntpOn)
	var problems yamlfile.Problems
	for _, doc := range docs {
		problems = append(problems, doc.source.Problems()...)
	}
	if err := problems.Err(); err != nil {
		return Inventory{}, err
	}
	return j.inventory, nil
}

func (j *joint) addGroup(g group) {
	if first, ok := j.groups[g.name]; ok {
		if !g.at.SameFile(first.at) { // within a file the key stands twice, which was told
			g.at.Problemf("", "group %s stands twice (first at %s)", yamlfile.Quote(g.name), first.at)
		}
		return
	}
	j.groups[g.name] = g
	j.names = append(j.names, g.name)
}

func (j *joint) add(doc *document) {
	defaults := j.defaults
	if doc.defaults != nil {
		defaults = *doc.defaults
	}
	for _, e := range doc.entries {
		if first, ok := j.devices[e.name]; ok {
			e.at.Problemf("give one of them another name", "device %s stands twice (first at %s)", yamlfile.Quote(e.name), first)
			continue
		}
		j.devices[e.name] = e.at
		j.inventory.Devices = append(j.inventory.Devices, j.resolve(e, defaults))
	}
	for _, r := range doc.references {
		j.addReference(r)
	}
	for _, s := range doc.servers {
		j.addServer(s)
	}
}

// resolve applies defaults, then the groups in the order in which the device lists them, then what
// the device itself states: the later wins.
func (j *joint) resolve(e entry, defaults attributes) Device {
	all := defaults
	for _, name := range value(first(e.groups, defaults.groups), nil) {
		g, ok := j.groups[name.name]
		if !ok {
			name.at.Refusef(yamlfile.Expected(name.name, j.names), "unknown group")
			continue
		}
		all = g.over(all)
	}
	return e.over(all).device(e.name, e.host)
}

// addReference takes a server that several sources name alike once.
func (j *joint) addReference(r located[Reference]) {
	first, twice := j.references.add(r.value.server(), r)
	if twice && (r.at.SameFile(first.at) || !first.value.states(r.value)) {
		r.at.Problemf("one server has one vote", "reference %s stands twice (first at %s)", r.value.Address, first.at)
	}
}

func (j *joint) addServer(s located[Route]) {
	first, twice := j.servers.add(s.value.server(), s)
	if twice && (s.at.SameFile(first.at) || !first.value.states(s.value)) {
		s.at.Problemf("", "server %s in VRF %s stands twice (first at %s)", s.value.Address, yamlfile.Quote(s.value.VRF), first.at)
	}
}

// kept are values of which there is one of each key, in the order in which they came.
type kept[K comparable, T any] struct {
	values []T
	first  map[K]located[T]
}

// add keeps a value, or returns the one of its key that is there already.
func (k *kept[K, T]) add(key K, l located[T]) (first located[T], twice bool) {
	if first, twice = k.first[key]; twice {
		return first, true
	}
	if k.first == nil {
		k.first = make(map[K]located[T])
	}
	k.first[key] = l
	k.values = append(k.values, l.value)
	return l, false
}
