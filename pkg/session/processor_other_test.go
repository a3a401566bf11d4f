//go:build !unix

package session_test

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }
