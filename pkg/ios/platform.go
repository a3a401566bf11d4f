package ios

import (
	"regexp"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Names of the platforms of this package, as inventories spell them.
const (
	NameIOS = "cisco_ios"
	NameXE  = "cisco_iosxe"
)

// IOS is Cisco IOS.
func IOS() platform.Platform {
	p := common(NameIOS, "IOS", false, configMark)
	p.Aliases = []string{"ios", "cisco", "cisco.ios.ios", "community.network.ios", "cisco_ios_ssh", "classic-ios", "cisco_iol", "cisco_vios", "cisco_viosl2"}
	return p
}

// XE is Cisco IOS-XE.
func XE() platform.Platform {
	p := common(NameXE, "IOS-XE", true, configMarkXE)
	p.Aliases = []string{"iosxe", "cisco_xe", "cisco_c8000v", "cisco_csr1000v", "vr-csr", "vr-cisco_csr1000v", "cisco_cat9kv"}
	return p
}

func common(name, title string, xe bool, config platform.Mark) platform.Platform {
	return platform.Platform{
		Name:      name,
		Title:     title,
		Grammar:   "ios",
		Account:   account,
		Terminal:  terminal(),
		Commands:  Commands(),
		Identify:  func(text string) (show.Version, bool) { return identify(text, xe) },
		Recognize: config.On,
		Keep:      keep,
		Read:      Read,
		Parse:     func(command, text string) (any, error) { return Parse(name, command, text) },
		Render:    renderer{xe}.render,
		ShowLog:   "show logging",

		ShowControl:   "show ntp packets mode control",
		OwnClockBelow: true,
	}
}

func terminal() platform.Terminal {
	return platform.Terminal{
		Unpaged:    TerminalLength,
		Wide:       TerminalWidth,
		Sample:     ShowClock,
		Enable:     Enable,
		Level:      ShowPrivilege,
		Privileged: privileged,
		Refused:    DeviceError,
		Clock:      ParseClock,
		ClockLine:  capture.FindClockLine,
		LogLine:    capture.IsLog,
	}
}

// privileged tells by the last "show privilege" whether the configuration is shown in full.
func privileged(answers []show.Answer) (yes, known bool) {
	a, asked := platform.Last(answers, ShowPrivilege)
	if !asked {
		return false, false
	}
	level, err := ParsePrivilege(a.Text)
	return level >= fullPrivilege, err == nil
}

// A line that only "show version" of IOS and IOS-XE prints:
//
//	Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE (fc3)
//	Cisco IOS XE Software, Version 17.09.04a
//	IOS (tm) C2900XL Software (C2900XL-C3H2S-M), Version 12.0(5)WC17, RELEASE SOFTWARE (fc1)
var versionMark = platform.Mark{
	Line: regexp.MustCompile(`^Cisco IOS(?:[ -]XE)? Software\b|^Cisco Internetwork Operating System Software|^IOS \(tm\) `),
}

// Lines that only a configuration of IOS holds, and of IOS-XE from 16 on. Older IOS-XE shows the release of the IOS in it.
//
//	version 15.2
//	!RANCID-CONTENT-TYPE: cisco
//	version 17.9
//	! Cisco IOS XE Software, Version 17.09.04a
var (
	configMark   = platform.Mark{Line: regexp.MustCompile(`^version 1[0-5]\.\d{1,2}$|^!RANCID-CONTENT-TYPE: cisco$`)}
	configMarkXE = platform.Mark{Line: regexp.MustCompile(`^version (?:1[6-9]|2\d)\.\d{1,2}$|^! Cisco IOS XE Software, Version `)}
)

// Releases of IOS-XE by their form, where the text does not say so: 16.09.04, 17.3.1a, 03.16.05.S, 03.06.08E.
var releaseXE = regexp.MustCompile(`^(?:1[67]\.\d+\.\d|03\.\d+\.\d+\.?[ESX])`)

// identify reads "show version" if it is of IOS or, where xe asks for that, of IOS-XE.
func identify(text string, xe bool) (show.Version, bool) {
	if !versionMark.On(text) {
		return show.Version{}, false
	}
	v, err := ParseVersion(text)
	if err != nil {
		return show.Version{}, false
	}
	return v, xe == (v.XE || releaseXE.MatchString(v.OSVersion))
}
