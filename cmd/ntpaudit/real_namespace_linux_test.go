package main

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// insideVariable is set in the process that ownNetwork starts.
const insideVariable = "NTPAUDIT_TEST_INSIDE"

// ownNetwork reports whether the test runs in a network of its own, with the addresses on its
// loopback. Called from outside, it runs the test again in such a network, takes over the
// result and reports false.
//
// The network is a set of Linux namespaces, for four reasons: every port 123 is free (ntpsec
// knows no other), no packet can leave, the kernel ends whatever the test leaves behind, and in
// a user namespace nobody has the right to set the clock.
func ownNetwork(t *testing.T, addresses ...string) bool {
	t.Helper()
	if os.Getenv(insideVariable) == "" {
		runInside(t)
		return false
	}
	// libfaketime leaves files here, named after process ids, which are small numbers inside.
	if err := unix.Mount("tmpfs", "/dev/shm", "tmpfs", 0, ""); err != nil {
		t.Fatalf("mount /dev/shm: %v", err)
	}
	process{args: []string{"ip", "link", "set", "lo", "up"}}.run(t)
	for _, address := range addresses {
		process{args: []string{"ip", "address", "add", address + "/32", "dev", "lo"}}.run(t)
	}
	return true
}

func runInside(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	runtime.LockOSThread() // Pdeathsig is about the thread that starts the process
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, self, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), insideVariable+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWUSER | unix.CLONE_NEWNET | unix.CLONE_NEWPID | unix.CLONE_NEWNS,
		// Root inside is whoever runs the test outside.
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
	}
	var output strings.Builder
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		unavailable(t, "no namespaces of our own: "+err.Error())
	}
	err = cmd.Wait()
	t.Log("inside:\n" + output.String())
	if err != nil {
		t.Fatalf("inside: %v", err)
	}
}
