package check

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// ntp-peer-offset
var idForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// Validate reports everything that is wrong with a list of checks: an id that is used
// twice, prose that is missing, no way to run.
func Validate(checks []Check) error {
	var errs []error
	seen := make(map[string]bool, len(checks))
	for _, c := range checks {
		if seen[c.ID] {
			errs = append(errs, fmt.Errorf("check %s: the id is used twice", c.ID))
		}
		seen[c.ID] = true
		if err := c.validate(); err != nil {
			errs = append(errs, fmt.Errorf("check %s: %w", c.ID, err))
		}
	}
	return errors.Join(errs...)
}

func (c *Check) validate() error {
	switch {
	case !idForm.MatchString(c.ID):
		return errors.New("the id is not made of lower-case words and hyphens")
	case c.Doc.Title == "" || c.Doc.Text == "" || c.Doc.Remedy == "":
		return errors.New("title, text and remedy are all needed")
	case !c.Doc.causesAreSound():
		return errors.New("a cause needs a name of its own, of lower-case words and hyphens, and a text")
	case c.Run == nil && c.RunFleet == nil:
		return errors.New("one of Run and RunFleet is needed")
	case c.Run == nil && (c.Applies != nil || c.Subjects != nil):
		return errors.New("a check of the fleet has no use for Applies and Subjects")
	}
	return nil
}

func (d *Doc) causesAreSound() bool {
	named := make(map[Cause]bool, len(d.Causes))
	for _, a := range d.Causes {
		if named[a.Cause] || !idForm.MatchString(string(a.Cause)) || a.Text == "" {
			return false
		}
		named[a.Cause] = true
	}
	return true
}

// Kinds lists the kinds of facts that the checks need or want, in the order of the list:
// what none of them asks for need not be collected.
func Kinds(checks []Check) []facts.Kind {
	var kinds []facts.Kind
	for _, c := range checks {
		for _, k := range slices.Concat(c.Needs, c.Wants) {
			if !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
	}
	return kinds
}
