package checks

import (
	"path"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var ntpSourceInterface = check.Check{
	ID: "ntp-source-interface",
	Doc: check.Doc{
		Title: "NTP packets leave from a fixed interface",
		Text: `Without "ntp source" a packet leaves with the address of whatever interface
routing picks. Access lists and keys on the server then fit today and not
after the next reroute.

For every source it is asked from which interface packets leave: the one on
its own line, else the one of "ntp source" (NX-OS: "ntp source-interface"),
which on IOS does not hold in a VRF. Passes if one is set that the policy
allows; fails if none is set or another is. A switch without a loopback cannot
use one, and an out-of-band management interface is as good: the policy says
what to make of it.`,
		Remedy: `On IOS: "ntp source Loopback0", and "source …" on the lines of sources in a
VRF. On NX-OS: "ntp source-interface", with an interface in the VRF of the
sources. On IOS XR: "ntp source" and "ntp source vrf …".`,
	},
	Needs:   []facts.Kind{facts.KindConfig},
	Wants:   []facts.Kind{facts.KindStatus},
	Applies: withSources(ntpOrSNTP),
	Subjects: func(p *check.Pass) []check.Subject {
		if subjects := configuredSources(p); len(subjects) > 0 {
			return subjects
		}
		return []check.Subject{{}}
	},
	Run: runNTPSourceInterface,
}

func runNTPSourceInterface(p *check.Pass, s check.Subject) {
	if s.Server == nil { // there is no line of a source, and the interface may be set all the same
		s.Server = &facts.ConfigServer{}
		if ntpOff(p) {
			s.Server.Source = p.Config.SNTPInterface
			p.Cite(configLines(p, "sntp source-interface")...)
		}
	}
	p.Cite(configLine(s.Server.Line))
	used := sourceInterface(p, *s.Server)
	reason, odd := notUnderstood(p, "ntp", "source")
	want := p.Policy.Interface
	p.Expectf("%s", orAny(want.Allow))
	p.Actualf("%s", orNothing(used))
	switch {
	case used != "" && allows(want.Allow, used):
		p.Cite(configLines(p, "ntp source")...)
	case odd:
		p.NotMeasuredf("%s", reason)
	case len(p.Config.Loopbacks) == 0 && p.Role == "switch" && want.SwitchWithoutLoopback == "manual":
		p.Manualf("no loopback on this switch; look whether %s will do", orNothing(used))
	case len(p.Config.Loopbacks) == 0 && p.Role == "switch" && want.SwitchWithoutLoopback == "not_applicable":
		p.NotApplicablef("no loopback on this switch")
	case used == "":
		p.Failf("no source interface")
		mend(p, sourceFix(p, *s.Server))
	default:
		p.Failf("leaves from %s", used)
		mend(p, sourceFix(p, *s.Server))
	}
}

// allows matches a name against globs; no glob allows every interface.
func allows(globs []string, name string) bool {
	return len(globs) == 0 || slices.ContainsFunc(globs, func(glob string) bool {
		ok, err := path.Match(strings.ToLower(glob), strings.ToLower(name))
		return err == nil && ok
	})
}

func orAny(globs []string) string {
	if len(globs) == 0 {
		return "a fixed interface"
	}
	return list(globs)
}

// sourceInterface is where packets to the source leave from. "ntp source" belongs to the
// global table: a source in a VRF needs its own, on its line or for the VRF.
func sourceInterface(p *check.Pass, s facts.ConfigServer) string {
	switch {
	case s.Source != nil:
		return *s.Source
	case vrf(s.VRF) == "" && p.Config.NTPSource != nil:
		return *p.Config.NTPSource
	}
	for _, own := range p.Config.NTPSourceVRF {
		if own.VRF == vrf(s.VRF) {
			return own.Interface
		}
	}
	return ""
}

func orNothing(name string) string {
	if name == "" {
		return "whatever interface routing picks"
	}
	return name
}

func sourceFix(p *check.Pass, s facts.ConfigServer) remedy {
	switch {
	case s.Address == "":
		return byHand("Set the source interface together with the first source: " + goodInterface(p) + ".")
	case doomed(p, s.Address):
		return replaceLine(p, s)
	case vrf(s.VRF) != "" || s.Source != nil:
		return changes(show.Change{Verb: show.SetServer, Server: wanted(p, s), Line: s.Line})
	}
	c := show.Change{Verb: show.SetSource, Source: &show.SourceAddress{Interface: goodInterface(p)}}
	if lines := p.Config.Evidence("ntp source"); len(lines) > 0 {
		c.Line = strings.TrimSpace(lines[0])
	}
	return changes(c)
}

// ownInterface is the interface that the line of a source should name, where the global one
// does not do: in a VRF, and where the line names one that is not allowed.
func ownInterface(p *check.Pass, s facts.ConfigServer) (name string, needed bool) {
	if p.Config == nil || !enabled(p, "ntp-source-interface") {
		return "", false
	}
	allow := p.Policy.Interface.Allow
	switch {
	case s.Source != nil && allows(allow, *s.Source):
		return "", false
	case vrf(s.VRF) == "":
		return goodInterface(p), s.Source != nil
	}
	if used, ok := interfacesInVRFs(p)[vrf(s.VRF)]; ok {
		return used, true
	}
	return show.Placeholder("loopback in that VRF"), true
}

// interfacesInVRFs is, for each VRF, the first interface on the line of a source that the policy allows.
func interfacesInVRFs(p *check.Pass) map[string]string {
	type key struct{}
	return check.Once(p, key{}, func() map[string]string {
		used := map[string]string{}
		for _, s := range configured(p) {
			if _, known := used[vrf(s.VRF)]; !known && s.Source != nil && allows(p.Policy.Interface.Allow, *s.Source) {
				used[vrf(s.VRF)] = *s.Source
			}
		}
		return used
	})
}

// goodInterface is a loopback that the policy allows.
func goodInterface(p *check.Pass) string {
	type key struct{}
	return check.Once(p, key{}, func() string {
		for _, name := range p.Config.Loopbacks {
			if allows(p.Policy.Interface.Allow, name) {
				return name
			}
		}
		return show.Placeholder("loopback")
	})
}
