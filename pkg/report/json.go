package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

//go:embed schema.json
var schema []byte

// Schema is the JSON Schema (draft 2020-12) that every report in JSON satisfies.
func Schema() []byte { return slices.Clone(schema) }

// MarshalJSON writes null for a text that is not known.
func (o Optional) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(o))
}

// Encode writes the report as JSON. Invisible characters are escaped, so that the file is
// safe to show on a terminal and still says exactly what the device printed.
func (r *Report) Encode(w io.Writer) error { return EncodeJSON(w, r) }

// EncodeJSON writes any value in the way of Encode: whatever shows what a device printed as JSON does it here.
func EncodeJSON(w io.Writer, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("encode as JSON: %w", err)
	}
	_, err = w.Write(append(escapeHidden(data), '\n'))
	return err
}

func writeJSON(w io.Writer, r *Report, _ Options) error { return r.Encode(w) }

// escapeHidden escapes what encoding/json leaves as it is. U+FFFD is among it: encoding/json
// escapes it where it stands for a broken byte and not where it was read from a file.
func escapeHidden(data []byte) []byte {
	out := make([]byte, 0, len(data)+1)
	for len(data) > 0 {
		if plain := asciiPrefix(data); plain > 0 {
			out, data = append(out, data[:plain]...), data[plain:]
			continue
		}
		r, size := utf8.DecodeRune(data)
		switch {
		case !hidden(r) && r != utf8.RuneError:
			out = append(out, data[:size]...)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		data = data[size:]
	}
	return out
}

// asciiPrefix counts the leading bytes that need no second look: encoding/json has escaped
// the controls below the blank.
func asciiPrefix(data []byte) int {
	for i, b := range data {
		if b >= 0x7f {
			return i
		}
	}
	return len(data)
}

// maxReportSize bounds what Decode takes into memory: some 20,000 devices with every finding.
const maxReportSize = 512 << 20

// Decode reads a report that Encode wrote. Anything else (not JSON, cut short, of another
// schema version, over 512 MiB, contradicting itself) is an error that says what is wrong.
func Decode(in io.Reader) (*Report, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxReportSize+1))
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	if len(data) > maxReportSize {
		return nil, fmt.Errorf("the report is larger than %d MiB", maxReportSize>>20)
	}
	if err := checkSchema(data); err != nil {
		return nil, err
	}
	terms := check.DefaultTerms() // the strictest that is usual, where the report says none
	r := Report{FailOn: terms.FailOn, MinCoverage: terms.MinCoverage}
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("not a report of schema %s: %w", SchemaVersion, err)
	}
	if err := r.validate(); err != nil {
		return nil, err
	}
	r.Judge(r.Terms())
	return &r, nil
}

func checkSchema(data []byte) error {
	var head struct {
		Schema *string `json:"schema"`
	}
	var syntax *json.SyntaxError
	err := json.Unmarshal(data, &head)
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return errors.New("the report is empty")
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(data)):
		return fmt.Errorf("the report is cut off after %d bytes; write it again", len(data))
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON: byte %d: %w", syntax.Offset, syntax)
	case err != nil || head.Schema == nil:
		return fmt.Errorf(`not a report: it has no "schema" that says %s`, SchemaVersion)
	case *head.Schema != SchemaVersion:
		return fmt.Errorf("the report has schema %q, this version reads %s", *head.Schema, SchemaVersion)
	}
	return nil
}
