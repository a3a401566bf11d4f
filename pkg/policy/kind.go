package policy

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// OfKind is a value with the kind of devices that it is for.
type OfKind[T any] struct {
	Kind  string
	Value T
}

// defaultKind is every device that no other kind of the same list describes.
const defaultKind = "default"

// kinds are a platform, as in iosxe, or a platform and a role, as in iosxe-router.
func kinds() []string {
	all := []string{defaultKind}
	for _, short := range []string{"ios", "iosxe", "nxos", "iosxr"} {
		all = append(all, short, short+"-router", short+"-switch")
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

// choose gives the value for a device; otherwise, where none is listed for it.
func choose[T any](all []OfKind[T], d inventory.Device, otherwise T) (v T, needsRole bool) {
	listed := make([]string, len(all))
	for i, k := range all {
		listed[i] = k.Kind
	}
	i, needsRole := kindIndex(listed, d)
	if i < 0 {
		return otherwise, needsRole
	}
	return all[i].Value, needsRole
}

// forKind settles what depends on the kind of the device.
func (p *Policy) forKind(d inventory.Device) {
	p.JudgedBy, _ = p.judgedBy(d)
	p.checksForKind(d)
	a := &p.Authentication
	a.Algorithms, a.NeedsRole = choose(a.ByKind, d, a.Algorithms)
	a.Permanent, _ = choose(a.PermanentByKind, d, a.Permanent)
	p.Sources.forKind(d)
}

// forKind also settles Usable: a device that needs one source need not have two that are usable.
func (s *Sources) forKind(d inventory.Device) {
	s.Min, _ = choose(s.MinByKind, d, s.Min)
	if s.Usable == 0 || s.Usable > s.Min {
		s.Usable = s.Min
	}
}

func inKindOrder[T any](all []T, kind func(T) string) []T {
	order := kinds()
	return slices.SortedStableFunc(slices.Values(all), func(a, b T) int {
		return slices.Index(order, kind(a)) - slices.Index(order, kind(b))
	})
}
