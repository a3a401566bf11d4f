package iosxr

import (
	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Parse reads what a device printed for a command, which may be abbreviated, for "ntpaudit parse". "show running-config"
// stands for its sections as well.
func Parse(command, text string) (any, error) { return forms().Parse(Name, command, text) }

// forms are the commands whose answers are read.
func forms() platform.Forms {
	return platform.Forms{
		platform.ClockForm(ShowClock, ParseClock),
		platform.ClockForm("show clock detail", ParseClock),
		platform.ClockForm("show calendar", ParseClock),
		platform.StatusForm(ShowNTPStatus, ParseStatus),
		platform.AssociationsForm(ShowNTPAssociations, ParseAssociations),
		platform.DetailForm(ShowNTPAssociationsDetail, ParseAssociationsDetail),
		platform.ConfigForm("show running-config", ParseConfig),
		{Command: ShowVersion, Kind: "version", Read: parseVersion},
		{Command: ShowInterfaces, Kind: "interfaces", Read: parseInterfaces},
	}
}

func parseVersion(h platform.Head, text string) (any, error) {
	v, err := ParseVersion(text)
	return platform.VersionResult(h, "IOS-XR", v.Version, v.Hostname, v.Image), err
}

type printedInterface struct {
	Interface string `json:"interface"`
	Address   string `json:"address"`
	VRF       string `json:"vrf"` // empty: the default one
}

func parseInterfaces(h platform.Head, text string) (any, error) {
	i, err := ParseInterfaces(text)
	rows := []printedInterface{}
	for _, a := range i.Addresses {
		rows = append(rows, printedInterface{a.Interface, a.Address, a.VRF})
	}
	return struct {
		platform.Head
		Interfaces []printedInterface `json:"interfaces"`
		Unparsed   []string           `json:"unparsed"`
	}{h, rows, capture.List(i.Unparsed)}, err
}

// ParseConfig reads the time lines of a configuration: whole, a section, or formal. Lines of other features are passed over;
// a time line that was not understood stands in Unparsed. Banners hold free text and are passed over whole; below one that
// is not closed every time line stands in Unparsed.
//
// A text without any line of a configuration is an error, and so is the answer that a section is empty: a [*show.Refusal]
// of the kind [show.NoSuchItem].
func ParseConfig(text string) (show.Config, error) {
	s, err := readSection(text)
	return s.Config, err
}
