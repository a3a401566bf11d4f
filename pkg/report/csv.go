package report

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// csvHeader is the fixed header of the device form. Columns are added at the end, never
// renamed: people build on them.
var csvHeader = []string{
	"device", "address", "platform", "tags", "outcome", "state", "state_reason", "clock_state",
	"clock_offset_seconds", "clock_offset_low_seconds", "clock_offset_high_seconds", "clock_limit_seconds",
	"clock_authoritative", "ntp_synchronized", "ntp_stratum", "ntp_reference", "ntp_reference_offset_ms",
	"sources_usable", "sources_configured", "timestamps_log", "timestamps_debug", "timezone",
	"failed_checks", "error", "model", "serial", "os_version", "measured_at",
	"policy", "policy_digest", "tool_version", "run_id",
}

func writeCSV(w io.Writer, r *Report, o Options) error {
	out := csv.NewWriter(w)
	rows := [][]string{csvHeader}
	for i := range r.Devices {
		rows = append(rows, r.csvRow(&r.Devices[i], o))
	}
	return out.WriteAll(rows)
}

func (r *Report) csvRow(d *Device, o Options) []string {
	reason, _ := d.FirstProblem(o.failOn())
	row := []string{
		cell(d.Name), cell(d.Address), cell(d.Platform), cells(d.Tags), cell(string(d.Outcome)),
		string(d.State), cell(reason), d.clockState(),
	}
	row = append(row, d.csvClock()...)
	row = append(row, d.csvNTP()...)
	row = append(row, d.csvLogging()...)
	return append(row,
		cells(d.FailedChecks()), cell(d.errorMessage()),
		cell(string(d.Model)), cell(string(d.Serial)), cell(string(d.OSVersion)), timeCell(d.MeasuredAt),
		cell(r.Policy.Name), cell(r.Policy.Digest), cell(r.Tool.Version), cell(r.RunID),
	)
}

// clockState is what clock-offset found, settling among it; empty where it was not asked.
func (d *Device) clockState() string {
	f := d.Finding("clock-offset")
	switch {
	case f == nil:
		return ""
	case f.Settling:
		return string(check.StateSettling)
	}
	return string(f.State)
}

func (d *Device) csvClock() []string {
	row := make([]string, 5)
	if d.Clock == nil {
		return row
	}
	if o := d.Clock.Offset; o != nil {
		row[0], row[1], row[2] = secondsCell(o.Estimate), secondsCell(o.Low), secondsCell(o.High)
	}
	row[3], row[4] = secondsCell(d.limit()), boolCell(d.Clock.Authoritative)
	return row
}

func (d *Device) csvNTP() []string {
	n := d.NTP
	if n == nil {
		return make([]string, 6)
	}
	return []string{
		boolCell(n.Synchronized), intCell(n.Stratum), cell(string(n.Reference)), millisecondsCell(n.ReferenceOff),
		intCell(n.Sources.Usable), intCell(n.Sources.Configured),
	}
}

func (d *Device) csvLogging() []string {
	if d.Timestamps == nil {
		return []string{"", "", cell(d.ZoneText())}
	}
	return []string{cell(d.LogText()), cell(d.DebugText()), cell(d.ZoneText())}
}

// FailedChecks lists the checks that failed, each once, in catalogue order.
func (d *Device) FailedChecks() []string {
	var ids []string
	for _, f := range d.Findings {
		if f.Status == check.StatusFail && !slices.Contains(ids, f.Check) {
			ids = append(ids, f.Check)
		}
	}
	return ids
}

func (d *Device) errorMessage() string {
	if d.Error == nil {
		return ""
	}
	return d.Error.Message
}

// asciiSigns are the signs of our own messages as every program reads them: without a byte
// order mark a spreadsheet takes UTF-8 for something else.
var asciiSigns = strings.NewReplacer("±", "+/-", "→", "->", "…", "...", "−", "-")

// cell is a text, never a number, as one line that no spreadsheet runs as a formula: those
// begin with = + - @ (or their full-width forms), after blanks and tabs too. The quote in
// front is what spreadsheets themselves use to say "this is text".
func cell(s string) string {
	s = asciiSigns.Replace(clean(s))
	if strings.IndexAny(strings.TrimLeft(s, " "), "=+-@＝＋－＠") == 0 {
		return "'" + s
	}
	return s
}

func cells(list []string) string { return cell(strings.Join(list, " ")) }

func timeCell(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339) // whole seconds: spreadsheets take no finer ones for a time
}

func boolCell(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func intCell(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func secondsCell(s *Seconds) string {
	if s == nil {
		return ""
	}
	return s.String()
}

// millisecondsCell moves the decimal point, so that the number stays exact.
func millisecondsCell(s *Seconds) string {
	if s == nil {
		return ""
	}
	return s.milliseconds()
}
