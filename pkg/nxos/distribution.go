package nxos

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// Distribution is "show ntp status": whether NTP lines are distributed to other switches of the fabric. It says nothing of
// the clock.
type Distribution struct {
	Distribution *bool    `json:"distribution"`
	LastState    *string  `json:"last_state"` // of the last session: "No session"
	Unparsed     []string `json:"unparsed"`
}

// ParseDistribution reads
//
//	Distribution : Disabled
//	Last operational state: No session
func ParseDistribution(text string) (Distribution, error) {
	d := Distribution{Unparsed: []string{}}
	for l := range content(text) {
		label, value, _ := strings.Cut(l.Text, ":")
		if !d.take(strings.TrimSpace(label), strings.TrimSpace(value), l.Open) {
			d.Unparsed = append(d.Unparsed, l.Raw)
		}
	}
	if d.Distribution == nil && d.LastState == nil {
		return d, notUnderstood(text, "state of the distribution")
	}
	return d, nil
}

func (d *Distribution) take(label, value string, open bool) bool {
	switch {
	case label == "Distribution" && d.Distribution == nil && (value == "Enabled" || value == "Disabled"):
		d.Distribution = capture.Ptr(value == "Enabled")
	case label == "Last operational state" && d.LastState == nil && value != "" && !open:
		d.LastState = &value
	default:
		return false
	}
	return true
}
