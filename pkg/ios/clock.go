package ios

import "github.com/ntpaudit/ntpaudit/pkg/show"

// ParseClock reads "show clock", "show clock detail" and "show calendar". The stamp of the
// exec-prompt-timestamp banner is the reading only where there is no clock line. A time or date
// that does not exist, or whose weekday is another, is an error that says so, and no reading.
func ParseClock(text string) (show.Clock, error) { return dialect().Clock(text) }
