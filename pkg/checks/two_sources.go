package checks

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

const causeNoMajority check.Cause = "no-majority"

// twoApart says how far two sources are apart, where the device could follow just these and they cannot both be right: neither has a
// majority, and NTP follows none. Empty: there are not two, or that was not measured.
func twoApart(p *check.Pass) string {
	var offsets []interval.Interval
	for i, a := range p.NTP.Associations {
		if a.OwnClock() || a.Reach == 0 || !a.Usable() {
			continue
		}
		m := measuredSource(p, i)
		if m.offset == nil || !m.offset.Bounded() {
			return ""
		}
		offsets = append(offsets, *m.offset)
	}
	if len(offsets) != 2 || offsets[0].Overlaps(offsets[1]) {
		return ""
	}
	d := offsets[0].Mid() - offsets[1].Mid()
	return fmt.Sprintf("2 sources %s apart; neither has a majority", strings.TrimPrefix(interval.Signed(max(d, -d)), "+"))
}
