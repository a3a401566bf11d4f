package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// newVRF is the VRF that a new source is asked in: that of the sources that there are, else the one in which the device has
// addresses. It is a placeholder where these differ: through which a server is reached is not known. nil: the global table,
// also where no address is known.
func newVRF(p *check.Pass) *string {
	type key struct{}
	return check.Once(p, key{}, func() *string {
		names := vrfsInUse(p)
		switch {
		case len(names) > 1:
			unknown := show.Placeholder("vrf")
			return &unknown
		case len(names) == 1 && names[0] != "":
			return &names[0]
		}
		return nil
	})
}

// vrfsInUse lists the VRFs of the sources, each once, or where there is no source those of the addresses. Empty: the global table.
func vrfsInUse(p *check.Pass) (names []string) {
	add := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, s := range configured(p) {
		add(vrf(s.VRF))
	}
	if len(names) > 0 || p.Config == nil {
		return names
	}
	for _, a := range p.Config.Addresses {
		add(a.VRF)
	}
	return names
}

// chooseVRF says what a placeholder for a VRF asks for.
func chooseVRF(p *check.Pass) (reason string, needed bool) {
	if !show.IsPlaceholder(vrf(newVRF(p))) {
		return "", false
	}
	of := "addresses"
	if len(configured(p)) > 0 {
		of = "sources"
	}
	return "Its " + of + " are in several VRFs, and in which one a new server is reached is not known: put it in for <vrf>, " +
		"or leave the words out for the global table.", true
}
