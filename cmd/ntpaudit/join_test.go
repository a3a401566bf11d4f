package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/cli"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// A fleet that is asked in two parts is judged as if one run had asked it: loops, islands, and clocks that are one
// reach across the parts.
func TestTwoPartsAreJudgedAsOne(t *testing.T) {
	scripts, err := txtar.ParseFile(filepath.Join("..", "..", "testdata", "script", "checks-topology.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string) []byte {
		i := slices.IndexFunc(scripts.Files, func(f txtar.File) bool { return f.Name == name })
		return scripts.Files[i].Data
	}
	tangled, err := lab.Parse("tangled.yaml", file("tangled.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	campus, err := lab.Campus()
	if err != nil {
		t.Fatal(err)
	}
	for name, spec := range map[string]lab.Spec{"tangled": tangled, "campus": campus} {
		t.Run(name, func(t *testing.T) {
			for _, d := range spec.Devices {
				needsPlatform(t, d.Platform)
			}
			halves := [2][]string{}
			for i, d := range spec.Devices {
				halves[i%2] = append(halves[i%2], d.Name)
			}
			collect := collector(t, spec)
			want := judged(t, collect(nil))
			got := judged(t, collect(halves[0]), collect(halves[1]))
			if len(want) < len(spec.Devices) {
				t.Fatalf("%d findings of %d devices: nothing is compared", len(want), len(spec.Devices))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-one run +two runs):\n%s", diff)
			}
		})
	}
}

// labHere starts a fleet in this process, which tells the truth of it, and returns the folder with what an audit of it needs.
func labHere(t *testing.T, spec lab.Spec) (fleet *lab.Lab, dir string) {
	t.Helper()
	fleet, err := lab.Start(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fleet.Close)
	dir = t.TempDir()
	if err := fleet.WriteFiles(dir); err != nil {
		t.Fatal(err)
	}
	for _, variable := range fleet.Environment() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	return fleet, dir
}

// collector starts a fleet, and returns what asks some of its devices, or all.
func collector(t *testing.T, spec lab.Spec) func(devices []string) *snapshot.Snapshot {
	t.Helper()
	_, dir := labHere(t, spec)
	return func(devices []string) *snapshot.Snapshot {
		saved := filepath.Join(t.TempDir(), "evidence")
		args := []string{
			"collect", "-i", filepath.Join(dir, "inventory.yaml"), "--known-hosts", filepath.Join(dir, "known_hosts"),
			"--rate", "0", "--ntp-devices", "always", "--samples", "0", "-q", "--save", saved, // how often a clock is read depends on this machine
		}
		if devices != nil {
			args = append(args, "--limit", strings.Join(devices, ","))
		}
		var stderr bytes.Buffer
		if code := cli.Main(args, nil, new(bytes.Buffer), &stderr); code != 0 && code != 3 {
			t.Fatalf("exit code %d\n%s", code, &stderr)
		}
		s, err := snapshot.Load(saved)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

// judged is every finding of a fleet, without the numbers that no two runs measure alike.
func judged(t *testing.T, runs ...*snapshot.Snapshot) []string {
	t.Helper()
	p, err := policy.Builtin("baseline")
	if err != nil {
		t.Fatal(err)
	}
	results := check.Run(checks.All(), facts.From(platforms.All(), runs...), p)
	var list []string
	for _, findings := range results.Devices {
		for _, f := range findings {
			list = append(list, fmt.Sprintf("%s %s %q: %s %s", f.Device, f.Check, f.Subject, f.Status, f.Severity))
		}
	}
	for _, f := range results.Fleet {
		devices := slices.Sorted(slices.Values(f.Devices))
		list = append(list, fmt.Sprintf("fleet %s %v: %s %s", f.Check, devices, f.Status, f.Severity))
	}
	slices.Sort(list)
	return list
}
