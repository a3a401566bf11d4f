package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/spf13/cobra"
)

func newCommands(s streams) *cobra.Command {
	var name string
	c := &cobra.Command{
		Use:     "commands",
		GroupID: groupLook,
		Short:   "Every line that is ever sent to a device, and the account it needs",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			list := platforms.All()
			if name != "" {
				p, known := list.ByName(name)
				if !known {
					return platformName(name)
				}
				list = platform.List{*p}
			}
			writeCommands(s.out, list)
			return nil
		},
	}
	c.Flags().StringVar(&name, "platform", "", "only those of one `PLATFORM`: "+strings.Join(platforms.All().Names(), " "))
	return c
}

func writeCommands(w io.Writer, list platform.List) {
	fmt.Fprint(w, "These lines, and no others, are sent to a device. All of them only show, or set\nsomething for the login itself.\n")
	for _, alike := range sameLines(list) {
		titles := make([]string, len(alike))
		for i, p := range alike {
			titles[i] = p.Title + " (" + p.Name + ")"
		}
		fmt.Fprintf(w, "\n%s\n\n", strings.Join(titles, ", "))
		for _, c := range alike[0].Commands {
			fmt.Fprintf(w, "  %s\n      %s%s\n", c.Line, privilegeOf(c), c.Purpose)
		}
		fmt.Fprintf(w, "\n%s", alike[0].Account)
	}
}

// privilegeOf is the privilege of a command, on platforms that have levels.
func privilegeOf(c platform.Command) string {
	if c.Privilege == 0 {
		return ""
	}
	return fmt.Sprintf("privilege %d: ", c.Privilege)
}

// sameLines puts platforms together that are sent the same lines.
func sameLines(list platform.List) []platform.List {
	lines := func(p platform.Platform) (all []string) {
		for _, c := range p.Commands {
			all = append(all, c.Line)
		}
		return all
	}
	var alike []platform.List
	for _, p := range list {
		i := slices.IndexFunc(alike, func(other platform.List) bool { return slices.Equal(lines(other[0]), lines(p)) })
		if i < 0 {
			alike = append(alike, platform.List{p})
			continue
		}
		alike[i] = append(alike[i], p)
	}
	return alike
}
