package lab

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// maxFile bounds a specification; a fleet of any size is generated from a few lines.
const maxFile = 16 << 20

// specFile is Spec as YAML has it: devices (and the template of a generated fleet) begin as copies of "defaults".
type specFile struct {
	Truth      time.Duration `yaml:"truth"`
	Seed       uint64        `yaml:"seed"`
	Username   string        `yaml:"username"`
	Password   string        `yaml:"password"`
	Enable     string        `yaml:"enable"`
	References []string      `yaml:"references"`
	Servers    []ServerSpec  `yaml:"ntp_servers"`
	Defaults   ast.Node      `yaml:"defaults"`
	Devices    []ast.Node    `yaml:"devices"`
	Fleet      ast.Node      `yaml:"fleet"`
}

// Load reads a specification from a YAML file.
func Load(path string) (Spec, error) { return LoadBy(safefile.Read, path) }

// LoadBy is Load for a file that is read in another way.
func LoadBy(readFile safefile.ReadFunc, path string) (Spec, error) {
	data, err := readFile(path, maxFile)
	if err != nil {
		return Spec{}, fmt.Errorf("read lab: %w", err)
	}
	return Parse(safefile.Title(path), data)
}

// Parse reads a specification from YAML. Unknown keys and impossible values are errors that begin with
// name:line:column. Durations are those of Go, and "90d" and "20y" (of 365 days) too.
func Parse(name string, data []byte) (Spec, error) {
	document, err := parser.ParseBytes(data, 0)
	if err != nil {
		return Spec{}, located(name, nil, err)
	}
	spec, err := decodeDocument(document)
	if err != nil {
		return Spec{}, located(name, document, err)
	}
	if problems := spec.withDefaults().problems(); len(problems) > 0 {
		return Spec{}, problems[0].located(name, document)
	}
	return spec, nil
}

func (f specFile) spec() (Spec, error) {
	s := Spec{
		Truth: f.Truth, Seed: f.Seed, Username: f.Username, Password: f.Password, Enable: f.Enable,
		References: f.References, Servers: f.Servers,
	}
	for _, node := range f.Devices {
		var d DeviceSpec
		if err := decodeOver(&d, f.Defaults, node); err != nil {
			return Spec{}, err
		}
		s.Devices = append(s.Devices, d)
	}
	if err := decodeOver(&s.Fleet.Template, f.Defaults); err != nil {
		return Spec{}, err
	}
	return s, decodeOver(&s.Fleet, f.Fleet)
}

func decodeDocument(document *ast.File) (Spec, error) {
	if len(document.Docs) != 1 || document.Docs[0].Body == nil {
		return Spec{}, errors.New("want one YAML document with ntp_servers and devices")
	}
	body, err := aliases{}.resolve(document.Docs[0].Body)
	if err != nil {
		return Spec{}, err
	}
	var file specFile
	if err := decodeOver(&file, body); err != nil {
		return Spec{}, err
	}
	return file.spec()
}

// decodeOver decodes several nodes into one value; what a later node does not name keeps its value.
func decodeOver(v any, nodes ...ast.Node) error {
	for _, node := range nodes {
		if node == nil {
			continue
		}
		if err := yaml.NodeToValue(node, v, yaml.Strict(), yaml.CustomUnmarshaler(readDuration)); err != nil {
			return err
		}
	}
	return nil
}

// durationError keeps the text, by which its place is found again: the YAML library passes no position to whoever
// decodes a value.
type durationError struct{ text string }

func (e durationError) Error() string {
	return fmt.Sprintf("%q is no duration; write 250ms, -41.2s, 6h, 90d or 20y", e.text)
}

func readDuration(d *time.Duration, text []byte) error {
	word := strings.Trim(strings.TrimSpace(string(text)), `"'`)
	parsed, err := parseDuration(word)
	if err != nil {
		return durationError{word}
	}
	*d = parsed
	return nil
}

func parseDuration(word string) (time.Duration, error) {
	if word == "0" {
		return 0, nil
	}
	const day = 24 * time.Hour
	for suffix, unit := range map[string]time.Duration{"d": day, "y": 365 * day} {
		if number, ok := strings.CutSuffix(word, suffix); ok {
			n, err := strconv.ParseFloat(number, 64)
			return time.Duration(n * float64(unit)), err
		}
	}
	return time.ParseDuration(word)
}

// located puts file, line and column in front of an error of the YAML library.
func located(name string, document *ast.File, err error) error {
	var positioned yaml.Error
	if errors.As(err, &positioned) {
		at := positioned.GetToken().Position
		return fmt.Errorf("%s:%d:%d: %s", name, at.Line, at.Column, positioned.GetMessage())
	}
	var alias aliasError
	if errors.As(err, &alias) {
		return fmt.Errorf("%s:%w", name, err)
	}
	var duration durationError
	if errors.As(err, &duration) && document != nil {
		f := &scalarFinder{text: duration.text}
		for _, doc := range document.Docs {
			ast.Walk(f, doc)
		}
		if f.found != nil {
			at := f.found.GetToken().Position
			return fmt.Errorf("%s:%d:%d: %w", name, at.Line, at.Column, err)
		}
	}
	return fmt.Errorf("%s: %w", name, err)
}

// scalarFinder looks for the first scalar with a text.
type scalarFinder struct {
	text  string
	found ast.Node
}

func (f *scalarFinder) Visit(node ast.Node) ast.Visitor {
	if _, scalar := node.(ast.ScalarNode); scalar && f.found == nil && node.GetToken().Value == f.text {
		f.found = node
	}
	return f
}

// problem is a value that cannot be. Its path is the one of the YAML document: "$.devices[2].fault.kind".
type problem struct {
	path string
	text string
}

func (p problem) Error() string { return strings.TrimPrefix(p.path, "$.") + ": " + p.text }

// located names the line and column of the value, or of whatever encloses it.
func (p problem) located(name string, document *ast.File) error {
	for path := p.path; path != "$" && path != ""; path = parent(path) {
		at, err := yaml.PathString(path)
		if err != nil {
			continue
		}
		node, err := at.FilterFile(document)
		if err != nil || node == nil {
			continue
		}
		position := node.GetToken().Position
		return fmt.Errorf("%s:%d:%d: %w", name, position.Line, position.Column, p)
	}
	return fmt.Errorf("%s: %w", name, p)
}

func parent(path string) string {
	return path[:max(strings.LastIndexByte(path, '.'), strings.LastIndexByte(path, '['), 0)]
}
