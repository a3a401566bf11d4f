package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// runningLab is an "ntpaudit lab" that stays up until the test ends.
type runningLab struct {
	dir string   // holds what it wrote for the audits of it
	env []string // the variables of its lab.env
}

func startLab(t *testing.T, spec string) runningLab {
	t.Helper()
	dir := t.TempDir()
	ctx, stop := context.WithTimeout(context.Background(), hang)
	cmd := exec.CommandContext(ctx, "ntpaudit", "lab", writeFile(t, "spec.yaml", spec), "--dir", dir)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // as Ctrl-C
	cmd.WaitDelay = hang
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		if err := cmd.Wait(); !errors.Is(err, context.Canceled) {
			t.Errorf("the lab, interrupted: %v\n%s", err, &stderr)
		}
	})
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "The lab is up") {
			return runningLab{dir, sourced(t, filepath.Join(dir, "lab.env"))}
		}
	}
	t.Fatal("the lab did not come up")
	return runningLab{}
}

func (l runningLab) file(name string) string { return filepath.Join(l.dir, name) }

func (l runningLab) inventory(t *testing.T) inventory.Inventory {
	t.Helper()
	inv, err := loadInventory(l.file("inventory.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

// device is what the lab's inventory says of a device.
func (l runningLab) device(t *testing.T, name string) inventory.Device {
	t.Helper()
	for _, d := range l.inventory(t).Devices {
		if d.Name == name {
			return d
		}
	}
	t.Fatalf("%s is not in the lab's inventory", name)
	return inventory.Device{}
}

// sourced returns the variables as a shell has them that sourced the file, which is what the lab
// tells its user to do.
func sourced(t *testing.T, file string) []string {
	t.Helper()
	script := `. "$0" && printf '%s\0' "NTPAUDIT_PASSWORD=$NTPAUDIT_PASSWORD" "NTPAUDIT_ENABLE=$NTPAUDIT_ENABLE"`
	variables := process{args: []string{"sh", "-c", script, file}}.run(t)
	return strings.Split(strings.TrimSuffix(variables, "\x00"), "\x00")
}
