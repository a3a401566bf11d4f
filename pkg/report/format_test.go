package report

import (
	"errors"
	"strings"
	"testing"
)

func TestForFile(t *testing.T) {
	for path, want := range map[string]string{
		"report.json": "json", "a/b.csv": "csv", "x.findings.csv": "csv-findings", "X.FINDINGS.CSV": "csv-findings",
		"findings.csv": "csv", "out.txt": "table",
	} {
		if f, err := ForFile(path); err != nil || f.Name != want {
			t.Errorf("%s: got %q, %v; want %s", path, f.Name, err, want)
		}
	}
	for path, want := range map[string]string{
		"x.jsn": `did you mean ".json"?`, "x.jsno": `did you mean ".json"?`, "x.sraif": `did you mean ".sarif"?`, "x.csv1": `did you mean ".csv"?`,
		"x." + strings.Repeat("j", 1<<20): "known are", "x.pdf": "unknown ending \".pdf\"; known are", "report": "has no ending", "": "has no ending",
	} {
		_, err := ForFile(path)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), ".findings.csv") {
			t.Errorf("%q: got error %v, want %q and the list", path, err, want)
		}
	}
}

func TestByName(t *testing.T) {
	for _, f := range Formats() {
		if got, err := ByName(strings.ToUpper(f.Name)); err != nil || got.Name != f.Name {
			t.Errorf("%s: got %q, %v", f.Name, got.Name, err)
		}
	}
	_, err := ByName("jsno")
	if err == nil || !strings.Contains(err.Error(), `did you mean "json"?`) || !strings.Contains(err.Error(), "csv-findings") {
		t.Errorf("got error %v", err)
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrorsAreReturned(t *testing.T) {
	for _, f := range Formats() {
		if err := f.Write(full{}, campus(), Options{}); !errors.Is(err, errFull) {
			t.Errorf("%s: got error %v", f.Name, err)
		}
	}
}
