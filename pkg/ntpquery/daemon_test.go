package ntpquery

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestChronyBound(t *testing.T) {
	const good = "C0000201,192.0.2.1,3,1795342869.2,-0.000012,-0.000003,0.00001,-3.1,0.0,0.02,0.012300,0.000400,64.2,Normal\n"
	got, err := chronyBound(good)
	if want := 12*time.Microsecond + 6150*time.Microsecond + 400*time.Microsecond; err != nil || got != want {
		t.Errorf("%v %v, want %v", got, err, want)
	}
	for _, bad := range []string{
		"", "506 Cannot talk to daemon\n", "1,2,3\n",
		"00000000,,0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,1.0,0.0,Not synchronised\n",
		"C0000201,192.0.2.1,3,1795342869.2,NaN,-0.000003,0.00001,-3.1,0.0,0.02,0.012300,0.000400,64.2,Normal\n",
	} {
		if got, err := chronyBound(bad); err == nil {
			t.Errorf("%q: %v", bad, got)
		}
	}
}

func TestNtpdBound(t *testing.T) {
	got, err := ntpdBound("leap=00, stratum=3, rootdelay=12.5,\nrootdisp=1.5, offset=-0.25\n")
	if want := 250*time.Microsecond + 6250*time.Microsecond + 1500*time.Microsecond; err != nil || got != want {
		t.Errorf("%v %v, want %v", got, err, want)
	}
	for _, bad := range []string{"", "connection refused", "leap=11, stratum=16, rootdelay=0, rootdisp=1, offset=0", "leap=00, stratum=2"} {
		if got, err := ntpdBound(bad); err == nil {
			t.Errorf("%q: %v", bad, got)
		}
	}
}

// program makes a shell script the program of that name.
func program(t *testing.T, name, script string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no shell scripts")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// The name of a variable that holds a secret is the operator's choice.
func TestADaemonIsNotGivenOurSecrets(t *testing.T) {
	t.Setenv("NTPAUDIT_PASSWORD", "canary-1")
	t.Setenv("OUR_NTP_KEY", "canary-2")
	program(t, "chronyc", "env")
	got, err := output(t.Context(), "chronyc", "tracking")
	if err != nil || strings.Contains(got, "canary") || !strings.Contains(got, "LC_ALL=C") {
		t.Errorf("%v: %s", err, got)
	}
}

func TestADaemonThatSaysTooMuchIsCut(t *testing.T) {
	program(t, "chronyc", "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789; i=$((i+1)); done")
	got, err := output(t.Context(), "chronyc", "tracking")
	if err != nil || len(got) != mostOutput {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if d, err := LocalDaemon(t.Context()); err == nil {
		t.Errorf("%+v", d)
	}
}
