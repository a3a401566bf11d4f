package checks

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

var ntpDesignated = check.Check{
	ID: "ntp-designated",
	Doc: check.Doc{
		Title: "Time comes through designated servers",
		Text: `PCI DSS 10.6.2 asks for one way by which time enters: a few servers are
designated, only they take time from outside, from sources that are accepted,
and everything else takes time from them alone.

The policy names the servers (sources.designated: devices by name, tag or
address) and what they may follow (sources.external). A device that is not
designated fails for each usable source that is no designated server, and
where none is usable for each that it names. A designated one fails for each
source that is neither accepted, nor another designated server, nor a receiver
of its own, and if there are several and it exchanges time with none of them.
Where the policy names nothing, only a person can tell; the devices that may
be meant are listed. So it is for a clock that PTP or a receiver steers.
Whether changes of the time settings are logged and reviewed (10.6.3) is for a
person, too.`,
		Remedy: `Name the servers in the policy, point all other devices at them, and let them
alone take time from outside.`,
	},
	Needs:    []facts.Kind{facts.KindAssociations},
	Wants:    []facts.Kind{facts.KindConfig, facts.KindVersion, facts.KindClock},
	Applies:  designatedApplies,
	Subjects: func(*check.Pass) []check.Subject { return []check.Subject{{}, {Name: timeChanges}} },
	Run:      runNTPDesignated,
	RunFleet: runDesignatedServers,
}

// timeChanges is a subject of its own: 10.6.3.
const timeChanges = "changes"

// designatedApplies asks a device that PTP or a receiver steers as well: whether its source is accepted is for a person.
func designatedApplies(p *check.Pass) (reason string, applies bool) {
	if steeredBy(p) != "" {
		return "", true
	}
	return ntpOrSNTP(p)
}

func runNTPDesignated(p *check.Pass, s check.Subject) {
	if s.Name == timeChanges {
		p.Expectf("changes of the time settings are logged and reviewed")
		p.Manualf("look whether changes of the time settings are logged and reviewed")
		return
	}
	designated := rosterOf(p, p.Policy.Sources.Designated)
	p.Expectf("time from designated servers")
	switch {
	case designated.empty():
		p.Manualf("the policy designates no servers")
	case steeredBy(p) != "":
		p.Cite(steeringLines(p)...)
		p.Actualf("%s", steeredBy(p))
		p.Manualf("%s steers the clock; look whether its source is accepted", steeredBy(p))
	case ntpOff(p) && sntpClient(p) == "" && !steeredOtherwise(p):
		failsWhenOff(p)
	case designated.has(p.Graph, p.Node):
		judgeDesignated(p, designated)
	default:
		judgeUndesignated(p, designated)
	}
	if !p.Failed() && !p.NTP.Known && !ntpOff(p) {
		p.NotMeasuredf("the association table was not read whole")
	}
}

func rosterOf(p *check.Pass, entries []string) *roster {
	type key struct{}
	return check.OnceForAll(p, key{}, func() rosters { return make(rosters) }).of(p.Fleet, entries)
}

// judgeUndesignated holds the usable sources of a device against the designated servers; where none is usable, all that it names:
// it would take time from any of them.
func judgeUndesignated(p *check.Pass, designated *roster) {
	sources, usable := takenFrom(p)
	wrong := slices.DeleteFunc(slices.Clone(sources), func(s edgeSource) bool { return designated.has(p.Graph, s.edge.To) })
	reason, fresh := young(p)
	p.Actualf("%s", list(namesOf(edgeSources(p))))
	p.Cite(rowsOf(p, wrong)...)
	if ntpOff(p) {
		p.Cite(statusLine(p))
	}
	switch {
	case !usable && !p.NTP.Known && !ntpOff(p): // what is hidden may be usable
		return
	case len(sources) == 0:
		tellNoTaker(p)
		return
	case len(wrong) == 0:
		return
	case !usable && fresh:
		p.Settlingf("%s", reason)
		return
	case len(wrong) == 1:
		p.Failf("%s is no designated server", wrong[0].name)
	default:
		p.Failf("%d sources are no designated servers; %s", len(wrong), list(namesOf(wrong)))
	}
	mend(p, useDesignated(p, wrong))
}

// takenFrom are the usable sources of a device without its own clock; all, where none is usable.
func takenFrom(p *check.Pass) (sources []edgeSource, usable bool) {
	real := slices.DeleteFunc(edgeSources(p), func(s edgeSource) bool { return s.kind == topology.OwnClock })
	for _, s := range real {
		if s.edge.Usable {
			sources = append(sources, s)
		}
	}
	if len(sources) > 0 {
		return sources, true
	}
	return real, false
}

// tellNoTaker answers for a device that names no source.
func tellNoTaker(p *check.Pass) {
	switch {
	case p.Config != nil && p.Config.SNTPListens && ntpOff(p):
		p.Cite(configLines(p, "sntp")...)
		p.Failf("SNTP broadcasts are taken from any server")
	case ntpOff(p): // the clock alone shows that SNTP steers it
		p.NotMeasuredf("its SNTP servers are not known")
	default:
		p.Cite(statusLine(p))
		leaveTo(p, "takes time from no designated server", "ntp-synchronized", "ntp-master", "ntp-island")
	}
}

// judgeDesignated holds the sources of a designated server against those that are accepted.
func judgeDesignated(p *check.Pass, designated *roster) {
	external := rosterOf(p, p.Policy.Sources.External)
	var wrong []edgeSource
	for _, s := range edgeSources(p) {
		inside := s.kind == topology.OwnClock || s.kind == topology.Receiver || designated.has(p.Graph, s.edge.To)
		if !inside && !external.has(p.Graph, s.edge.To) && !external.names(s.address) && !external.names(s.line) {
			wrong = append(wrong, s)
		}
	}
	p.Expectf("accepted external sources, and time exchanged with the other designated servers")
	p.Actualf("%s", list(namesOf(edgeSources(p))))
	p.Cite(rowsOf(p, wrong)...)
	switch {
	case len(wrong) == 0:
	case external.empty():
		p.Manualf("the policy names no accepted external sources; look whether %s are", list(namesOf(wrong)))
	case slices.ContainsFunc(configured(p), func(c facts.ConfigServer) bool { return isName(c.Address) && external.names(c.Address) }):
		p.Inconclusivef("%s may be what an accepted name stands for", list(namesOf(wrong)))
	case len(wrong) == 1:
		p.Failf("%s is no accepted external source", wrong[0].name)
	default:
		p.Failf("%d sources are not accepted; %s", len(wrong), list(namesOf(wrong)))
	}
	if p.Failed() {
		mend(p, byHand("Take time from sources.external of the policy, or have these accepted."))
	}
	judgeExchange(p, designated)
}

// judgeExchange fails a designated server that has no link to any of the others, in either direction.
func judgeExchange(p *check.Pass, designated *roster) {
	var others []string
	for i := range p.Fleet.Devices {
		if i == p.Node || !designated.devices[i] {
			continue
		}
		others = append(others, p.Fleet.Devices[i].Name)
		if slices.Contains(serversOf(p.Graph, p.Node), i) || slices.Contains(serversOf(p.Graph, i), p.Node) {
			return
		}
	}
	if len(others) > 0 && p.NTP.Known {
		p.Cite(rowsOf(p, edgeSources(p))...)
		p.Failf("exchanges time with no other designated server; %s", list(others))
		mend(p, byHand("Make the designated servers peers of each other: on both, in one window."))
	}
}
