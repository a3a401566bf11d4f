package cli

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// saving is where evidence goes.
type saving struct {
	save         string
	overwrite    bool
	resume       string
	retryRefused bool
}

// folder is where it goes. Empty: nowhere.
func (o *saving) folder() string { return cmp.Or(o.save, o.resume) }

func (o *saving) bind(flags *pflag.FlagSet) {
	flags.StringVar(&o.save, "save", "", "save the evidence to `DIR`, a new folder or an empty one, each device as it finishes")
	flags.BoolVar(&o.overwrite, "overwrite", false, "let --save replace the run that DIR holds, once the new one is complete")
	flags.StringVar(&o.resume, "resume", "", "ask only the devices that have no complete answer in the evidence in `DIR`; what they answer joins it")
	flags.BoolVar(&o.retryRefused, "retry-refused", false, "let --resume log in again where a login was refused: the secret is corrected")
}

// writer proves that evidence can be saved where the flags say, and changes nothing. It is nil where nothing is saved.
func (o *saving) writer() (*snapshot.Writer, error) {
	switch {
	case o.resume != "":
		return snapshot.Resume(o.resume)
	case o.save == "":
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
		s.say("this run is not complete: the one that it was to replace is kept in %s", old)
	}
	return nil
}
