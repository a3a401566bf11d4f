package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
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

// controlNames are those of the check in the newest editions, a line each.
func controlNames(k check.Check) []string {
	var lines []string
	for _, e := range policy.Newest() {
		var ids []string
		for _, i := range e.AllItemsOf(k.ID) {
			ids = append(ids, i.ID)
		}
		if len(ids) > 0 {
			lines = append(lines, e.Title()+": "+strings.Join(ids, ", "))
		}
	}
	return lines
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
		fmt.Fprintf(w, "\nWhat to do\n%s\n", wrap(k.Doc.Remedies(), proseWidth))
	}
	explainBasis(w, k, platforms.All())
	if controls := controlNames(k); len(controls) > 0 {
		fmt.Fprintf(w, "\nControls\n  %s\n", strings.Join(controls, "\n  "))
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
