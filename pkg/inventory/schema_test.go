package inventory_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(inventory.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("inventory.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("inventory.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(doc)
}

func TestShippedInventoriesLoad(t *testing.T) {
	for name, devices := range map[string]int{"example.yaml": 6, "hosts.txt": 5, "devices.csv": 3} {
		inv, err := loadFiles(filepath.Join("..", "..", "inventory", name))
		if err != nil || len(inv.Devices) != devices {
			t.Errorf("%s: %d devices, %v", name, len(inv.Devices), err)
		}
	}
}

func TestShippedInventoryAgreesWithTheSchema(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "inventory", "example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(t, compileSchema(t), text); err != nil {
		t.Error(err)
	}
}

// What the loader refuses, an editor should underline, as far as a schema can say it.
func TestSchemaRefuses(t *testing.T) {
	schema := compileSchema(t)
	for _, text := range []string{
		"device: []", "devices: [{prot: 1, host: a}]", "devices: [{port: 99999, host: a}]", "devices: [{port: 22}]",
		"devices: [{host: a, platform: 1}]", "defaults: {password: hunter2}", "defaults: {password: {env: A, file: b}}",
		"defaults: {name: a}", "groups: {a: {groups: [b]}}", "groups: {a: {host: b}}", "references: [{system: true}]",
		"references: [{address: a, bound: 1s}]", "references: [{system: true, bound: 50}]", "servers: [{address: 10.0.0.1}]",
		"devices: [{host: a, addresses: [b]}]", "devices: [{host: a, role: hub}]", "devices: [{host: a, tags: core}]",
		"defaults: {timeouts: {login: 60}}", "defaults: {timeouts: {run: 60s}}", "defaults: {timeouts: 60s}",
	} {
		if validate(t, schema, []byte(text)) == nil {
			t.Errorf("the schema accepts %s", text)
		}
		if _, err := load("a.yaml", text); err == nil {
			t.Errorf("the loader accepts %s", text)
		}
	}
}
