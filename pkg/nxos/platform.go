package nxos

import (
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Name is how inventories spell the platform.
const Name = "cisco_nxos"

// title is how people write it.
const title = "NX-OS"

// Platform is Cisco NX-OS.
func Platform() platform.Platform {
	return platform.Platform{
		Name:      Name,
		Title:     title,
		Aliases:   []string{"nxos", "cisco.nxos.nxos", "nxos_ssh", "cisco_nxos_ssh", "cisco_nxos_nxapi", "cisco-nx", "cisco_n9kv", "vr-n9kv", "vr-cisco_n9kv"},
		Account:   account,
		YearFirst: true,
		Terminal:  terminal(),
		Commands:  Commands(),
		Identify:  identify,
		Recognize: configMark.On,
		Keep:      keep,
		Read:      Read,
		Parse:     Parse,
		Render:    Render,
		ShowLog:   "show logging last 5",
		Untold:    untold(),
	}
}

// terminal of NX-OS. Wide has to be sent before anything that prints a table: a terminal of 80 columns folds the rows. A line
// that is typed before the prompt has come is echoed at once, into the answer before it.
func terminal() platform.Terminal {
	return platform.Terminal{
		Unpaged:   TerminalLength,
		Wide:      TerminalWidth,
		Sample:    ShowClock,
		Ahead:     1,
		Refused:   DeviceError,
		Clock:     ParseClock,
		ClockLine: FindClockLine,
		LogLine:   isLog,
		Unfit:     unfit,
	}
}

// unfit tells a prompt behind which no NX-OS runs, or not the one that forwards.
func unfit(_, prompt string) (reason string) {
	prompt = strings.TrimSpace(prompt)
	switch {
	case strings.HasSuffix(prompt, "(boot)#"):
		return "only the kickstart image runs; load the system image"
	case strings.HasSuffix(prompt, "(standby)#"):
		return "this is the standby supervisor; log in to the active one"
	case strings.HasPrefix(prompt, "loader>"):
		return "no image runs, only the boot loader; boot the device"
	}
	return ""
}

// Lines that only NX-OS prints, in "show version". Stored texts may have lost the first:
//
//	Cisco Nexus Operating System (NX-OS) Software
//	NXOS: version 10.4(5) [Maintenance Release]
//	kickstart: version 7.1(4)N1(1)
var versionMark = platform.Mark{Line: regexp.MustCompile(`^Cisco Nexus Operating System|^(?:NXOS|kickstart): +version `)}

// Lines of the head of a configuration. EOS has a blank behind the "!" of its own.
//
//	!Command: show running-config
//	version 10.3(9) Bios:version
//	vdc n9k1 id 1
//	!RANCID-CONTENT-TYPE: cisco-nx
var configMark = platform.Mark{
	Line: regexp.MustCompile(`^!Command: show |^version \S+ Bios:|^version \d+\.\d+\(\d+\w*\)\S*$|^vdc \S+ id \d+$|^!RANCID-CONTENT-TYPE: cisco-nx` +
		`|^(?:! *)?Cisco Nexus Operating System`),
}

// identify reads "show version" if it is of NX-OS. A text that names another system as well is claimed all the same: who lists
// the platforms counts the claims.
func identify(text string) (show.Version, bool) {
	if !versionMark.On(text) {
		return show.Version{}, false
	}
	v, _ := ParseVersion(text) // that no release is printed does not make it another system
	return v.Version, true
}
