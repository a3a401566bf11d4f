package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/cli"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
)

// caseCommand is the name under which the test binary runs a caseJob.
const caseCommand = "ntpaudit-case"

// caseJob is one fleet, to be audited under each policy. It runs in a process of its own, with a network of its own: servers have
// addresses that nothing on this machine has, and names that no name server may be asked for.
type caseJob struct {
	Spec     string
	Dir      string   // an empty folder
	Policies []string // names or files
	Args     []string // further ones of ntpaudit audit
}

// caseRun is what came of an audit and of the fix after it.
type caseRun struct {
	Exit   int
	Table  string // standard output; no terminal, so that nothing is cut to a width
	Errors string // standard error
	Report string // JSON; empty: none was written
	CSV    string
	Fix    string // standard output of ntpaudit fix
}

// run does the job in a process of its own: one run for each policy.
func (j caseJob) run(t *testing.T) ([]caseRun, error) {
	var stdin, stdout, stderr bytes.Buffer
	if err := json.NewEncoder(&stdin).Encode(j); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	runtime.LockOSThread() // the death of the thread that starts a process ends it, see isolate
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, caseCommand)
	cmd.Env = append(os.Environ(), "HOME="+j.Dir, "NO_COLOR=1", "NTPAUDIT_RATE=0")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = &stdin, &stdout, &stderr
	isolate(cmd)
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w%s", err, firstLines(stderr.String()))
	}
	var done struct {
		Error string
		Runs  []caseRun
	}
	if err := json.Unmarshal(stdout.Bytes(), &done); err != nil {
		return nil, fmt.Errorf("%w%s", err, firstLines(stdout.String()))
	}
	if done.Error != "" {
		return nil, errors.New(done.Error)
	}
	return done.Runs, nil
}

// caseMain is the process of a job: it reads the job from standard input, and answers on standard output.
func caseMain() int {
	var j caseJob
	if err := json.NewDecoder(os.Stdin).Decode(&j); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("there are no name servers here")
	}}
	var done struct {
		Error string
		Runs  []caseRun
	}
	var err error
	if done.Runs, err = j.here(); err != nil {
		done.Error = err.Error()
	}
	if err := json.NewEncoder(os.Stdout).Encode(done); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// here does the job in this process.
func (j caseJob) here() ([]caseRun, error) {
	if err := silentNetwork(); err != nil {
		return nil, fmt.Errorf("a network for the case: %w", err)
	}
	spec, err := lab.Load(j.Spec)
	if err != nil {
		return nil, err
	}
	fleet, err := lab.Start(context.Background(), spec)
	if err != nil {
		return nil, err
	}
	defer fleet.Close()
	if err := fleet.WriteFiles(j.Dir); err != nil {
		return nil, err
	}
	for _, variable := range fleet.Environment() {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	var runs []caseRun
	for i, policy := range j.Policies {
		run, err := j.audit(filepath.Join(j.Dir, fmt.Sprint(i)), policy)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// audit audits the fleet under one policy, and has the lines written that would correct it.
func (j caseJob) audit(dir, policy string) (caseRun, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return caseRun{}, err
	}
	json, csv := filepath.Join(dir, "report.json"), filepath.Join(dir, "report.csv")
	args := []string{
		"audit", "-i", filepath.Join(j.Dir, "inventory.yaml"), "--known-hosts", filepath.Join(j.Dir, "known_hosts"),
		"-q", "-p", policy, "-o", json, "-o", csv,
	}
	var run caseRun
	run.Exit, run.Table, run.Errors = mainOf(append(args, j.Args...))
	if exists(json) {
		run.Report, run.CSV = contents(json), contents(csv)
		code, fix, stderr := mainOf([]string{"fix", json})
		if code != 0 {
			return caseRun{}, fmt.Errorf("ntpaudit fix: exit code %d%s", code, firstLines(stderr))
		}
		run.Fix = fix
	}
	return run, nil
}

// mainOf runs the program in this process.
func mainOf(args []string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = cli.Main(args, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// contents is the text of a file; empty where there is none.
func contents(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return string(data)
}
