package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// fakeTime are the variables that put a program's clock ahead. The faketime program is not used:
// it forks, and what it started would outlive it.
func fakeTime(t *testing.T, ahead string) []string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/*/faketime/libfaketime.so.1")
	if err != nil || len(found) == 0 {
		unavailable(t, "libfaketime is not installed")
		return nil
	}
	return []string{"LD_PRELOAD=" + found[0], "FAKETIME=" + ahead}
}

// startChronyd serves NTP at the address. It never sets the clock (-x). Each directive is a line
// of chrony.conf.
func startChronyd(t *testing.T, address string, env []string, directives ...string) {
	t.Helper()
	args := []string{
		"chronyd", "-4", "-x", "-d", "-u", "root",
		"bindaddress " + address, "cmdport 0", "pidfile " + filepath.Join(t.TempDir(), "pid"), "allow",
	}
	startDaemon(t, address, env, append(args, directives...)...)
}

// startNtpd serves NTP at the address with ntpsec's daemon.
func startNtpd(t *testing.T, address string, lines ...string) {
	t.Helper()
	lines = append(lines, "interface ignore wildcard", "interface listen "+address, "restrict default")
	file := writeFile(t, "ntp.conf", strings.Join(lines, "\n")+"\n")
	startDaemon(t, address, nil, "ntpd", "-n", "-g", "-c", file, "-p", filepath.Join(t.TempDir(), "pid"))
}

// startDaemon keeps a program running until the test ends, and shows what it said if the test failed.
func startDaemon(t *testing.T, name string, env []string, args ...string) {
	t.Helper()
	var log strings.Builder
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		ended := cmd.Wait()
		if t.Failed() {
			t.Logf("%s %s: %v\n%s", name, args[0], ended, &log)
		}
	})
}

// awaitTime waits until every server offers time. It asks once a second: ntpsec answers
// hardly any more to a client that was faster for a while.
func awaitTime(t *testing.T, addresses ...string) {
	t.Helper()
	deadline := time.Now().Add(hang / 2)
	for _, address := range addresses {
		for !offersTime(t, address) {
			if time.Now().After(deadline) {
				t.Fatalf("%s does not offer time", address)
			}
			time.Sleep(time.Second)
		}
	}
}

// offersTime asks as any client does, and looks at the leap indicator and the stratum
// (RFC 5905 §7.3): 3 and 0 or 16 are those of a server that is not synchronized itself.
func offersTime(t *testing.T, address string) bool {
	t.Helper()
	conn, err := net.Dial("udp", net.JoinHostPort(address, "123"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	const version4, client = 4 << 3, 3
	packet := [48]byte{version4 | client}
	if _, err := conn.Write(packet[:]); err != nil {
		return false // not listening yet, as an answer to the question before said
	}
	n, err := conn.Read(packet[:])
	if err != nil || n < len(packet) {
		return false
	}
	leap, stratum := packet[0]>>6, packet[1]
	return leap != 3 && stratum > 0 && stratum < 16
}
