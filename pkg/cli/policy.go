package cli

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// loadPolicy reads a policy file, or takes a built-in one. One that asks nothing is refused: every
// device would pass it.
func loadPolicy(s streams, name string) (*policy.Policy, error) {
	p, err := policy.LoadBy(s.read, name, policy.Words{Zone: facts.KnowsZone})
	if err != nil {
		return nil, err
	}
	asks := slices.ContainsFunc(p.Checks, func(c policy.CheckLevel) bool { return p.Level(c.ID) != policy.Off || len(c.ByKind) > 0 })
	if !asks && len(p.Overrides) == 0 { // an override may switch checks on
		return nil, fmt.Errorf("policy %s: no check is on; list some under \"checks\", or extend baseline", safefile.Title(name))
	}
	return p, nil
}

func newPolicy(s streams) *cobra.Command {
	c := &cobra.Command{
		SuggestionsMinimumDistance: 2,
		Use:                        "policy",
		GroupID:                    groupLook,
		Short:                      "What is required, by built-in policies and your own",
		Args:                       cobra.ArbitraryArgs,
		RunE:                       subcommandNeeded,
	}
	c.AddCommand(newPolicyList(s), newPolicyShow(s), newPolicyValidate(s), newPolicySchema(s))
	return c
}

func newPolicyShow(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME",
		Short: "A policy with all that it extends, as YAML",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := loadPolicy(s, args[0])
			if err != nil {
				return err
			}
			for _, e := range p.EditionsInUse() { // comments, so that what is shown is a policy
				fmt.Fprintf(s.out, "# %s: %s, %s\n", e.ID, e.Title(), e.Dates())
			}
			_, err = s.out.Write(p.Render())
			return err
		},
	}
}

func newPolicyValidate(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "validate FILE",
		Short: "Read a policy file and say what is wrong with it, lapsed waivers included",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := loadPolicy(s, args[0])
			if err != nil {
				return err
			}
			if err := p.Validate(time.Now()).Err(); err != nil {
				return err
			}
			fmt.Fprintf(s.out, "valid: %s, digest %.12s\n", p.Name, p.Digest)
			return nil
		},
	}
}

func newPolicySchema(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "JSON Schema of policy files, for editors",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := s.out.Write(policy.Schema())
			return err
		},
	}
}
