package report

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"testing"
)

// usable writes a report in every format; what Decode accepts must neither panic nor fail,
// and can be read again.
func usable(t *testing.T, r *Report) {
	t.Helper()
	for _, f := range Formats() {
		if err := f.Write(io.Discard, r, Options{Width: 80, Verbose: true}); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	if _, err := Decode(bytes.NewReader(encode(t, r))); err != nil {
		t.Fatal(err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"schema":"ntpaudit.report/v1","devices":[]}`))
	f.Add([]byte(`{"schema":"ntpaudit.report/v1","devices":[{"name":"x","clock":{"candidates":[{}],"width":{}},"ntp":{},"timestamps":{},"findings":[{"status":"waived"},{"status":"fail"}]}],"findings":[{"status":"fail"}],"reference":{"offset":{},"servers":[{}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := Decode(bytes.NewReader(data)); err == nil {
			usable(t, r)
		}
	})
}

// Each value of a report in turn is taken away, or becomes something absurd.
func TestBrokenValues(t *testing.T) {
	whole := campus()
	whole.Devices = []Device{wrongSource()}
	whole.Devices[0].Findings = whole.Devices[0].Findings[5:7]
	whole.Reference.Servers = whole.Reference.Servers[:1]
	whole.Devices[0].Clock.Candidates = []Candidate{{UTCOffset: Seconds(3600e9), Offset: between(-1, 1).Bounds}}
	var root any
	if err := json.Unmarshal(encode(t, whole), &root); err != nil {
		t.Fatal(err)
	}
	accepted := 0
	mutate(root, func() {
		data, err := json.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := Decode(bytes.NewReader(data)); err == nil {
			accepted++
			usable(t, r)
		}
	})
	if accepted < 300 {
		t.Errorf("only %d broken reports were accepted: the test tries nothing", accepted)
	}
}

func mutate(v any, try func()) {
	absurd := []any{nil, "", "x\x1b", -1, json.Number("-9223372036.854775808"), 9223372036, true, []any{}, []any{nil}, map[string]any{}}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			old := v[key]
			mutate(old, try)
			for _, a := range absurd {
				v[key] = a
				try()
			}
			delete(v, key)
			try()
			v[key] = old
		}
	case []any:
		for i, old := range v[:min(len(v), 2)] {
			mutate(old, try)
			v[i] = nil
			try()
			v[i] = old
		}
	}
}
