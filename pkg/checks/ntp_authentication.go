package checks

import (
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
whatever the policy, as it looks as if it worked. Where none of it is
configured, fails if the policy requires authentication and does not apply
otherwise. An algorithm that a benchmark calls a permanent finding fails
without a line: it takes a waiver. SNTP cannot authenticate, and a device
without sources does not. Keys that only serve clients count for nothing here.

A policy may ask it of peers alone, and of broadcasts: a device that another
one can make its source, without a line here, has to see keys, or refuse all
but known peers by an access-group. Which key such a source uses is not shown:
it counts whether all trusted keys are of an accepted algorithm, or none.`,
		Remedy: `Add the missing pieces; the keys come from the owner of each source.`,
		Causes: authenticationAdvice,
	},
	Needs:    []facts.Kind{facts.KindConfig},
	Wants:    []facts.Kind{facts.KindStatus, facts.KindAssociations, facts.KindDetail},
	Applies:  withSources(authenticationMatters),
	Subjects: authenticatedSources,
	Run:      runNTPAuthentication,
}

// Why replies are not authenticated.
const (
	causeNoKey        check.Cause = "no-key"
	causeSwitchedOff  check.Cause = "authenticate-off"
	causeUndefinedKey check.Cause = "key-not-defined"
	causeUntrustedKey check.Cause = "key-not-trusted"
	causeAlgorithm    check.Cause = "algorithm"
	causePermanent    check.Cause = "permanent-finding"
	causeSNTP         check.Cause = "sntp"
	causePeer         check.Cause = "peer"
	causeBroadcast    check.Cause = "broadcast"
)

var authenticationAdvice = []check.Advice{
	{Cause: causeNoKey, Text: "Agree on a key with the owner of the source: number, type and secret. Define it, trust it, put its number on the line, and turn on ntp authenticate last."},
	{Cause: causeSwitchedOff, Text: "Enter \"ntp authenticate\" once every key on a line is known to be right: a source whose key differs is lost with it."},
	{Cause: causeUndefinedKey, Text: "Define the key with the type and the secret that the source has under its number."},
	{Cause: causeUntrustedKey, Text: "Add the number to the trusted keys."},
	{Cause: causeAlgorithm, Text: "Agree on a new key of an accepted type under a free number, and move one source after the other. Prefer hmac-sha2-256 or cmac-aes-128."},
	{Cause: causePermanent, Text: "Document it in the POA&M, or waive it until the device is replaced: no configuration fixes it."},
	{Cause: causeAuthentication, Text: "Compare number, type and secret of the key with the owner of each source."},
	{Cause: causeSNTP, Text: "Move from SNTP to NTP with keys, where the device can run it."},
	{Cause: causeNoSource, Text: "Configure sources with keys."},
	{Cause: causePeer, Text: "Agree on a key with the owner of the peer and put it on both ends at once, or let an access-group of type peer name the peers that are wanted."},
	{Cause: causeBroadcast, Text: "Turn on ntp authenticate and trust the key of the broadcasts, or stop listening to them: \"no ntp broadcast client\"."},
}

// authenticationMatters asks where keys are used, or wanted of some source.
func authenticationMatters(p *check.Pass) (reason string, applies bool) {
	switch {
	case p.Policy.Authentication.Required:
		return ntpOrSNTP(p)
	case p.Config == nil:
		return ntpRuns(p)
	case !wantsKeys(p) && len(keyedSources(p)) == 0:
		return "authentication is not used, and not required", false
	}
	return ntpRuns(p)
}

// authenticatedSources are the sources of which keys are wanted. Where there is none, the device itself has to answer for that what
// it takes time from is not authenticated.
func authenticatedSources(p *check.Pass) []check.Subject {
	if subjects := keyedSources(p); len(subjects) > 0 && !ntpOff(p) {
		return subjects
	}
	if !p.Policy.Authentication.Required {
		return nil
	}
	return []check.Subject{{}}
}

// keyedSources are the lines of which keys are wanted, and then the sources that have no line.
func keyedSources(p *check.Pass) []check.Subject {
	var subjects []check.Subject
	lines := configured(p)
	for i := range lines {
		if wantsKeys(p) || lines[i].Type == "peer" && p.Policy.Authentication.Symmetric {
			subjects = append(subjects, check.Subject{Name: subjectName(lines[i].Address, lines[i].VRF), Server: &lines[i]})
		}
	}
	return append(subjects, dynamicSources(p)...)
}

// judgeWithoutLines answers for a device without the line of a source.
func judgeWithoutLines(p *check.Pass) {
	p.Cite(configLines(p, "sntp server")...)
	if p.NTP != nil {
		p.Cite(statusLine(p))
	}
	reason, odd := notUnderstood(p, "ntp")
	switch {
	case sntpClient(p) != "":
		p.Failf("SNTP does not authenticate")
		p.Because(causeSNTP)
		mend(p, fromSNTP(p))
	case odd:
		p.NotMeasuredf("%s", reason)
	case ntpOff(p):
		p.Failf("nothing is authenticated; %s", off)
		p.Because(causeNoSource)
	default:
		p.Failf("nothing is authenticated; no source is configured")
		p.Because(causeNoSource)
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
	switch {
	case s.Server != nil:
		judgeLine(p, *s.Server)
	case s.Association != nil:
		judgeDynamic(p, *s.Association)
	case s.Name == broadcasts:
		judgeListener(p)
	default:
		judgeWithoutLines(p)
	}
}

// judgeLine judges a source with a line of its own. What is wrong whatever the role of the device comes first.
func judgeLine(p *check.Pass, s facts.ConfigServer) {
	p.Cite(configLine(s.Line))
	p.Cite(configLines(p, "ntp authenticate")...)
	p.Cite(configLines(p, "ntp trusted-key")...)
	p.Expectf("ntp authenticate, and a key on the line that is defined and trusted%s", accepted(p))
	if s.Type == "peer" {
		p.Under(partPeer)
	}
	if s.Key == nil {
		p.Failf("no key on its line")
		p.Because(causeNoKey)
		mend(p, authenticationChanges(p, s))
		return
	}
	p.Actualf("key %d, %s", *s.Key, algorithm(p, *s.Key))
	judgeKey(p, *s.Key)
	missing := p.Failed()
	differs := refused(p, s) && algorithm(p, *s.Key) != undefined && p.Config.Trusted.Contains(*s.Key) // else what is missing explains it
	if differs {
		p.Failf("replies fail authentication; the key, its number or its type differs")
		p.Because(causeAuthentication)
	}
	weak := judgeAlgorithm(p, *s.Key)
	switch reason, odd := notUnderstood(p, "ntp"); {
	case odd:
		p.NotMeasuredf("%s", reason)
	case differs && missing && !weak: // "ntp authenticate" would not help
		p.ByHand("Compare number, type and secret of key %d with the owner of %s: its replies fail authentication.", *s.Key, s.Address)
	case missing, weak:
		mend(p, authenticationChanges(p, s))
	case p.Policy.Authentication.NeedsRole:
		p.NotMeasuredf("role not known; the policy asks routers and switches for different algorithms")
	}
}

// wantsKeys reports whether a source without a key would fail.
func wantsKeys(p *check.Pass) bool {
	want := p.Policy.Authentication
	return p.Config != nil && enabled(p, "ntp-authentication") && (want.Required || want.Consistent && halfway(p))
}
