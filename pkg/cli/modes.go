package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// flagRow is one flag of one command. A flag without a row is a mistake of the program; a test walks the rows.
type flagRow struct {
	flag  string
	takes func(string) error // nil: whatever its type takes
	not   []exception        // where it has no meaning
}

// exception is a mode in which a flag has no meaning, and why.
type exception struct {
	mode mode
	why  string
}

// mode is a way in which a command works, as the value of one of its flags decides it.
type mode struct {
	flag string
	on   func(value string) bool
	text string // as a message names it; %s is the value
}

// settling decides what the flags of a command line mean together with the environment.
type settling struct {
	path   string // of the command, without the program
	flags  *pflag.FlagSet
	table  map[string][]flagRow
	lookup func(string) (string, bool)
	taken  map[string]bool // flags that the environment has set
}

// settle takes from the environment what the command line leaves open, and refuses what has no meaning. A variable
// without meaning here is ignored: it is set for other runs. Flags that decide a mode come first, in the order of the rows.
func (s *settling) settle() error {
	rows := s.table[s.path]
	s.taken = make(map[string]bool)
	for _, deciding := range []bool{true, false} {
		for _, row := range rows {
			if decides(row.flag, rows) != deciding || s.flags.Changed(row.flag) || s.conflict(row) != nil {
				continue
			}
			if err := s.take(row.flag); err != nil {
				return err
			}
		}
	}
	for _, row := range rows {
		if e := s.conflict(row); e != nil && s.flags.Changed(row.flag) && !s.taken[row.flag] {
			return fmt.Errorf("--%s has no meaning %s: %s", row.flag, s.name(e.mode), e.why)
		}
	}
	return nil
}

func decides(flag string, rows []flagRow) bool {
	return slices.ContainsFunc(rows, func(r flagRow) bool {
		return slices.ContainsFunc(r.not, func(e exception) bool { return e.mode.flag == flag })
	})
}

func (s *settling) conflict(row flagRow) *exception {
	for i := range row.not {
		if m := row.not[i].mode; m.on(s.value(m.flag)) {
			return &row.not[i]
		}
	}
	return nil
}

func (s *settling) value(flag string) string { return s.flags.Lookup(flag).Value.String() }

func (s *settling) name(m mode) string {
	text := strings.ReplaceAll(m.text, "%s", s.value(m.flag))
	if s.taken[m.flag] {
		text += " (" + variable(m.flag) + " is set)"
	}
	return text
}

// take sets a flag by its variable, if there is one.
func (s *settling) take(flag string) error {
	text, set := s.lookup(variable(flag))
	if !set || text == "" {
		return nil
	}
	err := s.flags.Set(flag, text)
	var invalid *pflag.InvalidValueError
	switch {
	case err == nil:
		s.taken[flag] = true
		return nil
	case s.belongsToAnother(flag, text):
		return nil
	case errors.As(err, &invalid):
		return fmt.Errorf("environment variable %w", valueError(variable(flag), invalid))
	}
	return err
}

// belongsToAnother reports whether a value that this command does not take is one for another command's flag of the same
// name: the format "csv" is one of audit's and none of query's.
func (s *settling) belongsToAnother(flag, text string) bool {
	for path, rows := range s.table {
		fits := func(r flagRow) bool { return r.flag == flag && r.takes != nil && r.takes(text) == nil }
		if path != s.path && slices.ContainsFunc(rows, fits) {
			return true
		}
	}
	return false
}

// blank keeps what follows an error apart from it, and from the excerpt of a file.
func blank(err error) string {
	if strings.Contains(err.Error(), "\n") {
		return "\n"
	}
	return " "
}

// blame says which variables gave the values that an error speaks of.
func (s *settling) blame(err error) error {
	if err == nil {
		return nil
	}
	for _, flag := range slices.Sorted(maps.Keys(s.taken)) {
		text, _ := s.lookup(variable(flag))
		isText := strings.HasPrefix(s.flags.Lookup(flag).Value.Type(), "string")
		if isText && strings.Contains(err.Error(), text) {
			err = fmt.Errorf("%w%s(%s is set)", err, blank(err), variable(flag))
		}
	}
	return err
}
