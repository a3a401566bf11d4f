package lab

import (
	"cmp"
	"fmt"
	"strings"
)

// ios is IOS and IOS-XE.
type ios struct{}

func (ios) fill(d *DeviceSpec, _ int) {
	if d.Platform == platformIOSXE {
		d.Model, d.OSVersion = cmp.Or(d.Model, "C9300-24T"), cmp.Or(d.OSVersion, "17.9.4a")
	}
	d.Model, d.OSVersion = cmp.Or(d.Model, "WS-C2960X-24TS-L"), cmp.Or(d.OSVersion, "15.2(4)E7")
	d.Timestamps.Log = cmp.Or(d.Timestamps.Log, "service timestamps log datetime msec")
	d.Timestamps.Debug = cmp.Or(d.Timestamps.Debug, "service timestamps debug datetime msec")
	d.SSH.Ident = cmp.Or(d.SSH.Ident, "SSH-2.0-Cisco-1.25")
	d.Terminal.Prompt = cmp.Or(d.Terminal.Prompt, "{hostname}{mark}")
}

func (ios) traits(spec DeviceSpec) traits {
	t := traits{ownClock: "127.127.1.1", dayLayout: "Mon Jan 2 2006", fewInterfaces: true, refclockLine: true}
	t.more.prompt = " --More-- "
	t.more.wipe = strings.Repeat("\b", 9) + strings.Repeat(" ", 8) + strings.Repeat("\b", 9)
	if spec.Legend == "old" {
		t.ownClock = "127.127.7.1"
	}
	return t
}

func (ios) commands(root *node) {
	addExecCommands(root)
	addShowCommands(root)
}

func (ios) initial(spec DeviceSpec) config { return initialConfig(spec) }

func (ios) summerTime(words []string) (*summerTime, error) { return parseSummerTime(words) }

func (ios) greeting(v *vty) string {
	motd := v.device.spec.Terminal.BannerMOTD
	if motd == "" {
		return ""
	}
	return "\n" + strings.TrimRight(motd, "\n")
}

func (ios) mark(v *vty) string {
	switch {
	case v.config != nil:
		return "(" + v.config.mode + ")#"
	case v.privilege > 1:
		return "#"
	}
	return ">"
}

// heading is what "exec prompt timestamp" prints before every answer.
func (ios) heading(v *vty, full string) string {
	d := v.device
	if !d.current().promptTimestamp || !strings.HasPrefix(full, "show ") {
		return ""
	}
	now := d.lab.base.now()
	return fmt.Sprintf("Load for five secs: 1%%/0%%; one minute: 2%%; five minutes: 3%%\n%s, %s\n\n",
		d.timeSourceLine(now), d.clockFlag(now)+d.timeText(d.clock.read(now), true))
}

func (ios) explain(v *vty, line string, words []string, fault parseFault) string {
	switch fault.kind {
	case parseAmbiguous:
		return fmt.Sprintf("%% Ambiguous command:  %q\n", strings.TrimSpace(line))
	case parseIncomplete:
		return "% Incomplete command.\n\n"
	case parseUnknown:
		return v.lookUp(words[0])
	}
	return v.os.invalid(v, wordStart(line, fault.word))
}

// lookUp takes a mistyped word for a host name.
func (v *vty) lookUp(word string) string {
	translating := ""
	if v.device.current().lookup {
		translating = fmt.Sprintf("Translating %q...domain server (255.255.255.255)\n", word)
	}
	return translating + "% Unknown command or computer name, or unable to find computer address\n"
}

func (ios) invalid(v *vty, column int) string {
	return caretAt(v, column) + "% Invalid input detected at '^' marker.\n\n"
}

func (ios) denied(*vty) string { return "Command authorization failed.\n\n" }
