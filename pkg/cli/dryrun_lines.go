package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// asking is what devices are asked, by platform. Those that are asked the same lines stand together.
type asking []askedAlike

type askedAlike struct {
	titles []string
	lines  []string
}

// add takes the platform of one more device.
func (a *asking) add(p *platform.Platform, kinds []show.Kind) {
	lines := p.Asks(kinds)
	i := slices.IndexFunc(*a, func(other askedAlike) bool { return slices.Equal(other.lines, lines) })
	if i < 0 {
		*a = append(*a, askedAlike{lines: lines})
		i = len(*a) - 1
	}
	if title := p.Title; !slices.Contains((*a)[i].titles, title) {
		(*a)[i].titles = append((*a)[i].titles, title)
	}
}

func (a asking) list(w io.Writer) {
	for _, alike := range a {
		switch titles := strings.Join(alike.titles, ", "); {
		case titles == platform.Auto:
			fmt.Fprintln(w, "Each of platform auto is asked this first, and then as what it is:")
		case len(a) == 1:
			fmt.Fprintln(w, "Each is asked:")
		default:
			fmt.Fprintf(w, "Each of platform %s is asked:\n", titles)
		}
		for _, line := range alike.lines {
			fmt.Fprintf(w, "  %s\n", line)
		}
	}
}
