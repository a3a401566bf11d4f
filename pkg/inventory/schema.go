package inventory

import (
	_ "embed"
	"slices"
)

//go:embed schema.json
var schema []byte

// Schema is the JSON Schema (draft 2020-12) of the native form, for editors. Load is
// stricter: it also knows what a schema cannot say, such as names that stand twice.
func Schema() []byte { return slices.Clone(schema) }
