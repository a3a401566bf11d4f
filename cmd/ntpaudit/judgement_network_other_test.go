//go:build !linux

package main

import (
	"os/exec"
	"testing"
)

// needsOwnNetwork skips a test: here a process cannot have a network of its own.
func needsOwnNetwork(t *testing.T) {
	t.Helper()
	t.Skip("a process has a network of its own only on Linux")
}

func isolate(*exec.Cmd) {}

func silentNetwork() error { return nil }
