package report

import (
	"errors"
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// validate refuses what no audit writes and what would mislead a reader.
func (r *Report) validate() error {
	if r.Devices == nil {
		return errors.New(`not a report: it has no list of "devices"`)
	}
	switch {
	case r.FailOn == policy.Off:
		return errors.New(`not a report: "fail_on" is no severity`)
	case r.MinCoverage < 0 || r.MinCoverage > 1:
		return fmt.Errorf(`not a report: "min_coverage" is %v, not a share from 0 to 1`, r.MinCoverage)
	}
	if err := r.settle(); err != nil {
		return fmt.Errorf("not a report: %w", err)
	}
	for _, ref := range r.references() {
		if err := ref.validate(); err != nil {
			return fmt.Errorf("not a report: %w", err)
		}
	}
	seen := make(map[string]bool, len(r.Devices))
	for i := range r.Devices {
		d := &r.Devices[i]
		switch {
		case d.Name == "":
			return fmt.Errorf("not a report: device %d has no name", i+1)
		case seen[d.Name]:
			return fmt.Errorf("not a report: device %q is in it twice", d.Name)
		}
		seen[d.Name] = true
		if err := d.validate(); err != nil {
			return fmt.Errorf("not a report: device %q: %w", d.Name, err)
		}
	}
	for _, f := range r.Findings {
		if err := f.validate(); err != nil {
			return fmt.Errorf("not a report: fleet: %w", err)
		}
	}
	return nil
}

func (ref *Reference) validate() error {
	if err := ref.Offset.validate(); err != nil {
		return fmt.Errorf("reference: %w", err)
	}
	for _, s := range ref.Servers {
		if err := s.Offset.validate(); err != nil {
			return fmt.Errorf("server %q: %w", s.Address, err)
		}
	}
	return nil
}

func (d *Device) validate() error {
	for _, f := range d.Findings {
		if err := f.validate(); err != nil {
			return err
		}
	}
	if d.Clock == nil {
		return nil
	}
	for _, c := range d.Clock.Candidates {
		if err := c.Offset.validate(); err != nil {
			return err
		}
	}
	if d.Clock.Offset == nil {
		return nil
	}
	return d.Clock.Offset.Bounds.validate()
}

func (b *Bounds) validate() error {
	if b != nil && b.Low != nil && b.High != nil && *b.Low > *b.High {
		return fmt.Errorf("the low end of an offset (%s) is above the high end (%s)", b.Low, b.High)
	}
	return nil
}

func (f *Finding) validate() error {
	if err := f.Value.validate(); err != nil {
		return fmt.Errorf("%s: %w", f.Check, err)
	}
	switch f.Status {
	case check.StatusPass, check.StatusFail, check.StatusInconclusive, check.StatusNotMeasured,
		check.StatusManual, check.StatusWaived, check.StatusNotApplicable:
		return nil
	}
	return fmt.Errorf("%s: unknown status %q", f.Check, f.Status)
}
