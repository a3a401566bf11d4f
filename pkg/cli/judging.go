package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// judging is the flags that decide what counts as a failure.
type judging struct {
	policy      string
	failOn      string
	minCoverage string
}

func (j *judging) bind(flags *pflag.FlagSet) {
	flags.StringVarP(&j.policy, "policy", "p", "baseline", "policy `FILE`, or a built-in one: "+strings.Join(policy.Names(), " "))
	flags.StringVar(&j.failOn, "fail-on", "medium", "lowest `SEVERITY` that makes the exit code 1: info low medium high critical")
	flags.StringVar(&j.minCoverage, "min-coverage", "100%", "share of the devices that must be measured for exit code 0")
}

func (j judging) plan() (*judge, error) {
	failOn, err := parseFailOn(j.failOn)
	if err != nil {
		return nil, err
	}
	coverage, err := parseShare(j.minCoverage)
	if err != nil {
		return nil, fmt.Errorf("--min-coverage %q: a share such as 95%%", j.minCoverage)
	}
	p, err := loadPolicy(j.policy)
	if err != nil {
		return nil, err
	}
	return &judge{policy: p, failOn: failOn, minCoverage: coverage}, nil
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
