package session

import (
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// What the platforms of these tests are asked.
const (
	NexusPeers  = "show ntp peer-status"
	NexusConfig = "show running-config ntp"
	NexusRest   = `show running-config | include "^clock|^logging|^feature ntp|^no feature ntp|^hostname|^interface"`
	NexusFull   = "show running-config"
	XRStatus    = "show ntp status"
)

// KnownHere are the platforms of IOS and, for these tests alone, two whose terminals take a line at a time.
func KnownHere() platform.List { return platform.List{ios.IOS(), ios.XE(), nexus(), xr()} }

// OneAheadIOS is an IOS whose terminal takes a line at a time: whatever a device may do to IOS, it may do here.
func OneAheadIOS() platform.List {
	p := ios.IOS()
	p.Terminal.Ahead = 1
	return platform.List{p}
}

func nexus() platform.Platform {
	return platform.Platform{
		Name: "cisco_nxos", Title: "NX-OS",
		Terminal: oneAhead(map[string]string{
			"(boot)#":    "only the kickstart image runs (boot); load the system image",
			"(standby)#": "the standby supervisor answered; audit the address of the active one",
		}),
		Identify: marked(`^Cisco Nexus Operating System`, `^NXOS: version (\S+)`),
		Commands: []platform.Command{
			{Line: "terminal length 0"}, {Line: "terminal width 511"},
			{Line: ios.ShowClock, Tells: []show.Kind{show.KindClock}, Opening: true},
			{Line: NexusPeers, Tells: []show.Kind{show.KindStatus, show.KindAssociations}},
			{Line: ios.ShowVersion, Tells: []show.Kind{show.KindVersion}, Optional: true},
			{Line: NexusConfig, Tells: []show.Kind{show.KindConfig}, Slow: true, Privilege: 15},
			{Line: NexusRest, Tells: []show.Kind{show.KindConfig}, Slow: true, Instead: NexusFull},
			{Line: NexusFull, Slow: true},
		},
	}
}

func xr() platform.Platform {
	return platform.Platform{
		Name: "cisco_iosxr", Title: "IOS-XR",
		Terminal: oneAhead(map[string]string{"not ready or active for login": "the standby route processor answered; audit the address of the active one"}),
		Identify: marked(`^Cisco IOS XR Software`, `^Cisco IOS XR Software, Version (\S+)`),
		Commands: []platform.Command{
			{Line: "terminal length 0"}, {Line: "terminal width 511"},
			{Line: ios.ShowClockDetail, Tells: []show.Kind{show.KindClock}, Opening: true, Instead: ios.ShowClock},
			{Line: ios.ShowClock},
			{Line: XRStatus, Tells: []show.Kind{show.KindStatus}},
			{Line: ios.ShowNTPAssociations, Tells: []show.Kind{show.KindAssociations}},
			{Line: ios.ShowVersion, Tells: []show.Kind{show.KindVersion}, Optional: true},
			{Line: NexusConfig, Tells: []show.Kind{show.KindConfig}, Slow: true},
		},
	}
}

// oneAhead is a terminal that takes a line at a time. unfit are texts that a session cannot be audited with, and why.
func oneAhead(unfit map[string]string) platform.Terminal {
	return platform.Terminal{
		Unpaged: "terminal length 0", Wide: "terminal width 511", Sample: ios.ShowClock, Ahead: 1,
		Refused: func(text string) (*show.Refusal, bool) {
			line := strings.TrimSpace(text)
			return &show.Refusal{Line: line}, strings.HasPrefix(line, "% Invalid") || strings.HasPrefix(line, "% Permission denied")
		},
		Clock: func(text string) (show.Clock, error) {
			at, _ := capture.FindClockLine([]byte(text))
			line, _, _ := strings.Cut(text[at:], "\n")
			return capture.ParseClock(line)
		},
		ClockLine: capture.FindClockLine,
		LogLine:   capture.IsLog,
		Unfit: func(greeting, prompt string) string {
			for text, reason := range unfit {
				if strings.HasSuffix(prompt, text) || strings.Contains(greeting, text) {
					return reason
				}
			}
			return ""
		},
	}
}

func marked(line, release string) func(string) (show.Version, bool) {
	mark := platform.Mark{Line: regexp.MustCompile(line), Release: regexp.MustCompile(release)}
	return func(text string) (show.Version, bool) {
		release, found := mark.In(text)
		return show.Version{OSVersion: release}, found
	}
}
