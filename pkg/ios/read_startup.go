package ios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// startup reads what the device starts with. That it has nothing to start with is an answer.
func (r *reader) startup() {
	a, asked := r.Last(show.KindStartup, ShowStartupConfig)
	if !asked {
		return
	}
	if a.Whole && hasNoStartup(a.Text) {
		r.State.Startup = &show.Startup{Command: a.Command, Lines: []string{}}
		return
	}
	c, err := ParseConfig(a.Text)
	if reason := distrust(a, c, r.State.Privilege, err); reason != "" {
		r.Gap(show.KindStartup, a.Command, "show startup-config: "+reason)
		return
	}
	for _, line := range c.Unparsed {
		// One that runs as well can be compared although it is not understood; else it may be one that a message has torn.
		if r.State.Config == nil || !slices.Contains(r.State.Config.Unparsed, line) {
			r.Gap(show.KindStartup, a.Command, fmt.Sprintf("show startup-config: not understood: %q", line))
			return
		}
	}
	r.State.Startup = &show.Startup{Command: a.Command, Present: true, Lines: capture.List(c.TimeLines)}
}

// hasNoStartup recognizes what a device says that has no startup configuration:
//
//	startup-config is not present
//	%% Non-volatile configuration memory is not present
//	%% Non-volatile configuration memory has not been set up
func hasNoStartup(text string) bool {
	line := capture.FirstLine(capture.Content(text, isNoise))
	line = strings.TrimLeft(line, "% ")
	return strings.HasPrefix(line, "startup-config is not present") ||
		strings.HasPrefix(line, "Non-volatile configuration memory is not present") ||
		strings.HasPrefix(line, "Non-volatile configuration memory has not been set up")
}
