package policy

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// Edition is the edition of a benchmark that holds for a kind of device.
type Edition struct{ Kind, Name string }

// KindAlgorithms are the NTP authentication algorithms allowed for a kind of device.
type KindAlgorithms struct {
	Kind       string
	Algorithms []string // empty: any
}

// defaultKind is every device that no other kind of the same list describes.
const defaultKind = "default"

// kinds are a platform, as in iosxe, or a platform and a role, as in iosxe-router.
func kinds() []string {
	all := []string{defaultKind}
	for _, p := range inventory.Platforms() {
		all = append(all, shortName(p), shortName(p)+"-router", shortName(p)+"-switch")
	}
	return all
}

func shortName(p inventory.Platform) string { return strings.TrimPrefix(string(p), "cisco_") }

// kindIndex finds what describes a device best: its platform and role, its platform, the default. It
// returns -1 where nothing does. needsRole: the answer depends on a role that the device does not state.
func kindIndex(listed []string, d inventory.Device) (index int, needsRole bool) {
	platform := shortName(d.Platform)
	wanted := []string{platform, defaultKind}
	if d.Role != "" {
		wanted = slices.Insert(wanted, 0, platform+"-"+d.Role)
	} else {
		needsRole = slices.ContainsFunc(listed, func(k string) bool { return strings.HasPrefix(k, platform+"-") })
	}
	for _, kind := range wanted {
		if i := slices.Index(listed, kind); i >= 0 {
			return i, needsRole
		}
	}
	return -1, needsRole
}

// forKind settles what depends on the kind of the device.
func (p *Policy) forKind(d inventory.Device) {
	var listed []string
	for _, e := range p.Editions {
		listed = append(listed, e.Kind)
	}
	if i, _ := kindIndex(listed, d); i >= 0 {
		p.Edition = p.Editions[i].Name
	}
	listed = listed[:0]
	for _, k := range p.Authentication.ByKind {
		listed = append(listed, k.Kind)
	}
	i, needsRole := kindIndex(listed, d)
	if i >= 0 {
		p.Authentication.Algorithms = p.Authentication.ByKind[i].Algorithms
	}
	p.Authentication.NeedsRole = needsRole
}
