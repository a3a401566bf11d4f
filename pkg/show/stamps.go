package show

// What "service timestamps" puts before a message.
const (
	StampDatetime = "datetime"
	StampUptime   = "uptime"
	StampAbsent   = "absent"  // nothing: switched off, or no such line
	StampUnknown  = "unknown" // there is a line, and it was not understood

	StampNotApplicable = "not_applicable" // the platform has no such setting
)

// Timestamps is one side (log or debug) of "service timestamps".
type Timestamps struct {
	Kind       string   `json:"kind"`                  // datetime, uptime, absent, unknown
	Options    []string `json:"options"`               // msec localtime show-timezone year, in printed order
	ExplicitNo *bool    `json:"explicit_no,omitempty"` // true: a "no" line switches them off
	Line       string   `json:"-"`                     // the configuration line; empty where there is none
	Default    bool     `json:"-"`                     // there is no line, and this is what the platform does without one
}
