package checks

import (
	"cmp"
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
audited is the outcome "unsupported", and no finding.`,
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
		p.Failf("show version says %s; the inventory says %s", p.OS.Title, declared)
	}
	p.Actualf("%s", strings.TrimSpace(p.OS.Name+" "+p.Version.OSVersion))
}
