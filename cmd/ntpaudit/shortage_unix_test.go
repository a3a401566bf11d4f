//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A run that finds fewer files free than its limit promises, because others hold them, waits for one and blames nobody.
func TestFilesAreWaitedFor(t *testing.T) {
	const limit, held = 96, 80
	lab := startLab(t, "fleet: {count: 40}\n")
	report := filepath.Join(t.TempDir(), "r.csv")
	cmd := exec.Command("sh", "-c", `ulimit -n 96 && exec ntpaudit audit -i "$0" --known-hosts "$1" --rate 0 --fail-on critical -o "$2"`,
		lab.file("inventory.yaml"), lab.file("known_hosts"), report)
	cmd.Env = append(os.Environ(), lab.env...)
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for range held {
		cmd.ExtraFiles = append(cmd.ExtraFiles, null)
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Logf("%v\n%s", err, out) // without references the verdict is open
	}
	rows, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	if audited := strings.Count(string(rows), ",audited,"); audited != 40 {
		t.Errorf("%d of 40 devices audited with %d of %d files held:\n%s\n%s", audited, held, limit, rows, out)
	}
}
