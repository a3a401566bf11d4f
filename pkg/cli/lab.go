package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/lab"
)

func newLab(s streams) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:     "lab [SPEC]",
		GroupID: groupTry,
		Short:   "A simulated fleet that stays up",
		Long: `Starts simulated devices of Cisco IOS, NX-OS and IOS XR (real SSH) and NTP servers (real UDP) on
loopback, and keeps them up until Ctrl-C. SPEC is a YAML file; without one it is the campus of the demo.

The folder that it names holds inventory.yaml, known_hosts, and lab.env with the variables
that an audit of it needs.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			spec, err := labSpec(s, args)
			if err != nil {
				return err
			}
			return keepLab(c.Context(), s, spec, dir)
		},
	}
	c.Flags().StringVar(&dir, "dir", "", "write its files to `DIR` (default a new temporary folder)")
	return c
}

func labSpec(s streams, args []string) (lab.Spec, error) {
	if len(args) == 0 {
		return lab.Campus()
	}
	return lab.LoadBy(s.read, args[0])
}

func keepLab(ctx context.Context, s streams, spec lab.Spec, dir string) error {
	ctx, stop := interruptible(ctx, s, "closing the fleet")
	defer stop()
	fleet, err := lab.Start(ctx, spec)
	if err != nil {
		return err
	}
	defer fleet.Close()
	if dir == "" {
		if dir, err = os.MkdirTemp("", "ntpaudit-lab-"); err != nil {
			return err
		}
	}
	if err := fleet.WriteFiles(dir); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "The lab is up. In another terminal:\n\n  . %[1]s/lab.env\n  ntpaudit audit -i %[1]s/inventory.yaml --known-hosts %[1]s/known_hosts\n\nCtrl-C ends it.\n", dir)
	<-ctx.Done()
	return nil
}
