package policy

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// notSettings are the exported fields of a Policy that no file states as a setting.
var notSettings = []string{"Name", "Digest", "JudgedBy", "Authentication.NeedsRole", "Overrides", "Waivers"}

// eachSetting visits every exported field of a Policy that a file may state, those of its structs one by one.
func eachSetting(v reflect.Value, prefix string, visit func(name string, at []int), at ...int) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, index := prefix+f.Name, append(slices.Clone(at), i)
		switch {
		case !f.IsExported() || slices.Contains(notSettings, name):
		case f.Type.Kind() == reflect.Struct:
			eachSetting(v.Field(i), name+".", visit, index...)
		default:
			visit(name, index)
		}
	}
}

// fill puts into a value something that is not zero.
func fill(t *testing.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.String:
		v.SetString("manual") // a word that every setting of words takes
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	default:
		t.Fatalf("%v: the test knows no value of it", v.Type())
	}
}

// A setting without a row would be missing in the digest, and no file, parent or override could state it.
func TestEverySettingOfThePolicyIsInTheTable(t *testing.T) {
	none, count := fields.render(&Policy{}), 0
	eachSetting(reflect.ValueOf(Policy{}), "", func(name string, at []int) {
		count++
		stated, applied := &Policy{}, &Policy{}
		fill(t, reflect.ValueOf(stated).Elem().FieldByIndex(at))
		if bytes.Equal(fields.render(stated), none) {
			t.Errorf("%s: no row of the table writes it", name)
		}
		for _, f := range fields {
			f.apply(applied, stated)
		}
		if reflect.ValueOf(applied).Elem().FieldByIndex(at).IsZero() {
			t.Errorf("%s: no row of the table applies it", name)
		}
	})
	if count < 30 {
		t.Errorf("only %d settings were found", count)
	}
}

