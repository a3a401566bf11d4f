package facts

import "strings"

// The roles of devices, as inventories spell them. Some editions of benchmarks are for one of them.
const (
	RoleRouter = "router"
	RoleSwitch = "switch"
)

// roles tells by the beginning of a model's name, in upper case, what it is; empty: neither. The first that matches counts.
var roles = [...]struct{ model, role string }{
	{"C9800", ""}, {"AIR-", ""}, // wireless controllers
	{"C1000-", RoleSwitch}, {"C11", RoleRouter},
	{"C92", RoleSwitch}, {"C93", RoleSwitch}, {"C94", RoleSwitch}, {"C95", RoleSwitch}, {"C96", RoleSwitch},
	{"C29", RoleSwitch}, {"C35", RoleSwitch}, {"C36", RoleSwitch}, {"C37", RoleSwitch}, {"C38", RoleSwitch},
	{"WS-", RoleSwitch}, {"IE-", RoleSwitch}, {"NEXUS", RoleSwitch},
	{"N2K", RoleSwitch}, {"N3K", RoleSwitch}, {"N4K", RoleSwitch}, {"N5K", RoleSwitch}, {"N6K", RoleSwitch}, {"N7K", RoleSwitch}, {"N8K", RoleSwitch}, {"N9K", RoleSwitch},
	{"CISCO8", RoleRouter}, {"CISCO18", RoleRouter}, {"CISCO19", RoleRouter}, {"CISCO28", RoleRouter}, {"CISCO29", RoleRouter}, {"CISCO38", RoleRouter}, {"CISCO39", RoleRouter},
	{"C8", RoleRouter}, {"ISR", RoleRouter}, {"ASR", RoleRouter}, {"NCS", RoleRouter}, {"CSR", RoleRouter}, {"IR", RoleRouter},
}

// RoleOf is the role that a model is made for. Empty: neither router nor switch, or not known.
func RoleOf(model string) string {
	model = strings.ToUpper(model)
	if model != "" && model[0] >= '0' && model[0] <= '9' { // "Cisco 2811 (revision 1.0)"
		model = "CISCO" + model
	}
	for _, r := range roles {
		if strings.HasPrefix(model, r.model) {
			return r.role
		}
	}
	return ""
}

// assumeRole takes the role from the model where the inventory states none.
func (d *Device) assumeRole() {
	if d.Role != "" || d.Version == nil {
		return
	}
	if role := RoleOf(d.Version.Model); role != "" {
		d.Role, d.RoleAssumed = role, true
	}
}
