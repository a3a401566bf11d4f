package facts

import (
	"net/netip"
	"strings"
)

// RefClock is the reference clock that a row of an association table, or a reference identifier, stands for. The zero value is
// none: a server elsewhere, or a state such as INIT.
type RefClock struct {
	Own      bool   // the undisciplined clock of the computer itself, as "ntp master" serves it
	Receiver string // its kind: "GPS", "PPS"; "receiver" where nothing names it. Empty: it is none
}

// noClock are the codes that name a state and no clock: RFC 5905 §7.4, and XFAC of ntpd, "the address has changed".
var noClock = codes("INIT STEP AUTH TIME XFAC DENY RSTR RATE DROP NKEY CRYP ACST AUTO BCST MCST RMOT")

// receivers are the codes of receivers and of the services that they listen to (RFC 5905 figure 12, and what vendors add).
var receivers = codes("GPS GNSS GAL PPS IRIG DCF MSF WWV WWVB WWVH CHU JJY HBG GOES ATOM CDMA NIST USNO PTB ACTS PTP MRS GOOG")

func codes(list string) map[string]bool {
	set := make(map[string]bool)
	for code := range strings.FieldsSeq(list) {
		set[code] = true
	}
	return set
}

// localClock is the code of a computer's own clock.
const localClock = "LOCL"

// longestCode is the room that a reference identifier has.
const longestCode = 4

// anonymous is what a receiver is called that nothing names.
const anonymous = "receiver"

// ClockOfRef tells which reference clock a reference identifier names, as "reference is" and servers print it: with or without
// dots, or the address of a driver. stratum is that of who says so: at 1 whatever he follows is a clock.
func ClockOfRef(ref string, stratum int) RefClock {
	if clock, told := clockOfCode(ref, stratum == 1); told {
		return clock
	}
	return clockOfDriver(ref)
}

// RefClockOf tells which reference clock the row is. What stands in the column of the reference counts, then the driver: a
// driver is only how a clock is attached.
func (a Association) RefClockOf() RefClock {
	if !isDriver(a.Address) {
		return RefClock{}
	}
	if clock, told := clockOfCode(text(a.RefClock), a.Stratum == 0); told && clock != (RefClock{}) {
		return clock
	}
	return clockOfDriver(a.Address)
}

// clockOfCode reads a code. told is false where the text is none, or one that nobody knows and that need not be a clock.
func clockOfCode(ref string, atTop bool) (clock RefClock, told bool) {
	code := strings.ToUpper(strings.Trim(ref, "."))
	switch {
	case code == "" || isAddress(code):
		return RefClock{}, false
	case noClock[code]:
		return RefClock{}, true
	case code == localClock:
		return RefClock{Own: true}, true
	case receivers[code] || atTop && len(code) <= longestCode:
		return RefClock{Receiver: code}, true
	}
	return RefClock{}, false
}

// clockOfDriver goes by the address 127.127.type.unit: type 1 is the local clock, and type 7 was in the old code of IOS; every
// other one is a receiver.
func clockOfDriver(address string) RefClock {
	switch kind, driver := driverType(address); {
	case !driver:
		return RefClock{}
	case kind == 1 || kind == 7:
		return RefClock{Own: true}
	}
	return RefClock{Receiver: anonymous}
}

// isDriver reports whether an address is 127.127.type.unit: a reference clock of the device itself, and no host.
func isDriver(address string) bool {
	_, driver := driverType(address)
	return driver
}

func driverType(address string) (kind byte, driver bool) {
	addr, err := netip.ParseAddr(address)
	if err != nil || !addr.Is4() || addr.As4()[0] != 127 || addr.As4()[1] != 127 {
		return 0, false
	}
	return addr.As4()[2], true
}

func isAddress(ref string) bool {
	_, err := netip.ParseAddr(ref)
	return err == nil
}

// OwnClock reports whether an address or reference identifier stands for a computer's own, undisciplined clock: LOCL with or
// without dots, or the address of its driver.
func OwnClock(ref string) bool { return ClockOfRef(ref, 0).Own }

// OwnClock reports whether the source is the device's own clock, as "ntp master" shows it.
func (a Association) OwnClock() bool { return a.RefClockOf().Own }

// Receiver names the receiver that the source is; empty: it is none.
func (a Association) Receiver() string { return a.RefClockOf().Receiver }

// Named reports whether a reference identifier, as "reference is" prints it, names this source: its address, the hash of its
// IPv6 address, or the code of the reference clock that it is.
func (a Association) Named(ref string) bool {
	clock := a.RefClockOf()
	if clock == (RefClock{}) {
		return sameHost(ref, a.Address)
	}
	if KeyOf(ref) == KeyOf(a.Address) {
		return true
	}
	named := ClockOfRef(ref, 1)
	return named.Own == clock.Own && (named.Receiver == clock.Receiver || clock.Receiver == anonymous && named.Receiver != "")
}

// sameHost reports whether a reference identifier stands for an address or name.
func sameHost(ref, address string) bool {
	if KeyOf(ref) == KeyOf(address) {
		return true
	}
	id, err := netip.ParseAddr(ref)
	addr, isAddr := KeyOf(address).Addr()
	if err != nil || !id.Is4() || !isAddr || !addr.Is6() {
		return false
	}
	hash := refIDs(addr)
	return len(hash) == 1 && quadOf(hash[0]) == id
}

func quadOf(id uint32) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(id >> 24), byte(id >> 16), byte(id >> 8), byte(id)})
}
