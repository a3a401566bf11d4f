package policy

import (
	_ "embed"
	"slices"
)

//go:embed schema.json
var schema []byte

// Schema is the JSON Schema (draft 2020-12) of a policy, for editors. Load is stricter: it
// also knows what a schema cannot say, such as limits that must rise with the severity.
func Schema() []byte { return slices.Clone(schema) }
