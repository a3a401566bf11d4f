package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
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
	tellUnsaved(p, lost, "not saved and lost at the next reload")
	tellUnsaved(p, back, "not in the running configuration and back at the next reload")
	for _, line := range lost {
		p.Cite(configLine(line))
	}
	for _, line := range back {
		p.Cite(facts.Evidence{Command: p.Startup.Command, Line: line})
	}
	saveByHand(p)
}

func tellUnsaved(p *check.Pass, lines []string, fate string) {
	if len(lines) == 0 {
		return
	}
	are := "are"
	if len(lines) == 1 {
		are = "is"
	}
	p.Failf("%s %s %s: %s", check.Count(len(lines), "time line"), are, fate, list(lines))
}

func saveByHand(p *check.Pass) {
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
