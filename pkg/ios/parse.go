package ios

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// platforms are those whose output this package reads.
var platforms = []string{"cisco_ios", "cisco_iosxe"}

// head is what every result of Parse starts with.
type head struct {
	Kind     string `json:"kind"`
	Platform string `json:"platform"`
	Command  string `json:"command"`
}

// Parse reads what a device printed for a command, which may be abbreviated as IOS allows
// ("sh ntp ass", "show run | inc ntp"). The result marshals to JSON: kind, platform, command,
// the values, and in unparsed every line that was not understood. A text in which the device
// refuses the command has kind "error"; one that holds no answer at all is an error of Parse.
func Parse(platform, command, text string) (any, error) {
	if !slices.Contains(platforms, platform) {
		return nil, fmt.Errorf("platform %q is not known; known are %s", platform, strings.Join(platforms, ", "))
	}
	a, err := lookUp(command)
	if err != nil {
		return nil, err
	}
	result, err := a.parse(head{a.kind, platform, a.command}, text)
	var refusal *show.Refusal
	if errors.As(err, &refusal) {
		return refused{head{"error", platform, a.command}, refusal.Kind, []string{}}, nil
	}
	if err != nil {
		return nil, err
	}
	return result, nil
}

type refused struct {
	head
	Error    show.ErrorKind `json:"error"`
	Unparsed []string       `json:"unparsed"`
}

// answer is a command whose output can be read.
type answer struct {
	command string
	kind    string
	parse   func(h head, text string) (any, error)
}

var answers = []answer{
	{ShowClock, "clock", parseClock},
	{ShowClockDetail, "clock", parseClock},
	{"show calendar", "clock", parseClock},
	{ShowNTPStatus, "status", parseStatus},
	{ShowNTPAssociations, "associations", parseAssociations},
	{ShowNTPAssociationsDetail, "associations_detail", parseDetail},
	{"show ntp config", "config", parseConfig},
	{"show running-config", "config", parseConfig},
	{"show startup-config", "config", parseConfig},
	{"show configuration", "config", parseConfig},
	{"show sntp", "sntp", parseSNTP},
	{ShowVersion, "version", parseVersion},
	{ShowPrivilege, "privilege", parsePrivilege},
	{ShowPKICertificates, "certificates", parseCertificates},
}

func parseClock(h head, text string) (any, error) {
	c, err := ParseClock(text)
	return struct {
		head
		show.Clock
	}{h, c}, err
}

// disabled is all that there is to say where NTP does not run.
type disabled struct {
	head
	Enabled  bool     `json:"enabled"`
	Unparsed []string `json:"unparsed"`
}

// disabledTable is the same for the commands that list associations.
type disabledTable struct {
	disabled
	Associations []show.Association `json:"associations"`
}

func parseStatus(h head, text string) (any, error) {
	s, err := ParseStatus(text)
	if !s.Enabled {
		return disabled{h, false, s.Unparsed}, err
	}
	return struct {
		head
		show.Status
	}{h, s}, err
}

func parseAssociations(h head, text string) (any, error) {
	a, err := ParseAssociations(text)
	if !a.Enabled {
		return disabledTable{disabled{h, false, a.Unparsed}, a.Associations}, err
	}
	return struct {
		head
		show.Associations
	}{h, a}, err
}

func parseDetail(h head, text string) (any, error) {
	d, err := ParseAssociationsDetail(text)
	if !d.Enabled {
		return disabledTable{disabled{h, false, d.Unparsed}, []show.Association{}}, err
	}
	return struct {
		head
		show.AssociationsDetail
	}{h, d}, err
}

func parseConfig(h head, text string) (any, error) {
	c, err := ParseConfig(text)
	return struct {
		head
		show.Config
	}{h, c}, err
}

func parseSNTP(h head, text string) (any, error) {
	s, err := ParseSNTP(text)
	return struct {
		head
		show.SNTP
	}{h, s}, err
}

func parseVersion(h head, text string) (any, error) {
	v, err := ParseVersion(text)
	var uptime *float64
	if v.Uptime != nil {
		uptime = capture.Ptr(v.Uptime.Seconds())
	}
	return struct {
		head
		show.Version
		Uptime *float64 `json:"uptime_seconds"`
	}{h, v, uptime}, err
}

func parsePrivilege(h head, text string) (any, error) {
	level, err := ParsePrivilege(text)
	return struct {
		head
		Privilege int      `json:"privilege"`
		Unparsed  []string `json:"unparsed"`
	}{h, level, []string{}}, err
}

func parseCertificates(h head, text string) (any, error) {
	c, err := ParsePKICertificates(text)
	return struct {
		head
		show.Certificates
	}{h, c}, err
}
