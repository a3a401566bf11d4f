package report

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// A server counts once, and its trouble is told once, however many names it has.
func TestAServerCountsOnceUnderAllItsNames(t *testing.T) {
	offset := &offset(5*time.Second, ms).Bounds
	named := func(address string, place Optional, v facts.ServerVerdict) Server {
		return Server{Address: address, Place: place, Roles: []string{roleReference}, Verdict: v, Offset: offset}
	}
	ref := Reference{Tier: facts.TierConfigured, Voters: 3, Majority: true, Servers: []Server{
		named("localhost:10123", "127.0.0.1:10123", facts.Falseticker),
		named("127.0.0.1:10123", "127.0.0.1:10123", facts.Falseticker),
		named("127.0.0.1:20123", "127.0.0.1:20123", facts.Truechimer),
		named("127.0.0.1:30123", "127.0.0.1:30123", facts.Truechimer),
	}}
	got := ref.Statements()
	if len(got) != 2 || !strings.HasPrefix(got[0], "2 of 3 references agree") || !strings.HasPrefix(got[1], "localhost:10123 is 5") {
		t.Errorf("%q", got)
	}
}
