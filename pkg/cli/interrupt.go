package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// interruptible returns a context that the first Ctrl-C (or SIGTERM) ends, and says what follows. From then on the
// signal has its default effect again, so that a second one ends the process at once.
func interruptible(parent context.Context, s streams, follows string) (ctx context.Context, stop func()) {
	ctx, restore := signal.NotifyContext(parent, os.Interrupt, syscall.SIGTERM)
	undo := context.AfterFunc(ctx, func() {
		restore()
		fmt.Fprintf(s.err, "\nntpaudit: stopping; %s (again: stop now)\n", follows)
	})
	return ctx, func() {
		undo()
		restore()
	}
}
