package lab

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// StartupSpec is the lines of a saved configuration. In YAML it is a text or a list of lines.
type StartupSpec string

// UnmarshalYAML reads either form.
func (s *StartupSpec) UnmarshalYAML(unmarshal func(any) error) error {
	var lines []string
	if err := unmarshal(&lines); err == nil {
		*s = StartupSpec(strings.Join(lines, "\n"))
		return nil
	}
	return unmarshal((*string)(s))
}

// saved is what a device starts with after a reload.
type saved struct {
	config config // without lines: nothing was saved
	at     time.Time
}

// initialStartup is what the specification says, else the configuration that runs at the start.
func (d *device) initialStartup() saved {
	s := saved{config: d.config, at: d.lab.base.origin}
	if given := d.spec.Startup; given != nil {
		s.config = parseConfig(string(*given))
	}
	return s
}

// save keeps the running configuration over a reload.
func (d *device) save() {
	now := d.lab.base.now()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.expire()
	d.startup = saved{config: d.config, at: now}
}

func (d *device) startupConfig() saved {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.startup
}

const noStartup = "startup-config is not present\n"

// nvram is the bytes that a configuration has room in.
const nvram = 33554432

// showStartupConfig prints the saved configuration of IOS, whole: no filter takes out how large it is, nor that there is none.
func showStartupConfig(v *vty, _ []string) string {
	c := v.device.startupConfig().config
	if len(c.lines) == 0 {
		v.above = noStartup
		return ""
	}
	text := c.text()
	if len(c.find("version")) == 0 {
		text = "version " + configVersion(v.device.spec.OSVersion) + "\n" + text
	}
	if !c.has("end") {
		text += "end\n"
	}
	v.above = fmt.Sprintf("Using %d out of %d bytes\n", len(text), nvram)
	return text
}

// nxosStartup prints the saved configuration of NX-OS below a head of its own, which has the version.
func nxosStartup(v *vty, _ []string) string {
	if v.device.spec.NXOS.ACI {
		return nxosNoConfig(v)
	}
	s := v.device.startupConfig()
	if len(s.config.lines) == 0 {
		v.above = noStartup
		return ""
	}
	s.config.lines = slices.DeleteFunc(slices.Clone(s.config.lines), func(l configLine) bool { return begins(l.text, "version") })
	return nxosHead(v, "show startup-config", "!Startup config saved at: "+nxosMoment(v.device, s.at)+"\n") + nxosText(s.config) + "\n"
}

// writeMemory saves the running configuration of IOS.
func writeMemory(v *vty, _ []string) string {
	v.device.save()
	return "Building configuration...\n[OK]\n"
}

// copyToStartup asks for a file name first, as IOS does. It takes whatever comes next for the name: lines that are pasted
// behind the command among it, and then what was saved before stays.
func copyToStartup(v *vty, words []string) string {
	v.print("Destination filename [startup-config]? ")
	name, err := v.readLine()
	if err != nil {
		v.over = true
		return ""
	}
	if name = strings.TrimSpace(name); name == "" || name == "startup-config" {
		return writeMemory(v, words)
	}
	return "Building configuration...\n[OK]\n"
}
