package iosxr

import (
	"net/netip"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Interfaces is "show ipv4 vrf all interface brief".
type Interfaces struct {
	All       []show.Interface // with their IPv4 addresses, of which the table shows the first
	Addresses []show.InterfaceAddress
	Loopbacks []string
	Unparsed  []string
}

// ParseInterfaces reads
//
//	Interface                      IP-Address      Status          Protocol Vrf-Name
//	Loopback0                      192.0.2.7       Up              Up       default
//	MgmtEth0/RP0/CPU0/0            unassigned      Shutdown        Down     **nVSatellite
func ParseInterfaces(text string) (Interfaces, error) {
	var out Interfaces
	header := false
	for l := range content(text) {
		words := strings.Fields(l.Text)
		switch {
		case len(words) > 1 && words[0] == "Interface" && words[1] == "IP-Address":
			header = true
		case l.Open || !out.row(words):
			out.Unparsed = append(out.Unparsed, l.Raw)
		}
	}
	if !header {
		return out, capture.NotUnderstood(text, "table of interfaces", DeviceError)
	}
	return out, nil
}

// row takes a row. That an interface has no IPv4 address does not show that it has none.
func (i *Interfaces) row(words []string) bool {
	if len(words) != 5 {
		return false
	}
	vrf := strings.TrimPrefix(words[4], "**")
	if vrf == platform.DefaultVRF {
		vrf = ""
	}
	port := show.Interface{Name: words[0], VRF: vrf, Shutdown: words[2] == "Shutdown"}
	addr, err := netip.ParseAddr(words[1])
	switch {
	case err == nil:
		port.Addresses = []string{addr.String()}
		i.Addresses = append(i.Addresses, show.InterfaceAddress{Interface: words[0], VRF: vrf, Address: addr.String()})
	case words[1] != "unassigned" && words[1] != "unnumbered":
		return false
	}
	i.All = append(i.All, port)
	if err == nil && strings.HasPrefix(words[0], "Loopback") {
		i.Loopbacks = append(i.Loopbacks, words[0])
	}
	return true
}
