package nxos

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// startup reads what the device starts with. That it has nothing to start with is an answer.
func (r *reader) startup() {
	if r.aci {
		r.State.Gaps = append(r.State.Gaps, show.Gap{Kind: show.KindStartup, Command: ShowStartupConfig, Inapplicable: true,
			Reason: "this is a switch of an ACI fabric, whose configuration is on the APIC"})
		return
	}
	a, asked := r.Last(show.KindStartup, ShowStartupConfig)
	if !asked {
		return
	}
	if a.Whole && hasNoStartup(a.Text) {
		r.State.Startup = &show.Startup{Command: a.Command, Lines: []string{}}
		return
	}
	if reason := r.distrust(a); reason != "" {
		r.Gap(show.KindStartup, a.Command, reason)
		return
	}
	c, err := ParseConfig(a.Text)
	if err != nil {
		r.Gap(show.KindStartup, a.Command, "show startup-config: not understood: "+err.Error())
		return
	}
	r.State.Startup = &show.Startup{Command: a.Command, Present: true, Lines: capture.List(c.TimeLines)}
}

// hasNoStartup recognizes what a device says whose startup configuration was erased:
//
//	No startup configuration
func hasNoStartup(text string) bool {
	return strings.HasPrefix(capture.FirstLine(content(text)), "No startup configuration")
}
