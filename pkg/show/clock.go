package show

import (
	"errors"
	"time"
)

// ErrLeapSecond is the reason for refusing a clock that reads 23:59:60: it has no place on
// the scale that readings are compared on, and a second later the device can be asked again.
var ErrLeapSecond = errors.New("a leap second; read again")

// Local is the printed date and time. Its location is UTC only because there is none other
// to name: the zone of the device is in the configuration, not in the label.
func (c Clock) Local() time.Time {
	t := time.Date(c.Year, time.Month(c.Month), c.Day, c.Hour, c.Minute, c.Second, 0, time.UTC)
	if c.Millisecond != nil {
		t = t.Add(time.Duration(*c.Millisecond) * time.Millisecond)
	}
	return t
}

// Clock is "show clock", "show clock detail", "show calendar" or the exec-prompt-timestamp
// banner. Date and time are in the device's own zone.
type Clock struct {
	Year          int         `json:"year"`
	Month         int         `json:"month"`
	Day           int         `json:"day"`
	Hour          int         `json:"hour"`
	Minute        int         `json:"minute"`
	Second        int         `json:"second"`
	Millisecond   *int        `json:"millisecond"` // nil: whole seconds are printed
	Zone          string      `json:"zone"`        // label, free text
	Weekday       string      `json:"weekday"`
	Flag          string      `json:"flag"`          // "", "*" not authoritative, "." NTP lost
	Authoritative *bool       `json:"authoritative"` // false only for *
	Synchronized  *bool       `json:"synchronized"`  // false for * and .; nil for blank
	TimeSource    *string     `json:"time_source"`   // "none" for "No time source"; nil: not printed
	SummerTime    *SummerSpan `json:"summer_time"`
	Warning       string      `json:"warning,omitempty"` // that the device prints beside the time: "No NTP peer/server configured. …"
	Unparsed      []string    `json:"unparsed"`
	Line          string      `json:"-"` // the clock line as printed
}

// SummerSpan is the raw text of the two summer-time lines of "show clock detail".
type SummerSpan struct {
	Starts string `json:"starts"`
	Ends   string `json:"ends"`
}
