package lab

import (
	"cmp"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

func nxosNTPCommands(root *node) {
	for words, run := range map[string]func(d *device, now time.Time, args []string) string{
		"peer-status":                      nxosPeerStatus,
		"peers":                            nxosPeers,
		"statistics peer ipaddr <A.B.C.D>": nxosStatistics,
		"authentication-status":            nxosAuthentication,
		"trusted-keys":                     nxosTrusted,
		"access-groups":                    nxosGroups,
		"source":                           nxosNTPSource,
		"source-interface":                 nxosNTPSource,
		"status":                           nxosCFS,
	} {
		root.add(1, "show ntp "+words, func(v *vty, args []string) string {
			if !v.device.current().ntpEnabled {
				return v.os.invalid(v, wordStart(v.line, 1)) // without the feature there is no such command
			}
			return wrap(run(v.device, v.device.lab.base.now(), args), v.width)
		})
	}
}

// nxosCFS is about the distribution of the configuration, not about the clock.
func nxosCFS(d *device, _ time.Time, _ []string) string {
	if d.current().distributed {
		return "Distribution : Enabled\nLast operational state: No session\n"
	}
	return "Distribution : Disabled\nLast operational state: No session\n"
}

// wrap breaks lines at the width of the terminal, in or behind a run of blanks where there is one.
func wrap(text string, width int) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		for len(line) > width+1 {
			at := strings.LastIndexByte(line[:width], ' ') + 1
			if at == 0 {
				at = width
			}
			b.WriteString(line[:at] + "\n")
			line = line[at:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// nxosPeerStatus is the table of sources: delay in seconds, and neither offset nor dispersion.
func nxosPeerStatus(d *device, now time.Time, _ []string) string {
	s := d.ntpState(now)
	if d.spec.NXOS.ACI {
		return aciPeerStatus(d, s)
	}
	total := len(s.peers)
	if d.spec.NXOS.TotalPeers != nil {
		total = *d.spec.NXOS.TotalPeers
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Total peers : %d\n* - selected for sync, + -  peer mode(active), \n- - peer mode(passive), = - polled in client mode \n", total)
	remote, local, column, line := 21, 22, 23, 79
	if d.spec.NXOS.PeerTable == "wide" {
		remote, local, column, line = 39, 40, 41, 119
	}
	vrf := "   vrf"
	if d.spec.NXOS.VRFColumn == none {
		vrf = ""
	}
	fmt.Fprintf(&b, "    %-*s%-*sst   poll   reach delay%s\n%s\n", remote, "remote", local, "local", vrf, strings.Repeat("-", line))
	for _, a := range s.peers {
		b.WriteString(nxosRow(d, a, column))
	}
	return b.String()
}

// nxosMark is the first character of a row.
func nxosMark(a association) string {
	switch {
	case a.tally == '*':
		return "*"
	case a.symmetric:
		return "+"
	case !a.configured:
		return "-"
	}
	return "="
}

// aciPeerStatus is the table of a leaf of a fabric: three decimals, and no source address.
func aciPeerStatus(d *device, s ntpState) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Total peers : %d\n* - selected for sync, + - peer mode(active),\n- - peer mode(passive), = - polled in client mode\n", len(s.peers))
	b.WriteString("    remote                               local           st poll reach delay vrf\n" + strings.Repeat("-", 80) + "\n")
	for _, a := range s.peers {
		fmt.Fprintf(&b, "%s%-35s%-16s%-2d%-6d%-6o%.3f %s\n", nxosMark(a), a.address, "0.0.0.0", a.view.stratum, int(a.poll.Seconds()), a.reach,
			a.delay.Seconds(), cmp.Or(a.vrf, "default"))
	}
	return b.String()
}

func nxosRow(d *device, a association, column int) string {
	mark, stratum := nxosMark(a), a.view.stratum
	if a.local {
		stratum++ // the table has the stratum that the device takes from it
	}
	local, vrf := "0.0.0.0", cmp.Or(a.vrf, "default")
	if from, ok := d.current().network.sends(a.peerLineSettings); ok && from.IsValid() && !a.local {
		local = from.String()
	}
	text := fmt.Sprintf("%s%-*s%-*s%2d%5d%8o   %.5f", mark, column, a.address, column, local, stratum, int(a.poll.Seconds()), a.reach, a.delay.Seconds())
	switch d.spec.NXOS.VRFColumn {
	case none:
		return text + "\n"
	case "glued":
		return text + vrf + "\n"
	}
	return text + " " + vrf + "\n"
}

func nxosPeers(d *device, now time.Time, _ []string) string {
	const rule = "--------------------------------------------------\n"
	var b strings.Builder
	b.WriteString(rule + "  Peer IP Address               Serv/Peer          \n" + rule)
	for _, a := range d.ntpState(now).peers {
		kind, how := "Server", "configured"
		if a.symmetric {
			kind = "Peer"
		}
		if !a.configured {
			how = "dynamic"
		}
		fmt.Fprintf(&b, "  %-30s%s (%s) \n", a.address, kind, how)
	}
	return b.String()
}

// nxosStatistics has the labels of ntpdc.
func nxosStatistics(d *device, now time.Time, args []string) string {
	for _, a := range d.ntpState(now).peers {
		if addressKey(a.address) != addressKey(args[0]) {
			continue
		}
		received, since := 0, "never"
		if !a.last.IsZero() {
			since = fmt.Sprintf("%ds", int(now.Sub(a.last).Seconds()))
			received = int(d.ntpUptime(now) / a.poll)
		}
		bad := 0
		if a.state == PeerAuth {
			bad = 7
		}
		return fmt.Sprintf("remote host:          %s\nlocal interface:      %s\ntime last received:   %s\ntime until next send: %ds\n"+
			"reachability change:  %ds\npackets sent:         %d\npackets received:     %d\nbad authentication:   %d\nbogus origin:         0\n"+
			"duplicate:            0\nbad dispersion:       0\nbad reference time:   0\ncandidate order:      %d\n",
			a.address, nxosLocal(d, a), since, int((a.poll - d.sincePoll(now, a.address, a.poll)).Seconds()),
			int(d.ntpUptime(now).Seconds()), int(d.ntpUptime(now)/a.poll)+1, received, bad, map[bool]int{true: 1}[a.tally == '*'])
	}
	return "% Peer/Server not found\n"
}

func nxosLocal(d *device, a association) string {
	if from, ok := d.current().network.sends(a.peerLineSettings); ok && from.IsValid() {
		return from.String()
	}
	return netip.IPv4Unspecified().String()
}

func nxosAuthentication(d *device, _ time.Time, _ []string) string {
	if d.current().keys.authenticate {
		return "Authentication enabled.\n"
	}
	return "Authentication disabled.\n"
}

func nxosTrusted(d *device, _ time.Time, _ []string) string {
	text := "Trusted Keys:\n"
	for _, span := range d.current().keys.trusted {
		text += fmt.Sprintf("%d\n", span[0])
	}
	return text
}

func nxosGroups(d *device, _ time.Time, _ []string) string {
	access := d.current().access
	text := "Access List                     Type\n-----------------------------\n"
	if !access.stops {
		text = "Match-all is enabled\n" + text
	}
	for _, group := range access.groups {
		text += fmt.Sprintf("%-32s%s\n", group.list, group.kind)
	}
	return text
}

func nxosNTPSource(d *device, _ time.Time, _ []string) string {
	sources := d.current().network.sources
	if len(sources) == 0 {
		return "Source interface is not configured\n"
	}
	if _, err := netip.ParseAddr(sources[0].name); err == nil {
		return "Source IP address " + sources[0].name + "\n"
	}
	return "Source interface " + sources[0].name + "\n"
}
