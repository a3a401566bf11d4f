package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var configSaved = check.Check{
	ID: "config-saved",
	Doc: check.Doc{
		Title: "What is configured about time is saved",
		Text: `A line that was entered and not saved works until the next reload, which may
be years away, and then nobody remembers it. A line that was taken out and not
saved comes back.
The time lines of the running configuration are compared with those of the
startup configuration, as sets. Keys are compared by number and type, never by
their text. Fails if a line stands in one of them only. Does not apply where a
platform commits its configuration.`,
		Remedy: `Save the configuration: "copy running-config startup-config", in exec mode.`,
	},
	Needs: []facts.Kind{facts.KindStartup, facts.KindConfig},
	Run:   runConfigSaved,
}

func runConfigSaved(p *check.Pass, _ check.Subject) {
	p.Expectf("the time lines of the running configuration")
	if !p.Startup.Present {
		p.Actualf("no startup configuration")
		p.Cite(facts.Evidence{Command: p.Startup.Command, Line: "startup-config is not present"})
		p.Failf("nothing is saved; the device has no startup configuration")
		saveByHand(p)
		return
	}
	lost, back := missingFrom(p.Startup.Lines, p.Config.TimeLines), missingFrom(p.Config.TimeLines, p.Startup.Lines)
	if len(lost) == 0 && len(back) == 0 {
		p.Actualf("%s in both", check.Count(len(p.Config.TimeLines), "time line"))
		return
	}
	p.Actualf("%s not saved, %d that would come back", check.Count(len(lost), "time line"), len(back))
	if n := len(lost); n > 0 {
		p.Failf("%s %s not saved; lost at the next reload: %s", check.Count(n, "time line"), verb(n, "is", "are"), list(lost))
	}
	if n := len(back); n > 0 {
		p.Failf("%s %s back at the next reload; saved and not in force: %s", check.Count(n, "time line"), verb(n, "comes", "come"), list(back))
	}
	for _, line := range lost {
		p.Cite(configLine(line))
	}
	for _, line := range back {
		p.Cite(facts.Evidence{Command: p.Startup.Command, Line: line})
	}
	saveByHand(p)
}

// verb agrees with a number.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func saveByHand(p *check.Pass) {
	mend(p, changes(show.Change{Verb: show.Save}))
	p.ByHand("Look at the lines, and save the configuration: copy running-config startup-config, in exec mode. No configuration line does that.")
}

// missingFrom are the lines that are not in a set.
func missingFrom(set, lines []string) (missing []string) {
	seen := make(map[string]bool, len(set))
	for _, line := range set {
		seen[line] = true
	}
	for _, line := range lines {
		if !seen[line] {
			missing = append(missing, line)
		}
		seen[line] = true
	}
	return missing
}
