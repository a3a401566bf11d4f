package checks

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

var devicePlatform = check.Check{
	ID: "device-platform",
	Doc: check.Doc{
		Title: "The device is the platform that the inventory says",
		Text: `What is asked of a device, how its answers are read, which edition of a
benchmark holds and what its configuration lines look like all follow from its
platform. "show version" tells it, and is believed over the inventory: the
device is judged as what it is. Other tools that use the inventory may not
look.

Fails if "show version" says another platform than the inventory. Passes where
the two agree, where the inventory states none, and where it leaves it to the
device ("auto"). IOS and IOS-XE are taken for each other in many inventories
and answer alike: that passes too, and is said. A platform that cannot be
audited is the outcome "unsupported", and no finding.

Editions of some benchmarks differ by role. Where the inventory states none,
the model tells whether the device is a router or a switch; that is an
assumption, and is shown as one.`,
		Remedy: `Correct the platform in the inventory, or in the source that it comes from.`,
	},
	Needs: []facts.Kind{facts.KindVersion},
	Run:   runDevicePlatform,
}

func runDevicePlatform(p *check.Pass, _ check.Subject) {
	p.Cite(p.Version.Says)
	declared := string(p.Platform)
	p.Expectf("%s", cmp.Or(declared, "any: the inventory states none"))
	switch {
	case !p.Told || p.OS == nil:
		p.NotMeasuredf("show version does not say what system it is")
		return
	case p.Contradicts:
		p.Failf("show version says %s; the inventory says %s", systemName(p), declared)
	}
	p.Actualf("%s%s", strings.TrimSpace(p.OS.Name+" "+p.Version.OSVersion), assumedRole(p))
}

// systemName is the system in the words of the device: what stands before the first comma or bracket of the line that names it.
//
//	Cisco Nexus Operating System (NX-OS) Software
func systemName(p *check.Pass) string {
	const longest = 40 // no system has a longer name; a hostile device may print anything
	name := p.Version.Says.Line
	if end := strings.IndexAny(name, ",(["); end >= 0 {
		name = name[:end]
	}
	if name = strings.TrimSpace(name); name == "" || len(name) > longest {
		return p.OS.Title
	}
	return name
}

// assumedRole says that the role is not stated, where the model tells it.
func assumedRole(p *check.Pass) string {
	if !p.RoleAssumed {
		return ""
	}
	return fmt.Sprintf("; assumed to be a %s by its model %s", p.Role, p.Version.Model)
}
