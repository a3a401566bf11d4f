package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// maxCapture bounds what parse reads: the longest answer that a session keeps.
const maxCapture = 16 << 20

func newParse(s streams) *cobra.Command {
	all := platforms.All()
	name := all[0].Name
	c := &cobra.Command{
		Use:     "parse COMMAND [FILE]",
		GroupID: groupLook,
		Short:   "Raw device output to JSON",
		Long: `Reads what a device printed for COMMAND, from FILE or standard input, and prints it as JSON.
What was not understood is listed under "unparsed"; nothing is dropped.`,
		Example: `  ntpaudit parse "show ntp associations" capture.txt
  ntpaudit parse --platform cisco_iosxe "show running-config" < router.cfg`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := readCapture(s, args[1:])
			if err != nil {
				return err
			}
			rows, err := parse(all, name, args[0], text)
			if err != nil {
				return fmt.Errorf("parse %q: %w", args[0], err)
			}
			return report.EncodeJSON(s.out, rows)
		},
	}
	c.Flags().StringVar(&name, "platform", name, "what printed it: "+strings.Join(all.Names(), " or "))
	return c
}

// parse refuses the text of another system: what that says would be taken for absent. Secrets are taken out before anything is
// read, whatever line they stand in.
func parse(all platform.List, name, command, text string) (any, error) {
	p, known := all.ByName(name)
	if !known {
		return nil, fmt.Errorf("platform %q is not known; known are %s", name, strings.Join(all.Names(), ", "))
	}
	if system := all.Stranger(p, text); system != "" {
		return nil, fmt.Errorf("the text is of %s, which is not read as %s", system, p.Title)
	}
	return p.Parse(command, snapshot.Redact(text))
}

func readCapture(s streams, file []string) (string, error) {
	path := "-"
	if len(file) == 1 {
		path = file[0]
	}
	data, err := s.read(path, maxCapture)
	return string(data), err
}
