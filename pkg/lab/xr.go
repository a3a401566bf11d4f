package lab

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a container may have no zone files
)

// iosxr is IOS-XR. Its configuration is kept as formal lines, "ntp server vrf MGMT 192.0.2.1", and printed as blocks.
type iosxr struct{}

func (iosxr) fill(d *DeviceSpec, index int) {
	d.Model, d.OSVersion = cmp.Or(d.Model, "8202-32FH-M"), cmp.Or(d.OSVersion, "7.9.2")
	d.Timestamps.Log = cmp.Or(d.Timestamps.Log, "service timestamps log datetime msec")
	d.Timestamps.Debug = cmp.Or(d.Timestamps.Debug, "service timestamps debug datetime msec")
	d.Privilege = 15 // there are task groups instead
	d.IOSXR.Node = cmp.Or(d.IOSXR.Node, "RP/0/RP0/CPU0")
	d.IOSXR.Stamp = cmp.Or(d.IOSXR.Stamp, "plain")
	d.IOSXR.VRFIndent = cmp.Or(d.IOSXR.VRFIndent, "tabs")
	d.SSH.Ident = cmp.Or(d.SSH.Ident, "SSH-2.0-Cisco-2.0")
	d.Terminal.Prompt = cmp.Or(d.Terminal.Prompt, d.IOSXR.Node+":{hostname}{mark}")
	d.Terminal.echoEarly()
	management := map[string]string{"MGMT": "MgmtEth0/RP0/CPU0/0", "management": "MgmtEth0/RP0/CPU0/0"}
	d.fillInterfaces(index, portNames{"Loopback0", "GigabitEthernet0/0/0/", management})
}

func (iosxr) traits(spec DeviceSpec) traits {
	t := traits{ownClock: "127.127.1.1", dayLayout: "Mon Jan _2 2006", vrfInDetail: true}
	t.more = pagerText{prompt: " --More-- ", wipe: "\r          \r"}
	if spec.IOSXR.ReversePager {
		t.more = pagerText{prompt: "\x1b[7m--More--\x1b[27m", wipe: "\r\x1b[K", last: "\x1b[7m(END)\x1b[27m"}
	}
	return t
}

func (iosxr) initial(spec DeviceSpec) config { return initialXR(spec) }

// standbyText is what a login to the wrong route processor gets.
const standbyText = "This (D)RP Node is not ready or active for login /configuration\n"

func (iosxr) greeting(v *vty) string {
	if v.device.spec.IOSXR.Standby {
		v.over = true
		return "\n" + standbyText
	}
	motd := v.device.spec.Terminal.BannerMOTD
	if motd == "" {
		return "\n"
	}
	return "\n" + strings.TrimRight(motd, "\n") + "\n\n"
}

func (iosxr) mark(v *vty) string {
	if v.config == nil {
		return "#"
	}
	return "(" + v.config.mode + ")#"
}

// heading is the stamp before every answer: when the command began, without the year.
func (x iosxr) heading(v *vty, full string) string {
	if full == "exit" || full == "quit" {
		return ""
	}
	stamp := x.stamp(v)
	if full == "show running-config" || full == "show startup-config" {
		stamp += "Building configuration...\n"
	}
	return stamp
}

func (iosxr) stamp(v *vty) string {
	d := v.device
	spec := d.spec.IOSXR
	if spec.Stamp == none || v.stampless {
		return ""
	}
	local, label := d.current().zone.local(d.clock.read(d.lab.base.now()))
	text := local.Format("Mon Jan _2 15:04:05.000") + " " + cmp.Or(spec.StampZone, label)
	switch spec.Stamp {
	case "blank_before":
		return "\n" + text + "\n"
	case "blank_after":
		return text + "\n\n"
	case "trailing":
		return text + " \n  \n"
	}
	return text + "\n"
}

func (iosxr) explain(v *vty, line string, _ []string, fault parseFault) string {
	switch fault.kind {
	case parseAmbiguous:
		return fmt.Sprintf("%% Ambiguous command:  %q\n", strings.TrimSpace(line))
	case parseIncomplete:
		return "% Incomplete command.\n"
	}
	return v.os.invalid(v, wordStart(line, fault.word))
}

func (iosxr) invalid(v *vty, column int) string {
	return caretAt(v, column) + "% Invalid input detected at '^' marker.\n"
}

func (iosxr) denied(*vty) string { return "% This command is not authorized\n" }

// logLine begins with the node, and with what "service timestamps log" says.
func (iosxr) logLine(d *device, message string) string {
	text := d.spec.IOSXR.Node + ":"
	if options := strings.Fields(d.current().logStamp); len(options) > 0 {
		text += strings.TrimLeft(d.logStamp(options), "*.") + ": "
	}
	return text + "ntpd[263]: " + message
}

// summerTime is that of IOS, with days and months of any length. Weeks are 1 to 4, first and last.
func (iosxr) summerTime(words []string) (*summerTime, error) {
	ios := make([]string, 0, len(words))
	for i, word := range words {
		ios = append(ios, shortName(word, i%4 == 3 || i > 1 && i%4 == 0))
	}
	return parseSummerTime(ios)
}

// loadRegion finds a region of the tz database, which IOS-XR spells without underscores.
func loadRegion(name string) (*time.Location, error) {
	if !strings.Contains(name, "/") {
		return nil, fmt.Errorf("%q is no region such as America/NewYork", name)
	}
	if location, err := time.LoadLocation(name); err == nil {
		return location, nil
	}
	var b strings.Builder
	for i, r := range name {
		if i > 0 && 'A' <= r && r <= 'Z' && 'a' <= name[i-1] && name[i-1] <= 'z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return time.LoadLocation(b.String())
}
