package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A function answers one question: none is longer than a page, and half of them are short.
const (
	longestFunction = 60
	medianFunction  = 12
)

func TestFunctionsAreShort(t *testing.T) {
	var lengths []int
	for _, dir := range []string{"../../pkg", "."} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, d := range file.Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok {
					continue
				}
				n := files.Position(f.End()).Line - files.Position(f.Pos()).Line + 1
				lengths = append(lengths, n)
				if n > longestFunction {
					t.Errorf("%s: %s has %d lines, which are more than %d: it answers more than one question", path, f.Name.Name, n, longestFunction)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(lengths)
	median := lengths[len(lengths)/2]
	if median > medianFunction {
		t.Errorf("half of the %d functions have more than %d lines", len(lengths), medianFunction)
	}
	t.Logf("%d functions, median %d lines, longest %d", len(lengths), median, lengths[len(lengths)-1])
}
