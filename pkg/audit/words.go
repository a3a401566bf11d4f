package audit

import (
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
)

// Words are what an inventory may say of platforms and time zones.
func Words() inventory.Words {
	list := platforms.All()
	return inventory.Words{
		Platforms: list.Names(),
		Platform: func(spelled string) (name string, ok bool) {
			p, ok := list.ByName(spelled)
			if !ok {
				return "", false
			}
			return p.Name, true
		},
		Zone: facts.KnowsZone,
	}
}
