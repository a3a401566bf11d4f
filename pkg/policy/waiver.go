package policy

import (
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// EveryCheck in the place of a check excuses the whole device, its absence too: one that is
// down for a month, by one waiver.
const EveryCheck = "*"

// Waiver excuses devices from a check until a date.
type Waiver struct {
	Check   string   // or EveryCheck
	Devices []string // patterns as inventory.Matches takes them, read together
	Reason  string
	Owner   string
	Expires time.Time // end of that day, UTC
}

const dateLayout = "2006-01-02"

// lastsThrough is the end of a day.
func lastsThrough(day time.Time) time.Time { return day.AddDate(0, 0, 1).Add(-time.Nanosecond) }

// Expired reports whether the waiver no longer holds at that time.
func (w Waiver) Expired(at time.Time) bool { return at.After(w.Expires) }

// Whole reports whether the waiver is of whole devices.
func (w Waiver) Whole() bool { return w.Check == EveryCheck }

// Of names what is waived: a check, or "every check".
func (w Waiver) Of() string {
	if w.Whole() {
		return "every check"
	}
	return w.Check
}

// Covers reports whether the waiver is about this check and this device, expired or not.
func (w Waiver) Covers(check string, d inventory.Device) bool {
	if w.Check != check && !w.Whole() {
		return false
	}
	hit, err := inventory.Matches(strings.Join(w.Devices, ","), d) // Load refuses a bad pattern
	return err == nil && hit
}

// WaiverFor returns the first waiver that excuses the device from the check at that time; nil: none
// does. Expired waivers excuse nobody: they are reported themselves.
func (p *Policy) WaiverFor(check string, d inventory.Device, at time.Time) *Waiver {
	for i, w := range p.Waivers {
		if !w.Expired(at) && w.Covers(check, d) {
			return &p.Waivers[i]
		}
	}
	return nil
}

// Validate lists what is wrong with the policy at that time though it was not when it was written: waivers
// past their date.
func (p *Policy) Validate(now time.Time) yamlfile.Problems {
	var problems yamlfile.Problems
	for i, w := range p.Waivers {
		if !w.Expired(now) {
			continue
		}
		message := fmt.Sprintf("the waiver of %s for %s expired on %s",
			w.Of(), strings.Join(w.Devices, ", "), w.Expires.Format(dateLayout))
		const hint = "renew it or delete it"
		if i < len(p.waiverMarks) {
			problems = append(problems, p.waiverMarks[i].Warning(hint, "%s", message))
		} else {
			problems = append(problems, &yamlfile.Problem{File: p.Name, Message: message, Hint: hint})
		}
	}
	return problems
}
