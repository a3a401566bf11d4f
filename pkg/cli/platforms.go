package cli

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// spelledPlatform is a platform and what other tools call it.
type spelledPlatform struct {
	name    string
	aliases []string
}

// spelledPlatforms are all that an inventory may name. The aliases are those of Ansible, netmiko, NAPALM, scrapli, pyATS,
// NetBox, containerlab, rancid and oxidized, as plainPlatform leaves them.
func spelledPlatforms() []spelledPlatform {
	return []spelledPlatform{
		{"cisco_ios", []string{"ios", "ciscoiosios", "communitynetworkios", "ciscoiosssh", "classicios", "cisco",
			"ciscoiol", "ciscovios", "ciscoviosl2"}},
		{"cisco_iosxe", []string{"iosxe", "ciscoxe", "ciscoc8000v", "ciscocsr1000v", "vrcsr", "vrciscocsr1000v", "ciscocat9kv"}},
		{"cisco_nxos", []string{"nxos", "cisconxosnxos", "nxosssh", "cisconxosssh", "cisconxosnxapi", "cisconx",
			"ciscon9kv", "vrn9kv", "vrciscon9kv"}},
		{"cisco_iosxr", []string{"iosxr", "ciscoiosxriosxr", "iosxrnetconf", "ciscoxr", "ciscoxrd", "xrd", "ciscoxrv", "vrxrv",
			"vrciscoxrv", "ciscoxrv9k", "vrxrv9k", "vrciscoxrv9k", "ciscoc8000", "c8000"}},
	}
}

var platformSeparators = strings.NewReplacer("-", "", "_", "", ".", "", " ", "")

// plainPlatform is a platform as spellings are compared.
func plainPlatform(spelled string) string {
	return strings.ToLower(platformSeparators.Replace(spelled))
}

// platformOf is the name of a platform that is spelled so.
func platformOf(spelled string) (name string, ok bool) {
	plain := plainPlatform(spelled)
	for _, p := range spelledPlatforms() {
		for _, alias := range append(p.aliases, plainPlatform(p.name)) {
			if alias == plain {
				return p.name, true
			}
		}
	}
	return "", false
}

// inventoryWords are what an inventory may say of platforms and time zones.
func inventoryWords() inventory.Words {
	words := inventory.Words{Platform: platformOf, Zone: facts.KnowsZone}
	for _, p := range spelledPlatforms() {
		words.Platforms = append(words.Platforms, p.name)
	}
	return words
}
