package lab

// personality is an operating system: what a device shows, how its configuration reads and is edited, and its exec mode.
// Clock, NTP, paths, SSH and faults belong to the device, whatever runs on it.
type personality interface {
	// fill completes a specification. The index is the place of the device in the lab.
	fill(d *DeviceSpec, index int)
	// traits are the constants of the system.
	traits(spec DeviceSpec) traits
	// commands adds the exec mode to a tree.
	commands(root *node)
	// initial writes the running configuration that a specification stands for.
	initial(spec DeviceSpec) config
	// settings is what a configuration means for the simulation.
	settings(c config) settings
	// summerTime reads the words after "clock summer-time".
	summerTime(words []string) (*summerTime, error)

	// greeting is what a shell prints before its first prompt.
	greeting(v *vty) string
	// mark is what a prompt ends in, configuration mode included.
	mark(v *vty) string
	// configure takes one line in configuration mode.
	configure(v *vty, line string, words []string)
	// heading is printed before the answer to a command.
	heading(v *vty, full string) string
	// logLine is a message as the terminal shows it.
	logLine(d *device, message string) string
	// filter reads what stands behind the first "|" of a line; a refusal is what to print instead of an answer.
	filter(v *vty, line string) (f filter, refusal string)
	// explain refuses a line that was not understood.
	explain(v *vty, line string, words []string, fault parseFault) string
	// invalid refuses a line at one of its columns.
	invalid(v *vty, column int) string
	// denied refuses a command that the account may not use.
	denied(v *vty) string
}

// traits are constants of an operating system on a device.
type traits struct {
	ownClock    string // address of the pseudo peer of "ntp master"
	dayLayout   string // date of a clock line
	more        pagerText
	exitStatus  bool // a channel ends with an exit status
	vrfInDetail bool // associations are named with their VRF
	fixedWidth  bool // the terminal has 80 columns whatever size the client asks for
	// a specification may leave its interfaces open
	fewInterfaces bool
	refclockLine  bool // a receiver has a line of its own
}

// pagerText is the pager's prompt, what wipes it out again, and the prompt of the last page ("" where there is none).
type pagerText struct {
	prompt, wipe, last string
}

// The platforms, as an inventory calls them.
const (
	platformIOS   = "cisco_ios"
	platformIOSXE = "cisco_iosxe"
	platformNXOS  = "cisco_nxos"
	platformXR    = "cisco_iosxr"
)

func platforms() []string { return []string{platformIOS, platformIOSXE, platformNXOS, platformXR} }

// personalityOf is the operating system of a platform.
func personalityOf(platform string) personality {
	switch platform {
	case platformNXOS:
		return nxos{}
	case platformXR:
		return iosxr{}
	}
	return ios{}
}
