package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// bindEnvironment gives every flag of every command an environment variable: it is shown in
// the help, and read where the flag itself is not given. Flags beat the environment.
func bindEnvironment(root *cobra.Command, lookup func(string) (string, bool)) {
	for _, c := range root.Commands() {
		bindEnvironment(c, lookup)
	}
	root.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" && f.Name != "version" {
			f.Usage += fmt.Sprintf(" [$%s]", variable(f.Name))
		}
	})
	if root.RunE == nil {
		return
	}
	run := root.RunE
	root.RunE = func(c *cobra.Command, args []string) error {
		if err := fromEnvironment(c.Flags(), lookup); err != nil {
			return err
		}
		return run(c, args)
	}
}

func fromEnvironment(flags *pflag.FlagSet, lookup func(string) (string, bool)) error {
	var first error
	flags.VisitAll(func(f *pflag.Flag) {
		value, set := lookup(variable(f.Name))
		if f.Changed || !set || value == "" || first != nil {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			first = fmt.Errorf("environment variable %s: %w", variable(f.Name), err)
		}
	})
	return first
}

func variable(flag string) string {
	return "NTPAUDIT_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}
