package platform

import (
	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Head is what every result of a Parse starts with.
type Head struct {
	Kind     string `json:"kind"`
	Platform string `json:"platform"`
	Command  string `json:"command"`
}

// Form is a command whose answer can be read.
type Form struct {
	Command string
	Kind    string // of the result
	Open    bool   // further words may follow, as those of "show running-config all"
	Read    func(h Head, text string) (any, error)
}

// Forms are the commands that a platform reads.
type Forms []Form

// Parse reads what a device printed for a command, which may be abbreviated ("sh ntp ass", "show run | inc ntp"). The result
// marshals to JSON: kind, platform, command, the values, and in unparsed every line that was not understood. A text in which
// the device refuses the command has kind "error"; one that holds no answer at all is an error of Parse.
func (f Forms) Parse(platform, typed, text string) (any, error) {
	form, err := f.LookUp(typed)
	if err != nil {
		return nil, err
	}
	result, err := form.Read(Head{form.Kind, platform, form.Command}, text)
	if refusal, refused := show.RefusalOf(err); refused {
		return refusedResult{Head{"error", platform, form.Command}, refusal.Kind, []string{}}, nil
	}
	if err != nil {
		return nil, err
	}
	return result, nil
}

type refusedResult struct {
	Head
	Error    show.ErrorKind `json:"error"`
	Unparsed []string       `json:"unparsed"`
}

// ClockForm is a command that shows the clock.
func ClockForm(command string, parse func(string) (show.Clock, error)) Form {
	return Form{Command: command, Kind: "clock", Read: func(h Head, text string) (any, error) {
		c, err := parse(text)
		return struct {
			Head
			show.Clock
		}{h, c}, err
	}}
}

// disabled is all that there is to say where NTP does not run.
type disabled struct {
	Head
	Enabled  bool     `json:"enabled"`
	Unparsed []string `json:"unparsed"`
}

// disabledTable is the same for the commands that list associations.
type disabledTable struct {
	disabled
	Associations []show.Association `json:"associations"`
}

// StatusForm is the command that shows whether NTP runs, and is synchronized.
func StatusForm(command string, parse func(string) (show.Status, error)) Form {
	return Form{Command: command, Kind: "status", Read: func(h Head, text string) (any, error) {
		s, err := parse(text)
		if !s.Enabled {
			return disabled{h, false, s.Unparsed}, err
		}
		return struct {
			Head
			show.Status
		}{h, s}, err
	}}
}

// AssociationsForm is the command that lists the sources, a row each.
func AssociationsForm(command string, parse func(string) (show.Associations, error)) Form {
	return Form{Command: command, Kind: "associations", Read: func(h Head, text string) (any, error) {
		a, err := parse(text)
		if !a.Enabled {
			return disabledTable{disabled{h, false, a.Unparsed}, a.Associations}, err
		}
		return struct {
			Head
			show.Associations
		}{h, a}, err
	}}
}

// DetailForm is the command that lists the sources, a block each.
func DetailForm(command string, parse func(string) (show.AssociationsDetail, error)) Form {
	return Form{Command: command, Kind: "associations_detail", Read: func(h Head, text string) (any, error) {
		d, err := parse(text)
		if !d.Enabled {
			return disabledTable{disabled{h, false, d.Unparsed}, []show.Association{}}, err
		}
		return struct {
			Head
			show.AssociationsDetail
		}{h, d}, err
	}}
}

// CertificatesForm is the command that lists the certificates of the device.
func CertificatesForm(command string, parse func(string) (show.Certificates, error)) Form {
	return Form{Command: command, Kind: "certificates", Read: func(h Head, text string) (any, error) {
		c, err := parse(text)
		return struct {
			Head
			show.Certificates
		}{h, c}, err
	}}
}

// ConfigForm is a command that shows a configuration, or a part of one.
func ConfigForm(command string, parse func(string) (show.Config, error)) Form {
	return Form{Command: command, Kind: "config", Open: true, Read: func(h Head, text string) (any, error) {
		c, err := parse(text)
		return struct {
			Head
			show.Config
		}{h, c}, err
	}}
}

// VersionResult is what Parse returns for "show version", of what no platform prints in the same words: os names the system,
// hostname and image are empty where they were not printed.
func VersionResult(h Head, os string, v show.Version, hostname, image string) any {
	var uptime *float64
	if v.Uptime != nil {
		uptime = capture.Ptr(v.Uptime.Seconds())
	}
	return struct {
		Head
		OS       string   `json:"os"`
		Version  *string  `json:"version"`
		Hostname *string  `json:"hostname"`
		Model    *string  `json:"model"`
		Serial   *string  `json:"serial"`
		Uptime   *float64 `json:"uptime_s"`
		Image    *string  `json:"image"`
		Unparsed []string `json:"unparsed"`
	}{h, os, printed(v.OSVersion), printed(hostname), printed(v.Model), printed(v.Serial), uptime, printed(image), v.Unparsed}
}

// printed is nil for what was not printed.
func printed(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
