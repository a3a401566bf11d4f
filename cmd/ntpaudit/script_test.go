package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ntpaudit/ntpaudit/pkg/cli"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
)

// scriptDeadline ends a script that hangs; it is no measure of speed.
const scriptDeadline = 2 * time.Minute

// TestMain makes the test binary answer to the name ntpaudit, so that scripts run the real main.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"ntpaudit":  func() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
		caseCommand: func() { os.Exit(caseMain()) },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		RequireExplicitExec: true,
		Deadline:            time.Now().Add(scriptDeadline),
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"lab":       labCommand,
			"apply":     apply,
			"applyall":  applyAll,
			"mended":    mended,
			"await":     awaitCommand,
			"untouched": untouchedCommand,

			"connections": connectionsCommand,
			"logins":      loginsCommand,
		},
		Condition: platformCondition,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("NO_COLOR", "1")
			env.Values[fleetKey{}] = new(*lab.Lab)
			return nil
		},
	})
}

// labCommand starts the fleet of a specification (without one, the campus of the demo) for the rest of the script,
// writes its files to $WORK/lab and sets the variables that an audit of it needs, PORT_name for each NTP server and SSH_name
// for each device: lab [SPEC]
func labCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) > 1 {
		ts.Fatalf("usage: lab [SPEC]")
	}
	spec, err := lab.Campus()
	if len(args) == 1 {
		spec, err = lab.Load(ts.MkAbs(args[0]))
	}
	ts.Check(err)
	fleet, err := lab.Start(context.Background(), spec)
	ts.Check(err)
	ts.Defer(fleet.Close)
	*ts.Value(fleetKey{}).(**lab.Lab) = fleet
	dir := ts.MkAbs("lab")
	ts.Check(fleet.WriteFiles(dir))
	ts.Setenv("NTPAUDIT_KNOWN_HOSTS", filepath.Join(dir, "known_hosts"))
	ts.Setenv("NTPAUDIT_RATE", "0") // one lab is no AAA server
	for _, variable := range fleet.Environment() {
		name, value, _ := strings.Cut(variable, "=")
		ts.Setenv(name, value)
	}
	for name, port := range fleet.NTPPorts() {
		ts.Setenv("PORT_"+name, strconv.Itoa(port))
	}
	inv, err := loadInventory(filepath.Join(dir, "inventory.yaml"))
	ts.Check(err)
	for _, d := range inv.Devices {
		ts.Setenv("SSH_"+d.Name, strconv.Itoa(d.Port))
	}
}

// fleetKey finds the lab that a script has started.
type fleetKey struct{}

// awaitCommand waits until a device of the lab is connected to: await edge01
func awaitCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 1 {
		ts.Fatalf("usage: await DEVICE")
	}
	fleet := *ts.Value(fleetKey{}).(**lab.Lab)
	for end := time.Now().Add(scriptDeadline); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		seen, err := fleet.Counters(args[0])
		ts.Check(err)
		if seen.Connections > 0 {
			return
		}
	}
	ts.Fatalf("nobody connected to %s", args[0])
}

// connectionsCommand holds the number of connections that devices of the lab have seen, all together, against a number:
// connections edge01 edge02 0
func connectionsCommand(ts *testscript.TestScript, negated bool, args []string) {
	counted(ts, negated, args, func(c lab.Counters) int { return c.Connections })
}

// loginsCommand likewise holds how often a password or a key was tried: logins edge01 3
func loginsCommand(ts *testscript.TestScript, negated bool, args []string) {
	counted(ts, negated, args, func(c lab.Counters) int { return c.Logins })
}

func counted(ts *testscript.TestScript, negated bool, args []string, count func(lab.Counters) int) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: connections or logins, DEVICE…, NUMBER")
	}
	devices, want := args[:len(args)-1], args[len(args)-1]
	got := 0
	for _, name := range devices {
		seen, err := (*ts.Value(fleetKey{}).(**lab.Lab)).Counters(name)
		ts.Check(err)
		got += count(seen)
	}
	if fmt.Sprint(got) != want {
		ts.Fatalf("%d at %v, want %s", got, devices, want)
	}
}

// untouchedCommand asserts that no connection to a device of the lab was made: untouched edge01
func untouchedCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 1 {
		ts.Fatalf("usage: untouched DEVICE")
	}
	seen, err := (*ts.Value(fleetKey{}).(**lab.Lab)).Counters(args[0])
	ts.Check(err)
	if seen.Connections > 0 {
		ts.Fatalf("%s was connected to %d times", args[0], seen.Connections)
	}
}

// exits runs a command and holds its exit code against the first argument: exits 3 ntpaudit audit …
func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("exits: %q is not a code", args[0])
	}
	err = ts.Exec(args[1], args[2:]...)
	got, err := exitCode(err)
	ts.Check(err)
	if got != want {
		ts.Fatalf("%s exits %d, want %d", args[1], got, want)
	}
}

func exitCode(err error) (int, error) {
	if err == nil {
		return 0, nil
	}
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.ExitCode(), nil
	}
	return 0, fmt.Errorf("not started: %w", err)
}
