//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// broken is an output that takes nothing.
type broken struct{ cause error }

func (b broken) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "/dev/stdout", Err: b.cause}
}

// What lists or shows things must not end well with nothing written, and must not complain where nobody reads on.
func TestOutputThatTakesNothing(t *testing.T) {
	t.Setenv(passwordVariable, "secret") // else a dry run says that the run would ask nothing
	for _, line := range []string{
		"checks", "checks --markdown", "commands", "explain clock-offset", "policy list", "policy show cis", "policy schema",
		"inventory schema", "inventory list 192.0.2.1 --username joe", "report --schema", "audit 192.0.2.1 --dry-run", "--help", "audit --help", "help environment", "--version",
	} {
		var errs bytes.Buffer
		code := Main(strings.Fields(line), strings.NewReader(""), broken{syscall.ENOSPC}, &errs)
		if want := fmt.Sprintf("ntpaudit: standard output: write /dev/stdout: %v\n", syscall.ENOSPC); code != exitUsage || errs.String() != want {
			t.Errorf("%s, a full disk: exit %d, %q", line, code, errs.String())
		}
		errs.Reset()
		if code := Main(strings.Fields(line), strings.NewReader(""), broken{syscall.EPIPE}, &errs); code != exitOK || errs.Len() > 0 {
			t.Errorf("%s, nobody reads: exit %d, %q", line, code, errs.String())
		}
	}
}
