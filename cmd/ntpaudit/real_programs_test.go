package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// realVariable makes the tests against real NTP servers and SSH clients mandatory: a program
// that is missing is a failure then, and a reason to skip otherwise.
const realVariable = "NTPAUDIT_TEST_REAL"

// hang ends a program that never ends by itself; it is no measure of speed.
const hang = 2 * time.Minute

// needs returns the path of each program.
func needs(t *testing.T, programs ...string) []string {
	t.Helper()
	if testing.Short() {
		t.Skip("real programs take their time: not with -short")
	}
	paths := make([]string, len(programs))
	for i, program := range programs {
		path, err := exec.LookPath(program)
		if err != nil {
			unavailable(t, err.Error())
		}
		paths[i] = path
	}
	return paths
}

func unavailable(t *testing.T, why string) {
	t.Helper()
	if os.Getenv(realVariable) != "" {
		t.Fatal(why)
	}
	t.Skipf("%s (.ci/run installs it; %s=1 makes this a failure)", why, realVariable)
}

// process is a program that is run to its end.
type process struct {
	args   []string
	env    []string // in addition to the test's own
	stdin  string
	code   int  // that it must end with
	errors bool // its standard error is the answer
}

// run returns what the program wrote to standard output, or to standard error.
func (p process) run(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, p.args[0], p.args[1:]...)
	cmd.Env = append(os.Environ(), p.env...)
	cmd.Stdin = bytes.NewBufferString(p.stdin)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", p.args[0], err)
	}
	if got := cmd.ProcessState.ExitCode(); got != p.code {
		t.Fatalf("%s exits %d, want %d\n%s\n%s", p.args[0], got, p.code, &stdout, &stderr)
	}
	if p.errors {
		return stderr.String()
	}
	return stdout.String()
}

func writeFile(t *testing.T, name, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
