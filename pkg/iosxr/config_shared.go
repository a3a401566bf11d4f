package iosxr

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// sharedAddress is an address that an interface shares with other devices.
type sharedAddress struct {
	port string
	show.VirtualAddress
}

// shares reports whether the lines of a block are of a protocol by which devices share an address.
func (k blockKind) shares() bool { return k == hsrpBlock || k == vrrpBlock }

// protocol reads what follows "router". In the formal form all of a line does.
//
//	router hsrp
//	 interface GigabitEthernet0/0/0/0
//	  address-family ipv4
//	   hsrp 1 version 2
//	    address 192.0.2.254
func (r *configReader) protocol(words []string) (below blockKind) {
	below = map[string]blockKind{"hsrp": hsrpBlock, "vrrp": vrrpBlock}[capture.Keyword(words)]
	if !below.shares() {
		return otherBlock
	}
	r.Known++
	r.about["router"]++
	if len(words) > 3 && words[1] == "interface" {
		r.share(below, words[2], words[3:])
	}
	return below
}

// inProtocol reads a line of such a block, which stands in the block of an interface.
func (r *configReader) inProtocol(kind blockKind, words []string) {
	r.about["router"]++
	for _, b := range slices.Backward(r.path) {
		if len(b.words) > 0 {
			r.share(kind, b.words[0], words)
			return
		}
	}
}

// share reads a line that says which address is shared. What is learned from the others is not in the configuration.
//
//	address 192.0.2.254 [secondary]
//	address global 2001:db8::1
//	hsrp 1 ipv4 192.0.2.254
//	address-family ipv4 hsrp 1 address 192.0.2.254
func (r *configReader) share(kind blockKind, port string, words []string) {
	at := slices.Index(words, "address")
	if at < 0 && (words[0] == "hsrp" || words[0] == "vrrp") {
		at = max(slices.Index(words, show.IPv4), slices.Index(words, show.IPv6))
	}
	if at < 0 {
		return
	}
	printed := words[at+1:]
	if first := capture.Keyword(printed); first == "global" || first == "linklocal" {
		printed = printed[1:]
	}
	protocol := map[blockKind]string{hsrpBlock: "HSRP", vrrpBlock: "VRRP"}[kind]
	if v, ok := ntpshow.Virtual(protocol, capture.Keyword(printed), strings.Join(words, " ")); ok {
		r.shared = append(r.shared, sharedAddress{port, v})
	}
}

// attach adds addresses that are shared to their interfaces, and returns those whose interface is not there.
func attach(c *show.Config, shared []sharedAddress) (left []sharedAddress) {
	place := make(map[string]int, len(c.Interfaces))
	for i := range c.Interfaces {
		place[ntpshow.SameInterface(c.Interfaces[i].Name)] = i
	}
	for _, s := range shared {
		i, there := place[ntpshow.SameInterface(s.port)]
		if !there {
			left = append(left, s)
			continue
		}
		c.Interfaces[i].Virtual = append(c.Interfaces[i].Virtual, s.VirtualAddress)
	}
	return left
}
