package report

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The headers are a promise: other people's sheets name these columns.
func TestCSVHeaders(t *testing.T) {
	for name, want := range map[string]string{
		"csv":          "device,address,platform,tags,outcome,state,state_reason,clock_state,clock_offset_seconds,clock_offset_low_seconds,clock_offset_high_seconds,clock_limit_seconds,clock_authoritative,ntp_synchronized,ntp_stratum,ntp_reference,ntp_reference_offset_ms,sources_usable,sources_configured,timestamps_log,timestamps_debug,timezone,failed_checks,error,model,serial,os_version,measured_at,policy,policy_digest,tool_version,run_id",
		"csv-findings": "device,check,subject,status,severity,message,expected,actual,controls,waiver,evidence,measured_at,policy,policy_digest,run_id",
	} {
		f, err := ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		header, _, _ := strings.Cut(string(write(t, f, campus(), Options{})), "\n")
		if header != want {
			t.Errorf("%s: got %s", name, header)
		}
	}
}

func TestCSVCells(t *testing.T) {
	for _, name := range []string{"csv", "csv-findings"} {
		f, err := ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		out := write(t, f, hostile(), Options{})
		if bytes.Contains(out, []byte("\r")) || bytes.HasPrefix(out, []byte("\xef\xbb\xbf")) {
			t.Errorf("%s: a carriage return or a byte order mark", name)
		}
		rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, row := range rows {
			for i, cell := range row {
				if strings.ContainsAny(cell, "\n\t") {
					t.Errorf("%s: column %s: more than a line: %q", name, rows[0][i], cell)
				}
				if _, err := strconv.ParseFloat(cell, 64); err == nil {
					continue
				}
				if strings.IndexAny(strings.TrimSpace(cell), "=+-@＝＋－＠") == 0 {
					t.Errorf("%s: column %s: a spreadsheet runs %q", name, rows[0][i], cell)
				}
			}
		}
	}
}

func TestCSVNumbersStayNumbers(t *testing.T) {
	out := write(t, Formats()[2], campus(), Options{})
	rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	value := func(device, column string) string {
		row := slices.IndexFunc(rows, func(r []string) bool { return r[0] == device })
		return rows[row][slices.Index(rows[0], column)]
	}
	for _, c := range []struct{ device, column, want string }{
		{"acc3", "clock_offset_seconds", "-41.207"},
		{"acc3", "clock_offset_low_seconds", "-41.214"},
		{"acc3", "ntp_synchronized", ""},
		{"core1", "clock_limit_seconds", "1"},
		{"core1", "ntp_reference_offset_ms", "0.4"},
		{"core1", "sources_usable", "2"},
		{"core1", "timezone", "UTC"},
		{"br1", "timezone", "CET(+02:00)"},
		{"br1", "clock_state", "pass"},
		{"br1", "state", "fail"},
		{"br1", "state_reason", "clock-zone: displays +1h"},
		{"dist2", "clock_state", "fail"},
		{"core1", "state", "pass"},
		{"core1", "state_reason", ""},
		{"core1", "measured_at", "2026-11-22T10:00:02Z"},
		{"dist2", "failed_checks", "clock-offset ntp-falseticker"},
		{"acc4", "clock_offset_seconds", ""},
		{"acc4", "ntp_stratum", ""},
		{"acc4", "state", "unknown"},
		{"acc4", "state_reason", "unreachable: no answer in 5 s"},
		{"acc4", "clock_state", "unknown"},
		{"acc4", "error", "no answer in 5 s"},
		{"edge1", "clock_authoritative", "false"},
	} {
		if got := value(c.device, c.column); got != c.want {
			t.Errorf("%s, %s: got %q, want %q", c.device, c.column, got, c.want)
		}
	}
}
