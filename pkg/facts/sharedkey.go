package facts

import "github.com/ntpaudit/ntpaudit/pkg/inventory"

// SharedKey is the number and type of the key that a server shares with a device, by the inventory of the run that asked it. A
// number belongs to a pair: that it works with one server says nothing of another, and what another device is configured with
// says nothing of this one. The type is as IOS-XE spells it; empty: not told. A type that no device has is no key for it: not known.
func (f *Fleet) SharedKey(d *Device, server string) (number int, kind string, known bool) {
	if d.Collector >= len(f.Keys) {
		return 0, "", false
	}
	k, known := f.Keys[d.Collector][KeyOf(server)]
	kind, usable := deviceKeyTypes[k.Type]
	if !known || k.Type != "" && !usable {
		return 0, "", false
	}
	return int(k.ID), kind, true
}

// deviceKeyTypes are the types of keys that devices and servers have in common, by the name that servers have for them. The SHA
// of ntpd and chrony is not the HMAC of IOS-XE.
var deviceKeyTypes = map[string]string{"md5": "md5", "aes128": "cmac-aes-128"}

func sharedKeys(routes []inventory.Route) map[AddressKey]inventory.KeyName {
	keys := make(map[AddressKey]inventory.KeyName)
	for _, r := range routes {
		if r.Shared != nil {
			keys[KeyOfAddr(r.Address)] = *r.Shared
		}
	}
	return keys
}
