package inventory

import (
	"encoding/csv"
	"errors"
	"io"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// The columns of a table, in any order; host or name must be there.
var csvColumns = []string{"name", "host", "port", "platform", "username", "tags", "groups", "timezone", "role", "site", "ntp", "addresses"}

// row is one line of a table with the place of each cell.
type row struct {
	cells []string
	marks []yamlfile.Mark
}

// readCSV reads a table with a header. An empty cell states nothing; lists in a cell are separated by
// blanks or semicolons.
func readCSV(name string, data []byte, words Words) *document {
	doc := &document{source: yamlfile.NewSource(name, data), words: words}
	doc.source.HideAll() // a cell may be in the wrong column
	r := csv.NewReader(strings.NewReader(doc.source.Text))
	r.Comma = delimiter(doc.source.Lines())
	r.FieldsPerRecord = -1
	r.Comment = '#'
	var header []string
	for {
		line, ok := doc.nextRow(r)
		if !ok {
			return doc
		}
		if header != nil {
			doc.row(header, line)
			continue
		}
		if header, ok = doc.header(line); !ok {
			return doc
		}
	}
}

// delimiter is the one that stands more often in the header.
func delimiter(lines []string) rune {
	for _, line := range lines {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.Count(line, ";") > strings.Count(line, ",") {
			return ';'
		}
		break
	}
	return ','
}

func (doc *document) nextRow(r *csv.Reader) (row, bool) {
	cells, err := r.Read()
	if errors.Is(err, io.EOF) {
		return row{}, false
	}
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		doc.source.Mark(bad.Line, doc.source.Column(bad.Line, bad.Column)).Problemf("", "not CSV: %v", bad.Err)
		return row{}, false
	}
	line := row{cells: cells}
	for i := range cells {
		n, column := r.FieldPos(i)
		line.marks = append(line.marks, doc.source.Mark(n, doc.source.Column(n, column)))
	}
	return line, true
}

var secretColumn = regexp.MustCompile(`(?i)pass|secret|enable|pwd|^key$`)

func (doc *document) header(line row) (columns []string, ok bool) {
	known := func(cell string) bool { return slices.Contains(csvColumns, strings.ToLower(strings.TrimSpace(cell))) }
	if !slices.ContainsFunc(line.cells, known) {
		line.marks[0].Problemf("begin with a line of column names, such as name,host,tags", "the first row names no column")
		return nil, false
	}
	ok = true
	for i, cell := range line.cells {
		name, at := strings.ToLower(strings.TrimSpace(cell)), line.marks[i]
		switch {
		case secretColumn.MatchString(name):
			at.Problemf("give it by --ask-pass, or name its place in the defaults of a YAML file beside this one",
				"column %d: a secret must not stand in a table", i+1)
			ok = false
		case !slices.Contains(csvColumns, name):
			at.Problemf(yamlfile.Expected(name, csvColumns), "column %d has an unknown name", i+1)
			ok = false
		case slices.Contains(columns, name):
			at.Problemf("", "column %q stands twice", name)
			ok = false
		}
		columns = append(columns, name)
	}
	if ok && !slices.Contains(columns, "host") && !slices.Contains(columns, "name") {
		line.marks[0].Problemf("begin with a line of column names, such as name,host,tags", "no column is named host or name")
		ok = false
	}
	return columns, ok
}

func (doc *document) row(header []string, line row) {
	if len(line.cells) != len(header) {
		last := line.marks[len(line.marks)-1]
		last.Problemf("", "the row has %d cells and the header %d", len(line.cells), len(header))
		return
	}
	e := entry{at: line.marks[0]}
	hostAt := line.marks[0]
	for i, column := range header {
		text, at := strings.TrimSpace(line.cells[i]), line.marks[i]
		switch {
		case text == "":
		case column == "name":
			e.name, e.at = text, at
		case column == "host":
			e.host, hostAt = text, at
		default:
			e.cell(column, text, at, doc.words)
		}
	}
	doc.add(e, hostAt, line.marks[0])
}

func (e *entry) cell(column, text string, at yamlfile.Mark, known Words) {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ';' || r == '\t' || r == '\n' })
	switch column {
	case "tags":
		for _, w := range words {
			if t, ok := tag(w, at); ok {
				e.tags = append(e.tags, t)
			}
		}
	case "groups":
		var names []groupName
		for _, w := range words {
			names = append(names, groupName{w, at})
		}
		e.groups = &names
	case "addresses":
		var all []netip.Addr
		for _, w := range words {
			if a, ok := address(w, at); ok {
				all = append(all, a)
			}
		}
		e.addresses = &all
	default:
		e.set(column, text, at, known)
	}
}
