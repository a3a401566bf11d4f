package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/spf13/cobra"
)

func newChecks(s streams) *cobra.Command {
	var markdown bool
	c := &cobra.Command{
		Use:     "checks",
		GroupID: groupLook,
		Short:   "The catalogue of checks",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if markdown {
				return writeChecksMarkdown(s.out, checks.All())
			}
			for _, k := range checks.All() {
				fmt.Fprintf(s.out, "%-22s %s\n", k.ID, k.Doc.Title)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&markdown, "markdown", false, "as the table that the README shows")
	return c
}

// writeChecksMarkdown shows each check with its severity in the baseline policy.
func writeChecksMarkdown(w io.Writer, all []check.Check) error {
	baseline, err := policy.Builtin("baseline")
	if err != nil {
		return err
	}
	fmt.Fprint(w, "| check | what it asks | baseline |\n|---|---|---|\n")
	for _, k := range all {
		if _, err := fmt.Fprintf(w, "| `%s` | %s | %s |\n", k.ID, k.Doc.Title, baseline.Level(k.ID)); err != nil {
			return err
		}
	}
	return nil
}

func controlNames(k check.Check) []string {
	names := make([]string, 0, len(k.Controls))
	for _, c := range k.Controls {
		names = append(names, c.Framework+" "+c.ID)
	}
	return names
}

func newExplain(s streams) *cobra.Command {
	return &cobra.Command{
		Use:               "explain CHECK",
		GroupID:           groupLook,
		Short:             "Why a check matters, what fails it, what to do",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeChecks,
		RunE: func(_ *cobra.Command, args []string) error {
			for _, k := range checks.All() {
				if k.ID == args[0] {
					explain(s.out, k)
					return nil
				}
			}
			return fmt.Errorf("no check is called %q; ntpaudit checks lists them", args[0])
		},
	}
}

func completeChecks(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	for _, k := range checks.All() {
		ids = append(ids, k.ID+"\t"+k.Doc.Title)
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

func explain(w io.Writer, k check.Check) {
	fmt.Fprintf(w, "%s: %s\n\n%s\n", k.ID, k.Doc.Title, wrap(k.Doc.Text, proseWidth))
	if k.Doc.Remedy != "" {
		fmt.Fprintf(w, "\nWhat to do\n%s\n", wrap(k.Doc.Remedy, proseWidth))
	}
	explainBasis(w, k, platforms.All())
	if len(k.Controls) > 0 {
		fmt.Fprintf(w, "\nControls\n  %s\n", strings.Join(controlNames(k), "\n  "))
	}
}

// explainBasis says what the check rests on, per platform; those that are alike stand together.
func explainBasis(w io.Writer, k check.Check, all platform.List) {
	var titles, lines []string
	for i := range all {
		text := basis(all[i].Basis(k.Needs))
		if at := slices.Index(lines, text); at >= 0 {
			titles[at] += ", " + all[i].Title
			continue
		}
		titles, lines = append(titles, all[i].Title), append(lines, text)
	}
	for i, text := range lines {
		if text != "" {
			fmt.Fprintf(w, "\nIt reads on %s\n%s", titles[i], text)
		}
	}
}

func basis(b platform.Basis) string {
	var text strings.Builder
	for _, line := range b.Commands {
		fmt.Fprintf(&text, "  %s\n", line)
	}
	for _, u := range b.Untold {
		verdict := "not applicable"
		if u.Has {
			verdict = "not measured"
		}
		fmt.Fprintf(&text, "  %s: %s\n", verdict, u.Reason)
	}
	return text.String()
}

// proseWidth keeps long texts readable on a wide terminal.
const proseWidth = 88

// wrap breaks each paragraph at blanks; paragraphs stay apart.
func wrap(text string, width int) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		column := 0
		for i, word := range strings.Fields(line) {
			switch {
			case i == 0:
			case column+1+len(word) > width:
				out.WriteByte('\n')
				column = 0
			default:
				out.WriteByte(' ')
				column++
			}
			out.WriteString(word)
			column += len(word)
		}
		out.WriteByte('\n')
	}
	return strings.TrimRight(out.String(), "\n")
}

func newCommands(s streams) *cobra.Command {
	return &cobra.Command{
		Use:     "commands",
		GroupID: groupLook,
		Short:   "Every line that is ever sent to a device, and the account it needs",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			writeCommands(s.out)
			return nil
		},
	}
}

func writeCommands(w io.Writer) {
	fmt.Fprint(w, "These lines, and no others, are sent to a device. All of them only show, or set\nsomething for the login itself.\n\n")
	for _, c := range ios.Commands() {
		fmt.Fprintf(w, "  %s\n      privilege %d: %s\n", c.Line, c.Privilege, c.Purpose)
	}
	fmt.Fprint(w, leastPrivilege)
}

// leastPrivilege shows accounts that can run those lines and nothing else.
const leastPrivilege = `
A least-privilege account by TACACS+ (tac_plus syntax; the daemon must send the command
set for privilege 15, as show running-config prints only what the level may configure):

  user = ntpaudit {
    service = exec { priv-lvl = 15 }
    cmd = terminal { permit "^(length 0|width 511)$" }
    cmd = show {
      permit "^clock( detail)?$"
      permit "^privilege$"
      permit "^version$"
      permit "^ntp (status|associations( detail)?)$"
      permit "^crypto pki certificates$"
      permit "^running-config \| include "
    }
  }

Without an AAA server, a local account. At level 1 all but the configuration is answered, and the
checks that need it say "not measured":

  username ntpaudit privilege 1 algorithm-type scrypt secret <password>

A level in between may be given show running-config, but IOS then prints only the lines that this
level may configure, an almost empty configuration. That is no evidence either, and said so:

  privilege exec level 5 show running-config
  username ntpaudit privilege 5 algorithm-type scrypt secret <password>

Level 15 reads everything. Let the list above, not the level, be what the account may do, by
command authorization on the AAA server.
`
