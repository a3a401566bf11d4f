package checks

import (
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// finest is the smallest limit of the clock's offset: every text of an offset, here and in reports, takes its unit by it.
func finest(p *check.Pass) time.Duration { return p.Policy.ClockOffset[0].Value }

// limitsText shows the limits of a policy: within ±100 ms, or low above ±100 ms, high above ±1 s.
func limitsText(limits []policy.Limit) string {
	if len(limits) == 1 {
		return "within " + interval.Limit(limits[0].Value)
	}
	parts := make([]string, len(limits))
	for i, l := range limits {
		parts[i] = fmt.Sprintf("%s above %s", l.Severity, interval.Limit(l.Value))
	}
	return strings.Join(parts, ", ")
}

// list shows the first few of many names.
func list(names []string) string {
	const shown = 5
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
}
