package ios

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// lacks says why the model or the release cannot take a change, or is not sure to, as a clause with the next step. nil: nothing
// speaks against it. A release that is not known is taken for one of today, but where a line that is refused would leave others
// that need it: see newKey.
func (r renderer) lacks(c show.Change) error {
	switch {
	case c.AboutNTP() && show.SpeaksSNTPOnly(c.Model):
		return fmt.Errorf("model %s has SNTP only, and no ntp command; set its servers with sntp server", c.Model)
	case c.Verb == show.UpdateCalendar && show.CalendarOf(c.Model) == show.NoCalendar:
		return fmt.Errorf("model %s has no calendar, and no ntp update-calendar; let clock save interval 8 keep the time over a restart", c.Model)
	case r.xe:
		return nil
	case c.Verb == show.SaveInterval && !releaseOf(c.Release).savesClock():
		return fmt.Errorf("release %s is not sure to have clock save interval, which came with 12.3(2)T; upgrade, or give the device a source that it reaches without its certificates", c.Release)
	case releaseOf(c.Release).lacksNTPv4():
		return lacksNTPv4(c)
	}
	return nil
}

// lacksNTPv4 refuses what NTPv3 has not: answers to control requests cannot be turned off, and IPv6 is unknown.
func lacksNTPv4(c show.Change) error {
	const since = "which came with NTPv4 in 12.4(20)T"
	switch {
	case c.Verb == show.RefuseControl:
		return fmt.Errorf("release %s is not sure to have ntp allow mode control, %s; upgrade, or let an access-group of type query-only refuse the queries", c.Release, since)
	case c.Access != nil && c.Access.Family == show.IPv6:
		return fmt.Errorf("release %s is not sure to have ntp access-group ipv6, %s; upgrade, or keep NTP to IPv4", c.Release, since)
	case c.Verb == show.AddServer && isIPv6(c.Server):
		return fmt.Errorf("release %s is not sure to have NTP over IPv6, %s; upgrade, or take a source of IPv4", c.Release, since)
	case c.Verb == show.AddServer && isName(c.Server):
		return fmt.Errorf("release %s stores the address that %s has today, and not the name; upgrade, or set an address", c.Release, c.Server.Address)
	}
	return nil
}

func isIPv6(s *show.ServerLine) bool {
	a, err := netip.ParseAddr(s.Address)
	return err == nil && a.Is6() || s.Family == show.IPv6
}

func isName(s *show.ServerLine) bool {
	_, err := netip.ParseAddr(s.Address)
	return err != nil && !show.IsPlaceholder(s.Address)
}

// best is the strongest type of key where it is offered, and only is what is offered everywhere.
const (
	best = "hmac-sha2-256"
	only = "md5"
)

// offered are the types of keys of IOS-XE since 16.8 (guides of the Catalyst 9500 for 16.8 and of the 9200 for 16.12).
var offered = []string{only, "hmac-sha1", best, "cmac-aes-128"}

// highestNewKey is the highest number of a key on newer releases; older ones go on to 4294967295, and keep those that they have.
const highestNewKey = 65535

// newKey is the type of a new key; without a wish, the best that is sure to be offered. With a line that the device refuses every
// source would ask for a key that is not there, so that what is not known is refused here.
func (r renderer) newKey(c show.Change) (kind string, err error) {
	wish := c.Key.Type
	lacks := r.lacksKeyTypes(c)
	switch {
	case c.Key.Number > highestNewKey:
		return "", fmt.Errorf("key number %d is above %d, the highest of newer releases; agree on a lower one", c.Key.Number, highestNewKey)
	case wish == "" && lacks == nil:
		return best, nil
	case wish == "" || wish == only:
		return only, nil
	case !slices.Contains(offered, wish):
		return "", fmt.Errorf("a key of type %s is not known; %s", wish, waiver)
	case lacks != nil:
		return "", lacks
	}
	return wish, nil
}

const waiver = "upgrade, or ask for a waiver"

// lacksKeyTypes says why types of keys other than md5 are not sure to be offered. Guides name them for Catalysts from 16.8 on; for
// routers 16.12 is assumed. IOS has md5 in all releases (notes of DISA, 2026).
func (r renderer) lacksKeyTypes(c show.Change) error {
	runs := releaseOf(c.Release)
	switch {
	case !r.xe:
		return errors.New("IOS offers md5 only; replace the device, or ask for a waiver")
	case !runs.known():
		return errors.New("the release is not known, so it is not known whether it offers keys other than md5; read show version")
	case show.IsCatalyst(c.Model) && runs.before(16, 8, 0):
		return fmt.Errorf("release %s offers md5 only; %s", c.Release, waiver)
	case !show.IsCatalyst(c.Model) && runs.before(16, 12, 0):
		return fmt.Errorf("release %s is not sure to offer keys other than md5 on this model, as those from 16.12 on are; %s", c.Release, waiver)
	}
	return nil
}
