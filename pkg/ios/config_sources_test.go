package ios

import (
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Whatever number follows, "no ntp allow mode control" refuses control requests.
func TestControl(t *testing.T) {
	for _, test := range []struct {
		lines string
		want  show.Control
	}{
		{"", show.Control{}},
		{"ntp allow mode control 3\n", show.Control{Answered: true, Line: "ntp allow mode control 3"}},
		{"no ntp allow mode control\n", show.Control{Refused: true, Line: "no ntp allow mode control"}},
		{"no ntp allow mode control 0\n", show.Control{Refused: true, Line: "no ntp allow mode control 0"}},
		{"no ntp allow mode control 3\n", show.Control{Refused: true, Line: "no ntp allow mode control 3"}},
		{"ntp allow mode private\n", show.Control{Private: true, Line: "ntp allow mode private"}},
		{"no ntp allow mode private\n", show.Control{}},
		{"no ntp allow mode control 3\nntp allow mode private\n", show.Control{Refused: true, Private: true, Line: "ntp allow mode private"}},
		{"ntp allow mode\nntp allow\nno ntp allow\nntp allow mode manual\n", show.Control{}},
	} {
		c := mustConfig(t, "version 15.2\n"+test.lines)
		if c.Control != test.want || len(c.Unparsed) > 0 {
			t.Errorf("%q: %+v, unparsed %q", test.lines, c.Control, c.Unparsed)
		}
	}
}

// What steers a clock beside NTP servers.
func TestOtherSources(t *testing.T) {
	for _, test := range []struct {
		line   string
		listen bool
		read   bool // as one of Refclocks or as ClockProtocol
	}{
		{"ntp refclock trimble pps none", false, true},
		{"ntp refclock telecom-solutions pps cts stratum 1", false, true},
		{"clock protocol ptp domain 0", false, true},
		{"sntp broadcast client", true, false},
		{"sntp multicast client 224.0.1.1", true, false},
		{"sntp logging", false, false},
		{"sntp server 192.0.2.1", false, false},
	} {
		c := mustConfig(t, "version 15.2\n"+test.line+"\n")
		read := slices.Contains(c.Refclocks, test.line) || c.ClockProtocol != nil && "clock protocol "+*c.ClockProtocol == test.line
		if c.SNTPListens != test.listen || read != test.read || len(c.Unparsed) > 0 {
			t.Errorf("%s: listens %t, refclocks %q, protocol %v, unparsed %q", test.line, c.SNTPListens, c.Refclocks, c.ClockProtocol, c.Unparsed)
		}
	}
}

// Reference clocks stand in the table by their driver, and their codes are kept as they are, whichever they are.
func TestReferenceClockRows(t *testing.T) {
	const head = "\n  address         ref clock       st   when   poll reach  delay  offset   disp\n"
	const legend = " * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured\n"
	for _, test := range []struct{ row, address, code string }{
		{"*~127.127.20.0    .GPS.            0      9     16   377  0.000   0.010  0.230", "127.127.20.0", ".GPS."},
		{" ~127.127.22.0    .PPS.            0      9     16   377  0.000   0.010  0.230", "127.127.22.0", ".PPS."},
		{"+~127.127.46.0    .GNSS.           0      9     16   377  0.000   0.010  0.230", "127.127.46.0", ".GNSS."},
		{" ~127.127.99.1    .QUUX.           0      -     16     0  0.000   0.000  16000.", "127.127.99.1", ".QUUX."},
		{" ~127.127.1.1     .LOCL.           7      9     16   377  0.000   0.000  0.230", "127.127.1.1", ".LOCL."},
		{" ~127.127.7.1     127.127.7.1      7      9     64   377  0.000   0.000  0.230", "127.127.7.1", "127.127.7.1"},
	} {
		table, err := ParseAssociations(head + test.row + "\n" + legend)
		if err != nil || len(table.Associations) != 1 || table.Associations[0].Address != test.address || value(table.Associations[0].RefClock) != test.code {
			t.Errorf("%s: %+v, %v", test.row, table, err)
		}
	}
	for _, code := range []string{".GPS.", ".PPS.", ".IRIG.", ".LOCL.", ".QUUX."} {
		s, err := ParseStatus("Clock is synchronized, stratum 1, reference is " + code + "\n")
		if err != nil || value(s.RefID) != code || s.Stratum == nil || *s.Stratum != 1 {
			t.Errorf("%s: %+v, %v", code, s, err)
		}
	}
}
