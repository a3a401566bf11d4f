package report

import (
	"encoding/csv"
	"io"
	"strings"
)

var csvFindingsHeader = []string{
	"device", "check", "subject", "status", "severity", "message", "expected", "actual",
	"controls", "waiver", "evidence", "measured_at", "policy", "policy_digest", "run_id",
}

// writeFindingsCSV writes a row a finding. A finding about the fleet names its devices,
// and has no time of its own.
func writeFindingsCSV(w io.Writer, r *Report, _ Options) error {
	out := csv.NewWriter(w)
	rows := [][]string{csvFindingsHeader}
	for i := range r.Devices {
		d := &r.Devices[i]
		for j := range d.Findings {
			rows = append(rows, r.findingRow(d.Name, &d.Findings[j], timeCell(d.MeasuredAt)))
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		rows = append(rows, r.findingRow(strings.Join(f.Devices, " "), &f.Finding, ""))
	}
	return out.WriteAll(rows)
}

func (r *Report) findingRow(device string, f *Finding, measuredAt string) []string {
	return []string{
		cell(device), cell(f.Check), cell(f.Subject), string(f.Status), f.Severity.String(),
		cell(f.Message), cell(f.Expected), cell(f.Actual),
		cell(controlsText(f)), cell(f.Waiver.text()), cell(evidenceText(f)),
		measuredAt, cell(r.Policy.Name), cell(r.Policy.Digest), cell(r.RunID),
	}
}

// controlsText names the controls: "CIS Cisco IOS XE 17.x v2.2.1 2.2.6; …".
func controlsText(f *Finding) string {
	names := make([]string, len(f.Controls))
	for i, c := range f.Controls {
		names[i] = c.Framework + " " + c.ID
	}
	return strings.Join(names, "; ")
}

// evidenceText shows what the device printed: "show clock: *12:00:00.000 UTC …; …".
func evidenceText(f *Finding) string {
	lines := make([]string, len(f.Evidence))
	for i, e := range f.Evidence {
		lines[i] = e.Command + ": " + e.Line
	}
	return strings.Join(lines, "; ")
}

// text is the excuse in a sentence; empty where there is none.
func (w *Waiver) text() string {
	if w == nil {
		return ""
	}
	return w.Reason + " (" + w.Owner + ", until " + w.Expires + ")"
}
