package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// saving is where evidence goes.
type saving struct {
	save      string
	overwrite bool
}

func (o *saving) bind(flags *pflag.FlagSet) {
	flags.StringVar(&o.save, "save", "", "save the evidence to `DIR`, a new folder or an empty one, each device as it finishes")
	flags.BoolVar(&o.overwrite, "overwrite", false, "let --save replace the run that DIR holds, once the new one is complete")
}

// writer proves that evidence can be saved where the flags say, and changes nothing. It is nil where nothing is saved.
func (o *saving) writer() (*snapshot.Writer, error) {
	if o.save == "" {
		return nil, nil
	}
	w, err := snapshot.Create(o.save, o.overwrite)
	var held *snapshot.HeldError
	if errors.As(err, &held) {
		return nil, fmt.Errorf("%w, or replace it with --overwrite", err)
	}
	return w, err
}

// finish completes what was saved. What an incomplete run was to replace is still there, and is named.
func (o *saving) finish(s streams, w *snapshot.Writer, evidence *snapshot.Snapshot) error {
	if err := w.Finish(evidence); err != nil {
		return err
	}
	if old := w.Replaced(); old != "" && !evidence.Complete {
		fmt.Fprintf(s.err, "ntpaudit: this run is not complete: the one that it was to replace is kept in %s\n", old)
	}
	return nil
}
