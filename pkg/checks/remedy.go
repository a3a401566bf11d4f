package checks

import "github.com/ntpaudit/ntpaudit/pkg/check"

// remedy is the lines that mend something, and why others that would are not written: a line is
// typed by somebody who trusts it, so what is not known to be safe is said and not proposed.
type remedy struct{ lines, reasons []string }

func lines(l ...string) remedy { return remedy{lines: l} }

func byHand(reason string) remedy { return remedy{reasons: []string{reason}} }

// and is this remedy and, after it, others.
func (r remedy) and(others ...remedy) remedy {
	sum := remedy{append([]string(nil), r.lines...), append([]string(nil), r.reasons...)}
	for _, o := range others {
		sum.lines, sum.reasons = append(sum.lines, o.lines...), append(sum.reasons, o.reasons...)
	}
	return sum
}

// mend puts a remedy into the answer.
func mend(p *check.Pass, r remedy) {
	p.Fix(r.lines...)
	for _, reason := range r.reasons {
		p.ByHand("%s", reason)
	}
}
