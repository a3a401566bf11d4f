package ios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// platforms are those whose output this package reads.
var platforms = []string{NameIOS, NameXE}

// Parse reads what a device printed for a command, which may be abbreviated as IOS allows
// ("sh ntp ass", "show run | inc ntp"). The result marshals to JSON: kind, platform, command,
// the values, and in unparsed every line that was not understood. A text in which the device
// refuses the command has kind "error"; one that holds no answer at all is an error of Parse.
func Parse(name, command, text string) (any, error) {
	if !slices.Contains(platforms, name) {
		return nil, fmt.Errorf("platform %q is not known; known are %s", name, strings.Join(platforms, ", "))
	}
	return forms().Parse(name, command, text)
}

// forms are the commands whose answers are read.
func forms() platform.Forms {
	return platform.Forms{
		platform.ClockForm(ShowClock, ParseClock),
		platform.ClockForm(ShowClockDetail, ParseClock),
		platform.ClockForm("show calendar", ParseClock),
		platform.StatusForm(ShowNTPStatus, ParseStatus),
		platform.AssociationsForm(ShowNTPAssociations, ParseAssociations),
		platform.DetailForm(ShowNTPAssociationsDetail, ParseAssociationsDetail),
		platform.ConfigForm("show ntp config", ParseConfig),
		platform.ConfigForm("show running-config", ParseConfig),
		platform.ConfigForm("show startup-config", ParseConfig),
		platform.ConfigForm("show configuration", ParseConfig),
		{Command: "show sntp", Kind: "sntp", Read: parseSNTP},
		{Command: ShowVersion, Kind: "version", Read: parseVersion},
		{Command: ShowPrivilege, Kind: "privilege", Read: parsePrivilege},
		platform.CertificatesForm(ShowPKICertificates, ParsePKICertificates),
	}
}

func parseSNTP(h platform.Head, text string) (any, error) {
	s, err := ParseSNTP(text)
	return struct {
		platform.Head
		show.SNTP
	}{h, s}, err
}

func parseVersion(h platform.Head, text string) (any, error) {
	v, err := ParseVersion(text)
	var uptime *float64
	if v.Uptime != nil {
		uptime = capture.Ptr(v.Uptime.Seconds())
	}
	return struct {
		platform.Head
		show.Version
		Uptime *float64 `json:"uptime_seconds"`
	}{h, v, uptime}, err
}

func parsePrivilege(h platform.Head, text string) (any, error) {
	level, err := ParsePrivilege(text)
	return struct {
		platform.Head
		Privilege int      `json:"privilege"`
		Unparsed  []string `json:"unparsed"`
	}{h, level, []string{}}, err
}
