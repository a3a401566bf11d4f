package main

import (
	"encoding/json"
	"errors"
	"go/scanner"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/ntpaudit/ntpaudit/"

// layers is the architecture: what each package may import of this module. An arrow that
// is not here is a design decision, and belongs into the table of the README as well.
var layers = map[string][]string{
	"pkg/interval":  {},
	"pkg/timeline":  {},
	"pkg/shield":    {},
	"pkg/scarcity":  {},
	"pkg/measure":   {"interval"},
	"pkg/yamlfile":  {},
	"pkg/safefile":  {},
	"pkg/inventory": {"yamlfile", "safefile"},
	"pkg/policy":    {"interval", "inventory", "yamlfile", "safefile"},
	"pkg/snapshot":  {"inventory", "safefile"},
	"pkg/show":      {},
	"pkg/capture":   {"show"},
	"pkg/ntpshow":   {"show", "capture"},
	"pkg/platform":  {"show", "capture"},
	"pkg/ios":       {"platform", "show", "capture", "ntpshow"},
	"pkg/nxos":      {"platform", "show", "capture", "ntpshow"},
	"pkg/iosxr":     {"platform", "show", "capture", "ntpshow"},
	"pkg/platforms": {"platform", "ios", "nxos", "iosxr"},
	"pkg/session":   {"inventory", "snapshot", "timeline", "platform", "show", "safefile", "shield", "scarcity"},
	"pkg/ntpquery":  {"inventory", "snapshot", "timeline", "shield", "scarcity"},
	"pkg/facts":     {"interval", "measure", "inventory", "snapshot", "platform", "show"},
	"pkg/topology":  {"facts", "show"},
	"pkg/ordering":  {"facts", "interval", "show"},
	"pkg/check":     {"facts", "topology", "interval", "inventory", "policy", "show"},
	"pkg/checks":    {"check", "facts", "topology", "ordering", "interval", "inventory", "policy", "show"},
	"pkg/fix":       {"check", "topology", "facts", "interval", "platform", "show", "safefile"},
	"pkg/report":    {"check", "policy", "topology", "ordering", "facts", "interval", "inventory", "show", "fix", "safefile", "yamlfile"},
	"pkg/collect":   {"session", "ntpquery", "snapshot", "inventory", "timeline", "show", "shield"},
	"pkg/audit": {
		"measure", "inventory", "policy", "snapshot", "timeline", "session", "ntpquery", "collect",
		"facts", "check", "checks", "fix", "report", "platform", "platforms", "show",
	},
	"pkg/lab": {"safefile"},
	"pkg/cli": {
		"interval", "timeline", "measure", "yamlfile", "inventory", "policy", "snapshot", "show", "platform", "platforms", "session", "ntpquery",
		"facts", "topology", "check", "checks", "fix", "report", "collect", "audit", "lab", "safefile", "scarcity",
	},
	"cmd/ntpaudit": {"cli"},

	"pkg/platform/platformtest": {"capture", "show"}, // imported by tests alone
}

// sole names the modules that one package alone may import.
var sole = map[string]string{
	"github.com/scrapli/scrapligo":      "pkg/session",
	"github.com/beevik/ntp":             "pkg/ntpquery",
	"github.com/spf13/cobra":            "pkg/cli",
	"github.com/olekukonko/tablewriter": "pkg/report",
}

type listed struct {
	ImportPath, Dir string
	GoFiles         []string
	Imports         []string
}

func TestLayers(t *testing.T) {
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := layers[name]
		if !known {
			t.Errorf("%s is not in the map of layers: decide what it may import", name)
			continue
		}
		for _, imported := range p.Imports {
			if arrow, ours := strings.CutPrefix(imported, module+"pkg/"); ours && !slices.Contains(allowed, arrow) {
				t.Errorf("%s imports pkg/%s: the map of layers has no such arrow", name, arrow)
			}
			for prefix, owner := range sole {
				if strings.HasPrefix(imported, prefix) && name != owner {
					t.Errorf("%s imports %s: only %s may", name, imported, owner)
				}
			}
		}
	}
}

func list(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-tags", strings.Join(leftOut(), ","), "-json=ImportPath,Dir,GoFiles,Imports", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
}

// solePlace names the calls that stand in one package alone, and in the lab, which shares nothing with the product.
var solePlace = map[string][]string{
	"time.LoadLocation(": {"pkg/lab"}, // zones are settled in facts
}

func TestCallsHaveOnePlace(t *testing.T) {
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		for _, file := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			for call, places := range solePlace {
				if strings.Contains(string(text), call) && !slices.Contains(places, name) {
					t.Errorf("%s: %s calls %s…), which only %s may", name, file, call, strings.Join(places, " and "))
				}
			}
		}
	}
}

// mayNamePlatforms are the packages that know operating systems by name. All others ask a property of platform.Platform.
var mayNamePlatforms = []string{"pkg/ios", "pkg/nxos", "pkg/iosxr", "pkg/platform", "pkg/policy", "pkg/lab", "pkg/cli"}

func TestPlatformsAreNotNamed(t *testing.T) {
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		if slices.Contains(mayNamePlatforms, name) {
			continue
		}
		for _, file := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			if named := platformIn(text); named != "" {
				t.Errorf("%s: %s names %s: make what is asked of it a property of platform.Platform", name, file, named)
			}
		}
	}
}

// platformIn finds a string of a program that names a platform as inventories do.
func platformIn(text []byte) (found string) {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(text)), text, nil, 0)
	for {
		switch _, kind, literal := s.Scan(); {
		case kind == token.EOF:
			return ""
		case kind == token.STRING && strings.Contains(literal, "cisco_"):
			return literal
		}
	}
}
