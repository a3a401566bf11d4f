package main

import (
	"encoding/csv"
	"slices"
	"strings"
)

// expectedFix is what is expected of the block of a device; of "*", of all blocks together.
type expectedFix struct {
	Never    texts       `json:"never"` // of lines to enter
	Must     texts       `json:"must"`  // likewise
	Comment  texts       `json:"comment"`
	Together [][2]string `json:"together"` // the first only with the second
	Order    [][2]string `json:"order"`    // the first before the second
}

func (j *judgement) table() {
	lines := strings.Split(j.run.Table, "\n")
	j.mustMatch("table: no line is", "", j.want.Table, lines, j.run.Table)
	j.mustNotMatch("table:", "", j.want.TableNever, lines)
}

func (j *judgement) csv() {
	if len(j.want.CSV) == 0 {
		return
	}
	rows, err := csv.NewReader(strings.NewReader(j.run.CSV)).ReadAll()
	if err != nil || len(rows) == 0 {
		j.differ("csv: %d rows, %v", len(rows), err)
		return
	}
	for device, columns := range sorted(j.want.CSV) {
		at := slices.IndexFunc(rows, func(row []string) bool { return row[0] == device })
		if at < 1 {
			j.differ("csv: no row of %s", device)
			continue
		}
		for column, want := range sorted(columns) {
			i := slices.Index(rows[0], column)
			if i < 0 {
				j.differ("csv: no column %s", column)
			} else if !slices.Contains(want, rows[at][i]) {
				j.differ("csv %s: %s: want %q, found %q", device, column, want, rows[at][i])
			}
		}
	}
}

func (j *judgement) fixes() {
	for device, want := range sorted(j.want.Fix) {
		block := j.block(device)
		lines, shown, place := linesToEnter(block), "", "fix "+device+": "
		if shown = strings.Join(lines, " ⏎ "); shown == "" {
			shown = "none"
		}
		j.mustMatch(place+"no line is", "", want.Must, lines, shown)
		j.mustNotMatch(place+"line", "", want.Never, lines)
		j.mustMatch(place+"no comment says", "", want.Comment, statements(block), strings.Join(statements(block), " ⏎ "))
		for _, pair := range want.Together {
			if j.first(pair[0], lines) >= 0 && j.first(pair[1], lines) < 0 {
				j.differ("%swant /%s/ only with /%s/; lines: %s", place, pair[0], pair[1], shown)
			}
		}
		for _, pair := range want.Order {
			before, after := j.first(pair[0], lines), j.first(pair[1], lines)
			if after >= 0 && (before < 0 || before > after) {
				j.differ("%swant /%s/ before /%s/; lines: %s", place, pair[0], pair[1], shown)
			}
		}
	}
}

// block is the lines that ntpaudit fix wrote for a device; of "*", all of them. A block begins with the device's name:
//
//	! edge01 (192.0.2.17): 2 failed checks
func (j *judgement) block(device string) (block []string) {
	owner := ""
	for line := range strings.Lines(j.run.Fix) {
		line = strings.TrimRight(line, " \n")
		heading := strings.TrimPrefix(line, "! ")
		name, rest, _ := strings.Cut(heading, " (")
		unknown, _, isUnknown := strings.Cut(heading, ": not known what to ")
		switch {
		case strings.Contains(rest, "): ") && j.isDevice(name):
			owner = name
		case isUnknown && j.isDevice(unknown):
			owner = unknown
		case strings.HasPrefix(heading, "The fleet as a whole:"):
			owner = ofTheFleet
		}
		if device == "*" || owner == device {
			block = append(block, line)
		}
	}
	return block
}

func (j *judgement) isDevice(name string) bool {
	for i := range j.report.Devices {
		if j.report.Devices[i].Name == name {
			return true
		}
	}
	return false
}

// linesToEnter is the lines of a block that are to be entered.
func linesToEnter(block []string) (lines []string) {
	for _, line := range block {
		if line != "" && !strings.HasPrefix(line, "!") {
			lines = append(lines, line)
		}
	}
	return lines
}

// statements is the lines of a block without the marks of comments. A comment that goes on, on lines that are further in, is joined.
func statements(block []string) (all []string) {
	for _, line := range block {
		comment := strings.HasPrefix(line, "!")
		text := strings.TrimPrefix(line, "!")
		switch {
		case strings.TrimSpace(text) == "":
		case comment && strings.HasPrefix(text, "  ") && len(all) > 0:
			all[len(all)-1] += " " + strings.TrimSpace(text)
		default:
			all = append(all, strings.TrimSpace(text))
		}
	}
	return all
}
