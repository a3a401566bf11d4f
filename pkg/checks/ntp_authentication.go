package checks

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

var ntpAuthentication = check.Check{
	ID: "ntp-authentication",
	Doc: check.Doc{
		Title: "Replies of the sources are authenticated",
		Text: `NTP packets are easy to forge, and a forged one moves the clock. Four
pieces must agree, for every source: "ntp authenticate" is on, the server's
line names a key, that key is defined, and that key is trusted. Any of them
alone protects nothing, although each satisfies a search for its own line.

Passes for a source where all four agree and the algorithm of the key is one
that the policy accepts. Fails where authentication is half configured,
whatever the policy, as somebody believes it to work. Where none of it is
configured, fails if the policy requires authentication and does not apply
otherwise. SNTP cannot authenticate, and a device without sources does not.
Keys that only serve clients are not held against the sources.`,
		Remedy: `Add the missing pieces; the keys come from whoever runs the source. Prefer
hmac-sha2-256 or cmac-aes-128 where the release offers them; a release that
offers only md5 needs an upgrade or a waiver.`,
	},
	Needs:    []facts.Kind{facts.KindConfig},
	Wants:    []facts.Kind{facts.KindStatus, facts.KindAssociations},
	Applies:  withSources(authenticationMatters),
	Subjects: authenticatedSources,
	Run:      runNTPAuthentication,
}

func authenticationMatters(p *check.Pass) (reason string, applies bool) {
	switch {
	case p.Config == nil:
		return ntpRuns(p)
	case !wantsKeys(p):
		return "authentication is not used, and not required", false
	case p.Policy.Authentication.Required:
		return ntpOrSNTP(p)
	}
	return ntpRuns(p)
}

// authenticatedSources are the lines of sources. Where there is none, the device itself has to answer
// for that what it takes time from is not authenticated.
func authenticatedSources(p *check.Pass) []check.Subject {
	if subjects := configuredSources(p); len(subjects) > 0 && !ntpOff(p) {
		return subjects
	}
	if !p.Policy.Authentication.Required {
		return nil
	}
	return []check.Subject{{}}
}

// judgeWithoutLines answers for a device without the line of a source.
func judgeWithoutLines(p *check.Pass) {
	p.Cite(configLines(p, "sntp server")...)
	if p.NTP != nil {
		p.Cite(statusLine(p))
	}
	reason, odd := notUnderstood(p, "ntp")
	switch {
	case len(sntpServers(p)) > 0:
		p.Failf("SNTP does not authenticate")
	case odd:
		p.NotMeasuredf("%s", reason)
	case ntpOff(p):
		p.Failf("nothing is authenticated; %s", off)
	default:
		p.Failf("nothing is authenticated; no source is configured")
	}
}

// halfway reports whether somebody set out to authenticate the sources. A key that is only
// defined and trusted may be there for clients.
func halfway(p *check.Pass) bool {
	return p.Config.Authenticate || keysOf(p).onLine != nil
}

func configuredSources(p *check.Pass) []check.Subject {
	var subjects []check.Subject
	for _, s := range configured(p) {
		subjects = append(subjects, check.Subject{Name: subjectName(s.Address, s.VRF), Server: &s})
	}
	return subjects
}

func runNTPAuthentication(p *check.Pass, s check.Subject) {
	if s.Server == nil {
		judgeWithoutLines(p)
		return
	}
	p.Cite(configLine(s.Server.Line))
	p.Cite(configLines(p, "ntp authenticate")...)
	p.Cite(configLines(p, "ntp trusted-key")...)
	p.Expectf("ntp authenticate, and a key on the line that is defined and trusted%s", accepted(p))
	key := s.Server.Key
	if key == nil {
		p.Failf("no key on its line")
		mend(p, authenticationChanges(p, *s.Server))
		return
	}
	p.Actualf("key %d, %s", *key, algorithm(p, *key))
	judgeKey(p, *key)
	switch reason, odd := notUnderstood(p, "ntp"); {
	case odd:
		p.NotMeasuredf("%s", reason)
	case p.Failed():
		mend(p, authenticationChanges(p, *s.Server))
	case p.Policy.Authentication.NeedsRole:
		p.NotMeasuredf("role not known; the policy asks routers and switches for different algorithms")
	case refused(p, *s.Server):
		p.Failf("the replies fail authentication; the key, its number or its type differs")
	}
}

// judgeKey names each piece that is missing.
func judgeKey(p *check.Pass, key int) {
	if !p.Config.Authenticate {
		p.Failf("ntp authenticate is off")
	}
	used := algorithm(p, key)
	if used == undefined {
		p.Failf("key %d is not defined", key)
	}
	if !p.Config.Trusted.Contains(key) {
		p.Failf("key %d is not trusted", key)
	}
	allowed := p.Policy.Authentication.Algorithms
	if used != undefined && len(allowed) > 0 && !slices.Contains(allowed, used) {
		p.Failf("key %d is %s", key, used)
		if used == "md5" {
			p.Failf("a release that offers only md5 needs an upgrade or a waiver")
		}
	}
}

const undefined = "not defined"

func algorithm(p *check.Pass, key int) string {
	if used, ok := keysOf(p).types[key]; ok {
		return used
	}
	return undefined
}

func accepted(p *check.Pass) string {
	if allowed := p.Policy.Authentication.Algorithms; len(allowed) > 0 {
		return ", of type " + strings.Join(allowed, " or ")
	}
	return ""
}

// refused reports whether the device says of a source that its packets fail authentication.
func refused(p *check.Pass, s facts.ConfigServer) bool {
	return keysOf(p).refused[facts.KeyOf(s.Address)]
}

// wantsKeys reports whether a source without a key would fail.
func wantsKeys(p *check.Pass) bool {
	want := p.Policy.Authentication
	return p.Config != nil && enabled(p, "ntp-authentication") && (want.Required || want.Consistent && halfway(p))
}
