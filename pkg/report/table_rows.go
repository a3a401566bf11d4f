package report

import (
	"io"
	"slices"
	"strconv"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// column is one column of the table: its head, the blanks after it, the widest it gets.
type column struct {
	head string
	gap  int
	most int
	text func(*Device) string
}

// The widest that names get where they compete for room; the full text is in every file.
const (
	mostName    = 32
	mostAddress = 39 // an IPv6 address in full
	mostSource  = 39
	mostClock   = 24 // no text of an offset is longer: a number that is cut is another number
	mostWord    = 8
	mostZone    = 14 // a label of 7 with its offset
)

// layout is a choice of columns. The column of the first problem comes after them and
// takes what is left.
type layout struct {
	columns []column
	more    bool // the first problem is followed by the number of the others
}

// layouts lists the tables from the one that says most to the one that needs least room.
func layouts() []layout {
	device := column{"DEVICE", 2, mostName, func(d *Device) string { return d.Name }}
	clock := column{"CLOCK", 2, mostClock, (*Device).ClockText}
	return []layout{
		{more: true, columns: []column{
			device,
			{"ADDRESS", 2, mostAddress, func(d *Device) string { return d.Address }},
			clock,
			{"LIMIT", 2, mostWord, (*Device).LimitText},
			{"SYNC", 1, mostWord, (*Device).syncWord},
			{"ST", 1, mostWord, (*Device).stratumWord},
			{"SOURCE", 2, mostSource, (*Device).sourceWord},
			{"SRCS", 1, mostWord, (*Device).SourcesText},
			{"LOG", 1, mostWord, (*Device).LogText},
			{"DEBUG", 1, mostWord, (*Device).DebugText},
			{"ZONE", 1, mostZone, (*Device).zoneWord},
		}},
		{columns: []column{
			device,
			clock,
			{"NTP", 2, mostSource, (*Device).SyncText},
			{"LOGS", 2, mostWord, (*Device).LogText},
		}},
		{columns: []column{device, clock}},
		{columns: []column{{"DEVICE", 2, 16, device.text}, clock}},
	}
}

// leastProblem is the room below which the first problem can no longer be read.
const leastProblem = 24

// fit picks the first layout that leaves room for the first problem, and returns that
// room; 0: no limit.
func fit(rows []*Device, width int) (l layout, problem int) {
	all := layouts()
	if namedByAddress(rows) {
		all[0].columns = slices.DeleteFunc(all[0].columns, func(c column) bool { return c.head == "ADDRESS" })
	}
	if width <= 0 {
		return all[0], 0
	}
	for _, l = range all {
		problem = width - 2 // the mark
		for _, c := range l.columns {
			problem -= c.width(rows) + c.gap
		}
		if problem >= leastProblem {
			return l, problem
		}
	}
	return l, max(problem, leastProblem/2)
}

// namedByAddress reports whether no address says more than the name, as with hosts that were
// given on the command line.
func namedByAddress(rows []*Device) bool {
	return !slices.ContainsFunc(rows, func(d *Device) bool { return d.Name != d.Address })
}

func (c column) width(rows []*Device) int {
	widest := twwidth.Width(c.head)
	for _, d := range rows {
		widest = max(widest, twwidth.Width(clip(c.text(d), c.most)))
	}
	return widest
}

func writeRows(w io.Writer, rows []*Device, o Options) error {
	if len(rows) == 0 {
		return nil
	}
	l, problem := fit(rows, o.Width)
	header, gaps := []string{" "}, []int{1}
	for _, c := range l.columns {
		header, gaps = append(header, c.head), append(gaps, c.gap)
	}
	last := "FIRST PROBLEM"
	switch {
	case l.more:
		last += " (+more)"
	case problem > 0 && problem < len(last): // a very narrow terminal
		last = "PROBLEM"
	}
	table := [][]string{append(header, last)}
	for _, d := range rows {
		table = append(table, l.row(d, problem, o))
	}
	return align(w, table, append(gaps, 0))
}

func (l layout) row(d *Device, problem int, o Options) []string {
	row := []string{o.sign(d.sign())}
	for _, c := range l.columns {
		row = append(row, clip(c.text(d), c.most))
	}
	text, more := d.FirstProblem(o.failOn())
	count := ""
	if l.more && more > 0 {
		count = " +" + strconv.Itoa(more)
	}
	if problem > 0 {
		problem -= len(count)
	}
	return append(row, clause(text, problem)+count)
}

// align writes rows in columns, each followed by its gap of blanks. The first row is the header.
func align(w io.Writer, rows [][]string, gaps []int) error {
	paddings := make([]tw.Padding, len(gaps))
	for i, gap := range gaps {
		paddings[i] = tw.Padding{Right: "  "[:gap], Overwrite: true}
	}
	cells := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoFormat: tw.Off, AutoWrap: tw.WrapNone},
		Alignment:  tw.CellAlignment{Global: tw.AlignLeft},
		Padding:    tw.CellPadding{PerColumn: paddings},
	}
	table := tablewriter.NewTable(w,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Lines: tw.LinesNone, Separators: tw.SeparatorsNone},
		})),
		tablewriter.WithConfig(tablewriter.Config{
			Header: cells, Row: cells,
			Behavior: tw.Behavior{TrimSpace: tw.Off, TrimTab: tw.Off, TrimLine: tw.Off},
		}),
	)
	table.Header(rows[0])
	for _, row := range rows[1:] {
		if err := table.Append(row); err != nil {
			return err
		}
	}
	return table.Render()
}

func (d *Device) stratumWord() string {
	if d.NTP == nil || d.NTP.Stratum == nil {
		return nothingText
	}
	return strconv.Itoa(*d.NTP.Stratum)
}

// sourceWord is the source that the device follows, or since when it has none.
func (d *Device) sourceWord() string {
	switch word := d.syncWord(); {
	case d.NTP == nil || word == syncOff:
		return nothingText
	case word == syncNo:
		return d.lostText()
	}
	return orNothing(d.NTP.SourceText())
}

func (d *Device) zoneWord() string {
	if d.Clock == nil || d.Clock.Zone == "" {
		return d.unanswered()
	}
	return d.Clock.zoneWord()
}
