package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

// The roles of a server.
const (
	roleReference = "reference" // the operator trusts it to vote
	roleSource    = "source"    // a device takes time from it
)

// Statements tells how good the reference was: first what the clocks were held against and
// what that is worth, then each server that should have a vote and does not count.
func (ref *Reference) Statements() []string {
	var wrong, silent []string
	type trouble struct {
		place   Optional
		verdict facts.ServerVerdict
	}
	told := make(map[trouble]bool) // of a server that goes by several names
	for i := range ref.Servers {
		s := &ref.Servers[i]
		t := trouble{s.Place, s.Verdict}
		if !slices.Contains(s.Roles, ref.role()) || s.Verdict == facts.Truechimer || told[t] {
			continue
		}
		told[t] = s.Place != ""
		if s.Verdict == facts.Falseticker {
			wrong = append(wrong, s.trouble())
		} else {
			silent = append(silent, s.trouble())
		}
	}
	const most = 4 // more than that is a table, and --verbose has it
	troubles := unique(append(wrong, silent...))
	if more := len(troubles) - most; more > 0 {
		troubles = append(troubles[:most], fmt.Sprintf("%d more do not count", more))
	}
	return append([]string{ref.agreement()}, troubles...)
}

func (ref *Reference) agreement() string {
	switch ref.Tier {
	case facts.TierConfigured:
		return ref.votes("reference")
	case facts.TierSources:
		return "relative to your own servers: " + ref.votes("source")
	case facts.TierSystem:
		return "this host's own clock is the reference" + ref.within()
	case facts.TierConsensus:
		return "no reference: held against the fleet's majority, nobody passes"
	}
	return "no reference: offsets are not judged; name NTP servers as references"
}

// votes says how many servers agree, and what cannot be told from so few. A server counts once that goes by several names,
// or that several auditors asked in reports that were merged.
func (ref *Reference) votes(noun string) string {
	var agrees []bool // of each server
	names, places := make(map[[2]string]int), make(map[Optional]int)
	for _, s := range ref.Servers {
		if !slices.Contains(s.Roles, ref.role()) {
			continue
		}
		name := [2]string{s.Address, string(s.VRF)}
		i, asked := names[name]
		if !asked && s.Place != "" {
			i, asked = places[s.Place]
		}
		if !asked {
			i, agrees = len(agrees), append(agrees, true)
		}
		names[name] = i
		if s.Place != "" {
			places[s.Place] = i
		}
		agrees[i] = agrees[i] && s.Verdict == facts.Truechimer
	}
	agree := 0
	for _, yes := range agrees {
		if yes {
			agree++
		}
	}
	all := check.Count(len(agrees), noun)
	switch {
	case ref.Voters == 0:
		return fmt.Sprintf("none of %s can be used: offsets are not judged", all)
	case !ref.Majority:
		return fmt.Sprintf("no majority among %s: only gross errors are certain", all)
	case ref.Voters == 1:
		return fmt.Sprintf("trusts 1 of %s alone%s; 4 would expose a wrong one", all, ref.within())
	}
	return fmt.Sprintf("%d of %s agree%s", agree, all, ref.within())
}

func (ref *Reference) within() string {
	if ref.Offset == nil || !ref.Offset.interval().Bounded() {
		return ""
	}
	width := ref.Offset.interval().Width()
	return " within ±" + interval.Span(width/2+width%2)
}

// role is the role of the servers that vote.
func (ref *Reference) role() string {
	if ref.Tier == facts.TierSources {
		return roleSource
	}
	return roleReference
}

// trouble says why a server does not count. What only devices use has findings of its own.
func (s *Server) trouble() string {
	switch s.Verdict {
	case facts.Falseticker:
		return s.Address + " is " + s.errorText() + " (falseticker)"
	case facts.NoAnswer:
		return s.Address + " did not answer"
	case facts.Excluded:
		return strings.TrimSuffix(s.Address+" cannot vote: "+string(s.Error), ": ")
	}
	return ""
}

// errorText is how wrong it is: "5.00 s fast".
func (s *Server) errorText() string {
	if s.Offset == nil {
		return "wrong"
	}
	return s.Offset.interval().Fast()
}
