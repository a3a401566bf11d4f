package ios

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// vanished lists the time lines of a configuration that stand neither in a field of the result
// nor in unparsed. A text that is refused as a whole loses nothing.
func vanished(t *testing.T, text string) []string {
	t.Helper()
	c, err := ParseConfig(text)
	if err != nil {
		return nil
	}
	free := capture.FreeText{Text: strings.ReplaceAll(text, "\n\r", "\n")}
	margin := capture.Margin(content(free.Text))
	var lost []string
	inBlock := false
	for l := range capture.Lines(free.Text) {
		if free.Holds(l) {
			continue
		}
		words := strings.Fields(l.Text)
		if len(words) == 0 || isNoise(l.Text) && !isTimeLine(words) {
			continue
		}
		indented := l.Indent() > margin
		inBlock = inBlock && indented || !indented && len(words) == 1 && words[0] == "ntp"
		switch {
		case slices.Contains(c.Unparsed, capture.WithoutKey(l.Raw)):
		case inBlock, isTimeLine(words) && !(slices.Contains(c.Lines, capture.WithoutKey(l.Text)) && leavesATrace(t, l.Text)):
			lost = append(lost, l.Raw)
		}
	}
	return lost
}

// leavesATrace reports whether a line alone changes what is printed for a configuration.
func leavesATrace(t *testing.T, line string) bool {
	t.Helper()
	const around = "hostname r1\ninterface Vlan1\n"
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
	for _, text := range []string{
		"version 15.2\nclock protocol ptp\nclock calendar-valid\nsntp server 192.0.2.1 version 3\nend\n",
		"clock save interval 8\nclock initialize nvram\nclock\nclock protocol\nno clock timezone\nno sntp logging\n",
		"sntp\nsntp server\nsntp server 192.0.2.1 burst\nsntp broadcast client\nsntp source-interface Vlan1\nsntp source-interface Vlan2\n",
		"ntp source Vlan1\nntp source Vlan2\nntp master 4\nntp master 5\nclock timezone CET 1\nclock timezone EST -5\nclock summer-time A recurring\nclock summer-time B recurring\n",
		"hostname x\nntp\n server 192.0.2.5 prefer\n server vrf MGMT 192.0.2.6\n source Loopback0\n!\ninterface Loopback0\n ntp\n  disable\n",
		"controller T1 0/0/0\n clock source line\ninterface Serial0\n clock rate 64000\n clock frequency 1\n sntp x\n no sntp x\n service timestamps log uptime\n clock timezone CET 1 0\n",
		"interface Vlan1\n ntp disable\n no ntp disable\n ntp broadcast client\n ntp wherever\n",
		"ntp server 192.0.2.1: %SYS-5-CONFIG_I: what looks like a message\nntp clock-period 17\nno ntp allow mode control\n",
		"banner motd #\nntp server 192.0.2.1\n clock timezone CET 1\n",
		"service sequence-numbers\nno service sequence-numbers\nservice timestamps\nno service timestamps\nservice timestamps log datetime often\n",
	} {
		for _, line := range vanished(t, text) {
			t.Errorf("%q: line %q is in no field, and not in unparsed", text, line)
		}
	}
}

// In the grammar of another system nothing is absent that may stand there in another form.
func TestBlockOfAnotherGrammar(t *testing.T) {
	c, err := ParseConfig("hostname x\nntp\n server 192.0.2.5 prefer\n authentication-key 1 md5 encrypted 12\n!\nend\n")
	if err != nil || c.TimestampsLog.Kind != show.StampUnknown || c.TimestampsDebug.Kind != show.StampUnknown {
		t.Errorf("%+v, %v", c, err)
	}
	want := []string{"ntp", " server 192.0.2.5 prefer", " authentication-key 1 md5 <removed>"}
	if !slices.Equal(c.Unparsed, want) {
		t.Errorf("unparsed %q, want %q", c.Unparsed, want)
	}
}

func TestNoTimeLineOfTheCorpusVanishes(t *testing.T) {
	files, refused := 0, 0
	err := filepath.WalkDir(platformtest.Root, func(path string, d fs.DirEntry, err error) error {
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
			t.Errorf("%s: line %q is in no field, and not in unparsed", strings.TrimPrefix(path, platformtest.Root+"/"), line)
		}
		return nil
	})
	if os.IsNotExist(err) {
		t.Skipf("%s is not there: nothing to read", platformtest.Root)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d of them refused", files, refused)
}
