package facts

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

func TestByReference(t *testing.T) {
	noLow, noHigh, everything := interval.Everything(), interval.Everything(), interval.Everything()
	noLow.Hi, noHigh.Lo = time.Hour, time.Hour
	day := interval.Around(24*time.Hour, time.Second)
	for name, tt := range map[string]struct {
		offset *interval.Interval
		want   time.Time
	}{
		"a day fast": {&day, origin.Add(-24 * time.Hour)},
		"not known":  {nil, origin},
		"no bounds":  {&everything, origin},
		"no low":     {&noLow, origin},
		"no high":    {&noHigh, origin},
	} {
		if got := ByReference(origin, tt.offset); !got.Equal(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
