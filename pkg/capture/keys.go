package capture

import (
	"math"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// KeyRange reads what a "trusted-key" line prints: "3", "10 - 12", and "3 - 3".
func KeyRange(printed string) (r show.KeyRange, ok bool) {
	first, last, isRange := strings.Cut(printed, "-")
	if !isRange {
		last = first
	}
	low, ok1 := Integer(strings.TrimSpace(first), 0, math.MaxUint32)
	high, ok2 := Integer(strings.TrimSpace(last), 0, math.MaxUint32)
	return show.KeyRange{Low: low, High: high}, ok1 && ok2 && low <= high
}
