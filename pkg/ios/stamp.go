package ios

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// bannerClock splits a line of the exec-prompt-timestamp banner:
//
//	Time source is NTP, 18:56:04.554 EST Mon Oct 17 2016
func bannerClock(s string) (source, stamp string, ok bool) {
	source, ok = strings.CutPrefix(s, "Time source is ")
	if !ok && strings.HasPrefix(s, "No time source, ") {
		source, ok = "none"+s[len("No time source"):], true
	}
	if !ok {
		return "", "", false
	}
	source, stamp, ok = strings.Cut(source, ",")
	stamp = strings.TrimLeft(stamp, " \t")
	return source, stamp, ok && (capture.IsClock(stamp) || capture.LooksLikeClock(stamp))
}
