package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// maxCapture bounds what parse reads: the longest answer that a session keeps.
const maxCapture = 16 << 20

func newParse(s streams) *cobra.Command {
	platform := string(inventory.DefaultPlatform)
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
			rows, err := ios.Parse(platform, args[0], text)
			if err != nil {
				return fmt.Errorf("parse %q: %w", args[0], err)
			}
			return report.EncodeJSON(s.out, rows)
		},
	}
	c.Flags().StringVar(&platform, "platform", platform, "what printed it: "+strings.Join(platforms(), " or "))
	return c
}

func readCapture(s streams, file []string) (string, error) {
	path := "-"
	if len(file) == 1 {
		path = file[0]
	}
	data, err := s.read(path, maxCapture)
	return string(data), err
}
