package policy

import "github.com/ntpaudit/ntpaudit/pkg/inventory"

// Override changes requirements for the devices that match.
type Override struct {
	Match   string   // a pattern as inventory.Matches takes it
	changes settings // what it states
}

// For returns the policy as it holds for one device: overrides applied in their order, and what depends on
// the kind of device settled. The policy itself stays as it is.
func (p *Policy) For(d inventory.Device) *Policy {
	own := *p
	for i := range p.Overrides {
		o := &p.Overrides[i]
		// Load refuses a bad pattern; one made by hand matches nothing.
		if hit, err := inventory.Matches(o.Match, d); err == nil && hit {
			o.changes.apply(&own)
		}
	}
	own.forKind(d)
	return &own
}
