package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// judging is the flags that say by what is judged.
type judging struct {
	policy string
	terms
}

func (j *judging) bind(flags *pflag.FlagSet) {
	flags.StringVarP(&j.policy, "policy", "p", "baseline", "policy `FILE`, or a built-in one: "+strings.Join(policy.Names(), " "))
	j.bindFailOn(flags, "medium")
	j.bindMinCoverage(flags, "100%")
}

func (j judging) plan(s streams) (*judge, error) {
	terms, err := j.over(check.DefaultTerms())
	if err != nil {
		return nil, err
	}
	p, err := loadPolicy(s, j.policy)
	if err != nil {
		return nil, err
	}
	return &judge{policy: p, terms: terms}, nil
}

// terms is the flags that decide what counts. Where one is empty, what there was before holds.
type terms struct {
	failOn      string
	minCoverage string
}

// asJudged is the default where a report says by what it was judged.
const asJudged = ""

func (t *terms) bindFailOn(flags *pflag.FlagSet, value string) {
	flags.StringVar(&t.failOn, "fail-on", value, "lowest `SEVERITY` that makes the exit code 1: info low medium high critical"+inherited(value))
}

func (t *terms) bindMinCoverage(flags *pflag.FlagSet, value string) {
	flags.StringVar(&t.minCoverage, "min-coverage", value, "`SHARE` of the devices that must be measured for exit code 0"+inherited(value))
}

func inherited(value string) string {
	if value == asJudged {
		return " (default: as the report was judged)"
	}
	return ""
}

// over are the terms before, with what the flags say in place of them.
func (t terms) over(before check.Terms) (check.Terms, error) {
	after := before
	var err error
	if t.failOn != "" {
		if after.FailOn, err = parseFailOn(t.failOn); err != nil {
			return before, err
		}
	}
	if t.minCoverage != "" {
		if after.MinCoverage, err = parseShare(t.minCoverage); err != nil {
			return before, fmt.Errorf("--min-coverage %q: %w", t.minCoverage, err)
		}
	}
	return after, nil
}

// rejudge judges a report by what the flags say, and as it was judged where they say nothing.
func (t terms) rejudge(r *report.Report) error {
	after, err := t.over(r.Terms())
	if err != nil {
		return err
	}
	r.Judge(after)
	return nil
}

func parseFailOn(name string) (policy.Severity, error) {
	severity, err := policy.ParseSeverity(name)
	if err != nil || severity == policy.Off {
		return policy.Off, fmt.Errorf("--fail-on %q: one of info low medium high critical", name)
	}
	return severity, nil
}

// parseShare reads "95%" or "0.95" as 0.95. A 1 without % may be meant as either end of the scale, and is refused.
func parseShare(text string) (float64, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	share, err := strconv.ParseFloat(number, 64)
	switch {
	case err != nil:
		return 0, errors.New("a share such as 95%")
	case percent:
		share /= 100
	case share == 1:
		return 0, errors.New("write 1% or 100%")
	case share > 1 && share <= 100:
		return 0, fmt.Errorf("a share such as 95%%; write %s%%", number)
	}
	if !(share >= 0 && share <= 1) { // NaN too
		return 0, errors.New("a share from 0% to 100%")
	}
	return share, nil
}
