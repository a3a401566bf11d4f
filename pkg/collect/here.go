package collect

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// faultsHere says so where none of several devices could be reached for a reason that may lie here: then it does.
func faultsHere(devices []snapshot.Device) (notes []string) {
	for _, d := range devices {
		if d.Error == nil || !session.IsHere(d.Error.Kind) {
			return nil
		}
	}
	if len(devices) < 2 {
		return nil
	}
	return []string{fmt.Sprintf("none of %d devices could be reached, and the cause is not theirs: check the network of this machine, its routes and its name servers (%s: %s)",
		len(devices), devices[0].Name, devices[0].Error.Message)}
}
