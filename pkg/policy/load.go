package policy

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// maxFile bounds a policy; one with thousands of waivers is smaller.
const maxFile = 16 << 20

//go:embed builtin/*.yaml
var builtin embed.FS

var builtinNames = [...]string{"baseline", "cis", "stig", "rfc8633", "finra", "pci", "mifid2"}

// BuiltinCount is how many policies are built in: a table of what each must do has that many columns, or does not build.
const BuiltinCount = len(builtinNames)

// Names are the policies that are built in.
func Names() []string { return slices.Clone(builtinNames[:]) }

// Builtin returns a policy that is built in.
func Builtin(name string) (*Policy, error) {
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("policy %q: not built in; %s", name, yamlfile.Expected(name, Names()))
	}
	return Load(name, Words{})
}

// Words are what a file may say of things that other packages know.
type Words struct {
	Checks []string          // ids beside CheckIDs
	Zone   func(string) bool // whether there is an IANA time zone of that name. nil: every name is taken
}

// Load reads a policy: one that is built in, by its name, or a file. The error is yamlfile.Problems and holds
// everything that is wrong, unless a file cannot be read.
//
// A name in "extends" is a built-in policy, or a file: its path, or its name without .yaml, from
// the folder of the file that extends it. A policy that several extend is applied once, before all of them.
func Load(path string, words Words) (*Policy, error) { return LoadBy(safefile.Read, path, words) }

// LoadBy is Load for a file that is read in another way. What it extends is read as files are.
func LoadBy(readFile safefile.ReadFunc, path string, words Words) (*Policy, error) {
	l := loader{reader: reader{checks: append(CheckIDs(), words.Checks...), zone: words.Zone, fields: fields}}
	return l.load(readFile, path)
}

// loader joins a policy and what it extends.
type loader struct {
	reader reader
	files  []*opened // each once, in the order in which they were needed
}

// opened is a file that was read.
type opened struct {
	*file
	id     string // built-in name or absolute path
	folder string // that the names it extends start from; empty for a built-in policy
	joined bool
}

func (l *loader) load(readFile safefile.ReadFunc, path string) (*Policy, error) {
	baseline, err := l.builtin("baseline")
	if err != nil {
		return nil, err
	}
	f, err := l.named(readFile, path)
	if err != nil {
		return nil, err
	}
	p := &Policy{}
	baseline.defaults().apply(p)
	l.join(p, f, nil)
	p.needsLogOrdering()
	if err := l.problems().Err(); err != nil {
		return nil, err
	}
	p.Name = f.name
	p.Digest = l.reader.fields.digest(p)
	return p, nil
}

// join applies what the file extends and then the file itself.
func (l *loader) join(p *Policy, f *opened, chain []*opened) {
	if f.joined {
		return
	}
	chain = append(chain, f)
	for _, parent := range f.extends {
		from, err := l.extended(parent.name, f)
		if err != nil {
			parent.at.Problemf(yamlfile.Expected(parent.name, Names()), "policy %s: %v", yamlfile.Quote(parent.name), err)
			continue
		}
		if i := slices.Index(chain, from); i >= 0 {
			parent.at.Problemf("remove one of these lines", "extends goes in a circle: %s", circle(chain[i:], from))
			continue
		}
		l.join(p, from, chain)
	}
	f.joined = true
	f.apply(p)
	p.Overrides = append(p.Overrides, f.overrides...)
	p.Waivers = append(p.Waivers, f.waivers...)
	p.waiverMarks = append(p.waiverMarks, f.waiverMarks...)
}

func circle(chain []*opened, end *opened) string {
	var names []string
	for _, f := range chain {
		names = append(names, f.name)
	}
	return strings.Join(append(names, end.name), " → ")
}

func (l *loader) problems() yamlfile.Problems {
	var all yamlfile.Problems
	for _, f := range l.files {
		all = append(all, f.source.Problems()...)
	}
	return all
}

// named opens what the user asked for.
func (l *loader) named(readFile safefile.ReadFunc, path string) (*opened, error) {
	if slices.Contains(Names(), path) {
		return l.builtin(path)
	}
	f, err := l.open(readFile, path)
	if errors.Is(err, fs.ErrNotExist) && filepath.Ext(path) == "" {
		return nil, fmt.Errorf("policy %q: neither built in nor a file; %s", path, yamlfile.Expected(path, Names()))
	}
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	return f, nil
}

// extended opens what a file extends.
func (l *loader) extended(name string, by *opened) (*opened, error) {
	switch {
	case slices.Contains(Names(), name):
		return l.builtin(name)
	case name == by.name:
		return by, nil
	}
	path := name
	if !filepath.IsAbs(name) {
		path = filepath.Join(by.folder, name)
	}
	for _, ending := range []string{"", ".yaml", ".yml"} {
		f, err := l.open(safefile.Read, path+ending)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return nil, errors.New("neither built in nor a file")
}

func (l *loader) builtin(name string) (*opened, error) {
	data, err := builtin.ReadFile("builtin/" + name + ".yaml")
	if err != nil {
		return nil, err
	}
	return l.read(name, name, "", data), nil
}

func (l *loader) open(readFile safefile.ReadFunc, path string) (*opened, error) {
	data, err := readFile(path, maxFile)
	if err != nil {
		return nil, err
	}
	id, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return l.read(safefile.Title(path), id, filepath.Dir(path), data), nil
}

func (l *loader) read(name, id, folder string, data []byte) *opened {
	for _, f := range l.files {
		if f.id == id {
			return f
		}
	}
	f := &opened{file: l.reader.file(name, data), id: id, folder: folder}
	if f.name == "" {
		f.name = strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	}
	l.files = append(l.files, f)
	return f
}
