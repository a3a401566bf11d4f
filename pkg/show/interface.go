package show

import "net/netip"

// Interface is an interface with what its block says about addresses, and about the way that NTP takes.
type Interface struct {
	Name      string
	VRF       string // empty: the global table
	Shutdown  bool
	Addresses []string // as printed, without mask or prefix length; see Config.Addresses
	// Unaddressed: the configuration says that it has no address, as IOS does by "no ip address". One without Addresses that is
	// not so may have its address by DHCP or PPP, or borrow that of another.
	Unaddressed bool
	Virtual     []VirtualAddress // shared with other devices
	// NTPDisabled: "ntp disable" keeps NTP off it. Broadcast: it is a client of NTP broadcasts or multicasts.
	NTPDisabled, Broadcast bool
	TunnelProtection       string // the profile of "tunnel protection"; empty: none
	CryptoMap              string // empty: none
}

// VirtualAddress is an address that a device shares by HSRP, VRRP or GLBP: one of those that share it answers to it.
type VirtualAddress struct {
	Protocol string // HSRP, VRRP, GLBP
	Address  string
	Line     string
}

// AccessListRead is a list that an access group of NTP names, as the configuration has it.
type AccessListRead struct {
	Name    string
	Family  string // ipv4 or ipv6
	Entries []AccessEntry
	// Unclear: an entry was not understood, or an answer was cut: whom the list lets in is not known.
	Unclear bool
}

// AccessEntry is one entry of an access list.
type AccessEntry struct {
	Permit bool
	From   netip.Prefix // of a single host, one of all bits; not valid: see Any
	Any    bool
	Line   string
}

// Permits reports whether the list lets an address in. It is not known where an entry that may decide was not understood.
func (l *AccessListRead) Permits(a netip.Addr) (yes, known bool) {
	a = a.Unmap().WithZone("")
	for _, e := range l.Entries {
		if e.Any || e.From.IsValid() && e.From.Contains(a) {
			return e.Permit, !l.Unclear
		}
	}
	return false, !l.Unclear
}

// Startup is the time lines that a device starts with.
type Startup struct {
	Command string
	Present bool     // false: the device says that it has no startup configuration
	Lines   []string // see Config.TimeLines
}
