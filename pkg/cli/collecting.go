package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/audit"
	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/spf13/pflag"
)

// collecting is the flags of a run against live devices.
type collecting struct {
	selection
	saving
	askPass    bool
	knownHosts string
	hostKey    string
	legacy     bool
	parallel   int
	rate       float64
	ntpDevices string
	resolve    bool
	samples    int
	timeout    time.Duration
	deadline   time.Duration
	quiet      bool
	debug      bool
}

func (o *collecting) bind(flags *pflag.FlagSet) {
	o.selection.bind(flags)
	limits := session.DefaultLimits()
	flags.BoolVar(&o.askPass, "ask-pass", false, "ask for the password on the terminal")
	flags.StringVar(&o.knownHosts, "known-hosts", defaultKnownHosts(), "`FILE` of host keys")
	flags.StringVar(&o.hostKey, "host-key", "strict", "strict: a host key must be known; accept-new: add keys of new hosts; ignore: verify nothing")
	flags.BoolVar(&o.legacy, "ssh-legacy", false, "also offer broken algorithms (group1, gex-sha1, CBC) that old images need")
	flags.IntVar(&o.parallel, "parallel", 64, "sessions open at once")
	flags.Float64Var(&o.rate, "rate", 20, "new logins a second, which AAA servers have to bear; 0 is no limit")
	flags.StringVar(&o.ntpDevices, "ntp-devices", "auto", "ask devices over NTP as well: auto (where it could decide something), always, never")
	flags.BoolVar(&o.resolve, "resolve-device-names", false, "look up the names of sources on the lines of devices as well; without it only those of the policy and the inventory")
	flags.IntVar(&o.samples, "samples", -1, "read a clock at most `N` times more while its verdict is open (default 3, or 8 where only whole seconds are printed)")
	flags.Lookup("samples").DefValue = "0" // the usage says what is read without it
	flags.DurationVar(&o.timeout, "timeout", limits.Device, "longest time for one device; what the inventory does not state in timeouts becomes longer or shorter with it")
	flags.DurationVar(&o.deadline, "deadline", 0, "longest time for the whole run; 0 is none")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress on standard error")
	flags.BoolVar(&o.debug, "debug", false, debugUsage)
}

func defaultKnownHosts() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".ssh", "known_hosts")
}

// secrets asks for the password on the terminal where that is wanted, and sees to it that every secret that the run needs
// is at hand.
func (o *collecting) secrets(s streams, inv inventory.Inventory) error {
	if o.askPass && len(inv.Devices) > 0 {
		password, err := askPassword(s, "Password: ")
		if err != nil {
			return err
		}
		for i := range inv.Devices {
			inv.Devices[i].Password = password
		}
	}
	return preflight(inv)
}

// collection is the evidence of a run, and how the run came off.
type collection struct {
	runs        []*snapshot.Snapshot // the last is the run itself
	interrupted bool
	unsaved     error  // why it could not be saved
	release     func() // lets a first signal end the process again: it is held until the last file stands
}

// collect asks the devices and servers, and saves what they answer. The error is for what keeps a run from starting.
func (o *collecting) collect(ctx context.Context, s streams, j *judge, hosts []string) (collection, error) {
	save, err := o.saving.writer()
	if err != nil {
		return collection{}, err
	}
	inv, err := o.selection.load(ctx, s, hosts)
	if err != nil {
		return collection{}, err
	}
	rest := &rest{}
	rest.Inventory = inv
	if o.resume != "" {
		if rest, err = o.rest(s, inv); err != nil {
			return collection{}, err
		}
		if rest.Nothing() {
			return collection{runs: rest.runs, release: func() {}}, nil
		}
	}
	if err := o.secrets(s, rest.Inventory); err != nil {
		return collection{}, err
	}
	return o.run(ctx, s, j, rest, save)
}

func (o *collecting) run(ctx context.Context, s streams, j *judge, rest *rest, save *snapshot.Writer) (collection, error) {
	options := o.options(s, rest)
	options.Save = save
	ctx, release := interruptible(ctx, s, "what is known will be written")
	bar := newProgress(s.err, len(rest.Inventory.Devices), o.quiet)
	options.Finished = func(d snapshot.Device) { bar.done(d.Outcome != snapshot.Audited) }

	limited, cancel := o.withDeadline(ctx)
	defer cancel()
	evidence, err := audit.Run(limited, rest.Inventory, j.policy, options)
	bar.stop()
	if err != nil {
		release()
		return collection{}, err
	}
	evidence.Notes = append(evidence.Notes, rest.Notes...)
	interrupted := !evidence.Complete && ctx.Err() != nil
	switch {
	case interrupted:
		evidence.Notes = append(evidence.Notes, "interrupted: what was not answered by then is missing")
	case !evidence.Complete:
		evidence.Notes = append(evidence.Notes, fmt.Sprintf("the deadline of %s ended the run: what was not answered by then is missing", o.deadline))
	}
	return collection{append(rest.runs, evidence), interrupted, o.saving.finish(s, save, evidence), release}, nil
}

func (o *collecting) withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if o.deadline <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, o.deadline)
}

func (o *collecting) options(s streams, rest *rest) audit.Options {
	parallel, queries := withinFiles(s, o.parallel, len(rest.Inventory.Devices))
	options := audit.Options{
		Tool:               tool(),
		HostKeys:           session.HostKeys{Mode: session.HostKeyMode(o.hostKey), File: o.knownHosts},
		Limits:             session.DefaultLimits().Scaled(o.timeout),
		Legacy:             o.legacy,
		Agent:              os.Getenv(agentVariable),
		Parallel:           parallel,
		Rate:               o.rate,
		Sockets:            queries,
		NTPDevices:         collect.NTPDevices(o.ntpDevices),
		Samples:            o.samples,
		ResolveDeviceNames: o.resolve,
		Resumes:            rest.resumes(),
		Named:              rest.Named,
		Log:                debugLog(s, o.debug),
	}
	if o.rate == 0 { // no limit, which to the library is a negative number: its 0 is the default
		options.Rate = -1
	}
	switch { // the same: -1 is the default here
	case o.samples == 0:
		options.Samples = -1
	case o.samples < 0:
		options.Samples = 0
	}
	return options
}

func tool() snapshot.Tool { return snapshot.Tool{Name: "ntpaudit", Version: toolVersion()} }
