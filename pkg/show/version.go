package show

import "time"

// Version is "show version". An empty field was not printed.
type Version struct {
	Model     string         `json:"model,omitempty"`
	Serial    string         `json:"serial,omitempty"`
	OSVersion string         `json:"os_version,omitempty"` // of IOS-XE where it is printed, else of IOS
	XE        bool           `json:"-"`                    // it says that it is IOS-XE
	Uptime    *time.Duration `json:"-"`
	Line      string         `json:"-"`        // by which it says what system it is
	Command   string         `json:"-"`        // that it answered
	Unparsed  []string       `json:"unparsed"` // wanted lines that were not understood
}
