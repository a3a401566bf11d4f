package inventory

import (
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// document is one source as read, before groups and defaults are applied.
type document struct {
	source     *yamlfile.Source
	folder     string // that relative paths start from
	words      Words
	defaults   *attributes
	groups     []group
	entries    []entry
	references []located[Reference]
	servers    []located[Route]
}

// group is a named set of attributes.
type group struct {
	groupName
	attributes
}

// entry is a device as one file states it.
type entry struct {
	name, host string
	at         yamlfile.Mark
	attributes
}

// located is a value and where it was stated.
type located[T any] struct {
	value T
	at    yamlfile.Mark
}

// The keys of the native form.
var (
	sharedKeys = []string{"platform", "port", "username", "password", "enable", "key_file", "ssh",
		"tags", "groups", "timezone", "role", "site", "ntp", "addresses", "timeouts"}
	deviceKeys = slices.Concat([]string{"name", "host"}, sharedKeys)
	fileKeys   = []string{"defaults", "groups", "devices", "references", "servers"}
)

func readYAML(name string, data []byte, words Words) *document {
	source, root := yamlfile.Parse(name, data)
	source.Guard()
	doc := &document{source: source, folder: filepath.Dir(name), words: words}
	top := root.Map(fileKeys...)
	if defaults := top.At("defaults"); defaults.Present() {
		doc.defaults = new(doc.attributes(defaults.Map(sharedKeys...)))
	}
	for _, g := range top.At("groups").Map().Pairs() {
		doc.group(g)
	}
	for _, d := range top.At("devices").List() {
		doc.device(d)
	}
	for _, r := range top.At("references").List() {
		doc.reference(r)
	}
	for _, s := range top.At("servers").List() {
		doc.server(s)
	}
	return doc
}

func (doc *document) group(p yamlfile.Pair) {
	attrs := doc.attributes(p.Value.Map(sharedKeys...))
	if attrs.groups != nil {
		p.Value.Hide()
		p.At.Problemf("list every group at the device", "group %s: groups do not nest", yamlfile.Quote(p.Key))
	}
	doc.groups = append(doc.groups, group{groupName{p.Key, p.At}, attrs})
}

// device reads one element of devices: a mapping, or the host alone.
func (doc *document) device(n yamlfile.Node) {
	if !n.IsMap() {
		if text, ok := n.Text(); ok {
			doc.host(text, n.Mark())
		}
		return
	}
	m := n.Map(deviceKeys...)
	e := entry{at: n.Mark(), attributes: doc.attributes(m)}
	if name := m.At("name"); name.Present() {
		e.name, _ = name.Text()
		e.at = name.Mark()
	}
	host := m.At("host")
	if host.Present() {
		e.host, _ = host.Text()
	}
	doc.add(e, host.Mark(), n.Mark())
}

// add completes the name from the host, or the host from the name, and keeps sound entries.
func (doc *document) add(e entry, hostAt, at yamlfile.Mark) {
	switch {
	case e.name == "" && e.host == "":
		at.Problemf("write host: ADDRESS", "the device has neither name nor host")
		return
	case e.host == "":
		e.host, hostAt = e.name, e.at
	case e.name == "":
		e.name = e.host
	}
	soundName := deviceName(e.name, e.at)
	soundHost := hostAlone(e.host, hostAt)
	if soundName && soundHost {
		doc.entries = append(doc.entries, e)
	}
}

// deviceName keeps names apart from what patterns of devices mean.
func deviceName(name string, at yamlfile.Mark) bool {
	const longest = 255
	bad := func(r rune) bool { return r == ',' || !unicode.IsPrint(r) }
	if len(name) > longest || strings.ContainsFunc(name, bad) || strings.TrimSpace(name) != name ||
		strings.HasPrefix(name, "!") || strings.HasPrefix(name, "tag:") {
		at.Refusef("", "name %s: a name is printable, without comma, and starts with neither ! nor tag:", yamlfile.Quote(name))
		return false
	}
	return true
}

func hostAlone(host string, at yamlfile.Mark) bool {
	err := ValidHost(host)
	if err == nil {
		return true
	}
	if strings.Contains(host, "@") {
		at.Refusef("write username: NAME and host: ADDRESS", "host: a user name stands before the address")
		return false
	}
	hint := ""
	if bare, port, splitErr := splitHost(host); splitErr == nil {
		hint = "write host: " + bare
		if port != 0 {
			hint += " and port: " + host[strings.LastIndex(host, ":")+1:]
		}
	}
	at.Refusef(hint, "%v", err)
	return false
}

func (doc *document) attributes(m yamlfile.Map) attributes {
	var a attributes
	for _, p := range m.Pairs() {
		switch p.Key {
		case "name", "host":
		case "password":
			a.password = doc.secret(p.Value)
		case "enable":
			a.enable = doc.enable(p.Value)
		case "key_file":
			if text, ok := p.Value.Text(); ok {
				a.keyFile = new(doc.path(text))
			}
		case "tags":
			a.tags = readAll(p.Value, tag)
		case "groups":
			names := readAll(p.Value, func(text string, at yamlfile.Mark) (groupName, bool) {
				return groupName{text, at}, true
			})
			a.groups = &names
		case "addresses":
			a.addresses = new(readAll[netip.Addr](p.Value, address))
		case "timeouts":
			a.timeouts = timeouts(p.Value)
		default:
			if text, ok := p.Value.Text(); ok {
				a.set(p.Key, text, p.Value.Mark(), doc.words)
			}
		}
	}
	return a
}

func readAll[T any](list yamlfile.Node, read func(string, yamlfile.Mark) (T, bool)) []T {
	var all []T
	for _, n := range list.List() {
		text, ok := n.Text()
		if !ok {
			continue
		}
		if v, ok := read(text, n.Mark()); ok {
			all = append(all, v)
		}
	}
	return all
}

// enable is a secret, or off where defaults or a group state one that is not meant here.
func (doc *document) enable(n yamlfile.Node) *Secret {
	if n.Is("off", "false", "no") {
		return &Secret{}
	}
	return doc.secret(n)
}

var environmentName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// secret reads {env: NAME} or {file: PATH}. What else stands there may be the secret itself, and is
// never repeated.
func (doc *document) secret(n yamlfile.Node) *Secret {
	const hint = "write {env: NAME} or {file: PATH}"
	if !n.IsMap() && !n.Empty() {
		n.Problemf(hint, "%s: a secret must not stand in the file", n.Key())
		return nil
	}
	pairs := n.Map("env", "file").Pairs()
	if len(pairs) != 1 {
		n.Problemf(hint, "%s: name one place where the secret comes from", n.Key())
		return nil
	}
	source := pairs[0].Value
	text, ok := source.Text()
	switch {
	case !ok:
		return nil
	case pairs[0].Key == "file":
		return new(FileSecret(doc.path(text)))
	case !environmentName.MatchString(text):
		source.Problemf(hint, "env: not the name of an environment variable")
		return nil
	}
	return new(EnvSecret(text))
}

// path resolves a path of the file against the file's folder, and ~/ against the home of the user.
func (doc *document) path(p string) string {
	if rest, ok := strings.CutPrefix(p, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(doc.folder, p)
}
