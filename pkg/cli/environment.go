package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// bindFlags makes every flag of every command mean what the table says: one value once, in the modes in which it has a
// meaning, with a variable of the environment that stands in for it. Flags beat the environment.
func bindFlags(root *cobra.Command, lookup func(string) (string, bool)) {
	table := flagTable()
	for _, c := range allCommands(root) {
		path := commandPath(c)
		guardFlags(c.Flags(), table[path])
		c.Flags().VisitAll(func(f *pflag.Flag) { f.Usage += fmt.Sprintf(" [$%s]", variable(f.Name)) })
		if c.RunE == nil {
			continue
		}
		if fits := c.Args; fits != nil {
			c.Args = func(c *cobra.Command, args []string) error { return argumentError(c, fits(c, args)) }
		}
		run := c.RunE
		c.RunE = func(c *cobra.Command, args []string) error {
			s := settling{path: path, flags: c.Flags(), table: table, lookup: lookup}
			if err := s.settle(); err != nil {
				return err
			}
			if err := readOnce(path, c.Flags(), args); err != nil {
				return err
			}
			err := run(c, args)
			if exit := (*exitError)(nil); errors.As(err, &exit) {
				return err
			}
			return s.blame(err)
		}
	}
}

func allCommands(root *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{root}
	for _, c := range root.Commands() {
		all = append(all, allCommands(c)...)
	}
	return all
}

// commandPath is the words that name a command, without the program.
func commandPath(c *cobra.Command) string {
	_, path, _ := strings.Cut(c.CommandPath(), " ")
	return path
}

func variable(flag string) string {
	return "NTPAUDIT_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// newEnvironmentHelp is the help topic that lists every variable. It is made last, of the commands that root has.
func newEnvironmentHelp(root *cobra.Command) *cobra.Command {
	var text strings.Builder
	text.WriteString(environmentHelp)
	for _, f := range everyFlag(root) {
		fmt.Fprintf(&text, "\n  %s\n      %s\n      %s\n", variable(f.name), f.usage, strings.Join(f.commands, ", "))
	}
	return &cobra.Command{Use: "environment", Short: "Every variable that is read", Long: strings.TrimSpace(text.String())}
}

const environmentHelp = `
Secrets:

  NTPAUDIT_PASSWORD
      the password of devices for which the inventory names none
  any other
      that an inventory names, as in {env: NTP_KEY_5}

Settings of this machine:

  HOME
      for ~/ and for .ssh/known_hosts
  SSH_AUTH_SOCK
      the agent whose keys are offered where neither a password nor a key file is named
  NO_COLOR
      no colour on a terminal

Every flag has a variable. A flag beats its variable, and an empty variable counts as not set.
A command ignores the variables of flags that it does not have, and those without meaning in
the mode in which it runs: with --from no device is asked, and NTPAUDIT_RATE says nothing.
Values of lists are separated by commas.
`

// describedFlag is a flag of one or several commands.
type describedFlag struct {
	name, usage string
	commands    []string
}

func everyFlag(root *cobra.Command) []describedFlag {
	var list []describedFlag
	at := make(map[string]int)
	for _, c := range allCommands(root) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			i, known := at[f.Name]
			if !known {
				i = len(list)
				at[f.Name] = i
				_, usage := pflag.UnquoteUsage(f)
				usage, _, _ = strings.Cut(usage, " [$")
				list = append(list, describedFlag{name: f.Name, usage: usage})
			}
			list[i].commands = append(list[i].commands, commandPath(c))
		})
	}
	slices.SortFunc(list, func(a, b describedFlag) int { return strings.Compare(a.name, b.name) })
	return list
}
