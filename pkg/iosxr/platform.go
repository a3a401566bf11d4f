package iosxr

import (
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Name is the platform as inventories spell it.
const Name = "cisco_iosxr"

// Platform is Cisco IOS XR.
func Platform() platform.Platform {
	return platform.Platform{
		Name:  Name,
		Title: "IOS XR",
		Aliases: []string{"iosxr", "cisco.iosxr.iosxr", "iosxr_netconf", "cisco_xr", "cisco_xrd", "xrd", "cisco_xrv", "vr-xrv", "vr-cisco_xrv",
			"cisco_xrv9k", "vr-xrv9k", "vr-cisco_xrv9k", "cisco_c8000", "c8000"},
		Account:   account,
		Terminal:  terminal(),
		Commands:  Commands(),
		Identify:  identify,
		Recognize: configMark.On,
		Read:      Read,
		Parse:     Parse,
		Render:    Render,
		ShowLog:   "show logging last 5",
		Keep:      keep,
		Staged:    true,
		Untold:    untold(),
	}
}

func terminal() platform.Terminal {
	return platform.Terminal{
		Unpaged:   TerminalLength,
		Wide:      TerminalWidth,
		Sample:    ShowClock,
		Ahead:     1, // a line that is typed ahead is echoed before the prompt has come
		Refused:   DeviceError,
		Clock:     ParseClock,
		ClockLine: capture.FindClockLine, // the stamp before the answer is none: it begins with the weekday
		LogLine:   isLog,
		Unfit:     unfit,
	}
}

// A sysadmin prompt, one of the old administration plane, and that of the shell below:
//
//	sysadmin-vm:0_RP0#
//	RP/0/RSP0/CPU0:r1(admin)#
//	[xr-vm_node0_RP0_CPU0:~]$
var (
	adminPrompt = regexp.MustCompile(`^\s*sysadmin-vm:|\(admin(?:-[\w\-]{1,32})?\)#\s*$`)
	shellPrompt = regexp.MustCompile(`^\s*\[\w{1,32}[_-]node[\w\-]{1,64}:[^\]]{0,64}\]\s*[$#]|[$]\s*$`)
)

// standby is what a route processor answers to a login that is not the active one:
//
//	This (D)RP Node is not ready or active for login /configuration
const standby = "RP Node is not ready or active for login"

func unfit(greeting, prompt string) (reason string) {
	switch {
	case strings.Contains(greeting, standby):
		return "the route processor that answers is on standby and takes no login; connect to the address of the active one"
	case adminPrompt.MatchString(prompt):
		return "the login ends in the administration plane; give the account the XR plane"
	case shellPrompt.MatchString(prompt):
		return "the login ends in a shell; give the account the command line of IOS XR"
	}
	return ""
}

// Lines that only IOS XR prints, in "show version" and at the head of a configuration:
//
//	Cisco IOS XR Software, Version 7.9.2 LNT
//	!! IOS XR Configuration version = 6.2.2
//	!RANCID-CONTENT-TYPE: cisco-xr
var (
	versionMark = platform.Mark{Line: regexp.MustCompile(`^Cisco IOS XR Software`)}
	configMark  = platform.Mark{Line: regexp.MustCompile(`^!! IOS XR Configuration|^!RANCID-CONTENT-TYPE: cisco-xr$`)}
)

func identify(text string) (show.Version, bool) {
	if !versionMark.On(text) {
		return show.Version{}, false
	}
	v, _ := ParseVersion(text) // that no release is printed does not make it another system
	return v.Version, true
}

// untold is what IOS XR never tells, or not in a form that is known.
func untold() []show.Untold {
	return []show.Untold{
		{Kind: show.KindAuthority, Reason: "IOS XR is not known to print a flag before the time of a clock that is set"},
		{Kind: show.KindSNTP, Reason: "IOS XR is no client of SNTP"},
		{Kind: show.KindStartup, Reason: "IOS XR starts with what was committed last, which is what runs"},
		{Kind: show.KindPKI, Has: true, Reason: "how IOS XR prints certificates is not known"},
	}
}
