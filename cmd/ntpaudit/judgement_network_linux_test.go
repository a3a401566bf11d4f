package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// needsOwnNetwork skips a test where a process cannot have a network of its own.
func needsOwnNetwork(t *testing.T) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ip", "link")
	isolate(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		unavailable(t, fmt.Sprintf("no network of our own: %v%s", err, firstLines(string(out))))
	}
}

// isolate has a process start in a network of its own, and end with the thread that starts it.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
	}
}

// silentNetwork sets up the network of an isolated process: loopback, and beyond it nothing that answers, as behind a
// router that drops all. Without a route the auditor would find its own machine at fault.
func silentNetwork() error {
	for _, args := range [][]string{
		{"link", "set", "lo", "up"},
		{"route", "add", "default", "dev", "lo"},
		{"-6", "route", "add", "default", "dev", "lo"},
	} {
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %v: %w%s", args, err, firstLines(string(out)))
		}
	}
	return nil
}
