package policy

import (
	"encoding/json"
	"maps"
	"strings"
)

// Schema is the JSON Schema (draft 2020-12) of a policy, for editors. Load is stricter: it
// also knows what a schema cannot say, such as limits that must rise with the severity.
// It is kept as schema.json beside this file.
func Schema() []byte { return fields.schema() }

// object is a JSON object, which is written in the order of its keys.
type object map[string]any

func (t table) schema() []byte {
	doc := object{
		"$schema":               "https://json-schema.org/draft/2020-12/schema",
		"$id":                   "urn:ntpaudit:policy:v1",
		"title":                 "ntpaudit policy",
		"description":           "What is required of clocks, sources and log lines, how grave each failure is, and who is excused until when.",
		"$ref":                  "#/$defs/settings",
		"type":                  []string{"object", "null"},
		"unevaluatedProperties": false,
		"properties": object{
			"name":      object{"type": "string", "minLength": 1},
			"extends":   extendsSchema(),
			"overrides": object{"type": []string{"array", "null"}, "items": overrideSchema()},
			"waivers":   object{"type": []string{"array", "null"}, "items": waiverSchema()},
		},
		"$defs": object{
			"settings":   object{"properties": t.properties(0)},
			"algorithm":  object{"enum": algorithmNames},
			"algorithms": algorithmsSchema(),
			"severity":   severitySchema(),
			"check":      object{"enum": catalogue},
			"pattern": object{
				"type": "string", "minLength": 1, "description": "tag:x, a name or host, a glob, !not; several with commas.",
				"examples": []string{"tag:lab", "lab-*"},
			},
		},
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(doc) // words and numbers can always be written
	return []byte(b.String())
}

func extendsSchema() object {
	return object{
		"anyOf":       []object{{"type": "string"}, {"type": "array", "items": object{"type": "string"}}},
		"description": "Built-in policies, or files beside this one. A later one wins.",
		"examples":    Names(),
	}
}

func overrideSchema() object {
	return object{
		"$ref": "#/$defs/settings", "type": "object", "unevaluatedProperties": false,
		"required": []string{"match"}, "properties": object{"match": reference("pattern")},
	}
}

func waiverSchema() object {
	filled := object{"type": "string", "pattern": `\S`}
	return mappingOf(object{
		"check": object{
			"anyOf":       []object{reference("check"), {"const": EveryCheck}},
			"description": `"*" excuses the whole device, its absence too.`,
		},
		"devices": object{"type": "array", "minItems": 1, "items": reference("pattern")},
		"reason":  filled,
		"owner":   filled,
		"expires": object{"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "The last day on which it holds."},
	}).with("required", waiverKeys)
}

func reference(definition string) object { return object{"$ref": "#/$defs/" + definition} }

// mappingOf is a mapping that has no other keys.
func mappingOf(properties object) object {
	return object{"type": "object", "additionalProperties": false, "properties": properties}
}

// eachOf is a mapping in which each of the keys has a value of one form.
func eachOf(keys []string, of object) object {
	properties := object{}
	for _, key := range keys {
		properties[key] = of
	}
	return mappingOf(properties)
}

func (o object) with(key string, value any) object {
	own := maps.Clone(o)
	own[key] = value
	return own
}

func (o object) about(text string) object {
	if text == "" {
		return o
	}
	return o.with("description", text)
}

// inJSON is a word of YAML as an editor reads it: true and false are no text.
func inJSON(word string) any {
	switch word {
	case "true":
		return true
	case "false":
		return false
	}
	return word
}
