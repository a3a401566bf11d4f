package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/lab"
)

func newDemo(s streams) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:     "demo",
		GroupID: groupTry,
		Short:   "A simulated campus and an audit of it, in one go",
		Long: `Starts a simulated campus on loopback, audits it over real SSH and NTP, prints the report and
writes it as CSV and JSON. Nothing outside this machine is touched.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return runDemo(c.Context(), s, dir)
		},
	}
	c.Flags().StringVar(&dir, "dir", "ntpaudit-demo", "write inventory and reports to `DIR`")
	return c
}

func runDemo(ctx context.Context, s streams, dir string) error {
	spec, err := lab.Campus()
	if err != nil {
		return err
	}
	fleet, err := lab.Start(ctx, spec)
	if err != nil {
		return err
	}
	defer fleet.Close()
	if err := fleet.WriteFiles(dir); err != nil {
		return err
	}
	for _, variable := range fleet.Environment() {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	code, err := auditDemo(ctx, s, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\nan audit of this fleet would exit %d\nreports are in %s: report.json report.csv report.findings.csv\n", code, dir)
	return nil
}

// auditDemo runs the command line that an engineer would type, and returns its exit code.
func auditDemo(ctx context.Context, s streams, dir string) (int, error) {
	in := func(name string) string { return filepath.Join(dir, name) }
	args := []string{
		"-i", in("inventory.yaml"), "--known-hosts", in("known_hosts"),
		"-o", in("report.json"), "-o", in("report.csv"), "-o", in("report.findings.csv"),
	}
	fmt.Fprintf(s.out, "$ ntpaudit audit %s\n\n", strings.Join(args, " "))
	audit := newAudit(s)
	audit.SilenceErrors, audit.SilenceUsage = true, true
	audit.SetArgs(append(args, "--rate", "0", "--order", "worst"))
	err := audit.ExecuteContext(ctx)
	var exit *exitError
	if errors.As(err, &exit) && exit.cause == nil && exit.code != exitInterrupted {
		return exit.code, nil
	}
	return exitOK, err
}
