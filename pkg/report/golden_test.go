package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) {
	twwidth.SetEastAsian(false) // else the columns depend on the locale of who runs the tests
	os.Exit(m.Run())
}

const goldenFolder = "../../testdata/report"

// docs is a catalogue of prose, as the real one has it.
func docs() []check.Check {
	return []check.Check{
		{ID: "clock-offset", Doc: check.Doc{Title: "The clock is right", Text: "Log lines are only as good as the clock.\n\nPasses if the offset is <within> the limit.", Remedy: "Look at the other findings first:\nthey say why. Then measure again."}},
		{ID: "clock-set", Doc: check.Doc{Title: "The clock was set", Text: "A router without a battery wakes up in 1993.", Remedy: "Set the clock once with \"clock set\".\nNTP holds it from there."}},
		{ID: "ntp-falseticker", Doc: check.Doc{Title: "No source of the device is wrong", Text: "A device that follows a wrong server believes itself perfect.", Remedy: "Take the wrong source away."}},
	}
}

func TestGolden(t *testing.T) {
	incomplete := fleet(4)
	incomplete.Complete, incomplete.Notes = false, []string{"interrupted: 3 devices were not asked"}
	unsure := fleet(30)
	for i := range unsure.Devices {
		unsure.Devices[i] = refusedEnable()
		unsure.Devices[i].Name = fleet(30).Devices[i].Name
	}
	empty := campus()
	empty.Devices, empty.Findings, empty.Reference = []Device{}, []FleetFinding{}, &Reference{Tier: "none", Servers: []Server{}}
	settled(empty)
	for _, c := range []struct {
		file   string
		report *Report
		Options
	}{
		{"campus.80.txt", campus(), Options{Width: 80, JSONFile: "report.json"}},
		{"campus.120.txt", campus(), Options{Width: 120, InventoryOrder: true}},
		{"campus.pipe.txt", campus(), Options{}},
		{"campus.colour.txt", campus(), Options{Width: 80, Colour: true}},
		{"campus.verbose.txt", campus(), Options{Width: 100, Verbose: true, Checks: docs()}},
		{"campus.json", campus(), Options{}},
		{"campus.csv", campus(), Options{}},
		{"campus.findings.csv", campus(), Options{}},
		{"campus.html", campus(), Options{Checks: docs()}},
		{"campus.md", campus(), Options{Checks: docs()}},
		{"campus.xml", campus(), Options{Checks: docs()}},
		{"campus.sarif", campus(), Options{Checks: docs()}},
		{"campus.prom", campus(), Options{}},
		{"campus.github", campus(), Options{}},
		{"joined.100.txt", joined(), Options{Width: 100}},
		{"joined.verbose.txt", joined(), Options{Width: 100, Verbose: true}},
		{"joined.json", joined(), Options{}},
		{"joined.html", joined(), Options{Checks: docs()}},
		{"joined.md", joined(), Options{}},
		{"joined.prom", joined(), Options{}},
		{"hostile.html", hostile(), Options{Checks: docs()}},
		{"hostile.md", hostile(), Options{Checks: docs()}},
		{"hostile.xml", hostile(), Options{Checks: docs()}},
		{"hostile.sarif", hostile(), Options{Checks: docs()}},
		{"hostile.prom", hostile(), Options{}},
		{"hostile.github", hostile(), Options{}},
		{"incomplete.xml", incomplete, Options{}},
		{"hostile.100.txt", hostile(), Options{Width: 100}},
		{"hostile.verbose.txt", hostile(), Options{Width: 120, Verbose: true}},
		{"hostile.json", hostile(), Options{}},
		{"hostile.csv", hostile(), Options{}},
		{"hostile.findings.csv", hostile(), Options{}},
		{"fleet500.100.txt", fleet(500), Options{Width: 100}},
		{"incomplete.80.txt", incomplete, Options{Width: 80}},
		{"unsure.80.txt", unsure, Options{Width: 80}},
		{"empty.80.txt", empty, Options{Width: 80}},
		{"empty.csv", empty, Options{}},
		{"empty.json", empty, Options{}},
	} {
		t.Run(c.file, func(t *testing.T) {
			f, err := ForFile(c.file)
			if strings.HasSuffix(c.file, ".github") {
				f, err = ByName("github")
			}
			if err != nil {
				t.Fatal(err)
			}
			compare(t, c.file, write(t, f, c.report, c.Options))
		})
	}
}

// write judges a report that a test has changed, and writes it.
func write(t *testing.T, f Format, r *Report, o Options) []byte {
	t.Helper()
	r.Judge(r.Terms())
	var out bytes.Buffer
	if err := f.Write(&out, r, o); err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return out.Bytes()
}

func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	path := filepath.Join(goldenFolder, file)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run the test with -update", err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}
