package check

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// controlsFor is those of the controls that bear on a device: a benchmark of one platform says nothing of another. On several
// devices bears what bears on one of them.
func controlsFor(controls []Control, devices ...*facts.Device) []Control {
	judgedAs := make(map[string]bool)
	for _, d := range devices {
		if d.OS != nil {
			judgedAs[d.OS.Name] = true
		}
	}
	others := func(c Control) bool { return c.Platform != "" && !judgedAs[c.Platform] }
	return slices.DeleteFunc(slices.Clone(controls), others)
}
