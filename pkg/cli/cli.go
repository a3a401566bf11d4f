// Package cli binds flags to the packages that do the work, and results to exit codes.
// It is the only package that prints, and it decides nothing about clocks.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/spf13/cobra"
)

// version is set at link time by make build.
var version string

// toolVersion is the version that reports carry: as linked, else that of the module as installed.
func toolVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

// The exit codes, the same for every command. 1 beats 3.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitCoverage    = 3
	exitInterrupted = 130
)

const exitCodesHelp = `
Exit codes:
  0    everything that was asked for passed
  1    a check failed at or above --fail-on (default medium)
  2    usage, inventory, policy or output error, a secret that is named and not set, or
       nothing matched the selection
  3    nothing failed, but too many devices are unknown: more than --min-coverage allows
  130  interrupted; a partial report is still written
`

// streams are where a command reads and writes, so that tests can hold the other end.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// exitError ends a command with a code. A nil cause prints nothing: the report said it all.
type exitError struct {
	code  int
	cause error
}

func (e *exitError) Error() string {
	if e.cause == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.cause.Error()
}

func (e *exitError) Unwrap() error { return e.cause }

// exitWith returns nil for exitOK, so that a command can end with it.
func exitWith(code int) error {
	if code == exitOK {
		return nil
	}
	return &exitError{code: code}
}

// Main runs one command line and returns the process's exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	outliveReaders()
	out := watch(stdout)
	s := streams{in: stdin, out: out, err: diagnostics{stderr}}
	root := newRoot(s)
	root.SetArgs(args)
	root.SetOut(unseen{out})
	err := out.outcome(root.ExecuteContext(context.Background()))
	if err == nil {
		return exitOK
	}
	var exit *exitError
	if !errors.As(err, &exit) {
		exit = &exitError{code: exitUsage, cause: err}
	}
	if exit.cause != nil {
		s.say("%v", exit.cause)
	}
	return exit.code
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "ntpaudit",
		Short: "How wrong is the clock of every network device, why, and what mends it",
		Long: `ntpaudit tells a network engineer, with proof, how wrong the clock of every network
device is, why, and what to type to mend it.

It logs in to devices of Cisco IOS, IOS-XE, NX-OS and IOS XR over SSH, read-only, asks for the
clock, the NTP state and the time lines of the configuration, and holds the answers against NTP
servers that it asks directly. Every offset is an interval that contains the truth.

For an inventory, a policy, a report or a capture, - is standard input; -o - is standard output.

New here? ntpaudit demo audits a simulated campus on this machine.`,
		Version:       toolVersion() + " (time zone data " + facts.ZoneData() + ")",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddGroup(
		&cobra.Group{ID: groupAudit, Title: "Audit:"},
		&cobra.Group{ID: groupLook, Title: "Look things up:"},
		&cobra.Group{ID: groupTry, Title: "Try it:"},
	)
	root.AddCommand(
		newAudit(s), newCollect(s), newQuery(s), newReport(s), newMerge(s), newDiff(s), newFix(s),
		newParse(s), newChecks(s), newExplain(s), newCommands(s), newInventory(s), newPolicy(s),
		newLab(s), newDemo(s),
	)
	root.SetHelpTemplate(root.HelpTemplate() + exitCodesHelp)
	root.SetFlagErrorFunc(flagError)
	bindFlags(root, os.LookupEnv)
	root.AddCommand(newEnvironmentHelp(root))
	return root
}

// subcommandNeeded is the RunE of a command that only holds others: without it cobra takes a
// mistyped subcommand for a wish to see the help.
func subcommandNeeded(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	hint := ""
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf("; did you mean %q?", near[0])
	}
	return fmt.Errorf("unknown command %q for %q%s", args[0], c.CommandPath(), hint)
}

const (
	groupAudit = "audit"
	groupLook  = "look"
	groupTry   = "try"
)
