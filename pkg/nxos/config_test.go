package nxos

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestSummerTime(t *testing.T) {
	for _, test := range []struct {
		line, start, end string
		doubt            string
	}{
		{"clock summer-time CEST 5 Sun Mar 02:00 5 Sun Oct 03:00 60", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", ""},
		{"clock summer-time CEST 5 sunday march 02:00 5 sunday october 03:00 60", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", ""},
		{"clock summer-time EDT", "2026-03-08T01:00:00Z", "2026-11-01T00:00:00Z", ""},
		{"clock summer-time X 6 Sun Mar 02:00 5 Sun Oct 03:00 60", "", "", `week "6"`},
		{"clock summer-time X 5 Sun Mar 02:00", "", "", "four words each"},
		{"clock summer-time X recurring", "", "", "four words each"},
	} {
		c, err := ParseConfig(test.line + "\n")
		if err != nil || c.SummerTime == nil || len(c.Unparsed) > 0 {
			t.Errorf("%s: %+v, %v", test.line, c, err)
			continue
		}
		if !strings.Contains(c.SummerTime.Doubt, test.doubt) || (c.SummerTime.Season == nil) != (test.doubt != "") {
			t.Errorf("%s: %+v", test.line, c.SummerTime)
		}
		if c.SummerTime.Season == nil {
			continue
		}
		start, end, _ := c.SummerTime.Season.Transitions(2026, time.Hour)
		if start.Format(time.RFC3339) != test.start || end.Format(time.RFC3339) != test.end || c.SummerTime.Season.Assumed {
			t.Errorf("%s: from %s to %s, assumed %t", test.line, start, end, c.SummerTime.Season.Assumed)
		}
	}
}

// vanished lists the time lines of a configuration that stand neither in a field of the result nor in unparsed. A text that is
// refused as a whole loses nothing.
func vanished(t *testing.T, text string) (lost []string) {
	t.Helper()
	c, err := ParseConfig(text)
	if err != nil {
		return nil
	}
	free := capture.FreeText{Text: strings.ReplaceAll(text, "\n\r", "\n")}
	for l := range capture.Lines(free.Text) {
		words := strings.Fields(l.Text)
		if free.Holds(l) || len(words) == 0 || !isTimeLine(words) || slices.Contains(c.Unparsed, withoutKey(l.Raw)) {
			continue
		}
		if !slices.Contains(c.Lines, withoutKey(l.Text)) || !leavesATrace(t, l.Text) {
			lost = append(lost, l.Raw)
		}
	}
	return lost
}

// leavesATrace reports whether a line alone changes what is printed for a configuration.
func leavesATrace(t *testing.T, line string) bool {
	t.Helper()
	const around = "hostname n1\ninterface Vlan1\n"
	return configJSON(t, around+line+"\n") != configJSON(t, around)
}

func configJSON(t *testing.T, text string) string {
	t.Helper()
	c, err := ParseConfig(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestNoTimeLineVanishes(t *testing.T) {
	for _, c := range readCaptures(t) {
		for _, line := range vanished(t, c.Text) {
			t.Errorf("%s: line %q is in no field, and not in unparsed", filepath.Base(c.File), line)
		}
	}
	for _, text := range []string{
		"ntp server 192.0.2.1: %SYS-5-CONFIG_I: what looks like a message\n",
		"hostname n1\n  ntp server 192.0.2.1\n  no clock timezone\ninterface Vlan1\n  no ntp broadcast\n  clock timezone X 1 0\n",
		"no ntp\nno clock\nno feature ntp x\nno logging server 192.0.2.1\nno logging timestamp\n",
	} {
		for _, line := range vanished(t, text) {
			t.Errorf("%q: line %q is in no field, and not in unparsed", text, line)
		}
	}
}

func TestNoTimeLineOfTheCorpusVanishes(t *testing.T) {
	const corpus = "../../../shared/corpus"
	files, refused := 0, 0
	err := filepath.WalkDir(corpus, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txt" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		if _, err := ParseConfig(string(text)); err != nil {
			refused++
		}
		for _, line := range vanished(t, string(text)) {
			t.Errorf("%s: line %q is in no field, and not in unparsed", strings.TrimPrefix(path, corpus+"/"), line)
		}
		return nil
	})
	if os.IsNotExist(err) {
		t.Skipf("%s is not there: nothing to read", corpus)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d of them refused", files, refused)
}

// A line that is wanted says why it is not taken; one of another feature is passed over.
func TestConfigOfNothing(t *testing.T) {
	for _, text := range []string{"", "\n\n", "n9k1# \n", "<html></html>\n", "interfaces\n"} {
		if c, err := ParseConfig(text); err == nil {
			t.Errorf("%q is taken for %+v", text, c)
		}
	}
	if c, err := ParseConfig("router bgp 65001\n  log-neighbor-changes\n!\n"); err != nil || len(c.Unparsed) > 0 || c.TimestampsLog.Kind != show.StampNotApplicable {
		t.Errorf("%+v, %v", c, err)
	}
}
