package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// once is the value of a flag that holds one: of two, one would have to be dropped without a word. It also refuses, as
// soon as it is given, what the flag's row does not take.
type once struct {
	pflag.Value
	takes func(string) error // nil: whatever the type of the flag takes
	given *string            // nil: nothing yet
}

// Set implements pflag.Value. A switch that is set as it was says nothing new, and is no error.
func (o *once) Set(text string) error {
	if o.given != nil && !(o.Type() == "bool" && *o.given == text) {
		return errTwice
	}
	if text == "" {
		return unfitError{errEmpty}
	}
	if o.takes != nil {
		if err := o.takes(text); err != nil {
			return unfitError{err}
		}
	}
	if err := o.Value.Set(text); err != nil {
		return err
	}
	o.given = &text
	return nil
}

var errTwice = errors.New("given twice")

// errEmpty is for a flag without anything in it, as where a script's variable is not set: "--limit" would be all devices,
// and "--save" nowhere.
var errEmpty = errors.New("empty; name something, or leave the flag out")

// several is the value of a flag that collects all that it is given.
type several struct {
	pflag.Value
	pflag.SliceValue
}

// Set implements pflag.Value. Values are separated by commas.
func (l *several) Set(text string) error {
	values, err := csv.NewReader(strings.NewReader(text)).Read()
	switch {
	case strings.TrimSpace(text) == "":
		return unfitError{errEmpty}
	case err != nil:
		return unfitError{errors.New("names, with commas between them; one that holds a comma stands in \"\"")}
	case slices.ContainsFunc(values, func(v string) bool { return strings.TrimSpace(v) == "" }):
		return unfitError{errors.New("nothing stands before or behind a comma")}
	}
	return l.Value.Set(text)
}

// unfitError says what a flag takes instead.
type unfitError struct{ error }

// guardFlags makes every flag of the command refuse a second value, and what its row does not take. Lists collect all
// that they are given.
func guardFlags(flags *pflag.FlagSet, rows []flagRow) {
	takes := make(map[string]func(string) error, len(rows))
	for _, r := range rows {
		takes[r.flag] = r.takes
	}
	flags.VisitAll(func(f *pflag.Flag) {
		if list, ok := f.Value.(pflag.SliceValue); ok {
			f.Value, f.DefValue = &several{f.Value, list}, "" // the empty list, which the help leaves out
			return
		}
		if f.DefValue == "0s" {
			f.DefValue = "0" // a zero, which the help leaves out
		}
		f.Value = &once{Value: f.Value, takes: takes[f.Name]}
	})
}

// flagError words what is wrong with the flags of a command line.
func flagError(c *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return valueError("--"+invalid.GetFlag().Name, invalid)
	}
	return fmt.Errorf("%w; see %s --help", err, c.CommandPath())
}

// argumentError words what is wrong with the number of arguments of a command line.
func argumentError(c *cobra.Command, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("use it as %q; see %s --help", strings.TrimSuffix(c.UseLine(), " [flags]"), c.CommandPath())
}

// valueError says what is wrong with a value, which the named flag or variable was given.
func valueError(name string, invalid *pflag.InvalidValueError) error {
	var unfit unfitError
	kind := invalid.GetFlag().Value.Type()
	switch {
	case errors.Is(invalid, errTwice) && invalid.GetFlag().Name == "from":
		return fmt.Errorf("%s is given twice; it takes one folder", name)
	case errors.Is(invalid, errTwice) && kind == "bool":
		return fmt.Errorf("%s is given twice, with different values", name)
	case errors.Is(invalid, errTwice):
		return fmt.Errorf("%s is given twice; it takes one value", name)
	case errors.As(invalid, &unfit):
		return fmt.Errorf("%s %q: %w", name, invalid.GetValue(), unfit.error)
	}
	example, known := map[string]string{
		"int": "a whole number", "float64": "a number", "duration": "a number and a unit, such as 30s or 5m", "bool": "true or false",
	}[kind]
	if !known {
		return invalid
	}
	return fmt.Errorf("%s %q: not %s", name, invalid.GetValue(), example)
}
