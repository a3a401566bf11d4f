package lab

import (
	"cmp"
	"slices"
	"strings"
)

// nxos is NX-OS of Nexus switches, and of the leaf switches of an ACI fabric.
type nxos struct{}

// operatorDenied are the beginnings of commands that the role network-operator may not use.
func operatorDenied() []string {
	return []string{"show running-config", "show startup-config", "configure terminal", "copy running-config startup-config"}
}

func (nxos) fill(d *DeviceSpec, index int) {
	if d.NXOS.ACI {
		d.Model, d.OSVersion = cmp.Or(d.Model, "N9K-C93180YC-EX"), cmp.Or(d.OSVersion, "14.2(7f)")
	}
	d.Model, d.OSVersion = cmp.Or(d.Model, "Nexus9000 C93180YC-FX3"), cmp.Or(d.OSVersion, "10.3(4a)")
	d.Timestamps.Log = cmp.Or(d.Timestamps.Log, "logging timestamp milliseconds")
	d.NXOS.Clock = cmp.Or(d.NXOS.Clock, "after")
	d.NXOS.VRFColumn = cmp.Or(d.NXOS.VRFColumn, "spaced")
	d.NXOS.PeerTable = cmp.Or(d.NXOS.PeerTable, "narrow")
	d.NXOS.Role = cmp.Or(d.NXOS.Role, "network-admin")
	if d.NXOS.Role == "network-operator" {
		d.Denied = append(slices.Clone(d.Denied), operatorDenied()...)
	}
	if !d.NXOS.Privilege {
		d.Privilege = 15 // there are roles instead
	}
	d.SaveDelay = cmp.Or(d.SaveDelay, saveDelay)
	d.SSH.Ident = cmp.Or(d.SSH.Ident, "SSH-2.0-OpenSSH_8.3")
	d.Terminal.Prompt = cmp.Or(d.Terminal.Prompt, "{hostname}{mark} ")
	d.Terminal.BannerLogin = cmp.Or(d.Terminal.BannerLogin, "User Access Verification\n")
	d.Terminal.echoEarly()
	d.fillInterfaces(index, portNames{"loopback0", "Ethernet1/", map[string]string{"management": "mgmt0"}})
}

func (nxos) traits(DeviceSpec) traits {
	return traits{
		ownClock: "127.127.1.0", dayLayout: "Mon Jan 02 2006", exitStatus: true, fixedWidth: true,
		more: pagerText{prompt: "--More--", wipe: "\r        \r"},
	}
}

func (nxos) initial(spec DeviceSpec) config { return initialNXOS(spec) }

func (nxos) greeting(v *vty) string {
	text := ""
	if motd := v.device.spec.Terminal.BannerMOTD; motd != "" {
		text = strings.TrimRight(motd, "\n") + "\n"
	}
	if v.device.spec.NXOS.Greeting {
		text += nxosCopyright
	}
	if text == "" {
		return ""
	}
	return "\n" + strings.TrimSuffix(text, "\n")
}

func (nxos) mark(v *vty) string {
	if v.config != nil {
		return "(" + v.config.mode + ")#"
	}
	return "#"
}

func (nxos) heading(*vty, string) string { return "" }

// statusDenied and statusSyntax are exit statuses of an exec channel.
const (
	statusSyntax = 16
	statusDenied = 30
)

func (nxos) explain(v *vty, line string, _ []string, fault parseFault) string {
	v.status = statusSyntax
	if v.execChannel {
		return "Syntax error while parsing '" + strings.TrimSpace(line) + "'\n\n"
	}
	switch fault.kind {
	case parseIncomplete:
		return nxosMarker(v, len(strings.TrimRight(line, " ")), "Incomplete command")
	case parseAmbiguous:
		return nxosMarker(v, wordStart(line, fault.word), "Ambiguous command")
	}
	return nxosMarker(v, wordStart(line, fault.word), "Invalid command")
}

// nxosMarker is a caret below a column, and what is wrong there.
func nxosMarker(v *vty, column int, kind string) string {
	return caretAt(v, column) + "% " + kind + " at '^' marker.\n"
}

func (nxos) invalid(v *vty, column int) string {
	v.status = statusSyntax
	return nxosMarker(v, column, "Invalid command")
}

func (nxos) denied(v *vty) string {
	v.status = statusDenied
	return "% Permission denied for the role\n"
}
