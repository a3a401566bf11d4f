package ntpquery_test

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
)

// Packets that ended a run, or were handled, each as a reference, as a source and as a device. The folder is beside the project.
func TestPacketsOfTheCaseFolder(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "cases", "robustness", "ntp-packets", "packets.tsv"))
	if err != nil {
		t.Skipf("no case folder: %v", err)
	}
	rows := strings.Split(strings.TrimSpace(string(data)), "\n")[1:]
	for _, row := range rows {
		field := strings.Split(row, "\t")
		t.Run(field[0], func(t *testing.T) {
			packet, err := hex.DecodeString(strings.ReplaceAll(field[1], "o", "0"))
			if err != nil {
				t.Fatal(err)
			}
			w := &world{packet: packet, answers: true, start: time.Unix(0xeeb44e36-2_208_988_800, 0x3b1fb2c0*int64(time.Second)>>32).UTC()}
			fleet := facts.From(platforms.All(), w.run(t, false))
			w.check(t, fleet)
			allowed := map[string][]facts.ServerVerdict{
				"truechimer":    {facts.Truechimer},
				"not an answer": {facts.NoAnswer},
				"excluded or truechimer: the field is not needed": {facts.Excluded, facts.Truechimer},
			}[field[2]]
			if strings.HasPrefix(field[2], "excluded") && allowed == nil {
				allowed = []facts.ServerVerdict{facts.Excluded}
			}
			for _, s := range fleet.Servers[3:] {
				if !slices.Contains(allowed, s.Verdict) {
					t.Errorf("%v: %s (%s), want %s", s.Roles, s.Verdict, s.Error, field[2])
				}
			}
			if d := fleet.Devices[0]; allowed[0] == facts.NoAnswer && *d.AnswersNTP {
				t.Errorf("a device is said to answer NTP by %s", field[0])
			}
		})
	}
	t.Logf("%d packets in three roles", len(rows))
}
