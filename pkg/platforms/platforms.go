// Package platforms lists the operating systems that can be audited. It is the only one that imports their packages.
package platforms

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
)

// All lists the platforms, in the order in which help texts name them.
func All() platform.List {
	return slices.Concat(platform.List{ios.IOS(), ios.XE()}, nxosList(), iosxrList())
}
