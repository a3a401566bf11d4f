package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// open opens a file that is named on the command line; "-" is standard input.
func (s streams) open(path string) (io.ReadCloser, error) {
	if !safefile.IsStandardInput(path) {
		return safefile.Open(path)
	}
	if isTerminal(s.in) { // else the program would seem to hang
		s.say("reading standard input, a terminal, to its end (Ctrl-D)")
	}
	return io.NopCloser(s.in), nil
}

// read reads a file that is named on the command line, as safefile.Read does.
func (s streams) read(path string, limit int64) ([]byte, error) {
	in, err := s.open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return safefile.ReadAll(in, safefile.Title(path), limit)
}

// files says from which argument on those of a command are files that it reads.
func files(path string) (from int, any bool) {
	switch path {
	case "report", "fix", "diff", "merge", "lab", "policy show", "policy validate":
		return 0, true
	case "parse":
		return 1, true
	}
	return 0, false
}

// readOnce refuses a command line that names standard input twice: the second reader would find nothing.
func readOnce(path string, flags *pflag.FlagSet, args []string) error {
	var readers []string
	for _, name := range []string{"inventory", "policy"} {
		f := flags.Lookup(name)
		if f == nil {
			continue
		}
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, v := range values {
			if safefile.IsStandardInput(v) {
				readers = append(readers, "--"+name)
			}
		}
	}
	if f := flags.Lookup("ask-pass"); f != nil && f.Value.String() == "true" && len(readers) > 0 {
		readers = append(readers, "--ask-pass")
	}
	if from, any := files(path); any {
		for i, arg := range args {
			if i >= from && safefile.IsStandardInput(arg) {
				readers = append(readers, fmt.Sprintf("argument %d", i+1))
			}
		}
	}
	if len(readers) > 1 {
		return fmt.Errorf("standard input can be read once, and is named by %s; write one of them to a file", strings.Join(readers, " and "))
	}
	return nil
}
