package report

import (
	"bytes"
	"testing"
)

// BenchmarkEncode writes 5,000 devices with 27 findings each.
func BenchmarkEncode(b *testing.B) {
	r := fleet(5000)
	for i := range r.Devices {
		d := &r.Devices[i]
		d.Findings = append(append(append([]Finding{}, d.Findings...), catalogue()...), catalogue()...)
	}
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := r.Encode(&out); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(out.Len()))
}
