package check

import "github.com/ntpaudit/ntpaudit/pkg/policy"

// LeftTo reports whether another check answers for this device. Only then may a check excuse
// itself by it: what nobody asks is answered by nobody, and an excuse would be a pass. A check
// that is off for the device does not answer, nor does one that the device is excused from.
func (p *Pass) LeftTo(id string) bool {
	return p.Policy.Level(id) != policy.Off && p.Policy.WaiverFor(id, p.Device.Device, p.Fleet.ReferenceTime()) == nil
}
