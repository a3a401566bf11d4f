package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// WriteServers shows the NTP servers of a report and what they say about the clock of the
// auditing host: the answer of a query.
func WriteServers(w io.Writer, r *Report, o Options) error {
	var out bytes.Buffer
	o.writeTime(&out, r)
	if ref := r.Reference.Offset; ref != nil {
		fmt.Fprintf(&out, "%s  this machine's clock is %s\n", o.paint(bold, "HERE"), ref.Text())
	}
	o.writeNotes(&out, r.Notes)
	out.WriteByte('\n')
	if err := r.Reference.writeTable(&out, o); err != nil {
		return err
	}
	_, err := w.Write(trimLines(out.Bytes()))
	return err
}

// narrow is the width below which the table of servers leaves out what explains an offset.
const narrow = 80

func (ref *Reference) writeTable(w io.Writer, o Options) error {
	if len(ref.Servers) == 0 {
		return nil
	}
	address := mostAddress
	if o.Width > 0 {
		address = max(o.Width/3, mostWord)
	}
	rows := [][]string{{" ", "SERVER", "OFFSET", "ST", "REFID", "RTT", "ROOT", "N", "VERDICT"}}
	for i := range ref.Servers {
		rows = append(rows, ref.Servers[i].row(address, o))
	}
	gaps := []int{1, 2, 2, 2, 2, 2, 2, 2, 0}
	if o.Width > 0 && o.Width < narrow {
		for i := range rows {
			rows[i] = slices.Delete(rows[i], 4, 8)
		}
		gaps = slices.Delete(gaps, 4, 8)
	}
	clipLast(rows, gaps, o.Width)
	return align(w, rows, gaps)
}

func (s *Server) row(address int, o Options) []string {
	return []string{
		o.sign(s.state()), clip(s.name(), address), s.offsetText(), orNothing(intCell(s.Stratum)), clip(orNothing(string(s.RefID)), mostAddress),
		spanOrNothing(s.RTT), spanOrNothing(s.RootDistance), strconv.Itoa(s.Samples), s.verdictText(),
	}
}

// clipLast clips the last column to what the others leave of the width; 0: no limit.
func clipLast(rows [][]string, gaps []int, width int) {
	last := len(gaps) - 1
	for column, gap := range gaps[:last] {
		widest := 0
		for _, row := range rows {
			widest = max(widest, twwidth.Width(row[column]))
		}
		width -= widest + gap
	}
	for _, row := range rows {
		row[last] = clip(row[last], max(width, 0))
	}
}

// state is what the server's answer comes to for a reader.
func (s *Server) state() check.State {
	switch s.Verdict {
	case facts.Truechimer:
		return check.StatePass
	case facts.Falseticker:
		return check.StateFail
	}
	return check.StateUnknown
}

func (s *Server) name() string {
	if s.VRF == "" {
		return s.Address
	}
	return s.Address + " vrf " + string(s.VRF)
}

func (s *Server) offsetText() string {
	if s.Offset == nil {
		return nothingText
	}
	return s.Offset.Text()
}

func (s *Server) verdictText() string {
	verdict := strings.ReplaceAll(string(s.Verdict), "_", " ")
	switch {
	case s.Error == "":
		return verdict
	case strings.HasPrefix(string(s.Error), verdict):
		return string(s.Error)
	}
	return verdict + ": " + string(s.Error)
}

// Text is what was measured of a server, in a sentence.
func (s *Server) Text() string {
	parts := []string{strings.ReplaceAll(string(s.Verdict), "_", " ")}
	if s.VRF != "" {
		parts = append(parts, "vrf "+string(s.VRF))
	}
	if s.Offset != nil {
		parts = append(parts, s.Offset.Text())
	}
	if s.Stratum != nil {
		parts = append(parts, strings.TrimSpace(stratumText(s.Stratum)+" "+string(s.RefID)))
	}
	if s.RTT != nil {
		parts = append(parts, "round trip "+interval.Span(s.RTT.Duration()))
	}
	if s.RootDistance != nil {
		parts = append(parts, "root distance "+interval.Span(s.RootDistance.Duration()))
	}
	if s.Samples > 0 {
		parts = append(parts, check.Count(s.Samples, "sample"))
	}
	if s.Error != "" {
		parts = append(parts, string(s.Error))
	}
	return strings.Join(parts, ", ")
}

func spanOrNothing(s *Seconds) string {
	if s == nil {
		return nothingText
	}
	return interval.Span(s.Duration())
}
