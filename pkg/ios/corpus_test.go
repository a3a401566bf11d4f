package ios

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
)

func TestCorpus(t *testing.T) {
	platformtest.Corpus(t, IOS().Parse, "ios", "configs/ios")
	platformtest.Corpus(t, XE().Parse, "iosxe", "configs/iosxe")
}

// The simulator's formats are its own: it must not crash a parser, and where the two differ
// nothing wrong may come out of it.
func TestCorpusSimulator(t *testing.T) {
	cases, agree := platformtest.Cases(t, "packet-tracer"), 0
	for _, c := range cases {
		d, err := c.Diff(IOS().Parse)
		if err == nil && d == "" {
			agree++
			continue
		}
		t.Logf("%s: %v (-want +got):\n%s", c.Name, err, d)
	}
	t.Logf("%d/%d agree", agree, len(cases))
}
