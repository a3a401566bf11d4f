package report

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestSecondsAreExact(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                     "0",
		5001 * ms:             "5.001",
		-1870 * ms:            "-1.87",
		1:                     "0.000000001",
		-1:                    "-0.000000001",
		100 * time.Second:     "100",
		5000999999:            "5.000999999",
		math.MaxInt64:         "9223372036.854775807",
		math.MinInt64:         "-9223372036.854775808",
		-50 * time.Nanosecond: "-0.00000005",
	} {
		got, err := json.Marshal(Seconds(d))
		if err != nil || string(got) != want {
			t.Errorf("%d ns: got %s, %v; want %s", d, got, err, want)
		}
	}
}

func TestSecondsRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		want := Seconds(random.Uint64() >> random.IntN(64))
		if random.IntN(2) == 0 {
			want = -want
		}
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Seconds
		if err := json.Unmarshal(data, &got); err != nil || got != want {
			t.Fatalf("%s: got %d, %v; want %d", data, got, err, want)
		}
	}
}

func TestSecondsFromOtherPrograms(t *testing.T) {
	for text, want := range map[string]Seconds{"1e-9": 1, "5.001E0": 5001e6, "1.50": 1500e6, "-0": 0, "1e3": 1000e9} {
		var got Seconds
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s: got %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{`"1"`, "true", "1e-10", "1e10", "1e999999999", "0.0000000001", "[]", "{}", "9" + strings.Repeat("0", 60)} {
		var got Seconds
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s: no error, got %d", text, got)
		}
	}
}

func reports() map[string]*Report {
	return map[string]*Report{"campus": campus(), "hostile": hostile(), "fleet": fleet(50)}
}

func encode(t *testing.T, r *Report) []byte {
	t.Helper()
	r.Judge(r.Terms())
	var out bytes.Buffer
	if err := r.Encode(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestEncodeDecodeEncode(t *testing.T) {
	for name, r := range reports() {
		first := encode(t, r)
		decoded, err := Decode(bytes.NewReader(first))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if second := encode(t, decoded); !bytes.Equal(first, second) {
			t.Errorf("%s: encoding a decoded report gives other bytes", name)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	whole := string(encode(t, campus()))
	replace := func(old, new string) string {
		if !strings.Contains(whole, old) {
			t.Fatalf("the report has no %s", old)
		}
		return strings.Replace(whole, old, new, 1)
	}
	for _, c := range []struct{ name, in, want string }{
		{"empty", " \n", "empty"},
		{"cut", whole[:len(whole)/2], "cut off after"},
		{"text", "FAIL  7 of 12", "not JSON: byte 1"},
		{"followed by another", whole + "{}", "not JSON"},
		{"list", "[]", "not a report"},
		{"other", `{"name": 1}`, "not a report"},
		{"schema of another type", `{"schema": 1}`, "not a report"},
		{"version", replace(SchemaVersion, "ntpaudit.report/v2"), `schema "ntpaudit.report/v2", this version reads`},
		{"no devices", `{"schema": "` + SchemaVersion + `"}`, `list of "devices"`},
		{"wrong type", replace(`"samples": 3`, `"samples": "3"`), "samples"},
		{"unknown status", replace(`"status": "pass"`, `"status": "fine"`), `unknown status "fine"`},
		{"unknown severity", replace(`"severity": "high"`, `"severity": "huge"`), "huge"},
		{"twice", replace(`"name": "dist2"`, `"name": "core1"`), `"core1" is in it twice`},
		{"nameless", replace(`"name": "core1"`, `"name": ""`), "device 1 has no name"},
		{"ends swapped", replace(`"low_seconds": 4.993`, `"low_seconds": 6`), "low end"},
	} {
		_, err := Decode(strings.NewReader(c.in))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got error %v, want %q", c.name, err, c.want)
		}
	}
}

func TestReportsSatisfySchema(t *testing.T) {
	for name, r := range reports() {
		data := encode(t, r)
		for kind, closed := range map[string]bool{"as shipped": false, "without undocumented keys": true} {
			if err := compileSchema(t, closed).Validate(unmarshal(t, data)); err != nil {
				t.Errorf("%s, schema %s: %v", name, kind, err)
			}
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	whole := string(encode(t, campus()))
	for _, bad := range []string{
		strings.Replace(whole, `"status": "pass"`, `"status": "fine"`, 1),
		strings.Replace(whole, `"estimate_seconds"`, `"estimate"`, 1),
		strings.Replace(whole, `"outcome": "audited"`, `"outcome": null`, 1),
	} {
		if bad == whole {
			t.Fatal("nothing was replaced")
		}
		if compileSchema(t, false).Validate(unmarshal(t, []byte(bad))) == nil {
			t.Error("the schema accepts a broken report")
		}
	}
}

func unmarshal(t *testing.T, data []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// compileSchema compiles the shipped schema; closed, it refuses keys that it does not name.
func compileSchema(t *testing.T, closed bool) *jsonschema.Schema {
	t.Helper()
	doc := unmarshal(t, Schema())
	if closed {
		closeObjects(doc)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("report.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func closeObjects(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, object := v["properties"].(map[string]any); object && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, child := range v {
			closeObjects(child)
		}
	case []any:
		for _, child := range v {
			closeObjects(child)
		}
	}
}
