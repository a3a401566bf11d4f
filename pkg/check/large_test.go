package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// What is not judged one by one is open, not passed over.
func TestMoreSubjectsThanAreJudged(t *testing.T) {
	subjects := func(n int) func(*check.Pass) []check.Subject {
		return func(*check.Pass) []check.Subject {
			list := make([]check.Subject, n)
			for i := range list {
				list[i].Name = fmt.Sprint(i)
			}
			return list
		}
	}
	got := one(t, check.Check{Subjects: subjects(1003), Run: func(*check.Pass, check.Subject) {}}, fleet("r1"))
	last := got[len(got)-1]
	if len(got) != 1001 || last.Subject != "3 more" || last.Status != check.StatusNotMeasured || !strings.HasPrefix(last.Message, "3 more are not judged one by one") {
		t.Errorf("%d findings, the last is %+v", len(got), last)
	}
	if got := one(t, check.Check{Subjects: subjects(1000), Run: func(*check.Pass, check.Subject) {}}, fleet("r1")); len(got) != 1000 {
		t.Errorf("%d findings about 1000 subjects", len(got))
	}
}

func TestEvidenceStaysShort(t *testing.T) {
	got := one(t, check.Check{Run: func(p *check.Pass, _ check.Subject) {
		for i := range 100 {
			p.Cite(facts.Evidence{Command: "show x", Line: fmt.Sprint(i)})
		}
	}}, fleet("r1"))[0]
	if n := len(got.Evidence); n != 20 || got.Evidence[0].Line != "0" {
		t.Errorf("%d lines of evidence: %v", n, got.Evidence)
	}
}

// What is derived once is derived for each device, and by its key.
func TestOnce(t *testing.T) {
	type key struct{ of string }
	derived, common := 0, 0
	c := check.Check{
		Subjects: func(*check.Pass) []check.Subject { return []check.Subject{{Name: "a"}, {Name: "b"}} },
		Run: func(p *check.Pass, _ check.Subject) {
			name := check.Once(p, key{"name"}, func() string { derived++; return p.Name })
			length := check.Once(p, key{"length"}, func() int { derived++; return len(p.Name) })
			check.OnceForAll(p, key{"fleet"}, func() int { common++; return len(p.Fleet.Devices) })
			if name != p.Name || length != len(p.Name) {
				t.Errorf("%s: derived %q, %d", p.Name, name, length)
			}
		},
	}
	c.ID, c.Doc = "x", doc
	check.Run([]check.Check{c}, fleet("r1", "r22"), levels("x"))
	if derived != 4 || common != 1 {
		t.Errorf("derived %d times for two devices, %d times for all", derived, common)
	}
}