func parse(t *testing.T, rows table, text string) *file {
	t.Helper()
	f := reader{checks: CheckIDs(), fields: rows}.file("p.yaml", []byte(text))
	if err := f.source.Problems().Err(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return f
}

func paths(t table) []string {
	var all []string
	for _, f := range t {
		all = append(all, strings.Join(f.path, "."))
	}
	return all
}

func TestEveryRowReadsWhatItWritesAndAppliesItAlone(t *testing.T) {
	text, err := os.ReadFile("testdata/canonical/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := parse(t, fields, string(text))
	if got, want := paths(all.stated), paths(fields); !slices.Equal(got, want) {
		t.Fatalf("everything.yaml states %v, the table has %v", got, want)
	}
	for i, f := range fields {
		t.Run(strings.Join(f.path, "."), func(t *testing.T) {
			one := table{f}
			want := one.render(&all.values)
			again := parse(t, fields, string(want))
			if got := paths(again.stated); !slices.Equal(got, paths(one)) {
				t.Fatalf("written as\n%s and read as %v", want, got)
			}
			p := &Policy{}
			again.apply(p)
			if got := one.render(p); !bytes.Equal(got, want) {
				t.Errorf("applied as\n%s want\n%s", got, want)
			}
			others := slices.Delete(slices.Clone(fields), i, i+1)
			if got, want := others.render(p), others.render(&Policy{}); !bytes.Equal(got, want) {
				t.Errorf("it also changes\n%s", got)
			}
		})
	}
}

// A path that ends where another goes on would hide it.
func TestPathsOfTheTable(t *testing.T) {
	all := paths(fields)
	for i, p := range all {
		for j, other := range all {
			if i != j && strings.HasPrefix(other+".", p+".") {
				t.Errorf("%s and %s", p, other)
			}
		}
	}
}

func TestBaselineStatesEveryLimit(t *testing.T) {
	text, err := builtin.ReadFile("builtin/baseline.yaml")
	if err != nil {
		t.Fatal(err)
	}
	stated := paths(parse(t, fields, string(text)).stated)
	for _, path := range paths(fields) {
		if path == "limits.log_ordering" { // see needsLogOrdering
			continue
		}
		if strings.HasPrefix(path, "limits.") && !slices.Contains(stated, path) {
			t.Errorf("%s: without a value in baseline it is zero in every policy that does not state it", path)
		}
	}
}

// withOneMore is the table with a row that only this test has. It borrows the field of a setting that these tests state nowhere.
func withOneMore() table {
	row := setting("limits.falsetickers", oneOf(word("few"), word("many")), func(p *Policy) *string { return &p.Interface.SwitchWithoutLoopback }, "")
	return append(slices.Clone(fields), row)
}

func loadWith(t *testing.T, rows table, text string) (*Policy, error) {
	t.Helper()
	dir := t.TempDir()
	parent := filepath.Join(dir, "parent.yaml")
	if err := os.WriteFile(parent, []byte("limits: {falsetickers: many}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "p.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	l := loader{reader: reader{checks: CheckIDs(), fields: rows}}
	return l.load(safefile.Read, path)
}

func TestOneRowIsAllThatALimitNeeds(t *testing.T) {
	rows := withOneMore()
	p, err := loadWith(t, rows, "extends: parent\noverrides: [{match: lab, limits: {falsetickers: few, stratum: 3}}]\n")
	if err != nil {
		t.Fatal(err)
	}
	if p.Interface.SwitchWithoutLoopback != "many" {
		t.Errorf("read from what it extends: %q", p.Interface.SwitchWithoutLoopback)
	}
	own := p.For(inventory.Device{Name: "lab"})
	if own.Interface.SwitchWithoutLoopback != "few" || own.Stratum != 3 {
		t.Errorf("overridden: %q", own.Interface.SwitchWithoutLoopback)
	}
	if p.For(inventory.Device{Name: "core"}).Interface.SwitchWithoutLoopback != "many" {
		t.Error("the override changed the policy itself")
	}
	text := string(rows.render(p))
	for _, want := range []string{"  falsetickers: many\nsources:\n", "      stratum: 3\n      falsetickers: few\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("rendered\n%s\nwithout\n%s", text, want)
		}
	}
	again, err := loadWith(t, rows, text)
	if err != nil || again.Digest != p.Digest {
		t.Errorf("%v: rendered, it does not load as the same policy\n%s", err, text)
	}
}

func TestOneRowIsInTheDigest(t *testing.T) {
	seen := map[string]string{}
	for _, text := range []string{"name: x\n", "name: x\nlimits: {falsetickers: few}\n", "name: x\nlimits: {falsetickers: many}\n",
		"name: x\noverrides: [{match: a, limits: {falsetickers: few}}]\n", "name: x\noverrides: [{match: a, limits: {falsetickers: many}}]\n"} {
		p, err := loadWith(t, withOneMore(), text)
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := seen[p.Digest]; ok {
			t.Errorf("%s and %s have one digest", text, other)
		}
		seen[p.Digest] = text
	}
}

func TestOneRowIsCheckedByLoaderAndSchema(t *testing.T) {
	rows := withOneMore()
	for text, want := range map[string]string{
		"limits: {falsetickers: mny}\n": `p.yaml:1:24: falsetickers "mny": not one of few, many; did you mean "many"?`,
		"limits: {falsetiker: many}\n":  `p.yaml:1:10: unknown key "falsetiker"; did you mean "falsetickers"?`,
	} {
		if _, err := loadWith(t, rows, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	schema := CompileSchema(t, rows.schema())
	for value, sound := range map[string]bool{"many": true, "mny": false} {
		if err := schema.Validate(map[string]any{"limits": map[string]any{"falsetickers": value}}); (err == nil) != sound {
			t.Errorf("%s: %v", value, err)
		}
	}
}

// CompileSchema is for the tests outside of the package as well.
func CompileSchema(t *testing.T, data []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("policy.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("policy.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
