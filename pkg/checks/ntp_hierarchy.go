package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

var ntpHierarchy = check.Check{
	ID: "ntp-hierarchy",
	Doc: check.Doc{
		Title: "Devices use the servers of their site",
		Text: `Where a site has two servers of its own, its devices keep one time when the
link to the rest is lost: as long as they use them. A few hundred clients are
no load for a server; a hierarchy is about what fails together.

A site is named in the inventory, by site or by a tag that begins so, and its
servers are those of its devices that others there take time from. Fails if
eight devices or more, and a quarter of the site, take time from above these
servers although two of them have it: at low where half of the rest uses
them, else at info, as it may be meant so. What the policy approves or
designates is meant so. Told at info: a server of more clients than the
policy allows, devices more than three steps below the servers of their site,
and servers of one site that share all sources and do not peer. Silent for
fewer than twelve devices, without sites, and on a part of the fleet.`,
		Remedy: `Point the devices of a site at the servers of that site, and these at servers
above them. It is a change of the design: plan it site by site.`,
	},
	Needs:    []facts.Kind{facts.KindAssociations},
	Wants:    []facts.Kind{facts.KindStatus, facts.KindConfig},
	RunFleet: runNTPHierarchy,
}

// Sizes below which numbers say nothing about a design.
const (
	smallFleet  = 12 // a flat design is a good one
	fewBypass   = 8  // a handful are exceptions that somebody made
	siteQuarter = 4  // a bypass is that of one in four
	deepSteps   = 3  // core, distribution, access
)

func runNTPHierarchy(p *check.FleetPass) {
	if notWhole(p) {
		return
	}
	sites := p.Graph.Sites()
	switch {
	case len(p.Fleet.Devices) < smallFleet:
		p.About("").NotApplicablef("a fleet of fewer than %d devices needs no hierarchy", smallFleet)
		return
	case len(sites) == 0:
		p.About("").NotApplicablef("no site is known whose devices serve each other")
		return
	}
	named := make(rosters)
	for _, s := range sites {
		tellBypass(p, s, named)
		tellDepth(p, s)
		tellSharedFate(p, s)
	}
	tellFanOut(p)
}

// tellFanOut names what serves more devices than the policy allows.
func tellFanOut(p *check.FleetPass) {
	for _, l := range p.Graph.Hierarchy() {
		if l.Direct <= p.Policy.Clients {
			continue
		}
		name := p.Graph.Nodes[l.Node].Name
		a := p.About(name + " clients")
		a.GradeAtMost(policy.Info)
		a.Expectf("at most %d", p.Policy.Clients)
		a.Actualf("%d", l.Direct)
		a.Failf("%s serves %s; what fails with it is much", name, check.Count(l.Direct, "device"))
	}
}
