package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// interruptible returns a context that the first Ctrl-C (or SIGTERM) ends: asking stops, and what
// is known is written. From then on the signal has its default effect again, so that a
// second one ends the process at once.
func interruptible(parent context.Context, s streams) (ctx context.Context, stop func()) {
	ctx, restore := signal.NotifyContext(parent, os.Interrupt, syscall.SIGTERM)
	undo := context.AfterFunc(ctx, func() {
		restore()
		fmt.Fprintln(s.err, "\nntpaudit: stopping; what is known will be written (again: stop now)")
	})
	return ctx, func() {
		undo()
		restore()
	}
}
